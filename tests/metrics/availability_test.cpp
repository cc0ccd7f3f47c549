// The plant of 3 bursts reproduces numbers worked out by hand from TS 22.104; bounds of the mean are closed forms (all
// 0: 1 - alpha^(1/n); mean 1/2: (1 +- sqrt(1 - alpha^(2/n))) / 2) or were solved by bisection with 40 digits (Python
// decimal).
#include "metrics/availability.hpp"

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include <gmock/gmock.h>

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr core::Confidence k95(0.95);

Instant at_ms(std::int64_t ms) {
  return Instant(milliseconds(ms));
}

TimeSpan span_ms(std::int64_t start, std::int64_t end) {
  return {at_ms(start), at_ms(end)};
}

/// 1000 messages at 10 ms with 1, 3 and 6 lost in a row, from messages 100, 500 and 800 on.
std::vector<Transfer> three_bursts() {
  std::vector<Transfer> transfers;
  for (int i = 0; i < 1000; ++i) {
    const bool lost = i == 100 || (i >= 500 && i < 503) || (i >= 800 && i < 806);
    transfers.push_back({at_ms(10 * i), !lost});
  }
  return transfers;
}

double down_ms(const std::vector<TimeSpan>& down) {
  double sum = 0;
  for (const TimeSpan& span : down) sum += core::in_milliseconds(span.length());
  return sum;
}

TEST(DownTimes, AreWhatGoesBeyondTheSurvivalTime) {
  struct Expected {
    int survival_ms;
    double down_ms;
    std::size_t events;
    double availability;
  };
  for (const Expected& expected : {Expected{0, 100, 3, 0.990}, Expected{20, 50, 2, 0.995}, Expected{30, 30, 1, 0.997},
                                   Expected{50, 10, 1, 0.999}}) {
    const auto down = down_times(three_bursts(), milliseconds(10), milliseconds(expected.survival_ms));
    EXPECT_EQ(down_ms(down), expected.down_ms);
    EXPECT_EQ(down.size(), expected.events);
    DownTime time;
    time.add(down, watched_times(three_bursts(), milliseconds(10)));
    const auto shares = time.shares(milliseconds(400));
    ASSERT_EQ(shares.size(), 25U);
    EXPECT_NEAR(1 - std::accumulate(shares.begin(), shares.end(), 0.0) / 25, expected.availability, 1e-12);
  }
}

TEST(DownTimes, BeginWhenTheSurvivalTimeIsOver) {
  EXPECT_THAT(down_times(three_bursts(), milliseconds(10), milliseconds(20)),
              ElementsAre(span_ms(5020, 5030), span_ms(8020, 8060)));
}

TEST(DownTimes, AreNoneOfNothingAndOfASurvivalTimeThatIsJustKept) {
  EXPECT_THAT(down_times({}, milliseconds(10), milliseconds(0)), IsEmpty());
  EXPECT_THAT(watched_times({}, milliseconds(10)), IsEmpty());
  EXPECT_THAT(down_times(three_bursts(), milliseconds(10), milliseconds(60)), IsEmpty());
}

TEST(DownTimes, LastToTheEndWhereNothingArrives) {
  const std::vector<Transfer> all_lost = {{at_ms(0), false}, {at_ms(10), false}, {at_ms(20), false}};
  EXPECT_THAT(down_times(all_lost, milliseconds(10), milliseconds(0)), ElementsAre(span_ms(0, 30)));
}

TEST(DownTimes, DoNotReachOverAPauseOfTheSender) {
  const std::vector<Transfer> pause = {{at_ms(0), false}, {at_ms(19), false}, {at_ms(500), false}, {at_ms(520), true}};
  EXPECT_THAT(down_times(pause, milliseconds(10), milliseconds(0)), ElementsAre(span_ms(0, 20), span_ms(500, 510)));
  EXPECT_THAT(watched_times(pause, milliseconds(10)),
              ElementsAre(span_ms(0, 29), span_ms(500, 510), span_ms(520, 530)));
}

TEST(United, JoinsWhatTouches) {
  EXPECT_THAT(united({}), IsEmpty());
  EXPECT_THAT(united({span_ms(20, 30), span_ms(0, 10), span_ms(5, 8), span_ms(30, 40), span_ms(10, 12)}),
              ElementsAre(span_ms(0, 12), span_ms(20, 40)));
}

