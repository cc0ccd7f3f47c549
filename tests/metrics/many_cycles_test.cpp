// Control cycles and records.
#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "metrics/copied_run.hpp"
#include "metrics/recording.hpp"
#include "twice.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::Phase;
using std::chrono::milliseconds;
using std::chrono::minutes;

/// How commands of a plant fail.
struct Load {
  double burst_length = 1;  ///< cycles of a loop, or of all of them, that a disturbance makes late, on average
  double share = 0.01;      ///< of late cycles
  bool strikes_all = false;
  int runs = 3;
  bool is_by_loop = false;  ///< one loop after the other in the file, not in the order of time
};

constexpr int kLoops = 4;
constexpr int kCycles = 30000;

data::Run run_of(const std::string& name, const Load& load, std::mt19937_64& random) {
  std::uniform_real_distribution<double> chance(0, 1);
  const double begins = load.share / (1 - load.share) / load.burst_length;
  data::Run run{name, {}};
  std::vector<data::ControlCycle>& cycles = run.tables.emplace<data::ControlCycle>();
  std::vector<bool> is_late(kLoops, false);
  for (int i = 0; i < kCycles; ++i) {
    for (std::size_t loop = 0; loop < kLoops; ++loop) {
      const double luck = chance(random);
      is_late[loop] = load.strikes_all && loop > 0 ? is_late[0]
                      : is_late[loop]              ? luck < 1 - 1 / load.burst_length
                                                   : luck < begins;
      cycles.push_back(
          {"axis " + std::to_string(loop), i, Instant(milliseconds(i)), !is_late[loop], chance(random) < 0.999});
    }
  }
  if (load.is_by_loop) std::ranges::stable_sort(cycles, {}, &data::ControlCycle::loop);
  return run;
}

class ManyCycles : public testing::TestWithParam<Load> {
 protected:
  static std::vector<data::Run> runs() {
    std::mt19937_64 random(7);
    std::vector<data::Run> runs;
    for (int run = 1; run <= GetParam().runs; ++run) runs.push_back(run_of(std::to_string(run), GetParam(), random));
    return runs;
  }
  const Twice twice_{GetParam().is_by_loop ? core::Origin::Field : core::Origin::Simulated, {}, runs()};
};

TEST_P(ManyCycles, AreJudgedAsThoseThatAreKept) {
  ASSERT_NE(twice_.left.runs(Phase::Pilot)[0].tables.on_disk<data::ControlCycle>(), nullptr);
  ASSERT_EQ(twice_.kept.runs(Phase::Pilot)[0].tables.on_disk<data::ControlCycle>(), nullptr);
  for (const Reading& reading : find_kpi("closed_loop_correct_rate")->readings) {
    const auto kept = std::get<Estimate>(answer(twice_.kept, "closed_loop_correct_rate", reading.id));
    const auto left = std::get<Estimate>(answer(twice_.left, "closed_loop_correct_rate", reading.id));
    EXPECT_EQ(left.n, kept.n) << reading.id;
    EXPECT_EQ(left.value, kept.value) << reading.id;
    // Sums of neighbouring cycles and of stretches of time as long tell alike of bursts; seen: 0.5 % of either.
    EXPECT_NEAR(std::log(left.effective_n / kept.effective_n), 0, std::log(1.05)) << reading.id;
    expect_near_bounds(left, kept, reading.id);
  }
}

TEST_P(ManyCycles, HaveTheOutcomesOfThoseThatAreKept) {
  for (const Reading& reading : find_kpi("closed_loop_correct_rate")->readings)
    EXPECT_TRUE(reading.outcomes(twice_.left) == reading.outcomes(twice_.kept)) << reading.id;
}

TEST_P(ManyCycles, AreDrawnAsThoseThatAreKept) {
  expect_same_bins(twice_, "closed_loop_correct_rate");
  const auto shares = picture<Shares>(twice_.left, "closed_loop_correct_rate").groups;
  const auto true_shares = picture<Shares>(twice_.kept, "closed_loop_correct_rate").groups;
  ASSERT_EQ(shares.size(), std::size_t{kLoops});
  for (std::size_t i = 0; i < shares.size(); ++i) {
    EXPECT_EQ(shares[i].name, true_shares[i].name);
    EXPECT_EQ(shares[i].count.trials, true_shares[i].count.trials);
    EXPECT_EQ(shares[i].count.successes, true_shares[i].count.successes);
    expect_near_bounds(shares[i], true_shares[i], shares[i].name);
  }
  const auto misses = picture<MissRuns>(twice_.left, "closed_loop_correct_rate").loops;
  const auto true_misses = picture<MissRuns>(twice_.kept, "closed_loop_correct_rate").loops;
  ASSERT_EQ(misses.size(), true_misses.size());
  for (std::size_t i = 0; i < misses.size(); ++i) {
    EXPECT_EQ(misses[i].name, true_misses[i].name);
    EXPECT_EQ(misses[i].longest, true_misses[i].longest);
    EXPECT_EQ(misses[i].runs_of_length, true_misses[i].runs_of_length);
  }
}

