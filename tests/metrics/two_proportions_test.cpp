#include "metrics/two_proportions.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Comparator;

constexpr core::Confidence k95(0.95);

// Expected bounds: the published closed forms in numpy, on scipy.stats.beta.ppf limits.
void expect_estimate(const Estimate& estimate, double value, double lower, double upper) {
  EXPECT_NEAR(*estimate.value, value, 1e-12);
  EXPECT_NEAR(*estimate.lower, lower, 1e-9 * (1 + std::abs(lower)));
  EXPECT_NEAR(*estimate.upper, upper, 1e-9);
  EXPECT_EQ(estimate.method, Method::Mover);
}

TEST(DifferenceOfProportions, HasTheMoverBounds) {
  expect_estimate(difference_of_proportions({56, 70}, {48, 80}, k95), 0.2, 0.06764292883385203, 0.32332716596276034);
  expect_estimate(difference_of_proportions({40, 1000}, {15, 900}, k95), 7.0 / 300, 0.01020411287016795,
                  0.03669986345905129);
  EXPECT_EQ(difference_of_proportions({40, 1000}, {15, 900}, k95).n, 1900);
}

TEST(DifferenceOfProportions, IsLimitedByBothArmsWhenNothingEverHappened) {
  // Either limit alone is 1 - 0.05^(1/100).
  expect_estimate(difference_of_proportions({0, 100}, {0, 100}, k95), 0, std::pow(0.05, 0.01) - 1,
                  1 - std::pow(0.05, 0.01));
}

TEST(RelativeReduction, HasTheMoverBounds) {
  expect_estimate(relative_reduction({56, 70}, {48, 80}, k95), 0.25, 0.09220496223773789, 0.3853496774918278);
  expect_estimate(relative_reduction({40, 1000}, {15, 900}, k95), 7.0 / 12, 0.3048837930770891, 0.7576775221002323);
}

TEST(RelativeReduction, KeepsItsUpperBoundWhereThePublishedFormIsSingular) {
  // The upper limit of 1 of 10 is more than twice the share.
  expect_estimate(relative_reduction({1, 10}, {3, 10}, k95), -2, -59.24358342349879, 0.5327507148756783);
}

TEST(RelativeReduction, IsCompleteWhereNothingHappensAnyMore) {
  expect_estimate(relative_reduction({40, 1000}, {0, 1000}, k95), 1, 0.9229330797088354, 1);
}

TEST(RelativeReduction, HasNothingToReduceWhereNothingHappenedBefore) {
  const Estimate estimate = relative_reduction({0, 1000}, {3, 1000}, k95);
  EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper || estimate.needed_n);
  ASSERT_EQ(estimate.notes.size(), 1U);
  EXPECT_EQ(estimate.notes[0].en, "it never happened before: there is nothing to reduce");
}

TEST(TwoProportions, HaveNothingToSayOfAnArmWithoutTrials) {
  for (const Estimate& estimate :
       {difference_of_proportions({0, 0}, {3, 10}, k95), difference_of_proportions({3, 10}, {0, 0}, k95),
        relative_reduction({0, 0}, {3, 10}, k95), relative_reduction({3, 10}, {0, 0}, k95)}) {
    EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper || estimate.needed_n);
    EXPECT_EQ(estimate.n, 10);
  }
}

TEST(TwoProportions, NeedTheTrialsAtWhichTheBoundClears) {
  for (const core::Requirement requirement :
       {core::Requirement{Comparator::GreaterOrEqual, 0.1}, core::Requirement{Comparator::Less, 0.5}}) {
    for (const auto compare : {difference_of_proportions, relative_reduction}) {
      // 60 % against 40 % in equal arms of multiples of five, so that a plan of n trials is the same estimate at n / 2
      // each.
      const auto planned = [&](std::int64_t each) { return compare({each / 5 * 3, each}, {each / 5 * 2, each}, k95); };
      const Estimate small = planned(20);
      const auto needed = small.needed_n(requirement);
      ASSERT_TRUE(needed);
      const std::int64_t each = *needed / 2;
      EXPECT_EQ(*needed % 2, 0);
      const bool asks_for_more = requirement.wants_large();
      const auto bound = [&](const Estimate& estimate) { return asks_for_more ? *estimate.lower : *estimate.upper; };
      EXPECT_TRUE(requirement.is_met_by(bound(planned((each + 4) / 5 * 5))));
      EXPECT_FALSE(requirement.is_met_by(bound(planned((each - 1) / 5 * 5))));
    }
  }
}

TEST(TwoProportions, NeedNoNumberOfTrialsAtTheLimitOrTooCloseToIt) {
  const Estimate estimate = relative_reduction({40, 100}, {30, 100}, k95);
  EXPECT_EQ(estimate.needed_n({Comparator::GreaterOrEqual, *estimate.value}), std::nullopt);
  EXPECT_EQ(estimate.needed_n({Comparator::GreaterOrEqual, *estimate.value - 1e-9}), std::nullopt);
}

TEST(TwoProportions, NeedOnlyAFewTrialsWhereTheSharesAreFarApart) {
  const Estimate estimate = relative_reduction({1, 1'000'000}, {900'000, 1'000'000}, k95);
  EXPECT_LE(estimate.needed_n({Comparator::GreaterOrEqual, 0.2}).value(), 20);
}

TEST(TwoProportions, BracketTheirValueAndWidenWithConfidenceOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    const auto count = [&] {
      const std::int64_t trials = std::uniform_int_distribution<std::int64_t>(2, 2000)(random);
      return Arm{{std::uniform_int_distribution<std::int64_t>(1, trials)(random), trials}};
    };
    const Arm before = count();
    const Arm after = count();
    for (const auto compare : {difference_of_proportions, relative_reduction}) {
      const Estimate loose = compare(before, after, core::Confidence(0.9));
      const Estimate tight = compare(before, after, core::Confidence(0.99));
      EXPECT_TRUE(*tight.lower <= *loose.lower && *loose.lower <= *loose.value) << "seed " << seed;
      EXPECT_TRUE(*loose.value <= *loose.upper && *loose.upper <= *tight.upper) << "seed " << seed;
    }
  }
}

TEST(TwoProportions, MissTheTruthNoMoreOftenThanAlpha) {
  constexpr unsigned kSeed = 24;
  std::mt19937 random(kSeed);
  std::binomial_distribution<std::int64_t> before(2000, 0.04);
  std::binomial_distribution<std::int64_t> after(3000, 0.02);
  int difference_too_high = 0;
  int reduction_too_high = 0;
  for (int i = 0; i < 2000; ++i) {
    const Arm old_arm{{before(random), 2000}};
    const Arm new_arm{{after(random), 3000}};
    difference_too_high += *difference_of_proportions(old_arm, new_arm, k95).lower > 0.02 ? 1 : 0;
    reduction_too_high += *relative_reduction(old_arm, new_arm, k95).lower > 0.5 ? 1 : 0;
  }
  EXPECT_TRUE(30 <= difference_too_high && difference_too_high <= 135) << difference_too_high << ", seed " << kSeed;
  EXPECT_TRUE(30 <= reduction_too_high && reduction_too_high <= 135) << reduction_too_high << ", seed " << kSeed;
}

}  // namespace
}  // namespace plantproof::metrics
