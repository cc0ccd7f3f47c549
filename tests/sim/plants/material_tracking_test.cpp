#include "material_tracking/material_tracking.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "data/table_io.hpp"
#include "plants/run.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::plants {
namespace {

using ::testing::HasSubstr;

/// The plant of the product over cables, but for `assignments`; two hours.
scenarios::Scenario wired_plant(std::vector<std::string> assignments = {}) {
  for (const char* assignment : {"pilot.network={kind: wired}", "duration_s=7320"})
    assignments.insert(assignments.begin(), assignment);
  return scenarios::parse_scenario(scenarios::scenario_source("material-tracking", assignments));
}

data::Tables run(const scenarios::Scenario& scenario, std::uint64_t seed = 1, data::Phase phase = data::Phase::Pilot) {
  return simulate_run(scenario, phase, seed);
}

const std::vector<data::StockChange>& changes(const data::Tables& tables) {
  return *tables.rows<data::StockChange>();
}

std::int64_t shown(const data::Tables& tables) {
  return std::ranges::count_if(changes(tables), [](const auto& row) { return row.visible.has_value(); });
}

double right_ratio(const data::Tables& tables) {
  int counts = 0;
  int right = 0;
  for (const data::StockChange& row : changes(tables)) {
    if (!row.actual_quantity) continue;
    ++counts;
    if (row.actual_quantity == row.reported_quantity) ++right;
  }
  return counts > 0 ? static_cast<double>(right) / counts : -1;
}

const std::vector<std::string> kPerfect = {"process.portal.hidden_ratio=0", "process.portal.powered_ratio=1",
                                           "process.location.error_m=0", "process.location.blocked_ratio=0"};

std::vector<std::string> perfect_but(std::vector<std::string> assignments) {
  assignments.insert(assignments.begin(), kPerfect.begin(), kPerfect.end());
  return assignments;
}

TEST(MaterialTracking, ShowsEverythingWhenNothingIsMissedOrLost) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const data::Tables tables = run(wired_plant(kPerfect), seed);
    ASSERT_GT(changes(tables).size(), 500U);
    for (const data::StockChange& row : changes(tables)) {
      ASSERT_TRUE(row.visible);
      EXPECT_GT(*row.visible, row.changed);
    }
    // Only what is still on its way to the books when it is counted: a record changes some five times an hour, and is
    // behind for two or three seconds each time.
    EXPECT_GT(right_ratio(tables), 1 - 3 * 5 * 3.0 / 3600);
  }
}

// At a gate: out of the zone of 1.6 m, the second in which it is not seen, and cables.
TEST(MaterialTracking, AChangeIsShownAsSoonAsTheTagHasGone) {
  const data::Tables tables = run(wired_plant(perfect_but({"process.gateway.flush_ms=1"})));
  for (const data::StockChange& row : changes(tables)) {
    const double delay_s = core::in_seconds(*row.visible - row.changed);
    if (row.item.starts_with("market")) {
      EXPECT_GT(delay_s, 1.0);
      EXPECT_LT(delay_s, 1.6 / 1.2 + 1.0 + 32 * 0.010 + 0.1) << "a train of 32, each committed in 10 ms";
    }
  }
}

TEST(MaterialTracking, BothPhasesOfAPairHaveTheSameMovements) {
  const scenarios::Scenario scenario = wired_plant();
  const data::Tables pilot = run(scenario);
  const data::Tables baseline = run(scenario, 1, data::Phase::Baseline);
  ASSERT_EQ(changes(pilot).size(), changes(baseline).size());
  for (std::size_t i = 0; i < changes(pilot).size(); ++i) {
    EXPECT_EQ(changes(pilot)[i].item, changes(baseline)[i].item);
    EXPECT_EQ(changes(pilot)[i].changed, changes(baseline)[i].changed);
  }
  EXPECT_GT(right_ratio(pilot), right_ratio(baseline));
}

TEST(MaterialTracking, ABusyHourHasMoreTrips) {
  const data::Tables tables =
      run(wired_plant({"duration_s=10800", "process.hours=[{load_ratio: 0.2}, {load_ratio: 2}, {load_ratio: 0}]"}));
  std::map<std::int64_t, int> picks;
  for (const data::StockChange& row : changes(tables)) {
    if (row.item.starts_with("market")) ++picks[(row.changed.time_since_epoch() / std::chrono::hours(1))];
  }
  EXPECT_GT(picks[1], 4 * picks[0]);
  EXPECT_GT(picks[1], 4 * picks[2]);
}

TEST(MaterialTracking, ASmallerBufferNeverShowsMore) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::int64_t before = -1;
    std::vector<double> right;
    for (const char* bookings : {"1", "4", "8", "16", "2000"}) {
      const data::Tables tables =
          run(wired_plant(perfect_but({"pilot.network.ethernet.switch_us=100000", "process.gateway.flush_ms=5000",
                                       std::string("process.gateway.buffer_bookings=") + bookings})),
              seed);
      EXPECT_GE(shown(tables), before) << "seed " << seed << ", " << bookings;
      before = shown(tables);
      right.push_back(right_ratio(tables));
    }
    EXPECT_LT(right.front(), 0.8) << "seed " << seed;
    EXPECT_TRUE(std::ranges::is_sorted(right)) << "seed " << seed << ": " << ::testing::PrintToString(right);
  }
}

