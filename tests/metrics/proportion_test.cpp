#include "metrics/proportion.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Comparator;
using core::Requirement;

constexpr core::Confidence k95(0.95);
constexpr Requirement kMisjudgment{Comparator::Less, 1e-4};
constexpr Requirement kYield{Comparator::GreaterOrEqual, 0.98};

bool passes(const Estimate& estimate, const Requirement& requirement) {
  return requirement.is_met_by(requirement.wants_large() ? *estimate.lower : *estimate.upper);
}

bool fails(const Estimate& estimate, const Requirement& requirement) {
  return !requirement.is_met_by(requirement.wants_large() ? *estimate.upper : *estimate.lower);
}

// Every n in turn, by the definition of the rounding and the bounds themselves: slow, and nothing of the search in it.
std::int64_t needed_by_trying(Count count, const Requirement& requirement) {
  const double share = static_cast<double>(count.successes) / static_cast<double>(count.trials);
  const auto settles = [&](Count planned) {
    const Estimate of_planned = proportion(planned, k95);
    const double bound = share < requirement.limit ? *of_planned.upper : *of_planned.lower;
    return requirement.is_met_by(bound) == requirement.is_met_by(share);
  };
  const auto rounded = [&](std::int64_t part, std::int64_t n) {
    return (2 * part * n + count.trials) / (2 * count.trials);
  };
  const std::int64_t failures = count.trials - count.successes;
  for (std::int64_t n = settles(count) ? 1 : count.trials + 1;; ++n) {
    if (settles({count.successes < failures ? rounded(count.successes, n) : n - rounded(failures, n), n})) return n;
  }
}

TEST(ClopperPearson, AgreesWithRsBinomTest) {
  // binom.test(682, 925), two-sided 95 %.
  EXPECT_NEAR(*proportion({682, 925}, core::Confidence(0.975)).lower, 0.7076683, 5e-8);
  EXPECT_NEAR(*proportion({682, 925}, core::Confidence(0.975)).upper, 0.7654066, 5e-8);
}

TEST(ClopperPearson, IsAPowerOfAlphaWhenAllTrialsAgree) {
  EXPECT_NEAR(*proportion({0, 10}, k95).upper, 1 - std::pow(0.05, 0.1), 1e-14);
  EXPECT_NEAR(*proportion({0, 10}, k95).upper, 0.2588656, 5e-8);
  EXPECT_NEAR(*proportion({10, 10}, k95).lower, 0.7411344, 5e-8);
  EXPECT_EQ(*proportion({0, 10}, k95).lower, 0);
  EXPECT_EQ(*proportion({10, 10}, k95).upper, 1);
}

TEST(ClopperPearson, BoundsOneTrialByAlpha) {
  EXPECT_NEAR(*proportion({0, 1}, k95).upper, 0.95, 1e-14);
  EXPECT_NEAR(*proportion({1, 1}, k95).lower, 0.05, 1e-14);
}

TEST(ClopperPearson, StaysExactForATrillionTrials) {
  // 1 - 0.05^(1/n) is ln(20)/n to first order.
  EXPECT_NEAR(*proportion({0, 1'000'000'000'000}, k95).upper * 1e12, std::log(20), 1e-9);
}

TEST(Proportion, HasNeitherValueNorBoundsWithoutTrials) {
  const Estimate estimate = proportion({0, 0}, k95);
  EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper || estimate.needed_n);
  EXPECT_EQ(estimate.n, 0);
}

TEST(Proportion, StatesShareTrialsAndMethod) {
  const Estimate estimate = proportion({7, 20}, k95);
  EXPECT_DOUBLE_EQ(*estimate.value, 0.35);
  EXPECT_EQ(estimate.n, 20);
  EXPECT_EQ(estimate.effective_n, 20);
  EXPECT_EQ(estimate.method, Method::ClopperPearson);
  // scipy.stats.beta.ppf
  EXPECT_NEAR(*estimate.lower, 0.17731091757444914, 1e-12);
  EXPECT_NEAR(*estimate.upper, 0.5580345113154888, 1e-12);
}

