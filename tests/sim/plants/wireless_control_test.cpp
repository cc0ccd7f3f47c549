#include "wireless_control/wireless_control.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "data/table_io.hpp"
#include "plants/run.hpp"
#include "scenarios/scenario_source.hpp"
#include "wireless_control/cable.hpp"

namespace plantproof::plants {
namespace {

/// The section of the product over a wired network, but for `assignments`, for five minutes.
scenarios::Scenario wired_section(std::vector<std::string> assignments = {}) {
  for (const char* assignment : {"pilot.network={kind: wired}", "duration_s=300"})
    assignments.insert(assignments.begin(), assignment);
  return scenarios::parse_scenario(scenarios::scenario_source("wireless-control", assignments));
}

data::Tables run(const std::vector<std::string>& assignments = {}, std::uint64_t seed = 1) {
  return simulate_run(wired_section(assignments), data::Phase::Pilot, seed);
}

/// From sample to effect: two ways through the switch and the controller's 0.5 ms; cables and frames add 0.02 ms.
std::string delay(double milliseconds) {
  return "pilot.network.ethernet.switch_us=" + std::to_string((milliseconds - 0.5) / 2 * 1000);
}

std::int64_t good(const data::Tables& tables) {
  const auto& units = *tables.rows<data::ProducedUnit>();
  return std::count_if(units.begin(), units.end(), [](const auto& unit) { return unit.good; });
}

double share(const data::Tables& tables, bool (*holds)(const data::ControlCycle&)) {
  const auto& cycles = *tables.rows<data::ControlCycle>();
  return static_cast<double>(std::count_if(cycles.begin(), cycles.end(), holds)) / static_cast<double>(cycles.size());
}
bool on_time(const data::ControlCycle& cycle) {
  return cycle.on_time;
}
bool correct(const data::ControlCycle& cycle) {
  return cycle.correct;
}
bool right(const data::ControlCycle& cycle) {
  return cycle.on_time && cycle.correct;
}

/// Seconds that the section ran: what separates its cycles from those of the next start is a gap.
double running_s(const std::vector<data::ControlCycle>& of_loop, int& stops) {
  double sum = 0;
  for (std::size_t i = 1; i < of_loop.size(); ++i) {
    const double gap_s = core::in_seconds(of_loop[i].time - of_loop[i - 1].time);
    if (gap_s < 0.05) {
      sum += gap_s;
    } else {
      ++stops;
    }
  }
  return sum;
}

TEST(WirelessControl, AccountsForEveryCycleAndEveryMetre) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const data::Tables tables = run({"process.web.flaw_spacing_m=80", "process.stops.rethread_s=10"}, seed);
    std::map<std::string, std::vector<data::ControlCycle>> loops;
    for (const data::ControlCycle& cycle : *tables.rows<data::ControlCycle>()) loops[cycle.loop].push_back(cycle);
    ASSERT_EQ(loops.size(), 4U);
    for (const auto& [loop, cycles] : loops) {
      int stops = 0;
      const double ran_s = running_s(cycles, stops);
      EXPECT_GT(stops, 1);
      // A stop cuts a cycle, and nothing else is missing.
      EXPECT_EQ(std::ssize(cycles) + stops, cycles.back().cycle + 1) << loop << ", seed " << seed;
      // A unit takes half a second, and each stop cuts one.
      const auto units = static_cast<double>(tables.rows<data::ProducedUnit>()->size());
      EXPECT_NEAR(ran_s, units / 2, 0.6 * (stops + 1)) << loop << ", seed " << seed;
    }
    std::int64_t number = 0;
    for (const data::ProducedUnit& unit : *tables.rows<data::ProducedUnit>())
      EXPECT_EQ(unit.unit, std::to_string(++number));
  }
}

TEST(WirelessControl, ACycleIsOnTimeUntilItsDeadlineAndCorrectUntilTheNextSample) {
  EXPECT_EQ(share(run({delay(9.9)}), &on_time), 1);
  const data::Tables late = run({delay(10.1)});
  EXPECT_EQ(share(late, &on_time), 0);
  EXPECT_GT(share(late, &correct), 0.99) << "late, but of this cycle, and the tension is held";
  const data::Tables of_another_cycle = run({delay(20.5)});
  EXPECT_EQ(share(of_another_cycle, &correct), 0);
  EXPECT_GT(good(of_another_cycle), 0.9 * static_cast<double>(good(late))) << "still far from the delay margin";
}

