#include "metrics/difference.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

constexpr core::Confidence k95(0.95);
constexpr double kInfinite = std::numeric_limits<double>::infinity();

Estimate of(double value, double lower, double upper, Method method = Method::StudentT) {
  Estimate estimate;
  estimate.value = value;
  estimate.lower = lower;
  estimate.upper = upper;
  estimate.method = method;
  return estimate;
}

TEST(Difference, TakesTheBoundsThatAreFarthestApart) {
  const Difference found = difference(of(10, 8, 11), of(15, 14, 19), k95);
  EXPECT_EQ(found.value, 5);
  EXPECT_EQ(found.lower, 3);
  EXPECT_EQ(found.upper, 11);
  EXPECT_EQ(found.change, Change::Higher);
  EXPECT_DOUBLE_EQ(found.confidence, 0.9);
}

TEST(Difference, TurnsItsSignWithTheOrder) {
  const Difference found = difference(of(15, 14, 19), of(10, 8, 11), k95);
  EXPECT_EQ(found.value, -5);
  EXPECT_EQ(found.lower, -11);
  EXPECT_EQ(found.upper, -3);
  EXPECT_EQ(found.change, Change::Lower);
}

TEST(Difference, IsNotShownWhereIntervalsTouch) {
  EXPECT_EQ(difference(of(10, 8, 12), of(13, 12, 14), k95).change, Change::NotShown);
  EXPECT_EQ(difference(of(10, 8, 12), of(13, 12.0001, 14), k95).change, Change::Higher);
}

TEST(Difference, IsExactWhereEverythingWasCounted) {
  const Difference found = difference(of(0.5, 0.5, 0.5, Method::Census), of(0.6, 0.6, 0.6, Method::Census), k95);
  EXPECT_EQ(found.lower, found.value);
  EXPECT_EQ(found.upper, found.value);
  EXPECT_EQ(found.confidence, 1);
  EXPECT_EQ(found.change, Change::Higher);
  const Estimate half = of(0.5, 0.5, 0.5, Method::Census);
  EXPECT_EQ(difference(half, half, k95).change, Change::Same);
  EXPECT_EQ(difference(half, of(0.5, 0.5, 0.5), k95).change, Change::NotShown);
  EXPECT_DOUBLE_EQ(difference(half, of(0.6, 0.5, 0.7), k95).confidence, 0.95);
}

TEST(Difference, HasNoBoundWhereAnEstimateHasNone) {
  Estimate open = of(10, 8, 12);
  open.upper.reset();
  const Difference rising = difference(open, of(20, 15, 25), k95);
  EXPECT_FALSE(rising.lower);
  EXPECT_EQ(rising.upper, 17);
  EXPECT_EQ(rising.change, Change::NotShown);
  EXPECT_EQ(difference(of(20, 15, 25), open, k95).lower, -17);
  open.lower.reset();
  EXPECT_EQ(difference(open, open, k95).change, Change::Unknown);
  EXPECT_EQ(difference({}, of(1, 1, 1), k95).value, std::nullopt);
}

TEST(Difference, OfWhatWasOnlySeenHasNoBound) {
  const Difference found = difference(of(21, 21, 21, Method::Extremum), of(9, 8, 10), k95);
  EXPECT_EQ(found.value, -12);
  EXPECT_EQ(found.change, Change::Unknown);
}

TEST(Difference, FromAnInfiniteDelayIsKnownByItsSign) {
  const Estimate lost = of(kInfinite, kInfinite, kInfinite);
  const Difference better = difference(lost, of(10, 8, 12), k95);
  EXPECT_EQ(better.value, -kInfinite);
  EXPECT_EQ(better.upper, -kInfinite);
  EXPECT_FALSE(better.lower);
  EXPECT_EQ(better.change, Change::Lower);
  EXPECT_EQ(difference(of(10, 8, 12), lost, k95).change, Change::Higher);
  EXPECT_EQ(difference(lost, lost, k95).value, std::nullopt);
  EXPECT_EQ(difference(lost, lost, k95).change, Change::Unknown);
  EXPECT_EQ(difference(of(10, 8, kInfinite), of(20, 15, kInfinite), k95).change, Change::Unknown);
}

/// How often a difference is claimed of two normal values that have the same mean, of 4000. Their correlation is
/// -`opposed` squared.
int wrong_claims(double opposed) {
  constexpr double kZ95 = 1.6448536269514722;
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  int claims = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    const double common = opposed * normal(random);
    const double own = std::sqrt(1 - opposed * opposed);
    const double first = common + own * normal(random);
    const double second = -common + own * normal(random);
    const Change change =
        difference(of(first, first - kZ95, first + kZ95), of(second, second - kZ95, second + kZ95), k95).change;
    if (change == Change::Higher || change == Change::Lower) ++claims;
  }
  return claims;
}

// Each way a claim errs in 10 % at most. Of independent values it is 2 % both ways together (z of 2.326), of opposed
// ones 10 %; 3 binomial deviations are 27 and 57 of 4000.
TEST(Difference, IsSeldomClaimedOfEqualsWhateverTheirDependence) {
  EXPECT_NEAR(wrong_claims(0), 80, 27);
  EXPECT_NEAR(wrong_claims(1), 400, 57);
}

}  // namespace
}  // namespace plantproof::metrics
