#include "cloud_robot/judgement.hpp"

#include <cmath>

namespace plantproof::plants::assembly {

double miss_mm(const Pose& pose, const Offset& target, core::Instant when) {
  const double drifted_mm = pose.speed_error_mmps * core::in_seconds(when - pose.exposed);
  return std::hypot(pose.measured.x + drifted_mm - target.x, pose.measured.y - target.y);
}

bool is_in_the_way(const scenarios::CloudRobot::Neighbour& neighbour, double hand_mm) {
  return hand_mm > neighbour.free_mm.value;
}

Action action_for(Step step, bool must_wait, bool is_faulty) {
  if (must_wait) return Action::Wait;
  return step == Step::Pick && is_faulty ? Action::Reject : Action::Act;
}

Judgement judge(const scenarios::CloudRobot& parameters, const Look& look, Workplace& place, Sway& neighbour) {
  const core::Instant contact = look.sets_off + core::of_milliseconds(parameters.motion.approach_ms.value);
  const core::Instant passage = look.sets_off + core::of_milliseconds(parameters.neighbour.passage_ms.value);
  const double hand_mm = neighbour.at(passage).place;
  Judgement judgement;
  judgement.is_somebody_there = place.is_somebody_there(look.sets_off);
  judgement.is_neighbour_in_the_way = is_in_the_way(parameters.neighbour, hand_mm);
  if (!look.plan) return judgement;

  const scenarios::CloudRobot::Target& target = look.step == Step::Pick ? parameters.carrier : parameters.fixture;
  judgement.pose_is_right = look.plan->pose && miss_mm(*look.plan->pose, place.target(look.step, contact), contact) <=
                                                   target.tolerance_mm.value;
  judgement.twin_is_right = std::abs(look.plan->neighbour_mm - hand_mm) <= parameters.neighbour.tolerance_mm.value;
  const Action asked_for = action_for(look.step, judgement.is_somebody_there || judgement.is_neighbour_in_the_way,
                                      place.is_faulty(look.part));
  judgement.action_is_right = look.is_told && look.plan->action == asked_for;
  return judgement;
}

}  // namespace plantproof::plants::assembly