TEST(DownTimeShares, LeaveOutPausesAndWhatLiesBetweenRuns) {
  DownTime time;
  EXPECT_THAT(time.shares(milliseconds(10)), IsEmpty());
  const std::vector<TimeSpan> down = {span_ms(90, 120), span_ms(1005, 1010)};
  const std::vector<TimeSpan> watched = {span_ms(0, 100), span_ms(1000, 1050)};
  time.add(down, watched);  // 10 ms at 90..100, 5 ms at 105..110 of 150 watched
  time.add({}, std::vector<TimeSpan>{span_ms(0, 50)});
  EXPECT_THAT(time.shares(milliseconds(100)),
              ElementsAre(testing::DoubleNear(0.1, 1e-12), testing::DoubleNear(0.05, 1e-12)));
  EXPECT_THAT(time.shares(milliseconds(1000)), ElementsAre(testing::DoubleNear(0.075, 1e-12)));
  EXPECT_THAT(time.shares(milliseconds(10'000)), ElementsAre(testing::DoubleNear(0.075, 1e-12)));
}

TEST(DownTimeShares, TakeLongerBlocksWhereNeighboursAreAlike) {
  const std::vector<TimeSpan> watched = {span_ms(0, 100'000)};
  std::vector<TimeSpan> scattered;
  for (int i = 0; i < 100; i += 10) scattered.push_back(span_ms(i * 1000 + 100, i * 1000 + 200));
  DownTime apart;
  apart.add(scattered, watched);
  EXPECT_EQ(apart.shares_of_unlike_blocks(milliseconds(1000)).size(), 100U);
  DownTime together;
  together.add(std::vector<TimeSpan>{span_ms(20'500, 44'500)}, watched);
  const auto blocks = together.shares_of_unlike_blocks(milliseconds(1000));
  EXPECT_LT(blocks.size(), 20U);
  EXPECT_GE(blocks.size(), 10U);
}

TEST(BoundedMean, OfNothingHasNoValue) {
  const Estimate none = bounded_mean({}, k95);
  EXPECT_FALSE(none.value || none.lower || none.upper);
  EXPECT_EQ(none.n, 0);
}

TEST(BoundedMean, IsTheExactBinomialBoundWhereNothingWasSeen) {
  for (const int n : {1, 10, 59, 299}) {
    const std::vector<double> zeros(static_cast<std::size_t>(n), 0.0);
    const Estimate estimate = bounded_mean(zeros, k95);
    EXPECT_EQ(estimate.value, 0);
    EXPECT_EQ(estimate.lower, 0);
    EXPECT_NEAR(*estimate.upper, 1 - std::pow(0.05, 1.0 / n), 1e-12);
    const std::vector<double> ones(static_cast<std::size_t>(n), 1.0);
    EXPECT_EQ(bounded_mean(ones, k95).upper, 1);
    EXPECT_NEAR(*bounded_mean(ones, k95).lower, std::pow(0.05, 1.0 / n), 1e-12);
  }
}

TEST(BoundedMean, IsTheClosedFormAtOneHalf) {
  std::vector<double> sample;
  for (int i = 0; i < 10; ++i) sample.insert(sample.end(), {0.25, 0.75});
  const Estimate estimate = bounded_mean(sample, k95);
  const double half = std::sqrt(1 - std::pow(0.05, 2.0 / 20)) / 2;
  EXPECT_NEAR(*estimate.lower, 0.5 - half, 1e-12);
  EXPECT_NEAR(*estimate.upper, 0.5 + half, 1e-12);
}

TEST(BoundedMean, IsTheSolutionFoundWithFortyDigits) {
  std::vector<double> quarter(8, 0.0);
  quarter[0] = quarter[1] = 1;
  EXPECT_NEAR(*bounded_mean(quarter, k95).lower, 0.0254823625294, 1e-12);
  EXPECT_NEAR(*bounded_mean(quarter, k95).upper, 0.6727151842671, 1e-12);
  std::vector<double> rare(25, 0.0);
  rare[3] = 0.25;
  const Estimate estimate = bounded_mean(rare, k95);
  EXPECT_NEAR(*estimate.lower, 2.310815522e-8, 1e-15);
  EXPECT_NEAR(*estimate.upper, 0.1463148306538, 1e-12);
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.05}), 122);
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.02}), 961);
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.01}), std::nullopt);
}

// The share of time of a Bernoulli block and of a uniform one, 2000 samples of 40 each: a bound may miss the mean in 5
// % of them, give or take three standard errors of that many trials.
TEST(BoundedMean, MissesTheMeanAtMostAsOftenAsItSays) {
  constexpr int kSamples = 2000;
  const double most = kSamples * 0.05 + 3 * std::sqrt(kSamples * 0.05 * 0.95);
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (const double share : {0.02, 0.3}) {
    int above = 0;
    int below = 0;
    for (int i = 0; i < kSamples; ++i) {
      std::vector<double> sample(40);
      for (double& x : sample) x = uniform(random) < share ? uniform(random) : 0;
      const Estimate estimate = bounded_mean(sample, k95);
      above += *estimate.upper < share / 2 ? 1 : 0;
      below += *estimate.lower > share / 2 ? 1 : 0;
    }
    EXPECT_LE(above, most) << share;
    EXPECT_LE(below, most) << share;
  }
}

}  // namespace
}  // namespace plantproof::metrics
