#include "ar_vr/ar_vr.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
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

/// The plant of the product but for `assignments`: two days, 20 s with a headset on.
scenarios::Scenario plant(std::vector<std::string> assignments = {}) {
  for (const char* assignment :
       {"duration_s=172800", "process.training.exercise_s=20", "process.maintenance.guidance_s=20"}) {
    assignments.insert(assignments.begin(), assignment);
  }
  return scenarios::parse_scenario(scenarios::scenario_source("ar-vr", assignments));
}
scenarios::Scenario wired_plant(std::vector<std::string> assignments = {}) {
  assignments.insert(assignments.begin(), "pilot.network={kind: wired}");
  return plant(std::move(assignments));
}
/// Cables of 100 Mbit/s, too few for the 120 of four headsets: pictures stall, and people have to repeat.
constexpr const char* kThinCables = "pilot.network={kind: wired, ethernet: {rate_mbps: 100}}";

std::vector<data::Session> sessions(const scenarios::Scenario& scenario, std::uint64_t seed = 1) {
  const data::Tables tables = simulate_run(scenario, data::Phase::Pilot, seed);
  return *tables.rows<data::Session>();
}

bool counts(const data::Session& row) {
  return row.completed.value_or(false) && row.quality_ok.value_or(false);
}
std::ptrdiff_t counted(const std::vector<data::Session>& rows, data::SessionKind kind) {
  return std::count_if(rows.begin(), rows.end(), [kind](const auto& row) { return row.kind == kind && counts(row); });
}

TEST(ArVr, HoldsWhatIsBookedOverAGoodNetwork) {
  const std::vector<data::Session> rows = sessions(wired_plant());
  EXPECT_EQ(counted(rows, data::SessionKind::Training), 2 * 2 * 4) << "days, groups, headsets";
  EXPECT_GT(counted(rows, data::SessionKind::Maintenance), 0);
  for (const data::Session& row : rows) {
    EXPECT_TRUE(counts(row)) << row.session;
    EXPECT_EQ(*row.end - row.start, std::chrono::seconds(20));
    const core::Nanoseconds of_day = (row.start.time_since_epoch() - std::chrono::seconds(2)) % std::chrono::hours(24);
    EXPECT_GE(of_day, std::chrono::hours(8));
    EXPECT_LT(of_day, std::chrono::hours(16) + std::chrono::minutes(5)) << "an expert's last walk";
  }
}

TEST(ArVr, RepeatsWhatDidNotCountOnceAndForgetsNobody) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const std::vector<data::Session> rows = sessions(plant({kThinCables}), seed);
    std::map<std::string, int> failed_once;
    std::map<std::string, core::Instant> until;
    std::set<std::pair<std::string, std::string>> keys;
    int courses = 0;
    int repeats = 0;
    int failed = 0;
    for (const data::Session& row : rows) {
      EXPECT_TRUE(keys.insert({row.session, row.person}).second);
      ASSERT_TRUE(row.end);
      EXPECT_LE(until[row.person], row.start) << row.person << " is at one place only";
      until[row.person] = *row.end;
      if (row.kind != data::SessionKind::Training) continue;
      if (row.session.starts_with("course-")) {
        ++courses;
        if (!counts(row)) ++failed_once[row.person];
      } else {
        ++repeats;
        EXPECT_GT(failed_once[row.person]--, 0) << "who repeats has failed before";
      }
      failed += counts(row) ? 0 : 1;
    }
    EXPECT_EQ(courses, 16);
    EXPECT_GT(failed, 0);
    int waiting = 0;
    for (const auto& [person, times] : failed_once) waiting += times;
    EXPECT_EQ(waiting, 0) << "everybody has had his repetition";
    EXPECT_LE(repeats, 16);
  }
}

TEST(ArVr, GivesUpWhenThereIsNothingToRepeatIn) {
  const auto rows = sessions(plant({kThinCables, "process.training.repeats=0", "process.maintenance.repeats=0"}));
  for (const data::Session& row : rows) {
    EXPECT_TRUE(row.session.starts_with("course-") || row.session.ends_with("-1")) << row.session;
  }
}

TEST(ArVr, NeitherExpertNorTechnicianIsAtTwoMachines) {
  const std::vector<data::Session> rows = sessions(wired_plant({"process.maintenance.calls_per_day=60"}));
  std::map<std::string, core::Instant> free_from;
  std::map<std::string, std::set<std::string>> people;
  for (const data::Session& row : rows) {
    if (row.kind != data::SessionKind::Maintenance) continue;
    EXPECT_LE(free_from[row.person], row.start) << row.person;
    free_from[row.person] = *row.end;
    people[row.session].insert(row.person);
  }
  EXPECT_GT(people.size(), 12U) << "two days of 12 h, 45 min a case, and fewer where cases end at night";
  EXPECT_LT(people.size(), 48U) << "and most of 120 calls wait in vain";
  for (const auto& [session, both] : people) EXPECT_EQ(both.size(), 2U) << session;
}

