#include "metrics/rank_ratio.hpp"

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "metrics/comparison_data.hpp"

namespace plantproof::metrics {
namespace {

constexpr core::Confidence k95(0.95);

TEST(SignedRankCritical, IsThatOfAllSigns) {
  // Every one of the 2^n signs of n = 4..15 ranks, in Python.
  const std::vector<std::int64_t> expected = {-1, 0, 2, 3, 5, 8, 10, 13, 17, 21, 25, 30};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(signed_rank_critical(static_cast<std::int64_t>(i) + 4, k95), expected[i]) << "n = " << i + 4;
  }
  EXPECT_EQ(signed_rank_critical(10, core::Confidence(0.99)), 5);
  EXPECT_EQ(signed_rank_critical(1, k95), -1);
}

TEST(MannWhitneyCritical, IsThatOfTheExactDistribution) {
  // The exact distribution of scipy.stats.mannwhitneyu.
  const std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>> expected = {
      {2, 2, -1}, {2, 3, -1},  {3, 3, 0},    {4, 4, 1},    {5, 5, 4},
      {5, 8, 8},  {8, 12, 26}, {10, 14, 41}, {10, 15, 44}, {20, 20, 138}};
  for (const auto& [n, m, c] : expected) {
    EXPECT_EQ(mann_whitney_critical(n, m, k95), c) << n << " and " << m;
    EXPECT_EQ(mann_whitney_critical(m, n, k95), c) << m << " and " << n;
  }
}

TEST(RankCriticals, StayExactToARankWhereTheyTurnNormal) {
  // Counted in Python's integers, and scipy's exact distribution.
  EXPECT_EQ(signed_rank_critical(100, k95), 2045);
  EXPECT_NEAR(static_cast<double>(signed_rank_critical(101, k95)), 2089, 1);
  EXPECT_NEAR(static_cast<double>(signed_rank_critical(150, k95)), 4785, 1);
  EXPECT_EQ(mann_whitney_critical(50, 50, k95), 1010);
  EXPECT_NEAR(static_cast<double>(mann_whitney_critical(60, 60, k95)), 1485, 1);
  EXPECT_NEAR(static_cast<double>(mann_whitney_critical(90, 20, k95)), 687, 1);
}

TEST(RatioBySignedRanks, InvertsWilcoxonsTest) {
  // scipy.stats.wilcoxon(after - rho before, mode="exact") between every two neighbouring ratios.
  const auto beside = ratio_by_signed_ranks(kShifts, k95);
  ASSERT_TRUE(beside);
  EXPECT_NEAR(*beside->value, 1.2487800233283344, 1e-12);
  EXPECT_NEAR(*beside->lower, 1.235897435897436, 1e-12);
  EXPECT_NEAR(*beside->upper, 1.2621359223300972, 1e-12);
  EXPECT_EQ(beside->method, Method::SignedRanks);
  const auto surer = ratio_by_signed_ranks(kShifts, core::Confidence(0.99));
  EXPECT_NEAR(*surer->lower, 1.2315270935960592, 1e-12);
  EXPECT_NEAR(*surer->upper, 1.2697674418604652, 1e-12);
}

TEST(RatioBySignedRanks, TakesTiesOfRsSleepData) {
  // R's data set sleep, ten hours added so that every value is positive; scipy as above.
  const std::vector<BeforeAfter> sleep = {{10.7, 11.9}, {8.4, 10.8},  {9.8, 11.1},  {8.8, 10.1},  {9.9, 9.9},
                                          {13.4, 14.4}, {13.7, 15.5}, {10.8, 11.6}, {10.0, 14.6}, {12.0, 13.4}};
  const auto beside = ratio_by_signed_ranks(sleep, k95);
  ASSERT_TRUE(beside);
  EXPECT_NEAR(*beside->value, 1.1245136186770428, 1e-12);
  EXPECT_NEAR(*beside->lower, 1.0762711864406778, 1e-12);
  EXPECT_NEAR(*beside->upper, 1.2311557788944725, 1e-12);
}

TEST(RatioByRankSums, InvertsMannWhitneysTest) {
  // scipy.stats.mannwhitneyu(after, rho before, method="exact") between every two neighbouring ratios.
  const auto beside = ratio_by_rank_sums(counting(1, 10), counting(7, 20), k95);
  ASSERT_TRUE(beside);
  EXPECT_NEAR(*beside->value, 2.4642857142857144, 1e-12);
  EXPECT_NEAR(*beside->lower, 1.7777777777777777, 1e-12);
  EXPECT_NEAR(*beside->upper, 4.0, 1e-12);
  EXPECT_EQ(beside->method, Method::RankSums);
}

TEST(RatioByRankSums, StaysSaneWhereOneOutlierWidensTheRatioOfMeans) {
  // scipy as above. The ratio of means goes from 1.80 .. 3.66 to 0.72 .. 9.53.
  auto after = counting(7, 20);
  after.push_back(200);
  const auto beside = ratio_by_rank_sums(counting(1, 10), after, k95);
  ASSERT_TRUE(beside);
  EXPECT_NEAR(*beside->value, 2.6333333333333333, 1e-12);
  EXPECT_NEAR(*beside->lower, 1.8333333333333333, 1e-12);
  EXPECT_NEAR(*beside->upper, 4.5, 1e-12);
}

TEST(RatioByRanks, HasAValueButNoBoundsForTooFewUnits) {
  const auto four = ratio_by_signed_ranks(std::span(kShifts).first(4), k95);
  ASSERT_TRUE(four);
  EXPECT_TRUE(four->value && !four->lower && !four->upper);
  EXPECT_TRUE(ratio_by_signed_ranks(std::span(kShifts).first(5), k95)->lower);
  const auto one = ratio_by_signed_ranks(std::span(kShifts).first(1), k95);
  EXPECT_DOUBLE_EQ(*one->value, 1.24);
  EXPECT_FALSE(ratio_by_rank_sums(counting(1, 3), counting(4, 5), k95)->lower);
  // Three and three: complete separation has probability 1 / 20, and the bound is the closest ratio.
  EXPECT_DOUBLE_EQ(*ratio_by_rank_sums(counting(1, 3), counting(6, 8), k95)->lower, 2);
}

TEST(RatioByRanks, HasNothingForAnEmptyArmOrABaselineThatIsNotPositive) {
  EXPECT_FALSE(ratio_by_signed_ranks({}, k95));
  EXPECT_FALSE(ratio_by_rank_sums({}, counting(1, 3), k95));
  EXPECT_FALSE(ratio_by_rank_sums(counting(1, 3), {}, k95));
  EXPECT_FALSE(ratio_by_rank_sums(counting(0, 9), counting(1, 9), k95));
  EXPECT_FALSE(ratio_by_signed_ranks(std::vector<BeforeAfter>{{1, 2}, {-1, 2}}, k95));
  EXPECT_LT(*ratio_by_rank_sums(counting(1, 9), std::vector<double>(9, -1.0), k95)->upper, 0);
}

TEST(RatioByRanks, IsItsOwnBoundsWhereNothingVaries) {
  const std::vector<double> before(6, 100.0);
  const std::vector<double> after(6, 125.0);
  const std::vector<BeforeAfter> pairs(6, {1e9, 1.25e9});
  for (const auto& beside : {ratio_by_rank_sums(before, after, k95), ratio_by_signed_ranks(pairs, k95)}) {
    EXPECT_DOUBLE_EQ(*beside->lower, 1.25);
    EXPECT_DOUBLE_EQ(*beside->value, 1.25);
    EXPECT_DOUBLE_EQ(*beside->upper, 1.25);
  }
}

TEST(RatioByRanks, MissesTheTruthAtMostAsOftenAsAlpha) {
  constexpr unsigned kSeed = 31;
  std::mt19937 random(kSeed);
  std::poisson_distribution<> units(40);  // whole numbers, so that there are ties
  int arms_too_high = 0;
  int pairs_too_high = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> before(8);
    std::vector<double> after(10);
    std::vector<BeforeAfter> pairs(8);
    std::ranges::generate(before, [&] { return units(random); });
    std::ranges::generate(after, [&] { return 1.25 * units(random); });
    for (BeforeAfter& pair : pairs) pair = {static_cast<double>(units(random)), 1.25 * units(random)};
    arms_too_high += *ratio_by_rank_sums(before, after, k95)->lower > 1.25 ? 1 : 0;
    pairs_too_high += *ratio_by_signed_ranks(pairs, k95)->lower > 1.25 ? 1 : 0;
  }
  // 100 and three standard errors; and not so few that the bounds would be idle.
  for (const int too_high : {arms_too_high, pairs_too_high}) {
    EXPECT_LT(too_high, 130) << "seed " << kSeed;
    EXPECT_GT(too_high, 30) << "seed " << kSeed;
  }
}

}  // namespace
}  // namespace plantproof::metrics