TEST(MaterialTracking, ALongerWayNeverShowsAnythingSooner) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::vector<core::Instant> before;
    for (const char* switch_us : {"0", "20000", "100000"}) {
      const data::Tables tables =
          run(wired_plant(perfect_but({std::string("pilot.network.ethernet.switch_us=") + switch_us,
                                       "process.gateway.flush_ms=1", "process.gateway.batch_bookings=1000"})),
              seed);
      std::vector<core::Instant> now;
      for (const data::StockChange& row : changes(tables)) now.push_back(*row.visible);
      for (std::size_t i = 0; i < before.size(); ++i) EXPECT_GE(now[i], before[i]) << "seed " << seed << ", row " << i;
      before = now;
    }
  }
}

TEST(MaterialTracking, BookedTwiceIsWrong) {
  const std::vector<std::string> spurious = {"pilot.network.ethernet.switch_us=100000", "process.gateway.retry_ms=100"};
  std::vector<std::string> twice = spurious;
  twice.emplace_back("process.server.checks_sequence=false");
  const data::Tables once = run(wired_plant(perfect_but(spurious)));
  const data::Tables doubled = run(wired_plant(perfect_but(twice)));
  EXPECT_GT(right_ratio(once), 0.98);
  EXPECT_LT(right_ratio(doubled), 0.5);
  EXPECT_EQ(shown(once), shown(doubled));
}

TEST(MaterialTracking, WithoutCoverageNothingIsShown) {
  const data::Tables tables = run(wired_plant(
      {"pilot.network={kind: nr, carrier: {frequency_ghz: 4.85, bandwidth_mhz: 10, subcarrier_spacing_khz: 30, "
       "pattern: DU}, gnbs: [{x_m: 999, y_m: 15, z_m: 8, tx_power_dbm: -20, noise_figure_db: 30}], device: "
       "{noise_figure_db: 30}}",
       "hall.length_m=1000"}));
  EXPECT_EQ(shown(tables), 0);
}

TEST(MaterialTracking, PeopleForgetAndMistype) {
  const auto by_hand = [](const char* forgotten, const char* typing) {
    return run(
        wired_plant({"process.way=handhelds", std::string("process.scanning.forgotten_ratio=") + forgotten,
                     std::string("process.scanning.typing_error_ratio=") + typing, "process.scanning.scan_s=0.1"}));
  };
  const data::Tables careful = by_hand("0", "0");
  EXPECT_EQ(shown(careful), static_cast<std::int64_t>(changes(careful).size()));
  const data::Tables forgetful = by_hand("0.1", "0");
  EXPECT_NEAR(static_cast<double>(shown(forgetful)) / static_cast<double>(changes(forgetful).size()), 0.9, 0.03);
  EXPECT_LT(right_ratio(forgetful), right_ratio(careful));
  const data::Tables mistyping = by_hand("0", "0.1");
  EXPECT_EQ(shown(mistyping), shown(careful));
  EXPECT_LT(right_ratio(mistyping), right_ratio(careful));
}

TEST(MaterialTracking, DockedHandheldsAreReadOutAtTheirTimes) {
  const data::Tables tables = run(wired_plant({"process.scanning.docked_every_h=0.5"}), 1, data::Phase::Baseline);
  const core::Instant start(std::chrono::seconds(2));
  for (const data::StockChange& row : changes(tables)) {
    if (!row.visible) continue;
    const double hours = core::in_hours(*row.visible - start);
    const double readings = hours / 0.5;
    // A read-out takes 10 ms a booking: some seconds after each half hour.
    EXPECT_LT(readings - std::floor(readings), 0.02) << hours;
    EXPECT_GE(readings, 1);
  }
}

TEST(MaterialTracking, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  const auto bytes = [](std::uint64_t seed) {
    const data::Tables tables = run(wired_plant(), seed);
    return data::write_table(changes(tables)) + data::write_table(*tables.rows<data::Message>());
  };
  EXPECT_EQ(bytes(7), bytes(7));
  EXPECT_NE(bytes(7), bytes(8));
}

TEST(MaterialTracking, KnowsWhoIsInItsNetwork) {
  const scenarios::Scenario scenario = wired_plant();
  const Population pilot = make_process(*scenario.pilot->process)->population();
  EXPECT_EQ(pilot.machines.size(), 6U + 3) << "gates and forklifts";
  EXPECT_EQ(pilot.servers.size(), 1U);
  EXPECT_EQ(pilot.flows.size(), 2U * 9);
  EXPECT_EQ(pilot.surveys.size(), 1U);
  const Population baseline = make_process(*scenario.baseline->process)->population();
  EXPECT_TRUE(baseline.machines.empty());
  EXPECT_TRUE(baseline.flows.empty());
}

TEST(MaterialTracking, RefusesARouteToNowhere) {
  try {
    run(wired_plant({"process.routes.0.to=attic", "process.routes.0.gate=window"}));
    FAIL();
  } catch (const core::InputFailure& failure) {
    EXPECT_THAT(failure.errors().message(core::Language::En), HasSubstr("there is no place “attic”"));
    EXPECT_THAT(failure.errors().message(core::Language::En), HasSubstr("there is no gate “window”"));
  }
}

}  // namespace
}  // namespace plantproof::plants
