#include "metrics/mean.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "nist_data.hpp"

namespace plantproof::metrics {
namespace {

using core::Comparator;

constexpr core::Confidence k95(0.95);
const std::vector<double> kFive = {99, 101, 98, 104, 103};

std::vector<double> scaled(std::vector<double> sample, double scale, double offset) {
  for (double& x : sample) x = scale * x + offset;
  return sample;
}

TEST(Moments, AreThoseThatNistCertifies) {
  EXPECT_EQ(moments(kLew).n, 200);
  EXPECT_NEAR(moments(kLew).mean, -177.435, 1e-12);
  EXPECT_NEAR(std::sqrt(moments(kLew).variance), 277.332168044316, 1e-12);
  const auto light = scaled(kMichelson, 1e-3, 299);
  EXPECT_NEAR(moments(light).mean, 299.8524, 1e-12);
  EXPECT_NEAR(std::sqrt(moments(light).variance), 0.0790105478190518, 1e-13);
}

TEST(Moments, SurviveAHugeOffset) {
  const Moments far = moments(scaled(kFive, 1, 1e9));
  EXPECT_DOUBLE_EQ(far.mean, 1e9 + 101);
  EXPECT_NEAR(far.variance, 6.5, 1e-6);
}

TEST(Moments, HaveNoVarianceBelowTwoValues) {
  EXPECT_EQ(moments({}).n, 0);
  EXPECT_EQ(moments({}).variance, 0);
  EXPECT_EQ(moments(std::vector{-3.0}).mean, -3);
  EXPECT_EQ(moments(std::vector{-3.0}).variance, 0);
}

TEST(Mean, HasStudentsBounds) {
  // 101 -+ t sqrt(6.5 / 5) with the tabulated t = 2.131846786 of 4 degrees of freedom.
  const Estimate estimate = mean(kFive, k95);
  EXPECT_DOUBLE_EQ(*estimate.value, 101);
  EXPECT_NEAR(*estimate.lower, 101 - 2.430679316, 1e-8);
  EXPECT_NEAR(*estimate.upper, 101 + 2.430679316, 1e-8);
  EXPECT_EQ(estimate.n, 5);
  EXPECT_EQ(estimate.method, Method::StudentT);
}

TEST(Mean, MovesWithAllNegativeAndFarValues) {
  for (const double offset : {-1000.0, 1e9}) {
    const Estimate estimate = mean(scaled(kFive, 1, offset), k95);
    EXPECT_NEAR(*estimate.lower - offset, 101 - 2.430679316, 1e-6) << offset;
    EXPECT_NEAR(*estimate.upper - offset, 101 + 2.430679316, 1e-6) << offset;
  }
}

TEST(Mean, HasNoValueOfNothingAndNoBoundsOfOneUnit) {
  EXPECT_FALSE(mean(std::span<const double>(), k95).value);
  const Estimate one = mean(std::vector{42.0}, k95);
  EXPECT_EQ(one.value, 42);
  EXPECT_FALSE(one.lower || one.upper || one.needed_n);
  ASSERT_EQ(one.notes.size(), 1U);
  EXPECT_EQ(one.notes[0].en, "one independent unit has no spread: bounds need at least two");
}

TEST(Mean, OfEqualUnitsIsItsOwnBounds) {
  const Estimate estimate = mean(std::vector{5.0, 5.0, 5.0}, k95);
  EXPECT_TRUE(estimate.value == 5 && estimate.lower == 5 && estimate.upper == 5);
  EXPECT_EQ(estimate.needed_n({Comparator::Less, 6}), 2);
}

TEST(Mean, NeedsTheUnitsAtWhichTheBoundClearsEitherSide) {
  // scipy.stats.t.ppf, every n tried from 2.
  const Estimate estimate = mean(kFive, k95);
  EXPECT_EQ(estimate.needed_n({Comparator::Greater, 100.5}), 73);
  EXPECT_EQ(estimate.needed_n({Comparator::Less, 102}), 20);
  EXPECT_EQ(estimate.needed_n({Comparator::GreaterOrEqual, 104}), 4);
}

TEST(Mean, NeedsNoNumberOfUnitsAtTheLimitOrTooCloseToIt) {
  const Estimate estimate = mean(kFive, k95);
  EXPECT_EQ(estimate.needed_n({Comparator::Less, 101}), std::nullopt);
  EXPECT_EQ(estimate.needed_n({Comparator::Less, 101 + 1e-6}), std::nullopt);
  // (1.6448536 / 1e-5)^2 * 6.5 = 1.7586e11 units
  EXPECT_NEAR(static_cast<double>(estimate.needed_n({Comparator::Less, 101 + 1e-5}).value()), 1.7586032e11, 1e7);
}

TEST(Mean, BracketsItsValueAndWidensWithConfidenceOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<double> sample(std::uniform_int_distribution<std::size_t>(2, 50)(random));
    std::ranges::generate(sample, [&] { return std::normal_distribution<>(-3, 20)(random); });
    const Estimate loose = mean(sample, core::Confidence(0.9));
    const Estimate tight = mean(sample, core::Confidence(0.99));
    EXPECT_TRUE(*tight.lower < *loose.lower && *loose.lower < *loose.value) << "seed " << seed;
    EXPECT_TRUE(*loose.value < *loose.upper && *loose.upper < *tight.upper) << "seed " << seed;
  }
}

TEST(Mean, MissesTheTruthAsOftenAsAlpha) {
  constexpr unsigned kSeed = 22;
  std::mt19937 random(kSeed);
  std::normal_distribution<> shift(1000, 50);
  int too_high = 0;
  int too_low = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> sample(6);
    std::ranges::generate(sample, [&] { return shift(random); });
    const Estimate estimate = mean(sample, k95);
    too_high += *estimate.lower > 1000 ? 1 : 0;
    too_low += *estimate.upper < 1000 ? 1 : 0;
  }
  EXPECT_NEAR(too_high, 100, 35) << "seed " << kSeed;
  EXPECT_NEAR(too_low, 100, 35) << "seed " << kSeed;
}

