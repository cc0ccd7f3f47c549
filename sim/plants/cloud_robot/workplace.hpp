#pragma once

#include <cstdint>
#include <string>

#include "cloud_robot/look.hpp"
#include "cloud_robot/sway.hpp"
#include "cloud_robot/visits.hpp"
#include "plants/plant.hpp"
#include "scenarios/cloud_robot.hpp"

namespace plantproof::plants::assembly {

/// What really is where at a robot's place, at every instant from the start of the run on. It depends on the run's seed
/// and the robot's name only: the same in both phases, whatever robots do.
class Workplace {
 public:
  Workplace(const scenarios::CloudRobot& parameters, const Plant& plant, const std::string& robot);

  /// How far what the robot reaches for in this step is from where its speed alone would have it.
  [[nodiscard]] Offset target(Step step, core::Instant when);
  /// The robot's own hand on the line to its neighbour's, in mm from its middle, positive towards the neighbour.
  [[nodiscard]] Sway& hand() { return hand_; }
  /// When the robot's clock first ticks, by which it samples its state.
  [[nodiscard]] core::Instant first_tick() const { return first_tick_; }
  [[nodiscard]] bool is_somebody_there(core::Instant when) { return visits_.is_somebody_there(when); }
  /// Whether a part is faulty; parts are numbered from 1.
  [[nodiscard]] bool is_faulty(std::int64_t part) const;
  /// Numbers of 0 to below 1 for an image of a look.
  [[nodiscard]] core::Draws draws(std::int64_t look, std::int64_t image) const;

 private:
  struct Plane {
    Sway x;
    Sway y;
  };
  [[nodiscard]] static Plane plane(const scenarios::CloudRobot::Target& target, const Plant& plant,
                                   const std::string& name);

  double faulty_ratio_;
  std::uint64_t parts_seed_;
  std::uint64_t images_seed_;
  core::Instant first_tick_;
  Plane carrier_;
  Plane fixture_;
  Sway hand_;
  Visits visits_;
};

}  // namespace plantproof::plants::assembly
