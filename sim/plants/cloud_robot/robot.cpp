#include "cloud_robot/robot.hpp"

#include <utility>

#include "cloud_robot/judgement.hpp"
#include "plants/variates.hpp"

namespace plantproof::plants::assembly {

Robot::Robot(std::string name, const scenarios::CloudRobot& parameters, Plant& plant, Workplace& place, Sway& neighbour)
    : name_(std::move(name)),
      parameters_(parameters),
      plant_(plant),
      place_(place),
      neighbour_(neighbour),
      motions_(plant.draws(name_ + "/motions")) {}

void Robot::start(Link& link) {
  link_ = &link;
  plant_.simulation.at(place_.first_tick(), [this] { report(); });
  const double first_s = parameters_.motion.fetch_s.value * motions_.uniform();
  plant_.simulation.after(core::of_seconds(first_s), [this] { fetch(); });
}

void Robot::obey(Look& look) {
  if (plant_.simulation.now() <= look.sets_off) look.is_told = true;
}

void Robot::report() {
  link_->report();
  plant_.simulation.after(core::of_milliseconds(parameters_.messages.state_ms.value), [this] { report(); });
}

void Robot::fetch() {
  ++part_;
  plant_.simulation.after(drawn(parameters_.motion.fetch_s.value), [this] { begin(Step::Pick); });
}

void Robot::begin(Step step) {
  const core::Nanoseconds length = core::of_milliseconds(parameters_.look_ms.value);
  Look& look = looks_.emplace_back(
      Look{static_cast<std::int64_t>(looks_.size()), part_, step, plant_.simulation.now() + length});
  link_->announce(look);
  for (std::int64_t i = 0; i < parameters_.camera.images.value; ++i) {
    const core::Nanoseconds exposed = i * core::of_milliseconds(parameters_.camera.interval_ms.value);
    if (exposed >= length) break;
    plant_.simulation.after(exposed + core::of_milliseconds(parameters_.camera.encoding_ms.value),
                            [this, &look] { link_->send_image(look); });
  }
  plant_.simulation.at(look.sets_off, [this] { set_off(); });
}

void Robot::set_off() {
  const Look& look = looks_.back();
  const Judgement judgement = judge(parameters_, look, place_, neighbour_);
  const std::string task = std::to_string(look.part) + "-" + std::to_string(look.number);
  for (const auto& [stage, is_right] : {std::pair(data::DecisionStage::Simulation, judgement.twin_is_right),
                                        std::pair(data::DecisionStage::Perception, judgement.pose_is_right),
                                        std::pair(data::DecisionStage::Decision, judgement.action_is_right)}) {
    plant_.tables.emplace<data::Decision>().push_back({name_, task, stage, plant_.simulation.now(), is_right});
  }
  const scenarios::CloudRobot::Recovery& recovery = parameters_.recovery;
  if (!look.is_told) return begin_again(look.step, recovery.stop_s.value);
  if (look.plan->action == Action::Wait) return begin(look.step);
  if (look.plan->action == Action::Reject) {
    plant_.simulation.after(core::of_seconds(recovery.reject_s.value), [this] { fetch(); });
    return;
  }
  if (judgement.is_somebody_there) return begin_again(look.step, recovery.stop_s.value);
  if (judgement.is_neighbour_in_the_way) return begin_again(look.step, recovery.touch_s.value);
  act(look, judgement.pose_is_right);
}

void Robot::act(const Look& look, bool pose_is_right) {
  const scenarios::CloudRobot::Recovery& recovery = parameters_.recovery;
  const core::Nanoseconds approach = core::of_milliseconds(parameters_.motion.approach_ms.value);
  if (look.step == Step::Fit) {
    const double after_s =
        pose_is_right ? core::in_seconds(drawn(parameters_.motion.fit_s.value)) : recovery.jam_s.value;
    return finish_part(pose_is_right, core::in_seconds(approach) + after_s);
  }
  if (!pose_is_right) return begin_again(Step::Pick, recovery.miss_s.value);
  plant_.simulation.after(approach + drawn(parameters_.motion.transfer_s.value), [this] { begin(Step::Fit); });
}

void Robot::finish_part(bool is_fitted, double after_s) {
  plant_.simulation.after(core::of_seconds(after_s), [this, is_fitted] {
    plant_.tables.emplace<data::ProducedUnit>().push_back(
        {plant_.simulation.now(), name_, name_ + "-" + std::to_string(part_), is_fitted && !place_.is_faulty(part_)});
    fetch();
  });
}

void Robot::begin_again(Step step, double after_s) {
  plant_.simulation.after(core::of_seconds(after_s), [this, step] { begin(step); });
}

core::Nanoseconds Robot::drawn(double mean_s) {
  return core::of_seconds(lognormal(motions_, mean_s, parameters_.motion.spread_ratio.value));
}

}  // namespace plantproof::plants::assembly
