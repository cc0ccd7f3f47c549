#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data_collection/registry.hpp"
#include "data_collection/resolver.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

inline constexpr const char* kResolver = "resolver";

/// Where parts pass one after the other: a part is moved in, its identifier read and resolved, and only then it goes
/// on. A resolution is a few round trips to the enterprise node, the handshakes of its connection and then the
/// question; what is not answered is sent again, later each time, and in the end the part is dealt with by hand.
class ReadStation {
 public:
  /// Opens its flows, between `device` and the resolver. All but names outlive it. It takes no new part from `end` on.
  ReadStation(const scenarios::DataCollection::Reading& reading, const std::string& name, const std::string& device,
              const Registry& registry, Resolver& resolver, Plant& plant, core::Instant end);
  ReadStation(const ReadStation&) = delete;
  ReadStation& operator=(const ReadStation&) = delete;

  [[nodiscard]] static data::Flow questions_flow(const std::string& station, const std::string& device);
  [[nodiscard]] static data::Flow answers_flow(const std::string& station, const std::string& device);

  /// Somewhere in the time that a part takes.
  void start();
  [[nodiscard]] const std::vector<data::Resolution>& resolutions() const { return resolutions_; }

 private:
  /// What a message says: which part, and which of its round trips.
  struct Note {
    std::uint64_t part;
    std::uint64_t step;
  };

  void next_part();
  void say(std::int64_t step, std::int64_t attempt);
  void hear(Note note);
  // At the enterprise node
  void arrive(Note note);
  void serve(Note note);
  void reply(Note note, std::int64_t bytes);

  const scenarios::DataCollection::Reading& reading_;
  std::string name_;
  const Registry& registry_;
  Resolver& resolver_;
  Plant& plant_;
  core::Instant end_;
  core::Draws parts_;
  network::FlowId questions_{};
  network::FlowId answers_{};
  Timer waits_;
  std::optional<std::int64_t> awaits_;         ///< the answer to which step; none: whatever comes now is late
  std::vector<data::Resolution> resolutions_;  ///< of every part so far
  std::vector<std::int64_t> versions_;         ///< what the answer to each said last
};

}  // namespace plantproof::plants::collection