TEST(WirelessControl, ALongerDelayIsNeverBetter) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    double right_before = 1;
    std::int64_t good_before = 1'000'000;
    for (const double ms : {1.0, 5.0, 9.0, 15.0, 35.0, 50.0, 70.0}) {
      const data::Tables tables = run({delay(ms), "process.guides=[]", "duration_s=120"}, seed);
      // Within the deadline a later command leaves the swing of the web a little larger.
      EXPECT_LE(share(tables, &right), right_before + 2e-4) << ms << " ms, seed " << seed;
      EXPECT_LE(good(tables), good_before) << ms << " ms, seed " << seed;
      right_before = share(tables, &right);
      good_before = good(tables);
    }
    EXPECT_EQ(good_before, 0) << "beyond the delay margin the web is lost at once";
  }
}

TEST(WirelessControl, StopsWhenNothingComesAndIsStartedAgainInVain) {
  // No signal reaches the sensors from where the gNB is.
  const data::Tables cut = run(
      {"pilot.network={kind: nr, carrier: {frequency_ghz: 4.85, bandwidth_mhz: 10, subcarrier_spacing_khz: 30, "
       "pattern: "
       "DU}, gnbs: [{x_m: 999, y_m: 10, z_m: 7, tx_power_dbm: -20, noise_figure_db: 30}], device: {noise_figure_db: "
       "30}}",
       "hall.length_m=1000"});
  EXPECT_EQ(good(cut), 0);
  const auto stops = std::ssize(*cut.rows<data::ProducedUnit>());
  EXPECT_NEAR(static_cast<double>(stops), 300 / 30.0, 4) << "an operator needs 30 s";
  EXPECT_EQ(share(cut, &on_time) + share(cut, &correct), 0);
  // In the 60 ms of a watchdog a loop has two whole cycles.
  EXPECT_LE(std::ssize(*cut.rows<data::ControlCycle>()), stops * 4 * 3);
}

TEST(WirelessControl, ABrokenCableStopsTheSectionUntilItIsReplaced) {
  const std::vector<std::string> worn = {"process.cables.life_h=0.05", "process.change_over.tooling_s=0"};
  std::vector<std::string> slowly_repaired = worn;
  slowly_repaired.emplace_back("process.cables.repair_s=60000");
  const data::Tables whole = run({"process.change_over.tooling_s=0"});
  const data::Tables broken = run(slowly_repaired);
  EXPECT_LT(good(broken), good(whole) / 2);
  const auto& cycles = *broken.rows<data::ControlCycle>();
  const auto wrong = std::count_if(cycles.begin(), cycles.end(), [](const auto& cycle) { return !cycle.on_time; });
  EXPECT_NEAR(static_cast<double>(wrong), 2.5, 1.5) << "of one loop, until its watchdog stops the section";
}

TEST(WirelessControl, AChangeOverTakesItsToolingItsPlugsAndItsTest) {
  const std::vector<std::string> orders = {"process.orders.spread_ratio=0", "process.orders.length_m=100",
                                           "process.web.flaw_spacing_m=0", "process.change_over.tooling_s=20"};
  std::vector<std::string> with_plugs = orders;
  for (const char* more :
       {"process.change_over.connectors=4", "process.change_over.connector_s=3", "process.change_over.test_s=8"})
    with_plugs.emplace_back(more);
  // 120 m with the waste of the start take 60 s; tooling alone 20 s, with plugs and test 40 s.
  const auto gap_s = [](const data::Tables& tables, std::size_t after) {
    const auto& units = *tables.rows<data::ProducedUnit>();
    std::vector<double> gaps;
    for (std::size_t i = 1; i < units.size(); ++i) {
      const double gap = core::in_seconds(units[i].time - units[i - 1].time);
      if (gap > 1) gaps.push_back(gap - 0.5);
    }
    return gaps.at(after);
  };
  EXPECT_NEAR(gap_s(run(orders), 1), 20, 1e-6);
  EXPECT_NEAR(gap_s(run(with_plugs), 1), 40, 1e-6);
}

