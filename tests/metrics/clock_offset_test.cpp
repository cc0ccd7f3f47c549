// Expected numbers come from the clock that a test makes up, or from closed forms of a few bounds, which stand beside
// them.
#include "metrics/clock_offset.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;

OffsetBound bound(std::int64_t at_ns, std::int64_t offset_ns) {
  return {Instant(Nanoseconds(at_ns)), Nanoseconds(offset_ns)};
}

NoClockLine why(const std::vector<OffsetBound>& most, const std::vector<OffsetBound>& least) {
  const auto found = clock_line(most, least);
  EXPECT_TRUE(std::holds_alternative<NoClockLine>(found));
  return std::get<NoClockLine>(found);
}

/// Two clocks and a network between them: what a measurement of both directions gives.
struct Clocks {
  double offset_ns = 0;
  double drift = 0;
  double least_forth_ns = 1e6;
  double least_back_ns = 1e6;
  std::vector<OffsetBound> most;
  std::vector<OffsetBound> least;

  void measure(unsigned seed, int messages, double period_ns, double mean_queue_ns) {
    std::mt19937_64 random(seed);
    std::exponential_distribution<double> queue(1 / mean_queue_ns);
    const auto by_b = [&](double t) { return t + offset_ns + drift * t; };
    for (int i = 0; i < messages; ++i) {
      const double forth = i * period_ns;
      const double there = forth + least_forth_ns + queue(random);
      most.push_back(bound(std::llround(forth), std::llround(by_b(there)) - std::llround(forth)));
      const double back = (i + 0.5) * period_ns;
      const double here = back + least_back_ns + queue(random);
      least.push_back(bound(std::llround(here), std::llround(by_b(back)) - std::llround(here)));
    }
  }
};

TEST(ClockLine, HasNoDirectionToComeFromWhereOneSideIsEmpty) {
  EXPECT_EQ(why({}, {}), NoClockLine::OneDirection);
  EXPECT_EQ(why({bound(0, 5)}, {}), NoClockLine::OneDirection);
  EXPECT_EQ(why({}, {bound(0, 5)}), NoClockLine::OneDirection);
}

TEST(ClockLine, LeavesTheDriftOpenWhereTheDirectionsDoNotInterleave) {
  EXPECT_EQ(why({bound(0, 5)}, {bound(0, -5)}), NoClockLine::NoOverlap);
  EXPECT_EQ(why({bound(0, 5)}, {bound(10, -5)}), NoClockLine::NoOverlap);
  EXPECT_EQ(why({bound(0, 5), bound(9, 5)}, {bound(10, -5), bound(20, -5)}), NoClockLine::NoOverlap);
}

TEST(ClockLine, IsImpossibleWhereARoundTripWouldEndBeforeItBegan) {
  EXPECT_EQ(why({bound(0, 5)}, {bound(0, 6)}), NoClockLine::Impossible);
  // A hump: at most 0 at both ends, at least 1 between them.
  EXPECT_EQ(why({bound(0, 0), bound(20, 0)}, {bound(10, 1), bound(30, -9)}), NoClockLine::Impossible);
}

// At most 3 ms at 0 s and 2 s, at least 1 ms at 1 s and 3 s. Steepest: from (1 s, 1 ms) to (2 s, 3 ms), 2000 ppm; the
// other way from (0 s, 3 ms) to (3 s, 1 ms), -2/3 ms/s, which (2 s) and (1 s) leave possible. At the middle, 1.5 s, the
// line through both upper bounds gives 3 ms at most, the one through both lower bounds 1 ms at least.
TEST(ClockLine, IsTheClosedFormOfFourBounds) {
  constexpr std::int64_t kS = 1'000'000'000;
  constexpr std::int64_t kMs = 1'000'000;
  const std::vector<OffsetBound> most = {bound(2 * kS, 3 * kMs), bound(0, 3 * kMs)};
  const std::vector<OffsetBound> least = {bound(kS, kMs), bound(3 * kS, kMs)};
  const auto line = std::get<ClockLine>(clock_line(most, least));
  EXPECT_EQ(line.middle, Instant(Nanoseconds(3 * kS / 2)));
  EXPECT_EQ(line.span, Nanoseconds(3 * kS));
  EXPECT_NEAR(line.offset_ms, 2, 1e-12);
  EXPECT_NEAR(line.half_width_ms, 1, 1e-12);
  EXPECT_NEAR(line.most_drift_ppm, 2000, 1e-9);
  EXPECT_NEAR(line.least_drift_ppm, -2000.0 / 3, 1e-9);
}

