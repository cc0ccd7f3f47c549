// Pictures from numbers that can be counted by hand; bounds from the closed form of a sample without events.
#include "metrics/picture.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

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
  TimelineBins bins(at_ms(1), at_ms(5000));
  for (std::int64_t i = 0; i < 10'000; ++i) bins.add({at_ms(5000 - i % 5000), i % 100 == 0, i % 1000 == 1});
  const RunTimeline run = bins.timeline("1");
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
  TimelineBins one(at_ms(7), at_ms(7));
  EXPECT_THAT(one.timeline("2").bins, SizeIs(0));
  one.add({at_ms(7), true, false});
  EXPECT_THAT(one.timeline("3").bins, SizeIs(1));
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

/// Where a device was in a run, each sample at its time.
struct Walk {
  struct Sample {
    Instant at;
    PathPoint place;
  };
  std::string run;
  std::string device;
  std::vector<Sample> samples;
};

WalkPaths walk_paths(const std::vector<Walk>& walks, double cell_m) {
  WalkLines lines(cell_m);
  do {
    for (const Walk& walk : walks) {
      const std::size_t number = lines.walk(walk.run, walk.device);
      for (const Walk::Sample& sample : walk.samples) lines.add(number, sample.at, sample.place);
    }
  } while (lines.again());
  return lines.paths();
}

/// A walk that goes where `at` says, a sample a second.
Walk walk(const std::string& run, const std::string& device, int samples, const std::function<PathPoint(int)>& at) {
  Walk result{run, device, {}};
  for (int i = 0; i < samples; ++i) result.samples.push_back({at_ms(1000 * i), at(i)});
  return result;
}

double distance_m(const PathPoint& from, const PathPoint& to, const PathPoint& point) {
  const double x = to.x_m - from.x_m;
  const double y = to.y_m - from.y_m;
  const double length = x * x + y * y;
  const double along =
      length == 0 ? 0 : std::clamp(((point.x_m - from.x_m) * x + (point.y_m - from.y_m) * y) / length, 0.0, 1.0);
  return std::hypot(point.x_m - from.x_m - along * x, point.y_m - from.y_m - along * y);
}

TEST(WalkPaths, AreNoneOfNothingAndAPointOfOneSample) {
  EXPECT_THAT(walk_paths({}, 5).paths, SizeIs(0));
  EXPECT_THAT(walk_paths({{"1", "cart", {}}}, 5).paths, SizeIs(0));
  const WalkPaths one = walk_paths({walk("1", "cart", 1, [](int) { return PathPoint{3, 4}; })}, 5);
  ASSERT_THAT(one.paths, SizeIs(1));
  EXPECT_EQ(one.paths[0].samples, 1);
  ASSERT_THAT(one.paths[0].points, SizeIs(1));
  EXPECT_EQ(one.paths[0].points[0].y_m, 4);
}

TEST(WalkPaths, GoInOrderOfTimeFromCornerToCorner) {
  const auto around = [](int i) { return i <= 50 ? PathPoint{static_cast<double>(i), 0} : PathPoint{50, i - 50.0}; };
  const Walk corner = walk("day 1", "cart", 101, around);
  const WalkPaths drawn = walk_paths({corner}, 5);
  EXPECT_EQ(drawn.left_out, 0);
  EXPECT_EQ(drawn.within_m, 0.25);
  ASSERT_THAT(drawn.paths, SizeIs(1));
  const WalkPath& path = drawn.paths[0];
  EXPECT_EQ(path.run, "day 1");
  EXPECT_EQ(path.device, "cart");
  EXPECT_EQ(path.samples, 101);
  ASSERT_THAT(path.points, SizeIs(3));
  EXPECT_EQ(path.points[0].x_m, 0);
  EXPECT_EQ(path.points[1].x_m, 50);
  EXPECT_EQ(path.points[1].y_m, 0);
  EXPECT_EQ(path.points[2].y_m, 50);
}

TEST(WalkPaths, BreakWhereNobodyKnowsTheWay) {
  const auto along = [](int i) { return PathPoint{static_cast<double>(i), 0}; };
  const auto samples_of = [](const Walk& walk) {
    std::vector<std::int64_t> samples;
    for (const WalkPath& path : walk_paths({walk}, 5).paths) samples.push_back(path.samples);
    return samples;
  };
  Walk paused = walk("1", "cart", 20, along);  // exactly five median steps at 10, more at 15
  for (std::size_t i = 10; i < 20; ++i) paused.samples[i].at += std::chrono::milliseconds(4000);
  EXPECT_THAT(samples_of(paused), ElementsAre(20));
  for (std::size_t i = 15; i < 20; ++i) paused.samples[i].at += std::chrono::milliseconds(4001);
  EXPECT_THAT(samples_of(paused), ElementsAre(15, 5));

  Walk carried = walk("1", "cart", 20, along);  // 15 m in a second is what a cell and the speed allow
  for (std::size_t i = 10; i < 20; ++i) carried.samples[i].place.x_m += 14;
  EXPECT_THAT(samples_of(carried), ElementsAre(20));
  for (std::size_t i = 15; i < 20; ++i) carried.samples[i].place.y_m += 15;
  EXPECT_THAT(samples_of(carried), ElementsAre(15, 5));

  Walk at_once = walk("1", "scanner", 4, along);  // cells seen at one moment
  for (Walk::Sample& sample : at_once.samples) sample.at = at_ms(0);
  EXPECT_THAT(samples_of(at_once), ElementsAre(4));
}

TEST(WalkPaths, StayNearEverySample) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> step(0, seed % 5 == 0 ? 0.02 : 1);
    PathPoint at;
    const int samples = 20 + static_cast<int>(seed) * 7;
    const Walk wandering = walk("1", "cart", samples, [&](int i) {
      if (i % 40 > 30) return at;  // stands still
      at.x_m += i % 11 < 5 ? 1 : step(random);
      at.y_m += step(random);
      return at;
    });
    const WalkPaths drawn = walk_paths({wandering}, 5);
    ASSERT_THAT(drawn.paths, SizeIs(1)) << seed;
    const std::vector<PathPoint>& points = drawn.paths[0].points;
    EXPECT_LT(points.size(), wandering.samples.size()) << seed;
    EXPECT_EQ(points.front().x_m, wandering.samples.front().place.x_m) << seed;
    EXPECT_EQ(points.back().x_m, wandering.samples.back().place.x_m) << seed;
    for (const Walk::Sample& sample : wandering.samples) {
      double nearest = std::numeric_limits<double>::infinity();
      for (std::size_t i = 1; i < points.size(); ++i)
        nearest = std::min(nearest, distance_m(points[i - 1], points[i], sample.place));
      EXPECT_LE(nearest, drawn.within_m) << seed;
    }
  }
}