TEST(MeanOfRuns, OfEqualValuesIsItsOwnBounds) {
  const Estimate estimate = mean(std::vector<Series>(2, {std::vector<double>(3000, 9.9995), {}}), k95);
  EXPECT_TRUE(estimate.value == 9.9995 && estimate.lower == 9.9995 && estimate.upper == 9.9995);
  EXPECT_EQ(estimate.effective_n, 6000);
}

TEST(MeanOfRuns, HasNoBoundsWhereFewValuesCarryIt) {
  // One value of 1000 among zeros: a kurtosis of about n = 1001, so 2 n / (kurtosis - 1) is about 2 degrees of freedom.
  std::vector<double> values(1001, 0.0);
  values[500] = 1000;
  const Estimate estimate = mean(std::vector<Series>{{values, {}}}, k95);
  EXPECT_NEAR(*estimate.value, 1000.0 / 1001, 1e-12);
  EXPECT_FALSE(estimate.lower || estimate.upper || estimate.needed_n);
  ASSERT_EQ(estimate.notes.size(), 1U);
  EXPECT_EQ(estimate.notes[0].en,
            "few of the values carry the mean (2.0 degrees of freedom, 20 are needed): no bounds");
}

TEST(Lag1Autocorrelation, IsThatWhichNistCertifies) {
  EXPECT_NEAR(lag1_autocorrelation(kLew), -0.307304800605679, 1e-14);
  EXPECT_NEAR(lag1_autocorrelation(kMichelson), 0.535199668621283, 1e-14);
}

TEST(Lag1Autocorrelation, IsNoneWhereNothingVaries) {
  EXPECT_EQ(lag1_autocorrelation({}), 0);
  EXPECT_EQ(lag1_autocorrelation(std::vector{3.0}), 0);
  EXPECT_EQ(lag1_autocorrelation(std::vector{3.0, 3.0, 3.0}), 0);
  EXPECT_DOUBLE_EQ(lag1_autocorrelation(std::vector{1.0, -1.0}), -0.5);
}

TEST(Ar1EffectiveN, CountsCorrelatedSamplesForLessAndNeverForMore) {
  EXPECT_NEAR(ar1_effective_n(100, lag1_autocorrelation(kMichelson)), 30.28, 0.005);
  EXPECT_EQ(ar1_effective_n(200, lag1_autocorrelation(kLew)), 200);
  EXPECT_EQ(ar1_effective_n(0, 0.5), 0);
  EXPECT_EQ(ar1_effective_n(10, 1), 0);
}

TEST(Ar1EffectiveN, TriplesWhatAQuantileNeedsAtHalfCorrelation) {
  EXPECT_DOUBLE_EQ(ar1_effective_n(89'868, 0.5), 29'956);
}

}  // namespace
}  // namespace plantproof::metrics
