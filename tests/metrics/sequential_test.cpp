#include "metrics/sequential.hpp"

#include <cmath>
#include <random>

#include <boost/math/distributions/normal.hpp>
#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

constexpr SequentialPlan kMisjudgment{.acceptable = 1e-5, .rejectable = 1e-4, .wrong_pass = 0.05, .wrong_fail = 0.05};
constexpr SequentialPlan kCoarse{.acceptable = 0.001, .rejectable = 0.01, .wrong_pass = 0.05, .wrong_fail = 0.05};

/// n right trials but for errors at these positions, counted from 1.
std::vector<bool> trials(std::size_t n, const std::vector<std::size_t>& errors = {}) {
  std::vector<bool> is_error(n, false);
  for (const std::size_t position : errors) is_error[position - 1] = true;
  return is_error;
}

bool operator==(Count a, Count b) {
  return a.successes == b.successes && a.trials == b.trials;
}

// NIST/SEMATECH e-Handbook, 6.2.4: p1 = 0.01, p2 = 0.10, alpha = 0.05 (the producer's risk), beta = 0.10 (the
// consumer's), has the slope 0.0397 and, by Wald's approximation, the offsets 0.939 = ln 9.5 / 2.39790 and 1.205 = ln
// 18 / 2.39790. Lines that keep the risks have ln 10 and ln 20 there.
TEST(DecisionLines, AreThoseOfTheHandbookWithoutWaldsApproximation) {
  const DecisionLines lines =
      decision_lines({.acceptable = 0.01, .rejectable = 0.10, .wrong_pass = 0.10, .wrong_fail = 0.05});
  EXPECT_NEAR(lines.accept_offset, 0.939 * std::log(10) / std::log(9.5), 0.0005);
  EXPECT_NEAR(lines.reject_offset, 1.205 * std::log(20) / std::log(18), 0.0005);
  EXPECT_NEAR(lines.slope, 0.0397, 0.00005);
  EXPECT_NEAR(lines.accept_at(100), -0.960 + 3.97, 0.006);
  EXPECT_NEAR(lines.reject_at(100), 1.249 + 3.97, 0.006);
}

TEST(DecisionLines, MoveApartByTheDesignEffect) {
  SequentialPlan bursts = kMisjudgment;
  bursts.design_effect = 3;
  const DecisionLines lines = decision_lines(bursts);
  const DecisionLines independent = decision_lines(kMisjudgment);
  EXPECT_DOUBLE_EQ(lines.accept_offset, 3 * independent.accept_offset);
  EXPECT_DOUBLE_EQ(lines.reject_offset, 3 * independent.reject_offset);
  EXPECT_DOUBLE_EQ(lines.slope, independent.slope);
}