TEST(ClockLine, IsRightWhereNothingWaitsAndDelaysAreSymmetric) {
  Clocks clocks{
      .offset_ns = -20e6, .drift = 50e-6, .least_forth_ns = 2e6, .least_back_ns = 2e6, .most = {}, .least = {}};
  clocks.measure(1, 500, 20e6, 1e-3);
  const auto line = std::get<ClockLine>(clock_line(clocks.most, clocks.least));
  const double theta_ms = -20 + 50e-6 * static_cast<double>(line.middle.time_since_epoch().count()) / 1e6;
  EXPECT_NEAR(line.offset_ms, theta_ms, 1e-3);
  EXPECT_NEAR(line.half_width_ms, 2, 1e-3);
  EXPECT_NEAR(line.drift_ppm, 50, 1);
}

TEST(ClockLine, HoldsTheTrueClockOver100Seeds) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed + 1000);
    std::uniform_real_distribution<double> unit(0, 1);
    Clocks clocks{.offset_ns = (unit(random) - 0.5) * 1e9,
                  .drift = (unit(random) - 0.5) * 400e-6,
                  .least_forth_ns = 1e6 + unit(random) * 5e6,
                  .least_back_ns = 1e6 + unit(random) * 5e6,
                  .most = {},
                  .least = {}};
    clocks.measure(seed, 500, 20e6, 3e6);
    const auto found = clock_line(clocks.most, clocks.least);
    ASSERT_TRUE(std::holds_alternative<ClockLine>(found)) << "seed " << seed;
    const auto& line = std::get<ClockLine>(found);
    const double theta_ms =
        (clocks.offset_ns + clocks.drift * static_cast<double>(line.middle.time_since_epoch().count())) / 1e6;
    EXPECT_NEAR(line.offset_ms, theta_ms, line.half_width_ms) << "seed " << seed;
    EXPECT_LE(line.least_drift_ppm, clocks.drift * 1e6) << "seed " << seed;
    EXPECT_GE(line.most_drift_ppm, clocks.drift * 1e6) << "seed " << seed;
    // The width is what the two least delays are together, and a little for the queues of the luckiest messages.
    const double least_ms = (clocks.least_forth_ns + clocks.least_back_ns) / 1e6;
    EXPECT_GE(2 * line.half_width_ms, least_ms) << "seed " << seed;
    EXPECT_LE(2 * line.half_width_ms, least_ms + 0.5) << "seed " << seed;
  }
}

TEST(ClockLine, IsOffByHalfTheAsymmetryOfTheLeastDelays) {
  Clocks clocks{.offset_ns = 7e6, .drift = 20e-6, .least_forth_ns = 5e6, .least_back_ns = 1e6, .most = {}, .least = {}};
  clocks.measure(3, 5000, 20e6, 1e6);
  const auto line = std::get<ClockLine>(clock_line(clocks.most, clocks.least));
  const double theta_ms = 7 + 20e-6 * static_cast<double>(line.middle.time_since_epoch().count()) / 1e6;
  EXPECT_NEAR(line.offset_ms - theta_ms, 2, 0.02);
  EXPECT_NEAR(line.half_width_ms, 3, 0.02);
  EXPECT_NEAR(line.drift_ppm, 20, 1);
}

