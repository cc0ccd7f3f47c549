// Two control loops without cables on a forging line, each recorded for eight seconds a day. In `fail` the hoist's
// commands arrive late whenever it travels behind the furnace.
#include "story.hpp"

namespace plantproof::samples {
namespace {

void record_loop(Tables& tables, const std::string& loop, double late_share, Random& random) {
  constexpr int kCycles = 400;
  constexpr double kPeriodMs = 20;
  constexpr double kMeanBurst = 2;
  int late_left = 0;
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    if (late_left > 0) {
      --late_left;
    } else if (random.chance(late_share / kMeanBurst)) {
      late_left = static_cast<int>(std::ceil(random.uniform(0, 2 * kMeanBurst - 1)));
    }
    tables.emplace<data::ControlCycle>().push_back(
        {loop, cycle, time_of_day(10) + milliseconds(cycle * kPeriodMs), late_left == 0, !random.chance(0.002)});
  }
}

}  // namespace

data::Evidence wireless_control(Outcome outcome) {
  const double hoist_late_share = outcome == Outcome::Pass ? 0.005 : 0.2;
  Random random(4);
  auto baseline = five_days([&](int, Tables& tables) { work_two_shifts(tables, {"trim", 150, 62, 0.02, 40}, random); });
  auto pilot = five_days([&](int, Tables& tables) {
    work_two_shifts(tables, {"trim", 150, 22, 0.02, 40}, random);
    record_loop(tables, "hoist", hoist_late_share, random);
    record_loop(tables, "manipulator", 0.005, random);
  });
  return {manifest_of("wireless-control"), std::move(baseline), std::move(pilot)};
}

}  // namespace plantproof::samples
