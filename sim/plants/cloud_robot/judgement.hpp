#pragma once

#include "cloud_robot/look.hpp"
#include "cloud_robot/workplace.hpp"

namespace plantproof::plants::assembly {

/// How it really is when a robot sets off, and whether what was made of a look is right.
///
/// - The pose is right when, extrapolated by the target's speed, it is within the target's tolerance of where that is
///   at the contact.
/// - The twin is right when the neighbour's hand is within its tolerance of where it was expected, as the arms pass.
/// - The action is right when it is the one the true state asks for (somebody in the zone, or the neighbour in the way:
///   wait; else a faulty part before it is picked: reject; else act), and the robot knew it in time.
///
/// What was not made before the robot sets off is wrong.
struct Judgement {
  bool pose_is_right = false;
  bool twin_is_right = false;
  bool action_is_right = false;
  bool is_somebody_there = false;
  bool is_neighbour_in_the_way = false;
};

/// Asked when the robot sets off.
[[nodiscard]] Judgement judge(const scenarios::CloudRobot& parameters, const Look& look, Workplace& place,
                              Sway& neighbour);

/// How far a hand that goes by a pose is off at an instant, in mm.
[[nodiscard]] double miss_mm(const Pose& pose, const Offset& target, core::Instant when);
/// Whether the neighbour's hand is so near.
[[nodiscard]] bool is_in_the_way(const scenarios::CloudRobot::Neighbour& neighbour, double hand_mm);
/// The action for such a state.
[[nodiscard]] Action action_for(Step step, bool must_wait, bool is_faulty);

}  // namespace plantproof::plants::assembly
