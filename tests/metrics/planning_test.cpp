#include "metrics/planning.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "metrics/dependence.hpp"
#include "metrics/mean.hpp"
#include "metrics/proportion.hpp"
#include "metrics/quantile.hpp"
#include "metrics/ratio.hpp"
#include "metrics/two_proportions.hpp"

// Expected numbers are those of the decision rule's own document, or scipy's (binom, norm, nct), as noted.
namespace plantproof::metrics {
namespace {

constexpr core::Confidence k95(0.95);
constexpr Confidences kBoth95{k95, k95};

TEST(FewestTrials, OfEveryNumberOfErrorsAllowed) {
  const std::vector<std::int64_t> allowed = {0, 1, 2, 3, 5, 10};
  const auto fewest = [&](double limit, core::Confidence confidence) {
    std::vector<std::int64_t> n;
    for (const std::int64_t errors : allowed) n.push_back(fewest_trials(errors, limit, confidence));
    return n;
  };
  EXPECT_EQ(fewest(1e-4, k95), (std::vector<std::int64_t>{29956, 47437, 62956, 77535, 105128, 169619}));
  EXPECT_EQ(fewest(0.02, k95), (std::vector<std::int64_t>{149, 236, 313, 386, 523, 845}));
  EXPECT_EQ(fewest(0.05, k95), (std::vector<std::int64_t>{59, 93, 124, 153, 208, 336}));
  EXPECT_EQ(fewest(0.02, k95.shared_by(2)), (std::vector<std::int64_t>{183, 277, 359, 436, 581, 916}));  // scipy
}

TEST(AcceptanceNumbers, AreThoseOfTheBinomial) {
  const auto check = [](std::int64_t n, double limit, std::int64_t pass_to, std::int64_t fail_from) {
    const AcceptanceNumbers numbers = acceptance_numbers(n, limit, kBoth95);
    EXPECT_EQ(numbers.pass_to, pass_to) << n << " at " << limit;
    EXPECT_EQ(numbers.fail_from, fail_from) << n << " at " << limit;
  };
  check(1000, 0.02, 12, 29);
  check(1000, 0.05, 38, 63);
  check(10000, 0.001, 4, 16);
  check(100, 0.5, 41, 59);    // coverage: passes from 59 covered, fails to 41
  check(400, 0.5, 183, 217);  // passes from 217, fails to 183
  EXPECT_EQ(acceptance_numbers(29955, 1e-4, kBoth95).pass_to, std::nullopt);
  check(29956, 1e-4, 0, 7);
}

TEST(AcceptanceNumbers, OfNothingDecideNothing) {
  const AcceptanceNumbers numbers = acceptance_numbers(0, 0.5, kBoth95);
  EXPECT_EQ(numbers.pass_to, std::nullopt);
  EXPECT_EQ(numbers.fail_from, std::nullopt);
  EXPECT_EQ(outcome(numbers, 0.3).inconclusive, 1);
}

TEST(AcceptanceNumbers, AgreeWithTheVerdictOfProportionAndQuantile) {
  for (const std::int64_t n : {5, 59, 300, 1000}) {
    const AcceptanceNumbers numbers = acceptance_numbers(n, 0.05, kBoth95);
    for (std::int64_t bad = 0; bad <= std::min<std::int64_t>(n, 100); ++bad) {
      const Estimate share = proportion({bad, n}, k95);
      EXPECT_EQ(*share.upper < 0.05, numbers.pass_to && bad <= *numbers.pass_to) << bad << " of " << n;
      EXPECT_EQ(*share.lower >= 0.05, numbers.fail_from && bad >= *numbers.fail_from) << bad << " of " << n;
      std::vector<double> delays(static_cast<std::size_t>(n), 1.0);
      std::fill_n(delays.begin(), bad, 20.0);
      const Estimate p95 = quantile(delays, {95, 100}, k95);
      EXPECT_EQ(p95.upper && *p95.upper < 10, numbers.pass_to && bad <= *numbers.pass_to) << bad << " late of " << n;
      EXPECT_EQ(p95.lower && *p95.lower >= 10, numbers.fail_from && bad >= *numbers.fail_from)
          << bad << " late of " << n;
    }
  }
}

TEST(OperatingCharacteristic, OfAPlantTwiceAsGoodAsTheMisjudgmentLimit) {
  const auto passes = [](std::int64_t errors) {
    return outcome(acceptance_numbers(fewest_trials(errors, 1e-4, k95), 1e-4, kBoth95), 5e-5).pass;
  };
  EXPECT_NEAR(passes(0), 0.22, 0.005);
  EXPECT_NEAR(passes(3), 0.46, 0.005);
  EXPECT_NEAR(passes(10), 0.77, 0.005);
}

TEST(OperatingCharacteristic, AtTheLimitIsAlphaAtMost) {
  for (const std::int64_t n : {100, 1000, 29956, 100000}) {
    for (const double limit : {1e-4, 0.02, 0.5}) {
      const Outcome at_limit = outcome(acceptance_numbers(n, limit, kBoth95), limit);
      EXPECT_LE(at_limit.pass, 0.05) << n << " at " << limit;
      EXPECT_LE(at_limit.fail, 0.05) << n << " at " << limit;
      EXPECT_DOUBLE_EQ(at_limit.pass + at_limit.inconclusive + at_limit.fail, 1);
    }
  }
}

TEST(OperatingCharacteristic, OfTheEndsIsCertain) {
  const AcceptanceNumbers numbers = acceptance_numbers(100, 0.1, kBoth95);
  EXPECT_EQ(outcome(numbers, 0).pass, 1);
  EXPECT_EQ(outcome(numbers, 1).fail, 1);
}

TEST(AcceptancePlan, IsTheFirstWithTheWantedPower) {
  const auto plan = acceptance_plan(5e-5, 1e-4, kBoth95, 0.9);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->n, 254989);      // scipy
  EXPECT_EQ(plan->pass_to, 17);    // scipy
  EXPECT_EQ(plan->fail_from, 35);  // scipy
  EXPECT_NEAR(outcome(*plan, 5e-5).pass, 0.9037122408, 1e-9);
  EXPECT_NEAR(outcome(*plan, 1.5e-4).fail, 0.7220557117, 1e-9);
  EXPECT_EQ(acceptance_plan(0.01, 0.02, {k95.shared_by(2), k95}, 0.9)->n, 1539);  // scipy
}

TEST(AcceptancePlan, AllowsNoErrorForATruthWithoutErrors) {
  const auto plan = acceptance_plan(0, 0.02, kBoth95, 0.999);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->n, 149);
  EXPECT_EQ(plan->pass_to, 0);
}

