#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "cloud_robot/link.hpp"
#include "cloud_robot/look.hpp"
#include "cloud_robot/workplace.hpp"
#include "plants/plant.hpp"
#include "scenarios/cloud_robot.hpp"

namespace plantproof::plants::assembly {

/// A robot that picks one part after the other from the carrier and fits it into the fixture.
///
/// Before each of the two steps it looks. At the end of the look it sets off, and each stage of what was made of it
/// is a row of `decisions`. What it does then is the plan's, what comes of it the world's: it stands when no plan has
/// come, when somebody is in its zone, or when the arms touch; it misses the part, or jams it in the fixture, when the
/// pose was wrong. A part that is fitted or spoilt is a row of `production`; it is good when it is fitted and not
/// faulty.
class Robot {
 public:
  /// All references outlive the robot.
  Robot(std::string name, const scenarios::CloudRobot& parameters, Plant& plant, Workplace& place, Sway& neighbour);
  Robot(const Robot&) = delete;
  Robot& operator=(const Robot&) = delete;

  /// Works from now on. The link outlives the robot's events.
  void start(Link& link);
  [[nodiscard]] Look& look(std::int64_t number) { return looks_[static_cast<std::size_t>(number)]; }
  /// The plan of a look has come.
  void obey(Look& look);

 private:
  void report();
  void fetch();
  void begin(Step step);
  void set_off();
  void act(const Look& look, bool pose_is_right);
  void finish_part(bool is_fitted, double after_s);
  void begin_again(Step step, double after_s);
  [[nodiscard]] core::Nanoseconds drawn(double mean_s);

  std::string name_;
  const scenarios::CloudRobot& parameters_;
  Plant& plant_;
  Workplace& place_;
  Sway& neighbour_;
  Link* link_ = nullptr;
  core::Draws motions_;
  std::deque<Look> looks_;
  std::int64_t part_ = 0;
};

}  // namespace plantproof::plants::assembly
