#include "metrics/mean.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Comparator;

constexpr core::Confidence k95(0.95);
const std::vector<double> kFive = {99, 101, 98, 104, 103};

// NIST StRD Lew.dat: deflections of a steel-concrete beam, 200 values.
const std::vector<double> kLew = {
    -213, -564, -35,  -15,  141,  115,  -420, -360, 203,  -338, -431, 194,  -220, -513, 154,  -125, -559, 92,   -21,
    -579, -52,  99,   -543, -175, 162,  -457, -346, 204,  -300, -474, 164,  -107, -572, -8,   83,   -541, -224, 180,
    -420, -374, 201,  -236, -531, 83,   27,   -564, -112, 131,  -507, -254, 199,  -311, -495, 143,  -46,  -579, -90,
    136,  -472, -338, 202,  -287, -477, 169,  -124, -568, 17,   48,   -568, -135, 162,  -430, -422, 172,  -74,  -577,
    -13,  92,   -534, -243, 194,  -355, -465, 156,  -81,  -578, -64,  139,  -449, -384, 193,  -198, -538, 110,  -44,
    -577, -6,   66,   -552, -164, 161,  -460, -344, 205,  -281, -504, 134,  -28,  -576, -118, 156,  -437, -381, 200,
    -220, -540, 83,   11,   -568, -160, 172,  -414, -408, 188,  -125, -572, -32,  139,  -492, -321, 205,  -262, -504,
    142,  -83,  -574, 0,    48,   -571, -106, 137,  -501, -266, 190,  -391, -406, 194,  -186, -553, 83,   -13,  -577,
    -49,  103,  -515, -280, 201,  300,  -506, 131,  -45,  -578, -80,  138,  -462, -361, 201,  -211, -554, 32,   74,
    -533, -235, 187,  -372, -442, 182,  -147, -566, 25,   68,   -535, -244, 194,  -351, -463, 174,  -125, -570, 15,
    72,   -550, -190, 172,  -424, -385, 198,  -218, -536, 96};

// NIST StRD Michelso.dat: speed of light in air, less 299 000 km/s, 100 values.
const std::vector<double> kMichelson = {
    850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960,
    960, 940, 960, 940,  880, 800, 850, 880, 900, 840, 830,  790, 810, 880, 880, 830, 800,  790,  760, 800,
    880, 880, 880, 860,  720, 720, 620, 860, 970, 950, 880,  910, 850, 870, 840, 840, 850,  840,  840, 840,
    890, 810, 810, 820,  800, 770, 760, 740, 750, 760, 910,  920, 890, 860, 880, 720, 840,  850,  850, 780,
    890, 840, 780, 810,  760, 810, 790, 810, 820, 850, 870,  870, 810, 740, 810, 940, 950,  800,  810, 870};

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
  EXPECT_FALSE(mean({}, k95).value);
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
