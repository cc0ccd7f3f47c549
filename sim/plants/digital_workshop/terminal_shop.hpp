#pragma once

#include <deque>

#include "digital_workshop/files.hpp"
#include "digital_workshop/letters.hpp"
#include "digital_workshop/shop.hpp"

namespace plantproof::plants::workshop {

/// What the terminals on pillars are called.
[[nodiscard]] std::vector<std::string> terminals_of(const scenarios::DigitalWorkshop& workshop);

/// Only some terminals are on the network. A machine that stands is seen by its lamp. An operator walks to the nearest
/// terminal, books the order that is done, looks up the next and copies its program, carries it to the machine and
/// types in the tools' offsets; carriers learn at the crib what to bring. Who books an order sees where it goes next,
/// and says so where a machine has nothing to do.
class TerminalShop : public Shop {
 public:
  TerminalShop(Plant& plant, const scenarios::DigitalWorkshop& workshop);

  [[nodiscard]] std::size_t in_work() const override;

 private:
  struct Terminal {
    Terminal(Plant& plant, const scenarios::DigitalWorkshop& workshop, const std::string& name, Place at)
        : place(at), letters(plant, workshop.messages, name, kDispatchServer), files(plant, workshop.files, name) {}

    Place place;
    Letters letters;
    FileClient files;
    std::deque<std::function<void()>> queue;  ///< who stands there, the one at it first
  };
  /// A machine and what its operators do for it.
  struct Post {
    Machine& machine;
    Terminal& terminal;      ///< the nearest
    Order* order = nullptr;  ///< until it is booked as done
    bool is_idle = false;    ///< known to have nothing to do
    bool has_kit = false;
    bool has_program = false;
  };

  [[nodiscard]] Terminal& nearest_terminal(const Place& place);
  void wants_order(Post& post);
  void rouse(std::size_t group);
  void step_up(Terminal& terminal, std::function<void()> to_it);
  void step_back(Terminal& terminal);
  void look_up(Post& post, Person& person, const std::function<void()>& done);
  void book(Post& post, Person& person, const std::function<void()>& done);
  void carry(Post& post, Person& person, const std::function<void()>& done);
  void load(Post& post, const std::function<void()>& done);
  void kit_came(Post& post);
  void set_up(Post& post, const std::function<void()>& done);

  std::deque<Terminal> terminals_;
  std::deque<Post> posts_;
};

}  // namespace plantproof::plants::workshop
