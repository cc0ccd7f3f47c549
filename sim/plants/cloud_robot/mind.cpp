#include "cloud_robot/mind.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "cloud_robot/judgement.hpp"
#include "plants/variates.hpp"

namespace plantproof::plants::assembly {

Mind::Mind(Plant& plant, const scenarios::CloudRobot& parameters, std::function<void(const Body&, const Look&)> tell)
    : plant_(plant),
      parameters_(parameters),
      tell_(std::move(tell)),
      gpus_(static_cast<std::size_t>(parameters.computer.gpus.value)) {}

void Mind::know(const Body& body) {
  robots_.emplace(body.name, Known{body, {}, {}});
}

void Mind::learn_state(const std::string& robot, core::Instant sampled) {
  std::optional<core::Instant>& state = robots_.at(robot).state;
  state = std::max(state.value_or(sampled), sampled);
}

void Mind::expect(const std::string& robot, Look& look) {
  const core::Instant begins = look.sets_off - core::of_milliseconds(parameters_.computer.lead_ms.value);
  plant_.simulation.at(std::max(plant_.simulation.now(), begins),
                       [this, &known = robots_.at(robot), &look] { decide(known, look); });
}

void Mind::see(const std::string& robot, const Look& look, core::Instant exposed) {
  const double share_of_pixels = std::exp2(-2.0 * static_cast<double>(parameters_.camera.coarseness.value));
  const core::Instant done = gpus_.done(
      plant_.simulation.now(), core::of_milliseconds(parameters_.computer.inference_ms.value * share_of_pixels));
  plant_.simulation.at(done, [this, &known = robots_.at(robot), &look, exposed] {
    if (!known.pose || known.pose->exposed < exposed) known.pose = pose_of(known, look, exposed);
  });
}

Pose Mind::pose_of(const Known& robot, const Look& look, core::Instant exposed) const {
  const scenarios::CloudRobot::Camera& camera = parameters_.camera;
  const scenarios::CloudRobot::Target& target = look.step == Step::Pick ? parameters_.carrier : parameters_.fixture;
  const double pixel_mm = camera.field_of_view_mm.value / static_cast<double>(camera.width_px.value) *
                          std::exp2(static_cast<double>(camera.coarseness.value));
  const double noise_mm = camera.localisation_px.value * pixel_mm;
  core::Draws draws = robot.body.place.draws(look.number, (look.sets_off - exposed).count());
  const Offset real = robot.body.place.target(look.step, exposed);
  const Offset measured{real.x + noise_mm * normal(draws), real.y + noise_mm * normal(draws)};
  const double speed_error_mmps = target.speed_mmps.value * target.speed_error_ratio.value * normal(draws);
  const bool is_misread = draws.uniform() < parameters_.computer.misread_ratio.value;
  return {look.part, look.step,        exposed,
          measured,  speed_error_mmps, robot.body.place.is_faulty(look.part) != is_misread};
}

// Of a robot whose state it never heard it knows no more than that its hand is somewhere about its middle.
Plan Mind::plan(const Known& robot, const Look& look) const {
  Plan plan;
  if (robot.pose && robot.pose->part == look.part && robot.pose->step == look.step) plan.pose = robot.pose;
  if (const auto other = robots_.find(robot.body.neighbour); other != robots_.end() && other->second.state) {
    const core::Instant passage = look.sets_off + core::of_milliseconds(parameters_.neighbour.passage_ms.value);
    Sway& hand = other->second.body.place.hand();
    const core::Instant sampled = *other->second.state;
    plan.neighbour_mm = hand.expected(hand.at(sampled), core::in_seconds(passage - sampled));
  }
  const bool is_zone_free = robot.state && !robot.body.place.is_somebody_there(*robot.state);
  const bool must_wait = !plan.pose || !is_zone_free || is_in_the_way(parameters_.neighbour, plan.neighbour_mm);
  plan.action = action_for(look.step, must_wait, plan.pose && plan.pose->looks_faulty);
  return plan;
}

void Mind::decide(const Known& robot, Look& look) {
  if (plant_.simulation.now() > look.sets_off) return;
  plant_.simulation.after(core::of_milliseconds(parameters_.computer.deciding_ms.value),
                          [this, &robot, &look, made = plan(robot, look)] {
                            if (plant_.simulation.now() > look.sets_off) return;
                            look.plan = made;
                            tell_(robot.body, look);
                          });
}

}  // namespace plantproof::plants::assembly
