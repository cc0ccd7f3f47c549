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

TEST(Mean, HasNoValueOfNothing) {
  EXPECT_FALSE(mean(std::vector<Series>{}, k95).value);
  EXPECT_FALSE(mean(std::vector<Series>(3), k95).value);
}

TEST(Mean, MovesWithAllValuesAndMirrors) {
  std::mt19937 random(6);
  std::vector<double> values(500);
  std::ranges::generate(values, [&] { return std::normal_distribution<>(10, 2)(random); });
  const Estimate estimate = mean(std::vector<Series>{{values, {}}}, k95);
  EXPECT_TRUE(*estimate.lower < *estimate.value && *estimate.value < *estimate.upper);
  const Estimate far = mean(std::vector<Series>{{scaled(values, 1, 1e9), {}}}, k95);
  EXPECT_NEAR(*far.lower - 1e9, *estimate.lower, 1e-5);
  EXPECT_NEAR(*far.upper - 1e9, *estimate.upper, 1e-5);
  const Estimate mirrored = mean(std::vector<Series>{{scaled(values, -1, 0), {}}}, k95);
  EXPECT_NEAR(*mirrored.lower, -*estimate.upper, 1e-12);
  EXPECT_NEAR(*mirrored.upper, -*estimate.lower, 1e-12);
}

TEST(Mean, OfEqualValuesIsItsOwnBounds) {
  const Estimate estimate = mean(std::vector<Series>(2, {std::vector<double>(3000, 9.9995), {}}), k95);
  EXPECT_TRUE(estimate.value == 9.9995 && estimate.lower == 9.9995 && estimate.upper == 9.9995);
  EXPECT_EQ(estimate.effective_n, 6000);
}

TEST(Mean, HasNoBoundsWhereFewValuesCarryIt) {
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

}  // namespace
}  // namespace plantproof::metrics