TEST_P(ManyCycles, TellTheirTimes) {
  const Recording kept = recording_of(twice_.kept);
  const Recording left = recording_of(twice_.left);
  for (std::size_t run = 0; run < kept.runs.size(); ++run) {
    EXPECT_EQ(left.runs[run].first, kept.runs[run].first);
    EXPECT_EQ(left.runs[run].last, kept.runs[run].last);
  }
  EXPECT_TRUE(kept.runs[0].last);
}

INSTANTIATE_TEST_SUITE_P(Cycles, ManyCycles,
                         testing::Values(Load{}, Load{.burst_length = 20},
                                         Load{.burst_length = 20, .strikes_all = true, .is_by_loop = true},
                                         Load{.burst_length = 5, .share = 0.002, .runs = 1},
                                         Load{.burst_length = 20, .strikes_all = true, .runs = 1},
                                         Load{.burst_length = 200, .share = 0.05, .runs = 1}, Load{.share = 0}));

TEST(ManyRows, ThatAreThereTwiceAreACopy) {
  std::mt19937_64 random(8);
  const data::Run one = run_of("1", Load{}, random);
  data::Run copy = one;
  copy.name = "2";
  data::Run other = run_of("2", Load{}, random);
  const std::vector<std::string> tables = {"pilot/control_cycles"};
  const Twice same(core::Origin::Field, {}, {one, copy});
  ASSERT_TRUE(copied_run(same.left, tables));
  EXPECT_EQ(copied_run(same.left, tables)->en, copied_run(same.kept, tables)->en);
  EXPECT_FALSE(copied_run(Twice(core::Origin::Field, {}, {one, other}).left, tables));
  std::swap(copy.tables.emplace<data::ControlCycle>()[4].loop, copy.tables.emplace<data::ControlCycle>()[5].loop);
  EXPECT_FALSE(copied_run(Twice(core::Origin::Field, {}, {one, copy}).left, tables));
}

data::Run collected(const std::string& name, double loss, std::mt19937_64& random) {
  std::uniform_real_distribution<double> chance(0, 1);
  data::Run run{name, {}};
  for (int shift = 0; shift < 3; ++shift) {
    run.tables.emplace<data::Shift>().push_back(
        {"shift " + std::to_string(shift), Instant(minutes(60 * shift + 10)), Instant(minutes(60 * shift + 60)), {}});
  }
  for (int second = 0; second < 4 * 3600; ++second) {
    for (int source = 0; source < 5; ++source) {
      const Instant due{std::chrono::seconds(second)};
      data::Record record{"cnc " + std::to_string(source), due, {}, {}};
      if (chance(random) >= loss) {
        record.received = due + milliseconds(30);
        record.valid = chance(random) < 0.99;
      }
      run.tables.emplace<data::Record>().push_back(record);
    }
  }
  return run;
}

TEST(ManyRecords, AreJudgedAndDrawnAsThoseThatAreKept) {
  std::mt19937_64 random(9);
  std::vector<data::Run> baseline;
  std::vector<data::Run> pilot;
  for (int run = 1; run <= 3; ++run) {
    baseline.push_back(collected(std::to_string(run), 0.1, random));
    pilot.push_back(collected(std::to_string(run), 0.01, random));
  }
  const Twice twice(core::Origin::Field, baseline, pilot);
  ASSERT_NE(twice.left.runs(Phase::Baseline)[0].tables.on_disk<data::Record>(), nullptr);
  const std::string kpi = "collection_efficiency_uplift";
  const auto kept = std::get<Estimate>(answer(twice.kept, kpi, "records_per_source_hour"));
  const auto left = std::get<Estimate>(answer(twice.left, kpi, "records_per_source_hour"));
  EXPECT_EQ(left.n, kept.n);
  EXPECT_EQ(left.value, kept.value);
  EXPECT_EQ(left.lower, kept.lower);
  EXPECT_EQ(left.upper, kept.upper);
  EXPECT_EQ(english(left.notes), english(kept.notes));
  EXPECT_THAT(english(left.notes), testing::Contains(testing::HasSubstr("lie in no shift")));
  const auto drawn = picture<Comparison>(twice.left, kpi);
  const auto true_picture = picture<Comparison>(twice.kept, kpi);
  ASSERT_EQ(drawn.after.size(), 9U);
  for (std::size_t i = 0; i < drawn.after.size(); ++i) EXPECT_EQ(drawn.after[i].value, true_picture.after[i].value);
}

}  // namespace
}  // namespace plantproof::metrics
