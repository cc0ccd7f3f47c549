#include "validators/guard_band.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace plantproof::validators {
namespace {

constexpr core::Requirement kBelowTen{core::Comparator::Less, 10};
constexpr core::Requirement kAtLeastHalf{core::Comparator::GreaterOrEqual, 0.5};
constexpr GuardBand kGuarded{.rule = DecisionRule::Guarded, .r = 1, .expanded_uncertainty = 0.5};
constexpr GuardBand kNonBinary{.rule = DecisionRule::NonBinary, .r = 1, .expanded_uncertainty = 0.5};

metrics::Estimate between(std::optional<double> lower, double value, std::optional<double> upper) {
  metrics::Estimate estimate;
  estimate.value = value;
  estimate.lower = lower;
  estimate.upper = upper;
  return estimate;
}

/// Counted in full: the bounds are the value.
metrics::Estimate exactly(double value) {
  return between(value, value, value);
}

TEST(GuardBand, MovesTheLimitToItsGoodSide) {
  EXPECT_DOUBLE_EQ(kGuarded.acceptance(kBelowTen).limit, 9.5);
  EXPECT_DOUBLE_EQ(kGuarded.rejection(kBelowTen).limit, 10);
  EXPECT_DOUBLE_EQ(kNonBinary.rejection(kBelowTen).limit, 10.5);
  const GuardBand twice{.rule = DecisionRule::NonBinary, .r = 2, .expanded_uncertainty = 0.01};
  EXPECT_DOUBLE_EQ(twice.acceptance(kAtLeastHalf).limit, 0.52);
  EXPECT_DOUBLE_EQ(twice.rejection(kAtLeastHalf).limit, 0.48);
}

TEST(GuardBand, OfTheSimpleRuleHasNoWidth) {
  const GuardBand simple{.rule = DecisionRule::Simple, .r = 1, .expanded_uncertainty = 0.5};
  EXPECT_EQ(simple.width(), 0);
  for (const double value : {9.4, 9.6, 10.0, 10.2, 10.6}) {
    EXPECT_EQ(judge(exactly(value), kBelowTen, simple), judge(exactly(value), kBelowTen)) << value;
  }
}

TEST(GuardedAcceptance, PassesBeyondTheAcceptanceLimitOnlyAndFailsAtTheLimit) {
  EXPECT_EQ(judge(exactly(9.4), kBelowTen, kGuarded), Verdict::Pass);
  EXPECT_EQ(judge(exactly(9.5), kBelowTen, kGuarded), Verdict::Inconclusive);
  EXPECT_EQ(judge(exactly(9.6), kBelowTen, kGuarded), Verdict::Inconclusive);
  EXPECT_EQ(judge(exactly(10), kBelowTen, kGuarded), Verdict::Fail);
  EXPECT_EQ(conformance(exactly(9.4), kBelowTen, kGuarded), Conformance::Pass);
  EXPECT_EQ(conformance(exactly(9.6), kBelowTen, kGuarded), std::nullopt);
  EXPECT_EQ(conformance(exactly(10), kBelowTen, kGuarded), Conformance::Fail);
}

TEST(GuardedAcceptance, IsDecidedByTheBounds) {
  EXPECT_EQ(judge(between(9, 9.2, 9.49), kBelowTen, kGuarded), Verdict::Pass);
  EXPECT_EQ(judge(between(9, 9.2, 9.51), kBelowTen, kGuarded), Verdict::Inconclusive);
  EXPECT_EQ(judge(between(9.99, 10.2, 10.4), kBelowTen, kGuarded), Verdict::Inconclusive);
  EXPECT_EQ(judge(between(0.1, 0.2, std::nullopt), kBelowTen, kGuarded), Verdict::Inconclusive);
}

// ILAC-G8:09/2019, 4.2.3: the four statements, with w = U.
TEST(NonBinaryRule, MakesFourStatements) {
  EXPECT_EQ(conformance(exactly(9.49), kBelowTen, kNonBinary), Conformance::Pass);
  EXPECT_EQ(conformance(exactly(9.5), kBelowTen, kNonBinary), Conformance::ConditionalPass);
  EXPECT_EQ(conformance(exactly(9.99), kBelowTen, kNonBinary), Conformance::ConditionalPass);
  EXPECT_EQ(conformance(exactly(10), kBelowTen, kNonBinary), Conformance::ConditionalFail);
  EXPECT_EQ(conformance(exactly(10.49), kBelowTen, kNonBinary), Conformance::ConditionalFail);
  EXPECT_EQ(conformance(exactly(10.5), kBelowTen, kNonBinary), Conformance::Fail);
}

TEST(NonBinaryRule, LeavesWhatIsConditionalInconclusive) {
  EXPECT_EQ(judge(exactly(9.4), kBelowTen, kNonBinary), Verdict::Pass);
  EXPECT_EQ(judge(exactly(9.6), kBelowTen, kNonBinary), Verdict::Inconclusive);
  EXPECT_EQ(judge(exactly(10.2), kBelowTen, kNonBinary), Verdict::Inconclusive);
  EXPECT_EQ(judge(exactly(10.6), kBelowTen, kNonBinary), Verdict::Fail);
}

TEST(NonBinaryRule, StatesNothingWhereTheBoundsAreOnBothSidesOfTheLimit) {
  EXPECT_EQ(conformance(between(9.9, 10, 10.1), kBelowTen, kNonBinary), std::nullopt);
}

TEST(GuardBand, KeepsContradictoryEvidenceInvalid) {
  EXPECT_EQ(judge(exactly(std::numeric_limits<double>::quiet_NaN()), kBelowTen, kNonBinary), Verdict::Invalid);
}

TEST(GuardBand, LeavesNothingToSettleWithinIt) {
  EXPECT_DOUBLE_EQ(to_settle(between(8, 9, 11), kBelowTen, kGuarded)->limit, 9.5);
  EXPECT_FALSE(to_settle(between(8, 9.6, 11), kBelowTen, kGuarded));
  EXPECT_DOUBLE_EQ(to_settle(between(8, 10.2, 11), kBelowTen, kGuarded)->limit, 10);
  EXPECT_FALSE(to_settle(between(8, 10.2, 11), kBelowTen, kNonBinary));
  EXPECT_DOUBLE_EQ(to_settle(between(8, 9.6, 11), kBelowTen, GuardBand{})->limit, 10);
  EXPECT_FALSE(to_settle({}, kBelowTen, kGuarded));
}

// scipy.stats.norm.cdf(2.4), (1.6), (-0.8)
TEST(ConformanceProbability, IsTheNormalTailBeyondTheLimit) {
  EXPECT_NEAR(conformance_probability(9.4, kBelowTen, 0.5), 0.991802, 5e-7);
  EXPECT_NEAR(conformance_probability(9.6, kBelowTen, 0.5), 0.945201, 5e-7);
  EXPECT_NEAR(conformance_probability(10.2, kBelowTen, 0.5), 0.211855, 5e-7);
  EXPECT_EQ(conformance_probability(10, kBelowTen, 0.5), 0.5);
  EXPECT_NEAR(conformance_probability(0.56, kAtLeastHalf, 0.05), 0.991802, 5e-7);
  EXPECT_EQ(conformance_probability(std::numeric_limits<double>::infinity(), kBelowTen, 0.5), 0);
}

}  // namespace
}  // namespace plantproof::validators
