#include "line_coordination/line_coordination.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "data/table_io.hpp"
#include "plants/run.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::plants {
namespace {

using ::testing::HasSubstr;

/// The line of the product over a wired network, but for `assignments`, for an hour.
scenarios::Scenario wired_line(std::vector<std::string> assignments = {}) {
  for (const char* assignment : {"pilot.network={kind: wired}", "duration_s=3600"})
    assignments.insert(assignments.begin(), assignment);
  return scenarios::parse_scenario(scenarios::scenario_source("line-coordination", assignments));
}

data::Tables run(const scenarios::Scenario& scenario, std::uint64_t seed = 1) {
  return simulate_run(scenario, data::Phase::Pilot, seed);
}

std::size_t produced(const data::Tables& tables) {
  return tables.rows<data::ProducedUnit>()->size();
}

std::string delay(double milliseconds) {
  // The switch's share of a way; cables and frames add 0.17 ms at 100 Mbit/s.
  return "pilot.network.ethernet.switch_us=" + std::to_string(milliseconds * 1000);
}

TEST(LineCoordination, MakesAUnitInEveryTaktOfItsSlowestStation) {
  // No spread, no failures, no change-over: the bottleneck works 60 s, is refilled while it works, and hands over in
  // 1.5 s. The first unit passes 7 stations of 50 s, one of 60 s, and 7 transfers; scans and messages take well below a
  // second at each.
  std::vector<std::string> assignments = {"process.batch_units=1000000", "process.stations.3.work_s=60"};
  for (int i = 0; i < 8; ++i) {
    const std::string station = "process.stations." + std::to_string(i);
    if (i != 3) assignments.push_back(station + ".work_s=50");
    assignments.push_back(station + ".work_spread_ratio=0");
    assignments.push_back(station + ".time_between_failures_h=0");
  }
  const data::Tables tables = run(wired_line(assignments));
  const auto& units = *tables.rows<data::ProducedUnit>();
  ASSERT_GT(units.size(), 40U);
  EXPECT_NEAR(core::in_seconds(units[0].time.time_since_epoch()), 2 + 7 * 50 + 60 + 7 * 1.5, 1);
  for (std::size_t i = 1; i < units.size(); ++i)
    EXPECT_NEAR(core::in_seconds(units[i].time - units[i - 1].time), 61.5, 0.1);
}

TEST(LineCoordination, UnitsLeaveInTheirOrderAndNoneIsLost) {
  const data::Tables tables = run(wired_line());
  std::int64_t expected = 1;
  for (const data::ProducedUnit& unit : *tables.rows<data::ProducedUnit>()) {
    EXPECT_EQ(unit.unit, std::to_string(expected++));
    EXPECT_EQ(unit.station, "S8");
  }
}

TEST(LineCoordination, AChangeOverStopsEachStationForItsWork) {
  // In an hour of batches of 20 the line changes over twice; a change-over that takes 200 s longer costs 200 s each.
  const auto last = [](const std::string& tooling) {
    const data::Tables tables = run(wired_line({"process.batch_units=20", "process.change_over.tooling_s=" + tooling}));
    return tables.rows<data::ProducedUnit>()->at(40).time;
  };
  EXPECT_NEAR(core::in_seconds(last("400") - last("200")), 2 * 200, 5);
}

TEST(LineCoordination, RecipesAreFetchedOverTheNetworkAndAreNoEvidence) {
  const data::Tables with = run(wired_line({"process.batch_units=20"}));
  for (const data::Flow& flow : *with.rows<data::Flow>()) EXPECT_THAT(flow.flow, Not(HasSubstr("recipes")));
  for (const data::Message& message : *with.rows<data::Message>()) EXPECT_THAT(message.flow, Not(HasSubstr("recipes")));
  // 1 MB at 10 Mbit/s takes 0.8 s and more at each change-over.
  const data::Tables slow = run(wired_line({"process.batch_units=20", "pilot.network.ethernet.rate_mbps=10"}));
  EXPECT_GT(slow.rows<data::ProducedUnit>()->at(25).time, with.rows<data::ProducedUnit>()->at(25).time);
}

TEST(LineCoordination, ALongerDelayNeverMakesTheLineFaster) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::size_t before = produced(run(wired_line(), seed));
    for (const double ms : {5.0, 30.0, 60.0}) {
      const std::size_t now = produced(run(wired_line({delay(ms)}), seed));
      EXPECT_LE(now, before) << "seed " << seed << ", " << ms << " ms";
      before = now;
    }
  }
}

