#include "metrics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Comparator;
using core::QuantileRank;
using core::Requirement;

constexpr core::Confidence k95(0.95);
constexpr double kLost = std::numeric_limits<double>::infinity();
constexpr QuantileRank kMedian(1, 2);
constexpr QuantileRank kP99(99, 100);
constexpr QuantileRank kP999(999, 1000);

/// 1, 2, ... n, so that an order statistic is its own rank.
std::vector<double> ranks(std::size_t n) {
  std::vector<double> sample(n);
  std::iota(sample.begin(), sample.end(), 1.0);
  return sample;
}

/// n delays of 1 ms, `late` of them lost.
std::vector<double> with_late(std::size_t n, std::size_t late) {
  std::vector<double> sample(n, 1.0);
  std::fill_n(sample.begin(), late, kLost);
  return sample;
}

TEST(FewestForQuantile, AreThePublishedNumbers) {
  EXPECT_EQ(fewest_for_quantile({95, 100}, k95), 59);
  EXPECT_EQ(fewest_for_quantile(kP99, k95), 299);
  EXPECT_EQ(fewest_for_quantile(kP999, k95), 2995);
  EXPECT_EQ(fewest_for_quantile({9999, 10'000}, k95), 29'956);
  EXPECT_EQ(fewest_for_quantile({99'999, 100'000}, k95), 299'572);
}

TEST(FewestForQuantile, IsWhereTheUpperBoundBeginsToExist) {
  EXPECT_FALSE(quantile(ranks(2994), kP999, k95).upper);
  EXPECT_EQ(quantile(ranks(2995), kP999, k95).upper, 2995);
  // Powers of two are exact: 0.5^4 is alpha itself.
  EXPECT_EQ(fewest_for_quantile(kMedian, core::Confidence(0.9375)), 4);
  EXPECT_EQ(quantile(ranks(4), kMedian, core::Confidence(0.9375)).upper, 4);
  EXPECT_FALSE(quantile(ranks(3), kMedian, core::Confidence(0.9375)).upper);
}

TEST(Quantile, HasThePublishedBoundsOfAnExponentialLadder) {
  std::vector<double> ladder;
  for (int i = 0; i <= 100; ++i) ladder.push_back(std::exp(i / 100.0));
  const Estimate estimate = quantile(ladder, {3, 10}, core::Confidence(0.975));
  EXPECT_NEAR(*estimate.lower, 1.2214028, 5e-8);
  EXPECT_NEAR(*estimate.upper, 1.4769808, 5e-8);
}

TEST(Quantile, HasOrderStatisticsAsBoundsInWhateverOrder) {
  // Ranks by scipy.stats.binom.cdf.
  std::vector<double> sample = ranks(100);
  std::ranges::reverse(sample);
  const Estimate estimate = quantile(sample, kMedian, k95);
  EXPECT_EQ(estimate.value, 50);
  EXPECT_EQ(estimate.lower, 42);
  EXPECT_EQ(estimate.upper, 59);
  EXPECT_EQ(estimate.n, 100);
  EXPECT_EQ(estimate.method, Method::OrderStatistics);
  EXPECT_TRUE(estimate.notes.empty());
}

TEST(Quantile, PassesToFourLateAndFailsFromSixteenAtP999OfTenThousand) {
  constexpr Requirement kDelay{Comparator::Less, 10};
  EXPECT_TRUE(kDelay.is_met_by(*quantile(with_late(10'000, 4), kP999, k95).upper));
  EXPECT_FALSE(kDelay.is_met_by(*quantile(with_late(10'000, 5), kP999, k95).upper));
  EXPECT_TRUE(kDelay.is_met_by(*quantile(with_late(10'000, 15), kP999, k95).lower));
  EXPECT_FALSE(kDelay.is_met_by(*quantile(with_late(10'000, 16), kP999, k95).lower));
}

TEST(Quantile, HasNoValueWhenTheTailHasLessThanOneSample) {
  const Estimate short_of = quantile(ranks(99), kP99, k95);
  EXPECT_FALSE(short_of.value);
  EXPECT_FALSE(short_of.upper);
  // A lower bound needs few samples: P(Binomial(99, 0.99) < 97) is 0.0775, < 96 is 0.0178 (scipy).
  EXPECT_EQ(short_of.lower, 96);
  EXPECT_EQ(quantile(ranks(100), kP99, k95).value, 99);
}

TEST(Quantile, SaysHowManySamplesItLacks) {
  const Estimate estimate = quantile(ranks(99), kP99, k95);
  ASSERT_EQ(estimate.notes.size(), 1U);
  EXPECT_EQ(estimate.notes[0].en,
            "99 effective samples: a value of p99 needs at least 100, its 95 % upper bound at least 299");
  EXPECT_EQ(estimate.notes[0].zh, "有效样本只有 99 个：p99 的估计值至少需要 100 个，95 % 置信上界至少需要 299 个");
  EXPECT_TRUE(quantile(ranks(299), kP99, k95).notes.empty());
}

TEST(Quantile, HasNothingWithoutSamples) {
  const Estimate estimate = quantile({}, kMedian, k95);
  EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper || estimate.needed_n);
  EXPECT_EQ(estimate.n, 0);
}

TEST(Quantile, OfOneSampleIsSupportedForNoRank) {
  const Estimate estimate = quantile({5}, kMedian, k95);
  EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper);
  EXPECT_EQ(estimate.n, 1);
}

TEST(Quantile, IsInfiniteWhereLostMessagesDecide) {
  const Estimate estimate = quantile(with_late(100, 60), kMedian, k95);
  EXPECT_EQ(estimate.value, kLost);
  EXPECT_EQ(estimate.lower, kLost);
  EXPECT_EQ(estimate.upper, kLost);
  EXPECT_EQ(quantile(with_late(100, 50), kMedian, k95).lower, 1);
  EXPECT_EQ(quantile(with_late(100, 50), kMedian, k95).value, 1);
  EXPECT_EQ(quantile(with_late(100, 50), kMedian, k95).upper, kLost);
}

TEST(Quantile, KeepsEqualNegativeAndHugeSamplesAsTheyAre) {
  const Estimate equal = quantile(std::vector<double>(100, 7.5), kMedian, k95);
  EXPECT_TRUE(equal.value == 7.5 && equal.lower == 7.5 && equal.upper == 7.5);
  for (const double offset : {-1000.0, 1e9}) {
    std::vector<double> sample = ranks(100);
    for (double& x : sample) x += offset;
    const Estimate estimate = quantile(sample, kMedian, k95);
    EXPECT_TRUE(estimate.value == offset + 50 && estimate.lower == offset + 42 && estimate.upper == offset + 59)
        << offset;
  }
}

TEST(Quantile, NeedsTheFewestSamplesThatSupportItWhenNoneIsLate) {
  for (const std::size_t n : {50U, 400U}) {
    EXPECT_EQ(quantile(with_late(n, 0), kP99, k95).needed_n({Comparator::Less, 10}), 299) << n;
  }
}

TEST(Quantile, NeedsAsManySamplesAsTheShareBeyondTheLimitDoes) {
  // 5 late of 10 000 against one in a thousand: 10 500 with 5, by the smallest n with P(Binomial(n, 0.001) <= 5) <=
  // 0.05 (scipy: 10 511).
  const Estimate estimate = quantile(with_late(10'000, 5), kP999, k95);
  EXPECT_EQ(estimate.needed_n({Comparator::Less, 10}), 10'511);
  EXPECT_EQ(estimate.needed_n({Comparator::LessOrEqual, 10}), 10'511);
  EXPECT_EQ(estimate.needed_n({Comparator::Greater, 10}), 10'511);
}

TEST(Quantile, CountsASampleAtTheLimitByTheComparator) {
  // Half of the sample is at the limit: late where the clause asks for less, in time where it asks for no more.
  std::vector<double> sample(100, 10.0);
  std::fill_n(sample.begin(), 40, 1.0);
  const Estimate estimate = quantile(sample, kMedian, k95);
  EXPECT_EQ(estimate.value, 10);
  EXPECT_EQ(estimate.needed_n({Comparator::LessOrEqual, 10}), 5);  // 0.5^5 < 0.05
  EXPECT_NE(estimate.needed_n({Comparator::Less, 10}), 5);
}

TEST(Quantile, NeedsNoNumberOfSamplesWhenTheShareBeyondIsThatOfTheQuantile) {
  EXPECT_EQ(quantile(with_late(100, 50), kMedian, k95).needed_n({Comparator::Less, 10}), std::nullopt);
}

TEST(Quantile, BracketsItsValueAndWidensWithConfidenceOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<double> sample(std::uniform_int_distribution<std::size_t>(500, 3000)(random));
    std::ranges::generate(sample, [&] { return std::exponential_distribution<>(0.1)(random); });
    const Estimate loose = quantile(sample, kP99, core::Confidence(0.9));
    const Estimate tight = quantile(sample, kP99, core::Confidence(0.99));
    EXPECT_TRUE(*tight.lower <= *loose.lower && *loose.lower <= *loose.value) << "seed " << seed;
    EXPECT_TRUE(*loose.value <= *loose.upper && *loose.upper <= *tight.upper) << "seed " << seed;
  }
}

TEST(Quantile, MissesTheTruthNoMoreOftenThanAlpha) {
  constexpr unsigned kSeed = 21;
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<> unit(0, 1);
  int too_high = 0;
  int too_low = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> sample(1000);
    std::ranges::generate(sample, [&] { return unit(random); });
    const Estimate estimate = quantile(sample, kP99, k95);
    too_high += *estimate.lower > 0.99 ? 1 : 0;
    too_low += *estimate.upper < 0.99 ? 1 : 0;
  }
  EXPECT_TRUE(30 <= too_high && too_high <= 135) << too_high << ", seed " << kSeed;
  EXPECT_TRUE(30 <= too_low && too_low <= 135) << too_low << ", seed " << kSeed;
}

}  // namespace
}  // namespace plantproof::metrics