TEST(AcceptancePlan, IsNoneWhereTheTruthIsNotBelowTheLimit) {
  EXPECT_FALSE(acceptance_plan(0.02, 0.02, kBoth95, 0.9));
  EXPECT_FALSE(acceptance_plan(0.03, 0.02, kBoth95, 0.9));
  EXPECT_FALSE(acceptance_plan(0.02 * (1 - 1e-9), 0.02, kBoth95, 0.9));
}

TEST(OfAll, MultipliesTheChancesOfIndependentGroups) {
  const Outcome all = of_all({0.9, 0.07, 0.03}, 4);
  EXPECT_DOUBLE_EQ(all.pass, 0.9 * 0.9 * 0.9 * 0.9);
  EXPECT_DOUBLE_EQ(all.fail, 1 - 0.97 * 0.97 * 0.97 * 0.97);
  EXPECT_NEAR(all.pass + all.inconclusive + all.fail, 1, 1e-15);
}

TEST(FewestForQuantile, OfOneSided95PercentVerdicts) {
  EXPECT_EQ(fewest_for_quantile({95, 100}, k95), 59);
  EXPECT_EQ(fewest_for_quantile({99, 100}, k95), 299);
  EXPECT_EQ(fewest_for_quantile({999, 1000}, k95), 2995);
  EXPECT_EQ(fewest_for_quantile({9999, 10000}, k95), 29956);
  EXPECT_EQ(fewest_for_quantile({99999, 100000}, k95), 299572);
}

TEST(DesignEffect, TriplesTheSamplesAtACorrelationOfOneHalf) {
  EXPECT_EQ(std::ceil(29956 * design_effect_of_ar1(0.5)), 89868);
  EXPECT_DOUBLE_EQ(design_effect_of_bursts(2), 3);
  EXPECT_DOUBLE_EQ(design_effect_of_bursts(1), 1);
  EXPECT_DOUBLE_EQ(design_effect_of_ar1(0), 1);
}

TEST(UnitsPerArm, OfTwentyPercentAskedAndTwentyFivePercentTrue) {
  const auto known = [](double variation) {
    return *units_per_arm_of_known_spread({1.2, 1.25, variation, true}, k95, 0.9);
  };
  EXPECT_EQ(known(0.05), 26);
  EXPECT_EQ(known(0.10), 103);
  EXPECT_EQ(known(0.20), 412);
  // scipy's noncentral t: the spread has to be estimated as well.
  const auto estimated = [](double variation) {
    return *units_per_arm(RatioClaim{1.2, 1.25, variation, true}, kBoth95, 0.9);
  };
  EXPECT_EQ(estimated(0.05), 27);
  EXPECT_EQ(estimated(0.10), 104);
  EXPECT_EQ(estimated(0.20), 413);
}