TEST(LineCoordination, ALineWhoseAnswersComeTooLateStandsStill) {
  // There and back takes 2 x 60 ms, and a request is given up after 100 ms; but an answer to an earlier request is one.
  EXPECT_GT(produced(run(wired_line({delay(60)}))), 40U);
  // No signal reaches the stations from where the gNB is.
  const data::Tables cut =
      run(wired_line({"pilot.network={kind: nr, carrier: {frequency_ghz: 4.85, bandwidth_mhz: 10, "
                      "subcarrier_spacing_khz: 30, pattern: DU}, gnbs: [{x_m: 50, y_m: 15, "
                      "z_m: 8, tx_power_dbm: -20, noise_figure_db: 30}], device: {noise_figure_db: 30}}",
                      "hall.length_m=1000", "pilot.network.gnbs.0.x_m=999"}));
  EXPECT_EQ(produced(cut), 0U);
  const auto& messages = *cut.rows<data::Message>();
  ASSERT_FALSE(messages.empty());
  for (const data::Message& message : messages) EXPECT_FALSE(message.received);
}

TEST(LineCoordination, AUnitOnlyMovesWhileBothEndsHearFromEachOther) {
  // Statuses that are further apart than either end waits for: every transfer stops, and no unit comes through.
  EXPECT_EQ(produced(run(wired_line({"process.transfer.status_period_ms=500"}))), 0U);
  EXPECT_GT(
      produced(run(wired_line({"process.transfer.status_period_ms=500", "process.transfer.status_timeout_ms=700"}))),
      40U);
}

TEST(LineCoordination, HardWiredStationsNeedNoNetwork) {
  const data::Tables tables = run(wired_line({"pilot.network={kind: none}"}));
  EXPECT_GT(produced(tables), 40U);
  EXPECT_EQ(tables.rows<data::Message>(), nullptr);
  EXPECT_EQ(tables.rows<data::Device>()->front().access, data::Access::None);
}

TEST(LineCoordination, BothPhasesOfAPairHaveTheSameWorkAndTheSameFailures) {
  // Over wires as fast as contacts the same seed makes the same units, good and bad, within a scan of each other.
  const data::Tables wired = run(wired_line({"process.change_over.recipe_bytes=0"}));
  const data::Tables contacts = run(wired_line({"pilot.network={kind: none}", "process.change_over.recipe_bytes=0"}));
  const auto& a = *wired.rows<data::ProducedUnit>();
  const auto& b = *contacts.rows<data::ProducedUnit>();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].good, b[i].good);
    EXPECT_NEAR(core::in_seconds(a[i].time - b[i].time), 0, 10);
  }
}

TEST(LineCoordination, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  const auto bytes = [](std::uint64_t seed) {
    const data::Tables tables = run(wired_line({"duration_s=900"}), seed);
    return data::write_table(*tables.rows<data::Message>()) + data::write_table(*tables.rows<data::ProducedUnit>());
  };
  EXPECT_EQ(bytes(7), bytes(7));
  EXPECT_NE(bytes(7), bytes(8));
}

TEST(LineCoordination, WritesWhatItsClausesAreJudgedBy) {
  const data::Tables tables =
      simulate_run(scenarios::parse_scenario(scenarios::scenario_source("line-coordination", {"duration_s=300"})),
                   data::Phase::Pilot, 1);
  std::map<std::string, std::set<std::string>> of_stage;
  for (const data::Device& device : *tables.rows<data::Device>()) {
    EXPECT_EQ(device.access, data::Access::Nr);
    of_stage[*device.stage].insert(device.device);
  }
  EXPECT_EQ(of_stage.size(), 3U);
  EXPECT_EQ(tables.rows<data::Flow>()->size(), 14U);
  const data::Shift& shift = tables.rows<data::Shift>()->front();
  EXPECT_EQ(core::in_seconds(shift.end - shift.start), 300);
  EXPECT_DOUBLE_EQ(*shift.labour_hours, 3 * 300 / 3600.0);
  EXPECT_EQ(tables.rows<data::Attachment>()->size(), 8U);
}

TEST(SimulateRun, RefusesAScenarioThatSaysNothingOfAPhase) {
  try {
    simulate_run(scenarios::parse_scenario("mine.yaml",
                                           "scenario: ar-vr\ntitle: {zh: 甲, en: mine}\nsituation: {zh: 甲, "
                                           "en: mine}\ncriteria: cq-2020-5g\n"),
                 data::Phase::Pilot, 1);
    FAIL();
  } catch (const core::InputFailure& failure) {
    EXPECT_THAT(failure.errors().message(core::Language::En),
                HasSubstr("the scenario “ar-vr” has no pilot that could be simulated"));
  }
}

TEST(Timer, HappensOnceAndNotWhenStopped) {
  network::Simulation simulation(1);
  Timer timer(simulation);
  int count = 0;
  timer.start(std::chrono::seconds(1), [&] { ++count; });
  timer.start(std::chrono::seconds(2), [&] { count += 10; });
  simulation.run_until(core::Instant(std::chrono::seconds(3)));
  EXPECT_EQ(count, 10);
  timer.start(std::chrono::seconds(1), [&] { ++count; });
  timer.stop();
  simulation.run_until(core::Instant(std::chrono::seconds(6)));
  EXPECT_EQ(count, 10);
}

}  // namespace
}  // namespace plantproof::plants