TEST(WirelessControl, BothPhasesOfAPairHaveTheSameOrdersFlawsAndDisturbances) {
  // Over the same wires, plugs aside, both phases make the same units.
  const scenarios::Scenario scenario = wired_section(
      {"baseline.network={kind: wired}", "baseline.process.change_over.connectors=0",
       "baseline.process.change_over.test_s=0", "baseline.process.cables.life_h=0", "process.web.flaw_spacing_m=200"});
  const auto units = [&](data::Phase phase) {
    return data::write_table(*simulate_run(scenario, phase, 3).rows<data::ProducedUnit>());
  };
  EXPECT_EQ(units(data::Phase::Pilot), units(data::Phase::Baseline));
}

TEST(WirelessControl, HardWiredLoopsNeedNoNetwork) {
  const data::Tables tables = run({"pilot.network={kind: none}"});
  EXPECT_EQ(share(tables, &on_time), 1);
  EXPECT_GT(good(tables), 300);
}

TEST(WirelessControl, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  const auto bytes = [](std::uint64_t seed) {
    const data::Tables tables =
        simulate_run(scenarios::parse_scenario(scenarios::scenario_source("wireless-control", {"duration_s=60"})),
                     data::Phase::Pilot, seed);
    return data::write_table(*tables.rows<data::ControlCycle>()) +
           data::write_table(*tables.rows<data::ProducedUnit>());
  };
  EXPECT_EQ(bytes(7), bytes(7));
  EXPECT_NE(bytes(7), bytes(8));
}

TEST(WirelessControl, WritesWhatItsClausesAreJudgedBy) {
  const auto scenario = scenarios::parse_scenario(scenarios::scenario_source("wireless-control", {"duration_s=60"}));
  const data::Tables pilot = simulate_run(scenario, data::Phase::Pilot, 1);
  EXPECT_EQ(pilot.rows<data::Device>()->size(), 8U);
  for (const data::Device& device : *pilot.rows<data::Device>()) EXPECT_EQ(device.access, data::Access::Nr);
  const data::Shift& shift = pilot.rows<data::Shift>()->front();
  EXPECT_EQ(core::in_seconds(shift.end - shift.start), 60);
  EXPECT_DOUBLE_EQ(*shift.labour_hours, 2 * 60 / 3600.0);
  EXPECT_EQ(pilot.rows<data::Message>(), nullptr) << "two for every cycle say nothing that the cycle does not";
  EXPECT_NE(pilot.rows<data::ControlCycle>(), nullptr);
  EXPECT_EQ(simulate_run(scenario, data::Phase::Baseline, 1).rows<data::ControlCycle>(), nullptr);
}

// What is left of a life that is met at random has the mean E[X^2] / (2 E[X]): of Weibull's distribution with shape 2
// that is scale / (2 Gamma(3/2)), with shape 1, which does not wear, the scale itself. A new one lasts Gamma(1 + 1/k).
TEST(Cable, IsMetSomewhereInItsLife) {
  for (const auto& [shape, rest, life] :
       {std::tuple(2.0, 1 / std::sqrt(std::numbers::pi), std::sqrt(std::numbers::pi) / 2), std::tuple(1.0, 1.0, 1.0)}) {
    scenarios::WirelessControl::Cables cables;
    cables.life_h.value = 1;
    cables.shape.value = shape;
    double rests_h = 0;
    double lives_h = 0;
    constexpr int kCables = 20'000;
    for (int i = 0; i < kCables; ++i) {
      control::Cable cable(cables, core::Draws(static_cast<std::uint64_t>(i)));
      rests_h += cable.breaks_at_s() / 3600;
      cable.replace(100);
      lives_h += (cable.breaks_at_s() - 100) / 3600;
    }
    EXPECT_NEAR(rests_h / kCables, rest, 0.03 * rest) << shape;
    EXPECT_NEAR(lives_h / kCables, life, 0.03 * life) << shape;
  }
}

}  // namespace
}  // namespace plantproof::plants