TEST(ArVr, ASlowerNetworkNeverGivesMore) {
  for (const std::uint64_t seed : {1U, 2U}) {
    std::ptrdiff_t most_training = 1000;
    std::ptrdiff_t most_maintenance = 1000;
    for (const int ms : {0, 12, 20, 100}) {
      const auto rows = sessions(
          wired_plant({"duration_s=86400", "pilot.network.ethernet.switch_us=" + std::to_string(1000 * ms)}), seed);
      const std::ptrdiff_t training = counted(rows, data::SessionKind::Training);
      const std::ptrdiff_t maintenance = counted(rows, data::SessionKind::Maintenance);
      EXPECT_LE(training, most_training) << "seed " << seed << ", " << ms << " ms";
      EXPECT_LE(maintenance, most_maintenance) << "seed " << seed << ", " << ms << " ms";
      if (ms == 20) {
        EXPECT_EQ(training, 0) << "a frame has 10 ms";
        EXPECT_GT(maintenance, 0) << "a word has 80 ms";
      }
      most_training = training;
      most_maintenance = maintenance;
    }
    EXPECT_EQ(most_maintenance, 0);
  }
}

TEST(ArVr, FewerMegabitsNeverGiveMore) {
  for (const std::uint64_t seed : {1U, 2U}) {
    std::ptrdiff_t most = 1000;
    for (const int mbps : {1000, 140, 60, 20}) {
      const auto rows =
          sessions(plant({"duration_s=86400",
                          "pilot.network={kind: wired, ethernet: {rate_mbps: " + std::to_string(mbps) + "}}"}),
                   seed);
      EXPECT_LE(counted(rows, data::SessionKind::Training), most) << "seed " << seed << ", " << mbps << " Mbit/s";
      most = counted(rows, data::SessionKind::Training);
    }
    EXPECT_EQ(most, 0);
  }
}

std::string table_of(std::vector<std::string> assignments, const char* idle) {
  assignments.push_back(std::string("process.idle=") + idle);
  return data::write_table(sessions(plant(std::move(assignments))));
}

// On cables nothing but the calendar knows what time it is: the same to the nanosecond, also who gave up when.
TEST(ArVr, SkippingIdleTimeChangesNothingOverCables) {
  const std::string skipped = table_of({kThinCables}, "skipped");
  EXPECT_EQ(skipped, table_of({kThinCables}, "simulated"));
  EXPECT_THAT(skipped, HasSubstr("repeat-"));
  EXPECT_THAT(skipped, HasSubstr("false"));
}

// Over the air of a shop where nobody but the people with headsets moves, fading is a function of place alone. Which
// blocks of the band are used still follows from the slot's number, so single frames differ, and sessions do not.
// From six seconds on a headset to the next lesson it is a whole number of the cycles that are skipped.
TEST(ArVr, SkippingIdleTimeChangesNoSessionOverTheAir) {
  for (const char* megahertz : {"100", "10"}) {
    const std::vector<std::string> assignments = {"hall.clutter.speed_mps=0", "duration_s=86400",
                                                  "process.training.exercise_s=6", "process.maintenance.guidance_s=6",
                                                  std::string("pilot.network.carrier.bandwidth_mhz=") + megahertz};
    const auto outcomes = [&](const char* idle) {
      std::vector<std::string> with = assignments;
      with.push_back(std::string("process.idle=") + idle);
      std::vector<std::string> told;
      for (const data::Session& row : sessions(plant(with))) {
        told.push_back(row.session + " " + row.person + (*row.completed ? " completed" : "") +
                       (*row.quality_ok ? " well" : ""));
      }
      return told;
    };
    EXPECT_EQ(outcomes("skipped"), outcomes("simulated")) << megahertz << " MHz";
  }
}

TEST(ArVr, TellsTheNetworksTimesByTheCalendar) {
  const data::Tables tables = simulate_run(plant(), data::Phase::Pilot, 1);
  std::vector<core::Instant> changes;
  for (const data::Attachment& row : *tables.rows<data::Attachment>()) changes.push_back(row.time);
  EXPECT_TRUE(std::is_sorted(changes.begin(), changes.end()));
  EXPECT_GT(changes.back(), core::Instant(std::chrono::hours(8))) << "a technician walks to a machine";
  EXPECT_LT(changes.back(), core::Instant(std::chrono::hours(48)));
}

TEST(ArVr, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  const auto bytes = [](std::uint64_t seed) {
    const auto short_day =
        plant({"duration_s=86400", "process.training.exercise_s=6", "process.maintenance.guidance_s=6"});
    const data::Tables tables = simulate_run(short_day, data::Phase::Pilot, seed);
    return data::write_table(*tables.rows<data::Session>()) + data::write_table(*tables.rows<data::Attachment>());
  };
  EXPECT_EQ(bytes(7), bytes(7));
  EXPECT_NE(bytes(7), bytes(8));
}

TEST(ArVr, HasNoSessionsWithoutANetwork) {
  const data::Tables tables = simulate_run(plant(), data::Phase::Baseline, 1);
  EXPECT_EQ(tables.rows<data::Session>(), nullptr);
  EXPECT_EQ(tables.rows<data::Device>()->size(), 6U);
}

TEST(ArVr, LeavesOpenWhatIsUnderWayAtTheEnd) {
  const double until_s = 8 * 3600 + 10;
  const auto rows = sessions(wired_plant({"duration_s=" + std::to_string(until_s)}));
  ASSERT_EQ(rows.size(), 4U);
  for (const data::Session& row : rows) EXPECT_FALSE(row.end || row.completed || row.quality_ok);
}

TEST(ArVr, RefusesAnExerciseThatIsLongerThanItsSlot) {
  try {
    sessions(wired_plant({"process.training.slot_min=1", "process.training.exercise_s=61"}));
    FAIL();
  } catch (const core::InputFailure& failure) {
    EXPECT_THAT(failure.errors().message(core::Language::En), HasSubstr("does not fit into a slot of 1 min"));
  }
}

}  // namespace
}  // namespace plantproof::plants