// ln 20 / ln((1 - 1e-5) / (1 - 1e-4)) = 33 284.08; Wald's ln 19 would be 32 714.19.
TEST(SequentialTest, AcceptsAtTheEarliest33285WithoutAnError) {
  EXPECT_EQ(fewest_to_accept(decision_lines(kMisjudgment), 0), 33'285);
  EXPECT_EQ(sequential_test(kMisjudgment, trials(33'284)).decision, SequentialDecision::GoOn);
  const SequentialResult result = sequential_test(kMisjudgment, trials(33'285));
  EXPECT_EQ(result.decision, SequentialDecision::Accept);
  EXPECT_TRUE((result.used == Count{0, 33'285}));
  EXPECT_TRUE((result.unused == Count{0, 0}));
}

TEST(SequentialTest, IsNotChangedByWhatComesAfterTheCrossing) {
  const SequentialResult result = sequential_test(kMisjudgment, trials(40'000, {34'000, 34'001, 34'002, 34'003}));
  EXPECT_EQ(result.decision, SequentialDecision::Accept);
  EXPECT_TRUE((result.used == Count{0, 33'285}));
  EXPECT_TRUE((result.unused == Count{4, 6'715}));
}

// The reject line is 2 at (2 - 1.300979) / 3.908713e-5 = 17 883.66 trials: the second error must come by then.
TEST(SequentialTest, RejectsAtTheErrorThatReachesTheLine) {
  const SequentialResult result = sequential_test(kMisjudgment, trials(20'000, {5, 17'883}));
  EXPECT_EQ(result.decision, SequentialDecision::Reject);
  EXPECT_TRUE((result.used == Count{2, 17'883}));
  EXPECT_EQ(sequential_test(kMisjudgment, trials(20'000, {5, 17'884})).decision, SequentialDecision::GoOn);
}

TEST(SequentialTest, WaitsLongerForEachError) {
  // (1 + 1.300979) / 3.908713e-5 = 58 867.96
  EXPECT_EQ(fewest_to_accept(decision_lines(kMisjudgment), 1), 58'868);
  const SequentialResult result = sequential_test(kMisjudgment, trials(60'000, {20'000}));
  EXPECT_EQ(result.decision, SequentialDecision::Accept);
  EXPECT_TRUE((result.used == Count{1, 58'868}));
}

TEST(SequentialTest, GoesOnWithoutTrials) {
  const SequentialResult result = sequential_test(kMisjudgment, {});
  EXPECT_EQ(result.decision, SequentialDecision::GoOn);
  EXPECT_TRUE(result.path.empty());
  EXPECT_FALSE(result.error_rate());
}

TEST(SequentialTest, RejectsNothingButErrorsAtOnce) {
  const SequentialResult result = sequential_test(kMisjudgment, std::vector<bool>(10, true));
  EXPECT_EQ(result.decision, SequentialDecision::Reject);
  EXPECT_TRUE((result.used == Count{2, 2}));
  EXPECT_TRUE((result.unused == Count{8, 8}));
}

TEST(SequentialTest, ShowsItsPathByQuarters) {
  const SequentialResult result = sequential_test(kCoarse, trials(200, {30, 195}));
  EXPECT_EQ(result.decision, SequentialDecision::GoOn);
  ASSERT_EQ(result.path.size(), 4U);
  EXPECT_TRUE((result.path[0] == Count{1, 50}));
  EXPECT_TRUE((result.path[1] == Count{1, 100}));
  EXPECT_TRUE((result.path[2] == Count{1, 150}));
  EXPECT_TRUE((result.path[3] == Count{2, 200}));
  EXPECT_EQ(sequential_test(kCoarse, trials(3)).path.size(), 3U);
}

TEST(SequentialTest, ForeseesWhereTheErrorsSeenSoFarWouldCross) {
  const DecisionLines lines = decision_lines(kMisjudgment);
  EXPECT_EQ(trials_to_cross(lines, {0, 20'000}), 33'285);
  // 1.300979 / (3.908713e-5 - 1 / 50 000) = 68 160.04; 1.300979 / (1 / 20 000 - 3.908713e-5) = 119 215.07
  EXPECT_EQ(trials_to_cross(lines, {1, 50'000}), 68'161);
  EXPECT_EQ(trials_to_cross(lines, {1, 20'000}), 119'216);
  EXPECT_FALSE(trials_to_cross(lines, {0, 0}));
}

/// How many of 4 000 tests, each of trials drawn until it decides, come out as `decision`.
template <class Draw>
double share_of_decisions(SequentialDecision decision, const SequentialPlan& plan, Draw draw) {
  constexpr int kTests = 4'000;
  constexpr std::size_t kLongest = 20'000;
  std::mt19937_64 random(20'201);
  int found = 0;
  for (int test = 0; test < kTests; ++test) {
    std::vector<bool> is_error;
    SequentialDecision came = SequentialDecision::GoOn;
    for (std::size_t n = 1'000; came == SequentialDecision::GoOn && n <= kLongest; n *= 2) {
      while (is_error.size() < n) draw(random, is_error);
      came = sequential_test(plan, is_error).decision;
    }
    if (came == decision) ++found;
  }
  return static_cast<double>(found) / kTests;
}

double three_errors_of(double share) {
  return 3 * std::sqrt(share * (1 - share) / 4'000);
}

auto independent_errors(double rate) {
  return [is_error = std::bernoulli_distribution(rate)](auto& random, std::vector<bool>& into) mutable {
    into.push_back(is_error(random));
  };
}

/// Errors that come `length` at a time, at this rate in all.
auto errors_in_bursts(double rate, int length) {
  const double starts = rate / (length * (1 - rate) + rate);
  return [is_burst = std::bernoulli_distribution(starts), length](auto& random, std::vector<bool>& into) mutable {
    if (is_burst(random)) {
      into.insert(into.end(), static_cast<std::size_t>(length), true);
    } else {
      into.push_back(false);
    }
  };
}

TEST(SequentialTest, PassesAPlantAtTheLimitNoOftenerThanAgreed) {
  const double passed = share_of_decisions(SequentialDecision::Accept, kCoarse, independent_errors(0.01));
  EXPECT_LE(passed, 0.05 + three_errors_of(0.05));
  EXPECT_NEAR(passed, prospect(kCoarse, 0.01).pass, three_errors_of(0.05));
}

TEST(SequentialTest, FailsAnAcceptablePlantNoOftenerThanAgreed) {
  const double failed = share_of_decisions(SequentialDecision::Reject, kCoarse, independent_errors(0.001));
  EXPECT_LE(failed, 0.05 + three_errors_of(0.05));
  EXPECT_NEAR(failed, prospect(kCoarse, 0.001).fail, three_errors_of(0.0226));
}

TEST(SequentialTest, NeedsTheDesignEffectWhereErrorsComeInBursts) {
  constexpr int kBurst = 4;
  SequentialPlan plan = kCoarse;
  const double ignored = share_of_decisions(SequentialDecision::Accept, plan, errors_in_bursts(0.01, kBurst));
  EXPECT_GT(ignored, 0.05 + three_errors_of(0.05)) << "bursts would not matter";
  plan.design_effect = 2 * kBurst - 1;
  const double deflated = share_of_decisions(SequentialDecision::Accept, plan, errors_in_bursts(0.01, kBurst));
  EXPECT_LE(deflated, 0.05 + three_errors_of(0.05));
}

TEST(SequentialProspect, KeepsWithinTheRisks) {
  for (const SequentialPlan& plan : {kCoarse, kMisjudgment}) {
    const SequentialProspect at_limit = prospect(plan, plan.rejectable);
    const SequentialProspect acceptable = prospect(plan, plan.acceptable);
    EXPECT_LE(at_limit.pass, plan.wrong_pass);
    EXPECT_LE(acceptable.fail, plan.wrong_fail);
    EXPECT_NEAR(at_limit.pass + at_limit.fail, 1, 2e-9);
    // No error at all up to the earliest acceptance is one way to pass.
    EXPECT_GT(acceptable.pass,
              std::pow(1 - plan.acceptable, static_cast<double>(fewest_to_accept(decision_lines(plan), 0))));
  }
}

// P(no error in 33 285) = (1 - 1e-5)^33285 = 0.71687 is the first step of the sum; the whole was added up over all
// counts by a program of its own. Wald's lines would let 5.139 % pass at the limit.
TEST(SequentialProspect, OfTheMisjudgmentPlanIsKnown) {
  EXPECT_NEAR(prospect(kMisjudgment, 1e-4).pass, 0.04886, 1e-5);
  EXPECT_NEAR(prospect(kMisjudgment, 1e-5).pass, 0.97733, 1e-5);
  EXPECT_NEAR(prospect(kMisjudgment, 5e-5).pass, 0.37340, 1e-5);
  EXPECT_NEAR(prospect(kMisjudgment, 1e-5).mean_trials, 42'488.3, 0.1);
}

// Wald's equation: the mean count of errors at the decision is the rate times the mean number of trials; with the
// log-likelihood ratio of an acceptable plant, mean trials = mean final ratio / mean ratio a trial, here without
// overshoot, which only adds trials.
TEST(SequentialProspect, TakesAtLeastTheTrialsOfWaldsApproximation) {
  const SequentialPlan& plan = kCoarse;
  const double up = -std::log(plan.wrong_fail);
  const double down = std::log(plan.wrong_pass);
  const double a_trial = plan.acceptable * std::log(plan.rejectable / plan.acceptable) +
                         (1 - plan.acceptable) * std::log((1 - plan.rejectable) / (1 - plan.acceptable));
  const double approximation = ((1 - plan.wrong_fail) * down + plan.wrong_fail * up) / a_trial;
  EXPECT_NEAR(prospect(plan, plan.acceptable).mean_trials, approximation, 0.1 * approximation);
}

/// The share of 4 000 series without an effect in which one of `looks` equally spaced looks, each at this two-sided
/// confidence, sees one.
double false_alarms(int looks, core::Confidence each_side) {
  constexpr int kSeries = 4'000;
  constexpr int kUnitsALook = 100;
  std::mt19937_64 random(20'202);
  std::normal_distribution<double> unit;
  const double z = quantile(boost::math::normal(), each_side.level());
  int alarms = 0;
  for (int series = 0; series < kSeries; ++series) {
    double sum = 0;
    double n = 0;
    bool alarm = false;
    for (int look = 0; look < looks && !alarm; ++look) {
      for (int i = 0; i < kUnitsALook; ++i) sum += unit(random);
      n += kUnitsALook;
      alarm = std::abs(sum) > z * std::sqrt(n);
    }
    if (alarm) ++alarms;
  }
  return static_cast<double>(alarms) / kSeries;
}

// Armitage, McPherson & Rowe, J. R. Stat. Soc. A 132 (1969) 235, table 2: 8.3, 14.2 and 19.3 %.
TEST(LookingEarly, AtAFixedTestMakesFalseAlarmsLikelier) {
  constexpr core::Confidence kEachSide(0.975);
  EXPECT_NEAR(false_alarms(1, kEachSide), 0.05, three_errors_of(0.05));
  EXPECT_NEAR(false_alarms(2, kEachSide), 0.083, three_errors_of(0.083));
  EXPECT_NEAR(false_alarms(5, kEachSide), 0.142, three_errors_of(0.142));
  EXPECT_NEAR(false_alarms(10, kEachSide), 0.193, three_errors_of(0.193));
}

TEST(LookingEarly, KeepsItsConfidenceWhereTheLooksShareAlpha) {
  for (const int looks : {2, 5, 10}) {
    EXPECT_LE(false_alarms(looks, core::Confidence(0.975).shared_by(looks)), 0.05 + three_errors_of(0.05)) << looks;
  }
}

}  // namespace
}  // namespace plantproof::metrics
