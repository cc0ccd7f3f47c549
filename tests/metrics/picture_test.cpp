// Pictures from numbers that can be counted by hand; bounds from the closed form of a sample without events.
#include "metrics/picture.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Confidence;
using core::Instant;
using core::Nanoseconds;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr double kLost = std::numeric_limits<double>::infinity();
const Confidence k95(0.95);

/// 1 .. n in an order without pattern; n + 1 is a prime of which 37 is a primitive root or at least a unit.
Series shuffled(int n) {
  Series series;
  for (int i = 1; i <= n; ++i) series.values.push_back(i * 37 % (n + 1));
  return series;
}

Instant at_ms(std::int64_t ms) {
  return Instant(std::chrono::milliseconds(ms));
}

TEST(Tail, IsEmptyOfNothing) {
  const Tail none = tail("none", {}, 1, k95);
  EXPECT_EQ(none.n, 0);
  EXPECT_FALSE(none.median_ms || none.p99_ms || none.most_ms);
  EXPECT_THAT(none.points, SizeIs(0));
}

TEST(Tail, EndsAtTheLatestWithWhatASampleWithoutLaterOnesProves) {
  const std::vector<Series> runs = {shuffled(100)};
  const Tail one = tail("a", runs, 1, k95);
  EXPECT_EQ(one.n, 100);
  EXPECT_EQ(one.lost, 0);
  EXPECT_EQ(one.median_ms, 50);
  EXPECT_EQ(one.p99_ms, 99);
  EXPECT_EQ(one.most_ms, 100);
  ASSERT_FALSE(one.points.empty());
  EXPECT_EQ(one.points.back().at_ms, 100);
  EXPECT_EQ(one.points.back().share, 0);
  EXPECT_NEAR(one.points.back().upper, 1 - std::pow(0.05, 1.0 / 100), 1e-12);
}

TEST(Tail, CountsTheShareBeyondEveryPointAndItsBoundsNeverRise) {
  const std::vector<Series> runs = {shuffled(1008)};
  const Tail one = tail("a", runs, 1, k95);
  EXPECT_LE(one.points.size(), kMostTailPoints);
  EXPECT_GE(one.points.size(), kMostTailPoints / 2);
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    const TailPoint& point = one.points[i];
    EXPECT_DOUBLE_EQ(point.share, (1008 - point.at_ms) / 1008);
    EXPECT_LE(point.lower, point.share);
    EXPECT_GE(point.upper, point.share);
    if (i == 0) continue;
    EXPECT_GT(point.at_ms, one.points[i - 1].at_ms);
    EXPECT_LE(point.lower, one.points[i - 1].lower);
    EXPECT_LE(point.upper, one.points[i - 1].upper);
  }
}

TEST(Tail, TakesLostOnesForLaterThanAnyDelay) {
  Series run = shuffled(100);
  for (double& value : run.values) value = value > 97 ? kLost : value;
  const Tail one = tail("a", std::vector<Series>{run}, 1, k95);
  EXPECT_EQ(one.lost, 3);
  EXPECT_FALSE(one.p99_ms);
  EXPECT_EQ(one.most_ms, 97);
  EXPECT_DOUBLE_EQ(one.points.back().share, 0.03);
  const Tail all_lost = tail("b", std::vector<Series>{{{kLost, kLost}, {}}}, 1, k95);
  EXPECT_EQ(all_lost.lost, 2);
  EXPECT_THAT(all_lost.points, SizeIs(0));
}

TEST(WorstTails, KeepsThoseWithTheGreatestP99InTheirOrder) {
  std::vector<Tail> tails(kMostLines + 2);
  for (std::size_t i = 0; i < tails.size(); ++i) {
    tails[i].name = std::to_string(i);
    if (i != 3) tails[i].p99_ms = static_cast<double>(i);  // 3 is lost: the worst of all
  }
  const DelayTails kept = worst_tails(tails, 10);
  EXPECT_EQ(kept.left_out, 2);
  ASSERT_THAT(kept.tails, SizeIs(kMostLines));
  EXPECT_EQ(kept.tails.front().name, "2");
  EXPECT_EQ(kept.tails[1].name, "3");
  EXPECT_EQ(kept.tails.back().name, std::to_string(kMostLines + 1));
  for (Tail& one : tails) one.p99_ms.reset();
  tails.back().lost = 5;
  EXPECT_EQ(worst_tails(tails, {}).tails.back().name, tails.back().name);
}

