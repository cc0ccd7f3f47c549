#pragma once

#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "scenarios/cloud_robot.hpp"

namespace plantproof::plants::assembly {

/// When people have their hands in a robot's zone: gaps are exponential, stays lognormal. It depends on the draws only,
/// whoever asks and when. Nobody is there at the origin.
class Visits {
 public:
  Visits(const scenarios::CloudRobot::Visits& parameters, core::Instant origin, core::Draws draws);

  /// At an instant not before the origin, in any order.
  [[nodiscard]] bool is_somebody_there(core::Instant when);

 private:
  struct Visit {
    core::Instant from;
    core::Instant to;
  };
  scenarios::CloudRobot::Visits parameters_;
  core::Instant origin_;
  core::Draws draws_;
  std::vector<Visit> visits_;  ///< in order of time
};

}  // namespace plantproof::plants::assembly
