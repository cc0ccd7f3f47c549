#include "metrics/worst.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/proportion.hpp"
#include "metrics/quantile.hpp"

namespace plantproof::metrics {
namespace {

using core::Comparator;
using testing::Contains;

constexpr core::Confidence k95(0.95);
constexpr double kLost = std::numeric_limits<double>::infinity();

Group counted(std::string name, Count count) {
  return {std::move(name), [count](core::Confidence confidence) { return proportion(count, confidence); }};
}

const std::vector<Group> kYields = {counted("S1", {95, 100}), counted("S2", {190, 200}), counted("S3", {48, 50})};

TEST(WorstOf, TakesTheLeastLowerBoundAndTheSharedUpperBound) {
  // scipy.stats.beta.ppf: lower bounds at 95 %, upper bounds at 1 - 0.05 / 3.
  const Estimate worst = worst_of(kYields, Decides::Least, k95);
  EXPECT_DOUBLE_EQ(*worst.value, 0.95);
  EXPECT_NEAR(*worst.lower, 0.8793858445779559, 1e-12);
  EXPECT_NEAR(*worst.upper, 0.9773343880338425, 1e-12);
  EXPECT_EQ(worst.n, 50);
  EXPECT_EQ(worst.method, Method::ClopperPearson);
}

TEST(WorstOf, TakesTheGreatestUpperBoundAndTheSharedLowerBound) {
  const std::vector<Group> errors = {counted("A", {3, 100}), counted("B", {1, 10}), counted("C", {2, 100})};
  const Estimate worst = worst_of(errors, Decides::Greatest, k95);
  EXPECT_DOUBLE_EQ(*worst.value, 0.1);
  EXPECT_NEAR(*worst.upper, 0.39416330243650466, 1e-12);
  EXPECT_NEAR(*worst.lower, 0.00532748565574606, 1e-12);
  EXPECT_EQ(worst.n, 10);
}

TEST(WorstOf, NamesTheDecidingGroupAndTheTotal) {
  EXPECT_THAT(worst_of(kYields, Decides::Least, k95).notes,
              Contains(core::Text{"由“S3”决定；3 组共 350 个样本", "decided by \"S3\"; 3 groups, 350 units in all"}));
}

TEST(WorstOf, OneGroupIsThatGroup) {
  const Estimate alone = proportion({95, 100}, k95);
  for (const Decides decides : {Decides::Least, Decides::Greatest}) {
    const Estimate worst = worst_of(std::vector{kYields[0]}, decides, k95);
    EXPECT_EQ(worst.value, alone.value);
    EXPECT_EQ(worst.lower, alone.lower);
    EXPECT_EQ(worst.upper, alone.upper);
  }
}

TEST(WorstOf, NoGroupsIsNothing) {
  const Estimate worst = worst_of({}, Decides::Least, k95);
  EXPECT_FALSE(worst.value || worst.lower || worst.upper || worst.needed_n);
  EXPECT_EQ(worst.n, 0);
}

TEST(WorstOf, IsUnknownWhereAGroupSaysNothingButCanStillFail) {
  std::vector<Group> groups = kYields;
  groups.push_back(counted("S4", {0, 0}));
  const Estimate worst = worst_of(groups, Decides::Least, k95);
  EXPECT_FALSE(worst.value);
  EXPECT_FALSE(worst.lower);
  EXPECT_NEAR(*worst.upper, *proportion({190, 200}, k95.shared_by(4)).upper, 1e-12);
  EXPECT_EQ(worst.n, 0);
  EXPECT_EQ(worst.notes.back().en, "\"S4\" has no value, so the worst is not known");
  EXPECT_FALSE(worst.needed_n({Comparator::GreaterOrEqual, 0.9}));
}

TEST(WorstOf, LosesItsUpperBoundWithAGroupTooSmallForOne) {
  const auto delays = [](std::string name, std::size_t n) {
    return Group{std::move(name), [n](core::Confidence confidence) {
                   return quantile(std::vector<double>(n, 5.0), {99, 100}, confidence);
                 }};
  };
  const std::vector<Group> enough = {delays("A", 400), delays("B", 299)};
  EXPECT_EQ(worst_of(enough, Decides::Greatest, k95).upper, 5);
  const std::vector<Group> too_few = {delays("A", 400), delays("B", 298)};
  const Estimate worst = worst_of(too_few, Decides::Greatest, k95);
  EXPECT_FALSE(worst.upper);
  EXPECT_EQ(worst.value, 5);
  EXPECT_EQ(worst.n, 298);
  EXPECT_EQ(worst.needed_n({Comparator::Less, 10}), 299);
}

TEST(WorstOf, PassesInfinityOn) {
  const std::vector<Group> groups = {{"A",
                                      [](core::Confidence c) {
                                        return quantile(std::vector<double>(20, 1.0), {1, 2}, c);
                                      }},
                                     {"B", [](core::Confidence c) {
                                        return quantile(std::vector<double>(20, kLost), {1, 2}, c);
                                      }}};
  const Estimate worst = worst_of(groups, Decides::Greatest, k95);
  EXPECT_TRUE(worst.value == kLost && worst.lower == kLost && worst.upper == kLost);
}

TEST(WorstOf, NeedsWhatTheMostDemandingGroupNeedsToPass) {
  const core::Requirement at_least{Comparator::GreaterOrEqual, 0.94};
  const auto s1 = proportion({95, 100}, k95).needed_n(at_least);
  const auto s2 = proportion({190, 200}, k95).needed_n(at_least);
  const auto s3 = proportion({48, 50}, k95).needed_n(at_least);
  EXPECT_EQ(worst_of(kYields, Decides::Least, k95).needed_n(at_least), std::max({s1, s2, s3}));
}

TEST(WorstOf, NeedsOnlyOneGroupSettledToFail) {
  // S1 and S2 fall short of 95.5 %, and either is enough; S3 does not matter. Failing is judged at the shared
  // confidence.
  const core::Requirement at_least{Comparator::GreaterOrEqual, 0.955};
  const auto s1 = proportion({95, 100}, k95.shared_by(3)).needed_n(at_least);
  const auto s2 = proportion({190, 200}, k95.shared_by(3)).needed_n(at_least);
  EXPECT_EQ(worst_of(kYields, Decides::Least, k95).needed_n(at_least), std::min(s1, s2));
}

TEST(WorstOf, NeedsNoNumberWhenAGroupIsAtTheLimit) {
  EXPECT_EQ(worst_of(kYields, Decides::Least, k95).needed_n({Comparator::GreaterOrEqual, 0.95}), std::nullopt);
}

TEST(WorstOf, WronglyFailsAndPassesNoMoreOftenThanAlpha) {
  constexpr unsigned kSeed = 25;
  std::mt19937 random(kSeed);
  std::binomial_distribution<std::int64_t> at_limit(200, 0.95);
  int wrong_passes = 0;
  int wrong_fails = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<Group> groups;
    for (int g = 0; g < 5; ++g) groups.push_back(counted(std::to_string(g), {at_limit(random), 200}));
    wrong_fails += *worst_of(groups, Decides::Least, k95).upper < 0.95 ? 1 : 0;
    // One group at the limit and four that are perfect.
    for (std::size_t g = 1; g < 5; ++g) groups[g] = counted(std::to_string(g), {200, 200});
    wrong_passes += *worst_of(groups, Decides::Least, k95).lower > 0.95 ? 1 : 0;
  }
  EXPECT_LE(wrong_passes, 135) << "seed " << kSeed;
  EXPECT_LE(wrong_fails, 135) << "seed " << kSeed;
  EXPECT_GE(wrong_passes, 20) << "seed " << kSeed;
  EXPECT_GE(wrong_fails, 20) << "seed " << kSeed;
}

}  // namespace
}  // namespace plantproof::metrics