TEST(ClockLine, DoesNotDependOnTheEpochNorOnTheOrder) {
  Clocks clocks{.offset_ns = 7e6, .drift = 20e-6, .most = {}, .least = {}};
  clocks.measure(4, 200, 20e6, 1e6);
  const auto line = std::get<ClockLine>(clock_line(clocks.most, clocks.least));
  constexpr std::int64_t kToday = 1'792'000'000'000'000'000;
  std::vector<OffsetBound> most(clocks.most.rbegin(), clocks.most.rend());
  std::vector<OffsetBound> least(clocks.least.rbegin(), clocks.least.rend());
  for (auto* side : {&most, &least}) {
    for (OffsetBound& one : *side) one.at += Nanoseconds(kToday);
  }
  const auto today = std::get<ClockLine>(clock_line(most, least));
  EXPECT_EQ(today.middle - line.middle, Nanoseconds(kToday));
  EXPECT_EQ(today.offset_ms, line.offset_ms);
  EXPECT_EQ(today.half_width_ms, line.half_width_ms);
  EXPECT_EQ(today.drift_ppm, line.drift_ppm);
}

OffsetRange range(double at_s, double least_ms, double most_ms) {
  return {Instant(Nanoseconds(std::llround(at_s * 1e9))), least_ms, most_ms};
}

TEST(Narrow, LetsTheOffsetChangeByOneMillisecondInASecond) {
  std::vector<OffsetRange> ranges = {range(0, -100, 3), range(1, -100, 100), range(4, 2, 100), range(6, -100, 100)};
  ASSERT_TRUE(narrow(ranges));
  const std::vector<std::pair<double, double>> expected = {{-2, 3}, {-1, 4}, {2, 7}, {0, 9}};
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    EXPECT_NEAR(ranges[i].least_ms, expected[i].first, 1e-12) << i;
    EXPECT_NEAR(ranges[i].most_ms, expected[i].second, 1e-12) << i;
  }
}

TEST(Narrow, RefusesAClockThatWasSet) {
  std::vector<OffsetRange> none;
  EXPECT_TRUE(narrow(none));
  std::vector<OffsetRange> alone = {range(0, -1, 1)};
  EXPECT_TRUE(narrow(alone));
  EXPECT_EQ(alone[0].most_ms, 1);
  std::vector<OffsetRange> just = {range(0, -9, 0), range(1, 1, 9)};
  EXPECT_TRUE(narrow(just));
  std::vector<OffsetRange> too_fast = {range(0, -9, 0), range(1, 1.001, 9)};
  EXPECT_FALSE(narrow(too_fast));
}

// A steered clock: no line fits a sine of 8 ms in 100 s (at most 503 ppm), and yet the ranges hold it everywhere.
TEST(Narrow, HoldsASteeredClockThatNoLineFits) {
  std::mt19937_64 random(5);
  std::exponential_distribution<double> delay_ms(1);
  const auto theta_ms = [](double t_s) { return 8 * std::sin(2 * 3.14159265358979 * t_s / 100); };
  std::vector<OffsetRange> ranges;
  std::vector<OffsetBound> most;
  std::vector<OffsetBound> least;
  for (int i = 0; i < 10000; ++i) {
    const double at_s = i * 0.01;
    const double apart_ms = 1 + delay_ms(random);
    const double offset_ms = theta_ms(at_s) + (i % 2 == 0 ? apart_ms : -apart_ms);
    ranges.push_back(i % 2 == 0 ? range(at_s, -1000, offset_ms) : range(at_s, offset_ms, 1000));
    (i % 2 == 0 ? most : least).push_back(bound(std::llround(at_s * 1e9), std::llround(offset_ms * 1e6)));
  }
  EXPECT_EQ(why(most, least), NoClockLine::Impossible);
  ASSERT_TRUE(narrow(ranges));
  double widest_ms = 0;
  for (const OffsetRange& one : ranges) {
    const double t_s = core::in_seconds(one.at.time_since_epoch());
    ASSERT_LE(one.least_ms, theta_ms(t_s)) << t_s;
    ASSERT_GE(one.most_ms, theta_ms(t_s)) << t_s;
    widest_ms = std::max(widest_ms, one.most_ms - one.least_ms);
  }
  EXPECT_LT(widest_ms, 4);
}

}  // namespace
}  // namespace plantproof::metrics