TEST(WalkPaths, FitWhateverWasWalkedAndAccountForEverySample) {
  std::mt19937 random(1);
  std::normal_distribution<double> step(0, 3);
  std::vector<Walk> walks;
  for (int device = 0; device < 500; ++device) {
    PathPoint at;
    walks.push_back(walk("1", "agv-" + std::to_string(device), device == 7 ? 20'000 : 100, [&](int) {
      at.x_m += step(random);
      at.y_m += step(random);
      return at;
    }));
  }
  const WalkPaths drawn = walk_paths(walks, 5);
  EXPECT_EQ(drawn.within_m, 5);
  EXPECT_THAT(drawn.paths, SizeIs(kMostMarks));
  std::size_t points = 0;
  std::int64_t samples = 0;
  for (const WalkPath& path : drawn.paths) {
    EXPECT_GE(path.points.size(), 2U);
    points += path.points.size();
    samples += path.samples;
  }
  EXPECT_LE(points, kMostPathPoints);
  EXPECT_GT(points, kMostPathPoints * 9 / 10);
  EXPECT_EQ(samples + drawn.left_out, 499 * 100 + 20'000);
}

TEST(WalkPaths, AreTheSameWhenSamplesAreShownOnceMoreThanTheyNeed) {
  const Walk once = walk("1", "agv", 100, [](int i) { return PathPoint{i * 1.0, i % 7 * 1.0}; });
  WalkLines lines(5);
  const std::size_t number = lines.walk("1", "agv");
  const auto pass = [&] {
    for (const Walk::Sample& sample : once.samples) lines.add(number, sample.at, sample.place);
    return lines.again();
  };
  ASSERT_TRUE(pass());
  ASSERT_FALSE(pass());
  const WalkPaths drawn = lines.paths();
  EXPECT_FALSE(pass()) << "that others need";
  ASSERT_THAT(lines.paths().paths, SizeIs(1));
  EXPECT_EQ(lines.paths().paths[0].samples, 100);
  EXPECT_EQ(lines.paths().paths[0].points.size(), drawn.paths[0].points.size());
  EXPECT_EQ(lines.paths().left_out, 0);
}

TEST(WalkPaths, AreTheSameHoweverDevicesTakeTurns) {
  std::mt19937 random(2);
  std::normal_distribution<double> step(0, 0.5);
  std::vector<Walk> walks;
  for (const std::string device : {"agv-1", "agv-2", "agv-3"}) {
    PathPoint at;
    walks.push_back(walk("1", device, 3000, [&](int i) {
      at.x_m += i % 500 == 0 ? 100 : step(random);
      at.y_m += step(random);
      return at;
    }));
  }
  const WalkPaths one_by_one = walk_paths(walks, 5);
  WalkLines in_turns(5);
  do {
    for (std::size_t i = 0; i < 3000; ++i) {
      for (const std::size_t device : {std::size_t{2}, std::size_t{0}, std::size_t{1}}) {
        const Walk::Sample& sample = walks[device].samples[i];
        in_turns.add(in_turns.walk("1", walks[device].device), sample.at, sample.place);
      }
    }
  } while (in_turns.again());
  const WalkPaths turned = in_turns.paths();
  EXPECT_EQ(turned.within_m, one_by_one.within_m);
  EXPECT_EQ(turned.left_out, one_by_one.left_out);
  ASSERT_THAT(turned.paths, SizeIs(18));
  for (std::size_t i = 0; i < turned.paths.size(); ++i) {
    EXPECT_EQ(turned.paths[i].device, one_by_one.paths[i].device);
    EXPECT_EQ(turned.paths[i].samples, one_by_one.paths[i].samples);
    EXPECT_TRUE(std::ranges::equal(turned.paths[i].points, one_by_one.paths[i].points,
                                   [](auto& a, auto& b) { return a.x_m == b.x_m && a.y_m == b.y_m; }));
  }
}

}  // namespace
}  // namespace plantproof::metrics