TEST(UnitsPerArm, OfAReductionMirrorThoseOfAnIncrease) {
  const RatioClaim cheaper{0.9, 0.85, 0.1, false};
  EXPECT_EQ(units_per_arm_of_known_spread(cheaper, k95, 0.9), 53);  // 52.496 by scipy
  EXPECT_EQ(units_per_arm(cheaper, kBoth95, 0.9), 54);              // scipy
}

TEST(UnitsPerArm, AreNoneOnTheWrongSideOfTheLimit) {
  EXPECT_FALSE(units_per_arm(RatioClaim{1.2, 1.2, 0.1, true}, kBoth95, 0.9));
  EXPECT_FALSE(units_per_arm(RatioClaim{1.2, 1.1, 0.1, true}, kBoth95, 0.9));
  EXPECT_FALSE(units_per_arm(SharesClaim{0.95, 0, 0.02, 0.0195}, kBoth95, 0.9));
}

TEST(UnitsPerArm, AreTwoAtLeast) {
  EXPECT_EQ(units_per_arm(RatioClaim{1.1, 3, 0.01, true}, kBoth95, 0.9), 2);
}

TEST(RatioOutcome, IsThatOfTheNoncentralT) {
  const Outcome good = outcome(RatioClaim{1.2, 1.25, 0.1, true}, 10, kBoth95);
  EXPECT_NEAR(good.pass, 0.2216791232, 1e-8);  // scipy
  EXPECT_NEAR(good.fail, 0.0057996386, 1e-8);
  const Outcome bad = outcome(RatioClaim{1.1, 0.95, 0.05, true}, 2, kBoth95);
  EXPECT_NEAR(bad.pass, 3.16870953e-5, 1e-8);
  EXPECT_NEAR(bad.fail, 0.592215079, 1e-8);
  EXPECT_NEAR(outcome(RatioClaim{1.2, 1.2, 0.1, true}, 50, kBoth95).pass, 0.05, 1e-9);
}

TEST(RatioOutcome, IsWhatTheVerdictDoesToRandomShifts) {
  std::mt19937_64 random(20260101);
  const RatioClaim claim{1.2, 1.25, 0.1, true};
  constexpr int kCampaigns = 4000;
  constexpr std::size_t kShifts = 60;
  std::normal_distribution<double> before_5g(100, 10);
  std::normal_distribution<double> with_5g(125, 12.5);
  int passed = 0;
  for (int i = 0; i < kCampaigns; ++i) {
    std::vector<double> before(kShifts);
    std::vector<double> after(kShifts);
    for (double& x : before) x = before_5g(random);
    for (double& x : after) x = with_5g(random);
    const Estimate estimate = ratio_of_means(before, after, k95);
    passed += *estimate.lower >= 1.2 ? 1 : 0;
  }
  const double expected = outcome(claim, kShifts, kBoth95).pass;
  EXPECT_NEAR(static_cast<double>(passed) / kCampaigns, expected,
              4 * std::sqrt(expected * (1 - expected) / kCampaigns));
}

TEST(SharesOutcome, IsNearlyWhatTheVerdictDoesToRandomUnits) {
  std::mt19937_64 random(20260102);
  const SharesClaim claim{0.95, 0, 0.05, 0.035};
  const std::int64_t n = *units_per_arm(claim, kBoth95, 0.9);
  EXPECT_EQ(n, 4201);  // 4200.74 by scipy's normal quantiles
  std::binomial_distribution<std::int64_t> bad_before(n, claim.before);
  std::binomial_distribution<std::int64_t> bad_after(n, claim.after);
  constexpr int kCampaigns = 2000;
  int passed = 0;
  for (int i = 0; i < kCampaigns; ++i) {
    const Estimate estimate = relative_reduction({bad_before(random), n}, {bad_after(random), n}, k95);
    passed += *estimate.lower >= 0.05 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(passed) / kCampaigns, 0.9, 0.03);  // normal theory against exact limits
}

TEST(SharesOutcome, OfPoints) {
  EXPECT_EQ(units_per_arm(SharesClaim{1, 0.04, 0.08, 0.02}, kBoth95, 0.9), 1996);  // 1995.4 by scipy
  EXPECT_NEAR(outcome(SharesClaim{1, 0.04, 0.08, 0.04}, 500, kBoth95).pass, 0.05, 1e-12);
}

}  // namespace
}  // namespace plantproof::metrics
