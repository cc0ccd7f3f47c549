#include "data_collection/data_collection.hpp"

#include <algorithm>
#include <map>
#include <set>
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

/// The plant of the product over cables in both phases, but for `assignments`; 30 s of records.
scenarios::Scenario wired_plant(std::vector<std::string> assignments = {}) {
  for (const char* assignment : {"pilot.network={kind: wired}", "baseline.network={kind: wired}", "duration_s=40"})
    assignments.insert(assignments.begin(), assignment);
  return scenarios::parse_scenario(scenarios::scenario_source("data-collection", assignments));
}

constexpr const char* kNoOutages = "process.outages.time_between_h=0";

data::Tables run(const scenarios::Scenario& scenario, data::Phase phase, std::uint64_t seed = 1) {
  return simulate_run(scenario, phase, seed);
}

const std::vector<data::Record>& records(const data::Tables& tables) {
  return *tables.rows<data::Record>();
}
const std::vector<data::Resolution>& resolutions(const data::Tables& tables) {
  return *tables.rows<data::Resolution>();
}

template <class Rows, class Is>
std::size_t count_of(const Rows& rows, Is is) {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is));
}
std::size_t received(const data::Tables& tables) {
  return count_of(records(tables), [](const auto& row) { return row.received.has_value(); });
}
std::size_t valid(const data::Tables& tables) {
  return count_of(records(tables), [](const auto& row) { return row.valid.value_or(false); });
}
std::size_t answered(const data::Tables& tables) {
  return count_of(resolutions(tables), [](const auto& row) { return row.answered.has_value(); });
}
std::size_t wrong(const data::Tables& tables) {
  return count_of(resolutions(tables), [](const auto& row) { return !row.correct.value_or(true); });
}

TEST(DataCollection, EveryRecordThatIsDueHasOneRow) {
  for (const data::Phase phase : {data::Phase::Pilot, data::Phase::Baseline}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const data::Tables tables = run(wired_plant(), phase, seed);
      const data::Shift& shift = tables.rows<data::Shift>()->front();
      EXPECT_EQ(core::in_seconds(shift.end - shift.start), 30);
      std::map<std::string, std::set<core::Instant>> due;
      for (const data::Record& row : records(tables)) {
        EXPECT_TRUE(due[row.source].insert(row.due).second);
        EXPECT_GE(row.due, shift.start);
        EXPECT_LT(row.due, shift.end);
        EXPECT_EQ(row.received.has_value(), row.valid.has_value());
        if (row.received) {
          EXPECT_GT(*row.received, row.due);
        }
      }
      EXPECT_EQ(due.size(), 64U);
      for (const auto& [source, instants] : due) EXPECT_EQ(instants.size(), 30U) << source;
      for (const data::Resolution& row : resolutions(tables)) {
        EXPECT_GE(row.sent, shift.start);
        EXPECT_LT(row.sent, shift.end);
      }
    }
  }
}

// A round of 16 sources is the sum of their turns: 11 bits a character at 9600 bit/s, 20 + 2 n characters of n
// registers with the silences, and their own 20, 10, 30 and 10 ms: 4 (390.83 + 70) ... = 1.54567 s by hand. A bus that
// is never idle reads each source once a round.
TEST(DataCollection, ABusReadsItsSourcesOnceInEveryRound) {
  const data::Tables tables =
      run(wired_plant({kNoOutages, "duration_s=160", "baseline.process.bus.bit_error_ratio=0"}), data::Phase::Baseline);
  const double characters = 4 * (4 * 20 + 2.0 * (40 + 30 + 24 + 4));
  const double round_s = characters * 11 / 9600 + 4 * 0.070;
  EXPECT_NEAR(static_cast<double>(received(tables)), 64 * 150 / round_s, 0.02 * 64 * 150 / round_s);
  EXPECT_LT(valid(tables), received(tables));
}

TEST(DataCollection, ABusThatKeepsUpMissesNothing) {
  const data::Tables tables =
      run(wired_plant({kNoOutages, "baseline.process.bus.baud=115200", "baseline.process.bus.bit_error_ratio=0"}),
          data::Phase::Baseline);
  EXPECT_EQ(valid(tables), 64U * 30);
}

