#include "metrics/planning_by_units.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "metrics/dependence.hpp"
#include "metrics/proportion.hpp"
#include "metrics/quantile.hpp"
#include "metrics/two_proportions.hpp"

// Expected chances are those of trials by the estimators themselves, which know nothing of the plan.
namespace plantproof::metrics {
namespace {

constexpr core::Confidence k95(0.95);
constexpr Confidences kBoth95{k95, k95};
constexpr double kLimit = 0.05;
constexpr core::QuantileRank kRank(95, 100);

struct Trials {
  int n = 0;
  int passes = 0;
  int fails = 0;

  void add(bool passed, bool failed) {
    ++n;
    passes += passed ? 1 : 0;
    fails += failed ? 1 : 0;
  }
};

/// Four standard errors of a share of so many trials, and the 2 % that the draws of a plan are accurate to.
double tolerance(double share, int trials) {
  return 4 * std::sqrt(share * (1 - share) / trials) + 0.02;
}

void expect_agreement(const Outcome& planned, const Trials& seen) {
  EXPECT_NEAR(seen.passes / static_cast<double>(seen.n), planned.pass, tolerance(planned.pass, seen.n));
  EXPECT_NEAR(seen.fails / static_cast<double>(seen.n), planned.fail, tolerance(planned.fail, seen.n));
}

/// Independent rows from 0 to 1, uniform.
std::vector<Series> uniform_runs(int runs, std::int64_t n, std::mt19937& random) {
  std::uniform_real_distribution<> uniform;
  std::vector<Series> all(static_cast<std::size_t>(runs));
  for (Series& run : all) {
    for (std::int64_t row = 0; row < n / runs; ++row) run.values.push_back(uniform(random));
  }
  return all;
}

Trials proportions(int runs, std::int64_t n, double bad, int trials) {
  std::mt19937 random(1);
  Trials seen;
  while (seen.n < trials) {
    std::vector<Series> rows = uniform_runs(runs, n, random);
    for (Series& run : rows) {
      for (double& value : run.values) value = value < bad ? 1 : 0;
    }
    const Estimate share = proportion(rows, 1, k95);
    seen.add(*share.upper < kLimit, *share.lower >= kLimit);
  }
  return seen;
}

Trials quantiles(int runs, std::int64_t n, double bad, int trials) {
  std::mt19937 random(2);
  Trials seen;
  while (seen.n < trials) {
    const Estimate value = quantile(uniform_runs(runs, n, random), kRank, 1, k95);
    seen.add(value.upper && *value.upper < 1 - bad, value.lower && *value.lower >= 1 - bad);
  }
  return seen;
}

class ShareByUnitsOf : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Runs, ShareByUnitsOf, ::testing::Values(1, 2, 3, 5, 10, 30));

TEST_P(ShareByUnitsOf, PassesAsOftenAsAProportionDoes) {
  const UnitDraws draws(GetParam(), k95);
  const ShareByUnits plan(kLimit, kLimit, kBoth95, draws, draws, JudgedAs::Proportion);
  const std::int64_t n = *plan.enough(0.025, 0.8);
  EXPECT_EQ(n % GetParam(), 0);
  EXPECT_GE(plan.outcome(n, 0.025).pass, 0.8);
  expect_agreement(plan.outcome(n, 0.025), proportions(GetParam(), n, 0.025, 500));
}

TEST_P(ShareByUnitsOf, PassesAsOftenAsAQuantileDoes) {
  const UnitDraws draws(GetParam(), k95);
  const ShareByUnits plan(kLimit, kLimit, kBoth95, draws, draws, JudgedAs::Quantile);
  const std::int64_t n = *plan.enough(0.025, 0.8);
  expect_agreement(plan.outcome(n, 0.025), quantiles(GetParam(), n, 0.025, 500));
}

TEST_P(ShareByUnitsOf, FailsAsOftenAsTheyDo) {
  const UnitDraws draws(GetParam(), k95);
  constexpr std::int64_t kRows = 900;
  constexpr double kBad = 0.085;
  const ShareByUnits share(kLimit, kLimit, kBoth95, draws, draws, JudgedAs::Proportion);
  expect_agreement(share.outcome(kRows, kBad), proportions(GetParam(), kRows, kBad, 500));
  const ShareByUnits late(kLimit, kLimit, kBoth95, draws, draws, JudgedAs::Quantile);
  expect_agreement(late.outcome(kRows, kBad), quantiles(GetParam(), kRows, kBad, 500));
}

TEST(ShareByUnits, TakesMoreThanOneRunAndLessTheMoreRunsThereAre) {
  const std::int64_t of_one = acceptance_plan(0.025, kLimit, kBoth95, 0.9)->n;
  std::int64_t last = 1'000'000;
  for (const int runs : {2, 3, 5, 10}) {
    const UnitDraws draws(runs, k95);
    const ShareByUnits plan(kLimit, kLimit, kBoth95, draws, draws, JudgedAs::Proportion);
    const std::int64_t n = *plan.enough(0.025, 0.9);
    EXPECT_LT(n, last) << runs;
    EXPECT_GT(n, of_one) << runs;
    last = n;
  }
}

TEST(ShareByUnits, WithoutBadOnesIsThatOfIndependentRows) {
  const UnitDraws draws(5, k95);
  const ShareByUnits plan(0.01, 0.01, kBoth95, draws, draws, JudgedAs::Quantile);
  EXPECT_EQ(plan.fewest_trials(0), 300);  // 299 in five runs alike
  EXPECT_DOUBLE_EQ(plan.outcome(300, 0).pass, 1);
  EXPECT_EQ(plan.usual_numbers(300).pass_to, 0);
  EXPECT_EQ(plan.usual_numbers(295).pass_to, std::nullopt);
  EXPECT_EQ(plan.outcome(0, 0.5).inconclusive, 1);
  EXPECT_DOUBLE_EQ(plan.outcome(300, 1).fail, 1);
}

TEST(ShareByUnits, HasNoAmountForATruthAtTheLimit) {
  const UnitDraws draws(2, k95);
  const ShareByUnits plan(0.01, 0.01, kBoth95, draws, draws, JudgedAs::Proportion);
  EXPECT_FALSE(plan.enough(0.01, 0.9));
  EXPECT_FALSE(plan.enough(0.01 * (1 - 1e-6), 0.9));
}

TEST(ShareByUnits, FailsBeyondTheRejectedLimitOnly) {
  const UnitDraws draws(5, k95);
  const ShareByUnits at_limit(0.05, 0.05, kBoth95, draws, draws, JudgedAs::Proportion);
  const ShareByUnits beyond(0.05, 0.1, kBoth95, draws, draws, JudgedAs::Proportion);
  EXPECT_DOUBLE_EQ(beyond.outcome(2000, 0.09).pass, at_limit.outcome(2000, 0.09).pass);
  EXPECT_GT(at_limit.outcome(2000, 0.09).fail, 0.9);
  EXPECT_LT(beyond.outcome(2000, 0.09).fail, 0.05);
  const ShareByUnits never(0.05, 1, kBoth95, draws, draws, JudgedAs::Proportion);
  EXPECT_EQ(never.outcome(2000, 0.5).fail, 0);
}

// scipy: t = 2.132 of 5 runs, 1.943 of 7, 1.895 of 8; 2 * 5 / 2.132^2 = 2.2 lies between 7 / 1.943^2 and 8 / 1.895^2.
TEST(NeededUnits, CountThatMoreUnitsTellTheirSpreadBetter) {
  EXPECT_EQ(needed_units(5, 1, k95), 5);
  EXPECT_EQ(needed_units(5, 2, k95), 8);
  EXPECT_EQ(needed_units(2, 10, k95), 4);  // 10 * 2 / 6.314^2 = 0.502; 3 / 2.920^2 = 0.352, 4 / 2.353^2 = 0.722
  EXPECT_EQ(needed_units(5, 1e6, k95), std::nullopt);
}

TEST(SharesByUnits, PassAsOftenAsARelativeReductionDoes) {
  constexpr int kRuns = 10;
  const UnitDraws draws(kRuns, k95);
  const SharesClaim claim{.factor = 0.8, .points = 0, .before = 0.1, .after = 0.06};
  const std::int64_t n = *units_per_arm(claim, kBoth95, 0.8, draws, draws);
  EXPECT_GT(n, *units_per_arm(claim, kBoth95, 0.8));
  std::mt19937 random(3);
  Trials seen;
  while (seen.n < 400) {
    const auto arm = [&](double bad) {
      std::vector<Series> rows = uniform_runs(kRuns, n, random);
      for (Series& run : rows) {
        for (double& value : run.values) value = value < bad ? 1 : 0;
      }
      return Arm{count_of(rows), dependence_of_share(rows, 1, k95).design_effect()};
    };
    const Estimate reduction = relative_reduction(arm(claim.before), arm(claim.after), k95);
    seen.add(*reduction.lower >= 0.2, *reduction.upper < 0.2);
  }
  expect_agreement(outcome(claim, n, kBoth95, draws, draws), seen);
}

}  // namespace
}  // namespace plantproof::metrics
