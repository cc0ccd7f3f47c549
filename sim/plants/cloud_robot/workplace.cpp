#include "cloud_robot/workplace.hpp"

namespace plantproof::plants::assembly {
namespace {

std::uint64_t seed_of(core::Draws draws) {
  return static_cast<std::uint64_t>(draws.uniform() * 0x1p53);
}

core::Instant first_tick_of(const scenarios::CloudRobot::Messages& messages, const Plant& plant,
                            const std::string& robot) {
  const double phase = plant.draws(robot + "/clock").uniform();
  return plant.simulation.now() + core::of_milliseconds(messages.state_ms.value * phase);
}

}  // namespace

Workplace::Workplace(const scenarios::CloudRobot& parameters, const Plant& plant, const std::string& robot)
    : faulty_ratio_(parameters.faulty_ratio.value),
      parts_seed_(seed_of(plant.draws(robot + "/parts"))),
      images_seed_(seed_of(plant.draws(robot + "/images"))),
      first_tick_(first_tick_of(parameters.messages, plant, robot)),
      carrier_(plane(parameters.carrier, plant, robot + "/carrier")),
      fixture_(plane(parameters.fixture, plant, robot + "/fixture")),
      // Its grid is the robot's clock: the states that are sent are exact.
      hand_(parameters.neighbour.sway_mm.value, parameters.neighbour.sway_s.value,
            core::of_milliseconds(parameters.messages.state_ms.value), first_tick_, plant.draws(robot + "/hand")),
      visits_(parameters.visits, plant.simulation.now(), plant.draws(robot + "/visits")) {}

Workplace::Plane Workplace::plane(const scenarios::CloudRobot::Target& target, const Plant& plant,
                                  const std::string& name) {
  constexpr double kStepsPerTime = 32;
  const core::Nanoseconds step = core::of_seconds(target.sway_s.value / kStepsPerTime);
  const core::Instant origin = plant.simulation.now();
  return {Sway(target.sway_mm.value, target.sway_s.value, step, origin, plant.draws(name + " x")),
          Sway(target.sway_mm.value, target.sway_s.value, step, origin, plant.draws(name + " y"))};
}

Offset Workplace::target(Step step, core::Instant when) {
  Plane& plane = step == Step::Pick ? carrier_ : fixture_;
  return {plane.x.at(when).place, plane.y.at(when).place};
}

bool Workplace::is_faulty(std::int64_t part) const {
  return core::Draws(core::mixed(parts_seed_, static_cast<std::uint64_t>(part))).uniform() < faulty_ratio_;
}

core::Draws Workplace::draws(std::int64_t look, std::int64_t image) const {
  return core::Draws(
      core::mixed(core::mixed(images_seed_, static_cast<std::uint64_t>(look)), static_cast<std::uint64_t>(image)));
}

}  // namespace plantproof::plants::assembly