TEST(DataCollection, ASourceThatIsOffMakesTheOthersOfItsBusWait) {
  // 8 % off on average, and a bus that would keep up: each one that is off takes a second of every round.
  const std::vector<std::string> off = {"process.outages.time_between_h=2", "baseline.process.bus.baud=38400"};
  const data::Tables bus = run(wired_plant(off), data::Phase::Baseline);
  const data::Tables direct = run(wired_plant(off), data::Phase::Pilot);
  EXPECT_LT(valid(direct), 64U * 30);
  EXPECT_LT(valid(bus), valid(direct));
  EXPECT_EQ(valid(run(wired_plant({kNoOutages}), data::Phase::Pilot)), 64U * 30);
}

TEST(DataCollection, NoiseOnTheBusCostsRecords) {
  std::size_t before = 64 * 30 + 1;
  for (const char* ratio : {"0", "1.0e-4", "1.0e-3"}) {
    const std::size_t now = valid(run(wired_plant({kNoOutages, "baseline.process.bus.baud=115200",
                                                   std::string("baseline.process.bus.bit_error_ratio=") + ratio}),
                                      data::Phase::Baseline));
    EXPECT_LT(now, before) << ratio;
    before = now;
  }
}

// With identifiers of its own only: three round trips, each through the switch twice and the node once, and the part's
// second: 3 (2 d + 1 ms), and well below a millisecond on cables of 1 Gbit/s.
TEST(DataCollection, AStationIsAsFastAsItsAnswers) {
  for (const int delay_ms : {0, 10, 50}) {
    const data::Tables tables =
        run(wired_plant({"process.identifiers.own_ratio=1", "process.reading.part_spread_ratio=0", "duration_s=110",
                         "pilot.network.ethernet.switch_us=" + std::to_string(1000 * delay_ms)}),
            data::Phase::Pilot);
    const double takes_s = 3 * (2 * delay_ms + 1) * 1e-3;
    for (const data::Resolution& row : resolutions(tables)) {
      ASSERT_TRUE(row.answered);
      EXPECT_TRUE(*row.correct);
      EXPECT_GE(core::in_seconds(*row.answered - row.sent), takes_s);
      EXPECT_LE(core::in_seconds(*row.answered - row.sent), takes_s + 0.010) << "8 stations may meet at the node";
    }
    EXPECT_NEAR(static_cast<double>(resolutions(tables).size()), 8 * 100 / (1 + takes_s), 8 + 4);
  }
}

TEST(DataCollection, ALongerDelayNeverMakesItBetter) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::size_t most_answered = 1'000'000;
    std::size_t most_valid = 1'000'000;
    for (const int ms : {0, 20, 40, 100}) {
      const data::Tables tables = run(wired_plant({"process.polling.timeout_ms=50",
                                                   "pilot.network.ethernet.switch_us=" + std::to_string(1000 * ms)}),
                                      data::Phase::Pilot, seed);
      EXPECT_LE(answered(tables), most_answered) << "seed " << seed << ", " << ms << " ms";
      EXPECT_LE(valid(tables), most_valid) << "seed " << seed << ", " << ms << " ms";
      most_answered = answered(tables);
      most_valid = valid(tables);
    }
    EXPECT_EQ(most_valid, 0U) << "200 ms there and back, and a poll is given up after twice 50 ms";
  }
}

TEST(DataCollection, WithoutCoverageNothingComesAndPartsGoByHand) {
  const data::Tables cut =
      run(wired_plant({"pilot.network={kind: nr, carrier: {frequency_ghz: 4.85, bandwidth_mhz: 10, "
                       "subcarrier_spacing_khz: 30, pattern: DU}, gnbs: [{x_m: 999, y_m: 15, z_m: 8, tx_power_dbm: "
                       "-20, noise_figure_db: 30}], device: {noise_figure_db: 30}}",
                       "hall.length_m=1000"}),
          data::Phase::Pilot);
  EXPECT_EQ(valid(cut), 0U);
  EXPECT_EQ(answered(cut), 0U);
  // A part a second, then 1 + 2 + 4 s of waiting and 10 s by hand: two of each station in 30 s.
  EXPECT_EQ(resolutions(cut).size(), 8U * 2);
}