TEST(Proportion, IsInconclusiveAtHalfTheMisjudgmentLimitInAHundredThousand) {
  const Estimate estimate = proportion({5, 100'000}, k95);
  EXPECT_NEAR(*estimate.upper, 0.0001051275, 5e-11);
  EXPECT_FALSE(passes(estimate, kMisjudgment));
  EXPECT_FALSE(fails(estimate, kMisjudgment));
}

TEST(Proportion, PassesAndFailsFromThePublishedCounts) {
  const auto judged = [](std::int64_t successes, std::int64_t n) { return proportion({successes, n}, k95); };
  EXPECT_FALSE(passes(judged(0, 29'955), kMisjudgment));
  EXPECT_TRUE(passes(judged(0, 29'956), kMisjudgment));
  EXPECT_FALSE(passes(judged(3, 77'534), kMisjudgment));
  EXPECT_TRUE(passes(judged(3, 77'535), kMisjudgment));
  EXPECT_FALSE(passes(judged(148, 148), kYield));
  EXPECT_TRUE(passes(judged(149, 149), kYield));

  EXPECT_TRUE(passes(judged(1000 - 12, 1000), kYield));
  EXPECT_FALSE(passes(judged(1000 - 13, 1000), kYield));
  EXPECT_FALSE(fails(judged(1000 - 28, 1000), kYield));
  EXPECT_TRUE(fails(judged(1000 - 29, 1000), kYield));

  constexpr Requirement kCorrect{Comparator::GreaterOrEqual, 0.95};
  EXPECT_TRUE(passes(judged(1000 - 38, 1000), kCorrect));
  EXPECT_FALSE(passes(judged(1000 - 39, 1000), kCorrect));
  EXPECT_FALSE(fails(judged(1000 - 62, 1000), kCorrect));
  EXPECT_TRUE(fails(judged(1000 - 63, 1000), kCorrect));

  constexpr Requirement kCoverage{Comparator::GreaterOrEqual, 0.5};
  EXPECT_TRUE(passes(judged(59, 100), kCoverage));
  EXPECT_FALSE(passes(judged(58, 100), kCoverage));
  EXPECT_TRUE(fails(judged(41, 100), kCoverage));
  EXPECT_FALSE(fails(judged(42, 100), kCoverage));
  EXPECT_TRUE(passes(judged(217, 400), kCoverage));
  EXPECT_FALSE(passes(judged(216, 400), kCoverage));
  EXPECT_TRUE(fails(judged(183, 400), kCoverage));
  EXPECT_FALSE(fails(judged(184, 400), kCoverage));
}

TEST(FewestTrials, AreThoseOfThePublishedPlans) {
  struct Plan {
    std::int64_t errors, misjudgment, yield, correct;
  };
  for (const auto& [errors, misjudgment, yield, correct] :
       {Plan{0, 29'956, 149, 59}, Plan{1, 47'437, 236, 93}, Plan{2, 62'956, 313, 124}, Plan{3, 77'535, 386, 153},
        Plan{5, 105'128, 523, 208}, Plan{10, 169'619, 845, 336}}) {
    EXPECT_EQ(fewest_trials(errors, 1e-4, k95), misjudgment) << errors;
    EXPECT_EQ(fewest_trials(errors, 0.02, k95), yield) << errors;
    EXPECT_EQ(fewest_trials(errors, 0.05, k95), correct) << errors;
  }
}

TEST(FewestTrials, LetAPlantTwiceAsGoodPassAsOftenAsPublished) {
  for (const auto& [errors, chance] : {std::pair(0, 0.22), std::pair(3, 0.46), std::pair(10, 0.77)}) {
    const double expected_errors = 0.5e-4 * static_cast<double>(fewest_trials(errors, 1e-4, k95));
    double passing = 0;
    double term = std::exp(-expected_errors);
    for (int k = 0; k <= errors; term *= expected_errors / ++k) passing += term;
    EXPECT_NEAR(passing, chance, 0.005) << errors;
  }
}

TEST(NeededTrials, AreTheZeroErrorPlanForAnErrorFreeStart) {
  EXPECT_EQ(needed_trials({0, 100}, kMisjudgment, k95), 29'956);
  EXPECT_EQ(needed_trials({1000, 1000}, kYield, k95), 149);
}

TEST(NeededTrials, AreMoreThanThoseThatLeaveItOpen) {
  // scipy.stats.binom, every n tried from the present one.
  EXPECT_EQ(needed_trials({4, 80'000}, kMisjudgment, k95), 105'128);
  EXPECT_EQ(needed_trials({5, 105'127}, kMisjudgment, k95), 105'128);
  EXPECT_EQ(needed_trials({985, 1000}, kYield, k95), 2030);
  // 13.5 of 15 rounds to 2 failures, of which P(Binomial(15, 0.02) >= 2) = 0.0353.
  EXPECT_EQ(needed_trials({9, 10}, kYield, k95), 15);
}

TEST(NeededTrials, AreTheFewestInAllWhereItIsSettled) {
  EXPECT_EQ(needed_trials({988, 1000}, kYield, k95), 782);
  EXPECT_EQ(needed_trials({970, 1000}, kYield, k95), 584);
  EXPECT_EQ(needed_trials({3, 1000}, kMisjudgment, k95), 167);
}

TEST(NeededTrials, AgreeWithTryingEveryNumberOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    const std::int64_t trials = std::uniform_int_distribution<std::int64_t>(1, 300)(random);
    const Count count{std::uniform_int_distribution<std::int64_t>(0, trials)(random), trials};
    const double share = static_cast<double>(count.successes) / static_cast<double>(trials);
    const double limit = std::uniform_real_distribution<>(0.01, 0.99)(random);
    if (std::abs(share - limit) < 0.02 || 2 * count.successes == trials) continue;
    for (const Comparator comparator :
         {Comparator::Less, Comparator::LessOrEqual, Comparator::GreaterOrEqual, Comparator::Greater}) {
      EXPECT_EQ(needed_trials(count, {comparator, limit}, k95), needed_by_trying(count, {comparator, limit}))
          << "seed " << seed << ": " << count.successes << " of " << trials << " " << symbol(comparator) << " "
          << limit;
    }
  }
}

TEST(NeededTrials, AreTheSameForSuccessesAndFailures) {
  EXPECT_EQ(needed_trials({985, 1000}, kYield, k95), needed_trials({15, 1000}, {Comparator::LessOrEqual, 0.02}, k95));
}

TEST(NeededTrials, DoNotExistAtTheLimitOrCloserThanATrillionTells) {
  EXPECT_EQ(needed_trials({98, 100}, kYield, k95), std::nullopt);
  EXPECT_EQ(needed_trials({0, 0}, kYield, k95), std::nullopt);
  EXPECT_EQ(needed_trials({500, 1000}, {Comparator::Less, 0.5 + 1e-7}, k95), std::nullopt);
  EXPECT_EQ(needed_trials({500, 1000}, {Comparator::Greater, 0.5 - 1e-7}, k95), std::nullopt);
}

TEST(NeededTrials, GrowAsTheSquareOfTheDistance) {
  // z^2 / 4 d^2 with z = 1.6448536 at d = 1e-5 is 6.7638586e9.
  const auto needed = needed_trials({500, 1000}, {Comparator::Less, 0.5 + 1e-5}, k95);
  ASSERT_TRUE(needed);
  EXPECT_NEAR(static_cast<double>(*needed), 6.7638586e9, 2e5);
}

TEST(NeededTrials, AreOneForALimitThatNoShareReaches) {
  EXPECT_EQ(needed_trials({3, 10}, {Comparator::Less, 1.5}, k95), 1);
  EXPECT_EQ(needed_trials({3, 10}, {Comparator::Less, -0.5}, k95), 1);
}

TEST(NeededTrials, CopeWithTheEndsOfTheScale) {
  // One success among the planned trials is proof that the probability is not 0, one failure that it is not 1.
  EXPECT_EQ(needed_trials({3, 10}, {Comparator::Greater, 0}, k95), 2);
  EXPECT_EQ(needed_trials({3, 10}, {Comparator::Less, 1}, k95), 1);
}

TEST(Proportion, BracketsTheShareAndWidensWithConfidenceOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    const std::int64_t trials = std::uniform_int_distribution<std::int64_t>(1, 100'000)(random);
    const Count count{std::uniform_int_distribution<std::int64_t>(0, trials)(random), trials};
    const Estimate loose = proportion(count, core::Confidence(0.9));
    const Estimate tight = proportion(count, core::Confidence(0.99));
    EXPECT_TRUE(*tight.lower <= *loose.lower && *loose.lower <= *loose.value) << "seed " << seed;
    EXPECT_TRUE(*loose.value <= *loose.upper && *loose.upper <= *tight.upper) << "seed " << seed;
  }
}

TEST(Proportion, MissesTheTruthNoMoreOftenThanAlpha) {
  constexpr unsigned kSeed = 20;
  std::mt19937 random(kSeed);
  std::binomial_distribution<std::int64_t> plant(500, 0.97);
  int too_high = 0;
  int too_low = 0;
  for (int i = 0; i < 2000; ++i) {
    const Estimate estimate = proportion({plant(random), 500}, k95);
    too_high += *estimate.lower > 0.97 ? 1 : 0;
    too_low += *estimate.upper < 0.97 ? 1 : 0;
  }
  // 100 are expected at the most, with a standard deviation of 9.7; exact bounds of a count may be better, not useless.
  EXPECT_TRUE(30 <= too_high && too_high <= 135) << too_high << ", seed " << kSeed;
  EXPECT_TRUE(30 <= too_low && too_low <= 135) << too_low << ", seed " << kSeed;
}

}  // namespace
}  // namespace plantproof::metrics
