#include "metrics/ratio.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "metrics/comparison_data.hpp"

namespace plantproof::metrics {
namespace {

using core::Comparator;

constexpr core::Confidence k95(0.95);

// R's data set sleep: extra hours of sleep of ten patients under two drugs.
const std::vector<double> kDrug1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kDrug2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

std::vector<BeforeAfter> paired(const std::vector<double>& before, const std::vector<double>& after) {
  std::vector<BeforeAfter> pairs;
  for (std::size_t i = 0; i < before.size(); ++i) pairs.push_back({before[i], after[i]});
  return pairs;
}

TEST(WelchTest, AgreesWithRsSleepData) {
  const TTest test = welch_test(kDrug1, kDrug2);
  EXPECT_NEAR(test.t, -1.8608, 5e-5);
  EXPECT_NEAR(test.df, 17.776, 5e-4);
  EXPECT_NEAR(test.p_two_sided, 0.07939, 5e-6);
}

TEST(WelchTest, IsDestroyedByOneOutlierAsInRsManual) {
  auto b = counting(7, 20);
  const TTest clean = welch_test(counting(1, 10), b);
  EXPECT_NEAR(clean.t, -5.4349, 5e-5);
  EXPECT_NEAR(clean.df, 21.982, 5e-4);
  EXPECT_NEAR(clean.p_two_sided, 1.855e-05, 5e-9);
  b.push_back(200);
  const TTest spoilt = welch_test(counting(1, 10), b);
  EXPECT_NEAR(spoilt.t, -1.6329, 5e-5);
  EXPECT_NEAR(spoilt.df, 14.165, 5e-4);
  EXPECT_NEAR(spoilt.p_two_sided, 0.1245, 5e-5);
}

TEST(PairedTest, AgreesWithRsSleepData) {
  const TTest test = paired_test(kDrug1, kDrug2);
  EXPECT_NEAR(test.t, -4.0621, 5e-5);
  EXPECT_EQ(test.df, 9);
  EXPECT_NEAR(test.p_two_sided, 0.002833, 5e-7);
}

TEST(WelchTest, DecidesWithoutDoubtWhereNothingVaries) {
  const std::vector<double> five(3, 5.0);
  const std::vector<double> six(4, 6.0);
  EXPECT_EQ(welch_test(five, six).t, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(welch_test(five, six).p_two_sided, 0);
  EXPECT_EQ(welch_test(five, five).t, 0);
  EXPECT_EQ(welch_test(five, five).p_two_sided, 1);
  EXPECT_EQ(paired_test(five, five).p_two_sided, 1);
}

TEST(RatioPaired, HasTheRootsOfFiellersQuadratic) {
  // The quadratic (x^2 - g11) r^2 - 2 (xy - g12) r + y^2 - g22 = 0, g the covariance of the means times t^2, solved
  // with numpy.
  const Estimate estimate = ratio_paired(kShifts, k95);
  EXPECT_NEAR(*estimate.value, 1.2496894409937889, 1e-12);
  EXPECT_NEAR(*estimate.lower, 1.2384811752254155, 1e-10);
  EXPECT_NEAR(*estimate.upper, 1.2605491556327812, 1e-10);
  EXPECT_EQ(estimate.n, 8);
  EXPECT_EQ(estimate.method, Method::FiellerPaired);
  const Estimate surer = ratio_paired(kShifts, core::Confidence(0.99));
  EXPECT_NEAR(*surer.lower, 1.2317673518802739, 1e-10);
  EXPECT_NEAR(*surer.upper, 1.2667366441807066, 1e-10);
}

TEST(RatioOfMeans, InvertsTheTestAtTheRatioBeingTested) {
  // Roots by scipy.optimize.brentq over a wide bracket.
  const Estimate estimate = ratio_of_means(counting(1, 10), counting(7, 20), k95);
  EXPECT_NEAR(*estimate.value, 13.5 / 5.5, 1e-12);
  EXPECT_NEAR(*estimate.lower, 1.8022896468548, 1e-9);
  EXPECT_NEAR(*estimate.upper, 3.6558320178176, 1e-9);
  EXPECT_EQ(estimate.n, 24);
  EXPECT_EQ(estimate.method, Method::FiellerSatterthwaite);
}

TEST(RatioOfMeans, WeighsTheArmsOwnTWhereOneHasFewUnitsAndTheOtherMore) {
  // Cochran and Cox's t at the ratio being tested; roots by scipy.optimize.brentq.
  const std::vector<double> before = {100, 104, 96, 110, 90};
  const Estimate two = ratio_of_means(before, std::vector<double>{124, 130}, k95);
  EXPECT_NEAR(*two.value, 1.27, 1e-12);
  EXPECT_NEAR(*two.lower, 1.089400082602024, 1e-9);
  EXPECT_NEAR(*two.upper, 1.4585721264731364, 1e-9);
  const std::vector<double> after = {124, 128, 119, 140, 113, 127, 122, 133, 125, 130};
  const Estimate three = ratio_of_means(std::span(before).first(3), after, k95);
  EXPECT_NEAR(*three.lower, 1.1728798673319096, 1e-9);
  EXPECT_NEAR(*three.upper, 1.360389215062218, 1e-9);
  // Satterthwaite's degrees of freedom from four on.
  const Estimate four = ratio_of_means(std::span(before).first(4), after, k95);
  EXPECT_NEAR(*four.lower, 1.1512598727124328, 1e-9);
  EXPECT_NEAR(*four.upper, 1.3194002964461773, 1e-9);
}

TEST(RatioOfMeans, MissesTheTruthAtMostAsOftenAsAlphaWhereOneArmHasFewUnits) {
  // With Satterthwaite's degrees of freedom two against ten miss 7 to 8 % of the time.
  constexpr unsigned kSeed = 41;
  constexpr int kTrials = 4000;
  std::mt19937 random(kSeed);
  std::normal_distribution<> day(0, 1);
  for (const double spread : {5.0, 10.0, 20.0}) {
    int too_high = 0;
    for (int i = 0; i < kTrials; ++i) {
      std::vector<double> before(10);
      std::vector<double> after(2);
      std::ranges::generate(before, [&] { return 100 + 10 * day(random); });
      std::ranges::generate(after, [&] { return 125 + spread * day(random); });
      too_high += *ratio_of_means(before, after, k95).lower > 1.25 ? 1 : 0;
    }
    // 200 and three standard errors.
    EXPECT_LT(too_high, 242) << "seed " << kSeed << ", spread " << spread;
    EXPECT_GT(too_high, 60) << "seed " << kSeed << ", spread " << spread;
  }
}

TEST(RatioOfMeans, IsWidenedByOneOutlier) {
  auto after = counting(7, 20);
  after.push_back(200);
  const Estimate estimate = ratio_of_means(counting(1, 10), after, k95);
  EXPECT_NEAR(*estimate.lower, 0.7152733842281, 1e-9);
  EXPECT_NEAR(*estimate.upper, 9.5340611173751, 1e-9);
}

TEST(RatioOfMeans, RejectsItsOwnBoundsExactlyAtAlpha) {
  const auto before = counting(1, 10);
  const auto after = counting(7, 20);
  const Estimate estimate = ratio_of_means(before, after, k95);
  for (const double bound : {*estimate.lower, *estimate.upper}) {
    std::vector<double> lifted = before;
    for (double& x : lifted) x *= bound;
    EXPECT_NEAR(welch_test(lifted, after).p_two_sided, 0.1, 1e-9);
  }
}

TEST(Ratio, HasNoBoundsWhereTheDenominatorMayBeZero) {
  // The mean of drug 1 is 0.75, less than 1.833 standard errors of 0.566.
  const auto pairs = paired(kDrug1, kDrug2);
  for (const Estimate& estimate : {ratio_paired(pairs, k95), ratio_of_means(kDrug1, kDrug2, k95)}) {
    EXPECT_NEAR(*estimate.value, 2.33 / 0.75, 1e-12);
    EXPECT_FALSE(estimate.lower || estimate.upper);
    ASSERT_EQ(estimate.notes.size(), 1U);
    EXPECT_EQ(estimate.notes[0].en, "the mean before cannot be told from zero: the ratio has no finite interval");
  }
}

TEST(Ratio, HasNoValueAgainstABaselineThatIsNotPositive) {
  const std::vector<double> zero(3, 0.0);
  const std::vector<double> negative = {-5, -6, -7};
  for (const auto& before : {zero, negative}) {
    const Estimate estimate = ratio_of_means(before, counting(1, 3), k95);
    EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper || estimate.needed_n);
    EXPECT_EQ(estimate.notes.size(), 1U);
  }
}

TEST(Ratio, MayBeNegativeWhereOnlyTheMeanAfterIs) {
  const Estimate estimate = ratio_of_means(counting(10, 20), std::vector<double>{-5, -6, -7}, k95);
  EXPECT_NEAR(*estimate.value, -0.4, 1e-12);
  EXPECT_TRUE(*estimate.lower < -0.4 && -0.4 < *estimate.upper && *estimate.upper < 0);
}

TEST(Ratio, HasAValueWithoutBoundsForASingleUnit) {
  for (const Estimate& estimate : {ratio_paired(std::vector{BeforeAfter{100, 125}}, k95),
                                   ratio_of_means(std::vector{100.0}, std::vector{124.0, 126.0}, k95)}) {
    EXPECT_DOUBLE_EQ(*estimate.value, 1.25);
    EXPECT_FALSE(estimate.lower || estimate.upper || estimate.needed_n);
    EXPECT_TRUE(estimate.notes.empty());
  }
}

TEST(Ratio, HasNothingForAnEmptyArm) {
  EXPECT_FALSE(ratio_paired({}, k95).value);
  EXPECT_FALSE(ratio_of_means({}, counting(1, 3), k95).value);
  EXPECT_FALSE(ratio_of_means(counting(1, 3), {}, k95).value);
  EXPECT_EQ(ratio_of_means(counting(1, 3), {}, k95).n, 3);
}

TEST(Ratio, IsItsOwnBoundsWhereNothingVaries) {
  const std::vector<double> before(4, 100.0);
  const std::vector<double> after(4, 125.0);
  for (const Estimate& estimate : {ratio_paired(paired(before, after), k95), ratio_of_means(before, after, k95)}) {
    EXPECT_DOUBLE_EQ(*estimate.lower, 1.25);
    EXPECT_DOUBLE_EQ(*estimate.upper, 1.25);
  }
  // Pairs that vary together leave nothing over either.
  const Estimate together = ratio_paired(paired({100, 110, 97.3}, {125, 137.5, 121.625}), k95);
  EXPECT_NEAR(*together.lower, 1.25, 1e-12);
  EXPECT_NEAR(*together.upper, 1.25, 1e-12);
}

TEST(Ratio, IsNoSurerThanItsUnitsCanBeTold) {
  // Two pairs of counts, 5 and 6, each known to a sixth of a unit squared. Fieller: (6 - 5 r)^2 = t^2 (1 + r^2) / 12
  // with t(1, 0.95) = 6.313752, whose roots are 0.5519 and 2.2985 (in closed form).
  const LeastVariance sixth{1.0 / 6, 1.0 / 6};
  const double t2 = 6.313751514675043 * 6.313751514675043 / 12;
  const double a = 25 - t2;
  const double b = 60;
  const double c = 36 - t2;
  const double root = std::sqrt(b * b - 4 * a * c);
  const Estimate pairs = ratio_paired(paired({5, 5}, {6, 6}), k95, sixth);
  EXPECT_NEAR(*pairs.lower, (b - root) / (2 * a), 1e-9);
  EXPECT_NEAR(*pairs.upper, (b + root) / (2 * a), 1e-9);
  ASSERT_EQ(pairs.notes.size(), 1U);
  // Where units differ by more, it changes nothing.
  const Estimate seen = ratio_paired(kShifts, k95);
  const Estimate told = ratio_paired(kShifts, k95, {1e-6, 1e-6});
  EXPECT_EQ(*seen.lower, *told.lower);
  EXPECT_EQ(seen.notes.size(), told.notes.size());
  const Estimate arms = ratio_of_means(counting(1, 10), counting(7, 20), k95, {1e-6, 1e-6});
  EXPECT_EQ(*arms.lower, *ratio_of_means(counting(1, 10), counting(7, 20), k95).lower);
  // A count of 3 in each of two runs cannot be told from none.
  EXPECT_FALSE(ratio_of_means(std::vector<double>{1, 1}, std::vector<double>{2, 2}, k95, sixth).lower);
}

// A machine that makes a part in every so many minutes, watched for a time that begins anywhere in its cycle.
TEST(Ratio, OfEvenlySpacedUnitsMissesTheTruthNoMoreOftenThanAlpha) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> phase(0, 1);
  constexpr double kBefore = 7.3;
  constexpr double kAfter = 9.1;  // cycles in the time that is watched
  const auto count = [&](double cycles) { return std::floor(cycles + phase(random)); };
  constexpr int kPlants = 4000;
  int naive_too_high = 0;
  int too_high = 0;
  for (int plant = 0; plant < kPlants; ++plant) {
    const std::vector<BeforeAfter> pairs{{count(kBefore), count(kAfter)}, {count(kBefore), count(kAfter)}};
    const auto above = [](const Estimate& estimate) { return estimate.lower && *estimate.lower > kAfter / kBefore; };
    naive_too_high += above(ratio_paired(pairs, k95)) ? 1 : 0;
    too_high += above(ratio_paired(pairs, k95, {1.0 / 6, 1.0 / 6})) ? 1 : 0;
  }
  EXPECT_GT(naive_too_high, kPlants / 10);  // what was missed before
  EXPECT_LE(too_high, kPlants / 20);
}

TEST(Ratio, SurvivesAHugeOffset) {
  // Far from zero the ratio is the difference: (1e9 + 13.5) / (1e9 + 5.5), and the denominator's spread counts like the
  // numerator's.
  std::vector<double> before = counting(1, 10);
  std::vector<double> after = counting(7, 20);
  const auto far = [](std::vector<double> sample) {
    for (double& x : sample) x += 1e9;
    return sample;
  };
  // Welch's 90 % interval of the difference, scipy: 8 +- 2.527658.
  const Estimate estimate = ratio_of_means(far(before), far(after), k95);
  EXPECT_NEAR((*estimate.lower - 1) * 1e9, 8 - 2.527658, 1e-4);
  EXPECT_NEAR((*estimate.upper - 1) * 1e9, 8 + 2.527658, 1e-4);
}

TEST(Ratio, NeedsTheUnitsAtWhichTheBoundClearsEitherSide) {
  // numpy and scipy, every n tried from 2: pairs, and the units of both arms at 10 : 14.
  const Estimate pairs = ratio_paired(kShifts, k95);
  EXPECT_EQ(pairs.needed_n({Comparator::GreaterOrEqual, 1.25}), 7593);
  EXPECT_EQ(pairs.needed_n({Comparator::Less, 1.26}), 9);
  const Estimate arms = ratio_of_means(counting(1, 10), counting(7, 20), k95);
  EXPECT_EQ(arms.needed_n({Comparator::GreaterOrEqual, 1.8}), 24);
  EXPECT_EQ(arms.needed_n({Comparator::GreaterOrEqual, 3}), 75);
}

TEST(Ratio, NeedsNoNumberOfUnitsAtTheLimitOrTooCloseToIt) {
  const Estimate arms = ratio_of_means(counting(1, 10), counting(7, 20), k95);
  const Estimate pairs = ratio_paired(kShifts, k95);
  for (const Estimate& estimate : {arms, pairs}) {
    EXPECT_EQ(estimate.needed_n({Comparator::Less, *estimate.value}), std::nullopt);
    EXPECT_EQ(estimate.needed_n({Comparator::Less, *estimate.value + 1e-9}), std::nullopt);
  }
}

TEST(Ratio, NeedsTheUnitsThatMakeItsDenominatorPositiveToo) {
  const Estimate estimate = ratio_paired(paired(kDrug1, kDrug2), k95);
  // 0.75 > t sd / sqrt(n) with sd 1.78901 from n = 18 (0.734) and not from 17 (0.758).
  EXPECT_EQ(estimate.needed_n({Comparator::Greater, 0}), 18);
}

TEST(Ratio, BracketsItsValueAndWidensWithConfidenceOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<> shift(100, 10);
    std::vector<double> before(std::uniform_int_distribution<std::size_t>(3, 30)(random));
    std::ranges::generate(before, [&] { return shift(random); });
    std::vector<double> after(before.size());
    std::ranges::generate(after, [&] { return 1.2 * shift(random); });
    const auto both = [&](core::Confidence confidence) {
      return std::vector{ratio_paired(paired(before, after), confidence), ratio_of_means(before, after, confidence)};
    };
    const auto loose = both(core::Confidence(0.8));
    const auto tight = both(core::Confidence(0.95));
    for (const std::size_t i : {0U, 1U}) {
      EXPECT_TRUE(*tight[i].lower < *loose[i].lower && *loose[i].lower < *loose[i].value) << "seed " << seed;
      EXPECT_TRUE(*loose[i].value < *loose[i].upper && *loose[i].upper < *tight[i].upper) << "seed " << seed;
    }
  }
}

TEST(Ratio, MissesTheTruthAsOftenAsAlpha) {
  constexpr unsigned kSeed = 23;
  std::mt19937 random(kSeed);
  std::normal_distribution<> day(0, 5);
  int arms_too_high = 0;
  int pairs_too_high = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<BeforeAfter> pairs(8);
    std::vector<double> before(8);
    std::vector<double> after(12);
    std::ranges::generate(before, [&] { return 100 + 3 * day(random); });
    std::ranges::generate(after, [&] { return 125 + day(random); });
    for (BeforeAfter& pair : pairs) {
      const double both = day(random);
      pair = {100 + both + day(random), 125 + 1.25 * both + day(random)};
    }
    arms_too_high += *ratio_of_means(before, after, k95).lower > 1.25 ? 1 : 0;
    pairs_too_high += *ratio_paired(pairs, k95).lower > 1.25 ? 1 : 0;
  }
  EXPECT_NEAR(arms_too_high, 100, 35) << "seed " << kSeed;
  EXPECT_NEAR(pairs_too_high, 100, 35) << "seed " << kSeed;
}

}  // namespace
}  // namespace plantproof::metrics
