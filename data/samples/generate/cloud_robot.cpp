// Two robots assemble gearboxes, their simulation, perception and decisions in the edge cloud. In `fail` the new
// polished housing reflects the lamp, and perception takes one in ten for turned.
#include "story.hpp"

namespace plantproof::samples {

data::Evidence cloud_robot(Outcome outcome) {
  using data::DecisionStage;
  constexpr int kTasks = 40;
  const double perception_errors = outcome == Outcome::Pass ? 0.012 : 0.15;
  Random random(5);
  auto pilot = five_days([&](int, Tables& tables) {
    for (const std::string robot : {"left", "right"}) {
      for (int task = 1; task <= kTasks; ++task) {
        const Instant start = time_of_day(8) + seconds(240 * task + random.uniform(0, 30));
        const std::string name = fmt::format("gear-{:02}", task);
        auto& decisions = tables.emplace<data::Decision>();
        decisions.push_back({robot, name, DecisionStage::Simulation, start, !random.chance(0.008)});
        decisions.push_back({robot, name, DecisionStage::Perception, start + seconds(random.uniform(8, 12)),
                             !random.chance(perception_errors)});
        decisions.push_back(
            {robot, name, DecisionStage::Decision, start + seconds(random.uniform(13, 16)), !random.chance(0.01)});
      }
    }
  });
  return {manifest_of("cloud-robot"), {}, std::move(pilot)};
}

}  // namespace plantproof::samples