TEST(RunTimeline, CountsEveryMomentOnceInAtMostSoManyBins) {
  std::vector<Moment> moments;
  for (std::int64_t i = 0; i < 10'000; ++i) moments.push_back({at_ms(5000 - i % 5000), i % 100 == 0, i % 1000 == 1});
  const RunTimeline run = run_timeline("1", moments);
  EXPECT_LE(run.bins.size(), kMostBins);
  EXPECT_LE(run.bin_s * kMostBins, run.length_s * 1.001);
  std::int64_t n = 0;
  std::int64_t bad = 0;
  std::int64_t lost = 0;
  for (const TimeBin& bin : run.bins) {
    n += bin.n;
    bad += bin.bad;
    lost += bin.lost;
    EXPECT_LT(bin.index, kMostBins);
  }
  EXPECT_EQ(n, 10'000);
  EXPECT_EQ(bad, 100);
  EXPECT_EQ(lost, 10);
  EXPECT_THAT(run_timeline("2", {}).bins, SizeIs(0));
  EXPECT_THAT(run_timeline("3", std::vector<Moment>{{at_ms(7), true, false}}).bins, SizeIs(1));
}

TEST(WorstRuns, LeavesOutTheShortestDownTimesAndTheRunsWithTheFewestMisses) {
  std::vector<RunTimeline> runs(kMostLines + 1);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].run = std::to_string(i);
    runs[i].bins = {{0, 100, static_cast<std::int64_t>(i), 0}};
  }
  for (std::size_t i = 0; i < kMostMarks + 5; ++i) runs.back().down.push_back({0, static_cast<double>(i), "f", {}});
  const Timeline kept = worst_runs({}, {}, runs);
  EXPECT_EQ(kept.left_out, 1);
  EXPECT_EQ(kept.runs.front().run, "1");
  EXPECT_EQ(kept.down_left_out, 5);
  EXPECT_EQ(kept.runs.back().down.front().length_s, 5);
}

TEST(Thinned, KeepsFewPointsAsTheyAre) {
  const std::vector<LevelPoint> few = {{0, 1, 1}, {5, 2, 2}};
  EXPECT_THAT(thinned(few, 10), SizeIs(2));
}

TEST(Thinned, LosesNoExtreme) {
  std::vector<LevelPoint> saw;
  for (int i = 0; i < 10'000; ++i) saw.push_back({i * 0.01, static_cast<double>(i % 7), static_cast<double>(i % 7)});
  saw[5555].least = saw[5555].most = 100;
  const std::vector<LevelPoint> few = thinned(saw, 100);
  ASSERT_THAT(few, SizeIs(kMostBins));
  for (const LevelPoint& point : few) {
    EXPECT_EQ(point.least, 0);
    EXPECT_EQ(point.most, point.at_s == 55.5 ? 100 : 6);
  }
}

TEST(LeastShares, KeepsTheLeast) {
  std::vector<ShareOf> groups;
  for (int i = 0; i <= static_cast<int>(kMostGroups); ++i) groups.push_back({std::to_string(i), {i, 100}, {}, {}});
  const Shares kept = least_shares({}, true, groups);
  EXPECT_EQ(kept.left_out, 1);
  EXPECT_EQ(kept.groups.front().name, "0");
  EXPECT_EQ(kept.groups.back().name, std::to_string(kMostGroups - 1));
}

TEST(MissRun, CountsRowsOfMissesByLengthAndEndsThemWithTheRun) {
  const std::vector<Series> runs = {{{1, 0, 1, 1, 0, 1}, {}}, {{1, 1, 0}, {}}, {std::vector<double>(25, 1), {}}};
  const MissRun one = miss_run("loop", runs);
  EXPECT_EQ(one.n, 34);
  EXPECT_EQ(one.missed, 31);
  EXPECT_EQ(one.longest, 25);
  EXPECT_THAT(one.runs_of_length, ElementsAre(2, 2, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_EQ(miss_run("none", {}).longest, 0);
}

TEST(MostCostly, JoinsTheLeastSoThatTheSumStays) {
  std::vector<CostOf> categories;
  for (int i = 1; i <= static_cast<int>(kMostLines) + 3; ++i) {
    categories.push_back({std::to_string(i), static_cast<double>(i), 0});
  }
  const std::vector<CostOf> kept = most_costly(categories);
  ASSERT_THAT(kept, SizeIs(kMostLines + 1));
  EXPECT_EQ(kept.front().category, "4");
  EXPECT_EQ(kept.back().category, "");
  EXPECT_DOUBLE_EQ(kept.back().before_cny, 1 + 2 + 3);
  EXPECT_THAT(most_costly({{"one", 1, 2}}), SizeIs(1));
}

TEST(MostMissed, KeepsTheLoopsWithTheMostMisses) {
  std::vector<MissRun> loops(kMostLines + 3);
  for (std::size_t i = 0; i < loops.size(); ++i) loops[i].missed = static_cast<std::int64_t>(i);
  const MissRuns kept = most_missed(loops);
  EXPECT_EQ(kept.left_out, 3);
  EXPECT_EQ(kept.loops.front().missed, 3);
}

}  // namespace
}  // namespace plantproof::metrics
