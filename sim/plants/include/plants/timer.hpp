#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/time.hpp"
#include "network/simulation.hpp"

namespace plantproof::plants {

/// Something that will happen, unless it is stopped before. It must not outlive the simulation.
class Timer {
 public:
  explicit Timer(network::Simulation& simulation)
      : simulation_(&simulation), started_(std::make_shared<std::int64_t>()) {}

  /// Calls `what` after `delay`, at least 0, instead of what it was started for before.
  void start(core::Nanoseconds delay, std::function<void()> what);
  void stop() { ++*started_; }

 private:
  network::Simulation* simulation_;
  std::shared_ptr<std::int64_t> started_;  ///< how often; events that were asked for earlier come to nothing
};

}  // namespace plantproof::plants