TEST(DataCollection, BothPhasesOfAPairHaveTheSamePartsAndTheSameOutages) {
  const data::Tables pilot = run(wired_plant(), data::Phase::Pilot);
  const data::Tables baseline = run(wired_plant(), data::Phase::Baseline);
  std::map<std::string, std::string> parts;
  for (const data::Resolution& row : resolutions(pilot)) parts[row.request] = row.identifier;
  ASSERT_GT(resolutions(baseline).size(), 100U);
  EXPECT_LT(resolutions(baseline).size(), parts.size()) << "the cloud is further away";
  for (const data::Resolution& row : resolutions(baseline)) EXPECT_EQ(parts.at(row.request), row.identifier);
  ASSERT_EQ(records(pilot).size(), records(baseline).size());
  for (std::size_t i = 0; i < records(pilot).size(); ++i) {
    EXPECT_EQ(records(pilot)[i].source, records(baseline)[i].source);
    EXPECT_EQ(records(pilot)[i].due, records(baseline)[i].due);
  }
}

TEST(DataCollection, AnswersAreWrongOnlyWhenTheCacheIsStale) {
  // An hour of time to live and every identifier registered again twice an hour, against no cache at all.
  const std::string often = "process.identifiers.registered_again_per_h=40000";
  EXPECT_GT(wrong(run(wired_plant({often, "process.resolver.time_to_live_s=3600"}), data::Phase::Pilot)), 5U);
  EXPECT_EQ(wrong(run(wired_plant({often, "process.resolver.cache_entries=0"}), data::Phase::Pilot)), 0U);
  EXPECT_EQ(wrong(run(wired_plant({"process.identifiers.registered_again_per_h=0"}), data::Phase::Pilot)), 0U);
}

TEST(DataCollection, ACacheMakesResolutionsFaster) {
  const auto mean_ms = [](const data::Tables& tables) {
    double sum = 0;
    for (const data::Resolution& row : resolutions(tables)) sum += core::in_milliseconds(*row.answered - row.sent);
    return sum / static_cast<double>(resolutions(tables).size());
  };
  double slowest = 1e9;
  for (const char* entries : {"0", "500", "5000", "20000"}) {
    const double now =
        mean_ms(run(wired_plant({std::string("process.resolver.cache_entries=") + entries,
                                 "process.resolver.secondary.loss_ratio=0", "process.resolver.top.loss_ratio=0",
                                 "process.resolver.foreign.loss_ratio=0"}),
                    data::Phase::Pilot));
    EXPECT_LT(now, slowest) << entries;
    slowest = now;
  }
}

TEST(DataCollection, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  const auto bytes = [](std::uint64_t seed) {
    const data::Tables tables = run(wired_plant(), data::Phase::Pilot, seed);
    return data::write_table(records(tables)) + data::write_table(resolutions(tables)) +
           data::write_table(*tables.rows<data::Message>());
  };
  EXPECT_EQ(bytes(7), bytes(7));
  EXPECT_NE(bytes(7), bytes(8));
}

TEST(DataCollection, KnowsWhoIsInItsNetwork) {
  const auto population = [](data::Phase phase) {
    const scenarios::Scenario scenario = wired_plant();
    return make_process(*(phase == data::Phase::Pilot ? scenario.pilot : scenario.baseline)->process)->population();
  };
  const Population pilot = population(data::Phase::Pilot);
  EXPECT_EQ(pilot.machines.size(), 64U + 8) << "sources and read stations";
  EXPECT_EQ(pilot.servers.size(), 2U + 4) << "historian, resolver, gateways";
  EXPECT_EQ(pilot.flows.size(), 2U * (64 + 8 + 4));
  const Population baseline = population(data::Phase::Baseline);
  EXPECT_EQ(baseline.machines.size(), 4U) << "gateways";
  EXPECT_EQ(baseline.flows.size(), 2U * (8 + 4));
}

TEST(DataCollection, RefusesAReadStationOfACellThatThereIsNot) {
  try {
    run(wired_plant({"process.stations.0.cell=cell-9"}), data::Phase::Pilot);
    FAIL();
  } catch (const core::InputFailure& failure) {
    EXPECT_THAT(failure.errors().message(core::Language::En), HasSubstr("there is no cell “cell-9”"));
  }
}

}  // namespace
}  // namespace plantproof::plants
