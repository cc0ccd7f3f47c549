#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/random.hpp"
#include "digital_workshop/letters.hpp"
#include "digital_workshop/person.hpp"
#include "digital_workshop/place.hpp"
#include "plants/plant.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants::workshop {

/// Something for one person to do. `work` is called when he is there; he calls `done` when he has done it, wherever he
/// is then.
struct Job {
  Place place;
  std::function<void(Person& person, std::function<void()> done)> work;
};

/// People who can do the same jobs. The nearest who is free does the job that has waited longest.
class Crew {
 public:
  Crew() = default;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  virtual ~Crew() = default;

  /// There is a job, now.
  virtual void call(Job job) = 0;
  /// All of them together, until now.
  [[nodiscard]] virtual core::Nanoseconds time_busy() const = 0;
};

/// People with handhelds. The server calls one of those whom it takes to be free and has heard of lately; who does not
/// answer in time is passed over until he is heard of again, and another one is called. Of two at one job the second
/// goes.
class CalledCrew : public Crew {
 public:
  struct Member {
    std::unique_ptr<Person> person;
    std::unique_ptr<Letters> letters;
  };

  /// Plant and parameters outlive the crew.
  CalledCrew(Plant& plant, const scenarios::DigitalWorkshop::Messages& messages, std::vector<Member> members);

  /// At the server.
  void call(Job job) override;
  [[nodiscard]] core::Nanoseconds time_busy() const override;

 private:
  struct Call {
    Job job;
    bool is_taken = false;  ///< somebody has come to do it
  };
  struct Phone {
    Member member;
    bool is_free = true;  ///< as the server knows
    std::optional<core::Instant> heard{};
    std::deque<std::shared_ptr<Call>> inbox{};  ///< of the handheld
  };

  void tell_status(Phone& phone);
  void assign();
  void assign(Phone& phone, const std::shared_ptr<Call>& call);
  void hear(Phone& phone, const std::shared_ptr<Call>& call, const std::shared_ptr<bool>& is_answered);
  void next(Phone& phone);

  Plant& plant_;
  const scenarios::DigitalWorkshop::Messages& messages_;
  std::deque<Phone> phones_;
  std::deque<std::shared_ptr<Call>> open_;
};

/// People who look round: somebody sees that there is a job after a time of his round, uniform from none to a whole
/// one. Those who learn of jobs at one place go back there after each.
class WatchfulCrew : public Crew {
 public:
  /// The plant outlives the crew.
  WatchfulCrew(Plant& plant, std::vector<std::unique_ptr<Person>> people, core::Nanoseconds round, core::Draws draws,
               std::optional<Place> goes_back_to);

  void call(Job job) override;
  [[nodiscard]] core::Nanoseconds time_busy() const override;

 private:
  void assign();

  Plant& plant_;
  std::vector<std::unique_ptr<Person>> people_;
  core::Nanoseconds round_;
  core::Draws draws_;
  std::optional<Place> goes_back_to_;
  std::deque<Job> open_;
};

}  // namespace plantproof::plants::workshop
