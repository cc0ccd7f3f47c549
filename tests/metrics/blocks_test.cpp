#include "metrics/blocks.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/mean.hpp"

namespace plantproof::metrics {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

// Expected numbers: the rule of the header in numpy.

TEST(IndependentBlocks, AreTwelfthsOfAShiftWhoseOutputForgetsAtOnce) {
  const std::vector<double> slots = {20, 22, 19, 21, 23, 18, 20, 21, 22, 19, 20, 20,
                                     21, 23, 19, 18, 22, 20, 21, 20, 19, 22, 20, 21};
  const auto blocks = independent_blocks(slots);
  ASSERT_TRUE(blocks);
  EXPECT_THAT(blocks->means, testing::ElementsAre(21, 20, 20.5, 20.5, 20.5, 20, 22, 18.5, 21, 20.5, 20.5, 20.5));
  EXPECT_EQ(blocks->stretch, 1);  // r = -0.70: neighbours that make up for each other gain nothing
}

TEST(IndependentBlocks, AreStretchedByWhatDependenceIsLeft) {
  const std::vector<double> slots = {20, 20, 20, 20, 24, 24, 24, 23, 18, 18, 19, 19,
                                     22, 22, 22, 22, 20, 20, 19, 20, 23, 22, 22, 23};
  const auto blocks = independent_blocks(slots);
  ASSERT_TRUE(blocks);
  EXPECT_EQ(blocks->means.size(), 12U);
  EXPECT_NEAR(blocks->stretch, 1.2590898881044341, 1e-12);  // r = 0.0865, rho = 0.226
}

TEST(IndependentBlocks, GrowToEighthsWhereTwelfthsDepend) {
  const std::vector<double> slots = {20, 19, 20, 21, 23, 23, 22, 21, 22, 24, 24, 22,
                                     20, 23, 23, 20, 21, 19, 19, 19, 19, 21, 21, 21};
  const auto blocks = independent_blocks(slots);
  ASSERT_TRUE(blocks);
  const std::vector<double> expected = {59.0 / 3, 67.0 / 3, 65.0 / 3, 70.0 / 3, 22, 20, 19, 21};
  EXPECT_THAT(blocks->means, Pointwise(DoubleNear(1e-12), expected));
  EXPECT_NEAR(blocks->stretch, 1.9563060801449916, 1e-12);
}

TEST(IndependentBlocks, AreNoneForATrend) {
  std::vector<double> slots(kShiftSlots);
  std::iota(slots.begin(), slots.end(), 100);
  EXPECT_FALSE(independent_blocks(slots));
}

TEST(IndependentBlocks, MayBeEqualZeroNegativeOrFarFromZero) {
  for (const double level : {0.0, -7.0, 1e9}) {
    const auto blocks = independent_blocks(std::vector(kShiftSlots, level));
    ASSERT_TRUE(blocks);
    EXPECT_EQ(blocks->means, std::vector(12, level));
    EXPECT_EQ(blocks->stretch, 1);
  }
}

TEST(IndependentBlocks, KeepTheMeanOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::poisson_distribution<> units(20);
    std::vector<double> slots(kShiftSlots);
    std::ranges::generate(slots, [&] { return units(random); });
    const auto blocks = independent_blocks(slots);
    if (!blocks) continue;
    EXPECT_NEAR(moments(stretched(blocks->means, blocks->stretch)).mean, moments(slots).mean, 1e-9) << "seed " << seed;
  }
}

TEST(Stretched, MultipliesTheDistancesFromTheMean) {
  EXPECT_THAT(stretched({1, 2, 6}, 2), testing::ElementsAre(-1, 1, 9));
  EXPECT_THAT(stretched({5}, 3), testing::ElementsAre(5));
  EXPECT_TRUE(stretched({}, 2).empty());
}

}  // namespace
}  // namespace plantproof::metrics
