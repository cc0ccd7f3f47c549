#include "metrics/outlier.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

// NIST/SEMATECH e-Handbook 1.3.5.17.1: G = 2.4688; the critical value at 1 % is 2.274 (ISO 5725-2, table 5, n = 8).
const std::vector<double> kSpectrum = {199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57};

TEST(Outlier, IsNistsOfTheMassSpectrometer) {
  EXPECT_EQ(outlier(kSpectrum), 7U);
}

TEST(Outlier, MayLieBelowAndFarFromZero) {
  std::vector<double> mirrored = kSpectrum;
  for (double& x : mirrored) x = 1e9 - x;
  EXPECT_EQ(outlier(mirrored), 7U);
}

TEST(Outlier, IsWhatDestroysWelchInRsManual) {
  std::vector<double> sample(14);
  std::iota(sample.begin(), sample.end(), 7);
  EXPECT_EQ(outlier(sample), std::nullopt);
  sample.push_back(200);
  EXPECT_EQ(outlier(sample), 14U);
}

TEST(Outlier, BeginsAboveTheCriticalValueOfIso5725) {
  // n = 10: 2.482. With nine values -1 .. 1 the tenth at x has G = 2.482 at x = 3.6382 (solved with scipy).
  std::vector<double> sample = {-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 0};
  sample.back() = 3.638;
  EXPECT_EQ(outlier(sample), std::nullopt);
  sample.back() = 3.639;
  EXPECT_EQ(outlier(sample), 9U);
}

TEST(Outlier, IsNoneWhereNothingVariesOrThereAreTooFew) {
  EXPECT_EQ(outlier({}), std::nullopt);
  EXPECT_EQ(outlier(std::vector{1.0}), std::nullopt);
  EXPECT_EQ(outlier(std::vector{1.0, 1000.0}), std::nullopt);
  EXPECT_EQ(outlier(std::vector(9, 5.0)), std::nullopt);
}

TEST(Outlier, IsNamedInOnePercentOfCleanSamples) {
  constexpr unsigned kSeed = 5;
  std::mt19937 random(kSeed);
  std::normal_distribution<> normal;
  int named = 0;
  for (int i = 0; i < 10000; ++i) {
    std::vector<double> sample(10);
    std::ranges::generate(sample, [&] { return normal(random); });
    named += outlier(sample) ? 1 : 0;
  }
  EXPECT_NEAR(named, 100, 30) << "seed " << kSeed;
}

}  // namespace
}  // namespace plantproof::metrics
