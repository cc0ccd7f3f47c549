#include "metrics/dependence.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/mean.hpp"
#include "metrics/planning.hpp"
#include "nist_data.hpp"

namespace plantproof::metrics {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr core::Confidence k95(0.95);
constexpr core::Confidence kNone(0.5);  ///< at which nothing is allowed for: what is estimated shows as it is
using Runs = std::vector<Series>;

Runs one_run(std::vector<double> values) {
  return {{std::move(values), {}}};
}

/// x[i] = r x[i-1] + noise, from its stationary state.
std::vector<double> ar1(double r, std::size_t n, std::mt19937& random) {
  std::normal_distribution<> noise;
  std::vector<double> series = {noise(random) / std::sqrt(1 - r * r)};
  while (series.size() < n) series.push_back(r * series.back() + noise(random));
  return series;
}

/// So many ones, the first at the start and all as far from each other as can be.
std::vector<double> spread(std::size_t ones, std::size_t n) {
  std::vector<double> series(n, 0.0);
  for (std::size_t i = 0; i < ones; ++i) series[i * n / ones] = 1;
  return series;
}

/// Ten loops by turns; every 2000 rows ten ones, `apart` rows from each other.
Series loops_with_bursts(std::size_t apart) {
  Series run{std::vector<double>(16000, 0.0), {}};
  for (std::size_t i = 0; i < run.values.size(); ++i) run.streams.push_back(static_cast<std::uint32_t>(i % 10));
  for (std::size_t burst = 1000; burst < run.values.size(); burst += 2000) {
    for (std::size_t i = 0; i < 10; ++i) run.values[burst + i * apart] = 1;
  }
  return run;
}

/// Up to six runs of up to 200 values of three loops, some runs empty; values in bursts, 0 or 1.
Runs any_runs(std::mt19937& random) {
  Runs runs(std::uniform_int_distribution<std::size_t>(1, 6)(random));
  for (Series& run : runs) {
    const auto n = std::uniform_int_distribution<std::size_t>(0, 200)(random);
    const double share = std::uniform_real_distribution<>(0, 0.3)(random);
    bool is_bad = false;
    for (std::size_t i = 0; i < n; ++i) {
      if (std::bernoulli_distribution(0.3)(random)) is_bad = std::bernoulli_distribution(share)(random);
      run.values.push_back(is_bad ? 1 : 0);
      run.streams.push_back(std::uniform_int_distribution<std::uint32_t>(0, 2)(random));
    }
  }
  return runs;
}

TEST(Dependence, IsNoneOfNothingOrOneValue) {
  for (const Runs& runs : {Runs{}, Runs(3), one_run({0}), one_run({1})}) {
    EXPECT_EQ(dependence_of_mean(runs, k95).design_effect(), 1);
    EXPECT_EQ(dependence_of_share(runs, 1, k95).design_effect(), 1);
    EXPECT_EQ(dependence_of_share(runs, 1, k95).events, 0);
  }
  EXPECT_EQ(dependence_of_mean(std::span<const Series>(), k95).runs, 0);
  EXPECT_EQ(dependence_of_mean(one_run({1}), k95).runs, 1);
}

TEST(Dependence, IsNoneWhereNothingVaries) {
  // 9.9995 and 0.1 are no binary fractions: 3000 of them, summed and divided, are not quite themselves.
  const std::vector<double> equal(3000, 9.9995);
  EXPECT_EQ(dependence_of_mean(one_run(equal), k95).design_effect(), 1);
  EXPECT_EQ(dependence_of_mean(Runs{{equal, {}}, {equal, {}}}, k95).design_effect(), 1);
  for (const double outcome : {0.0, 1.0}) {
    const Runs runs = one_run(std::vector<double>(3000, outcome));
    EXPECT_EQ(dependence_of_share(runs, 1, k95).design_effect(), 1);
    EXPECT_EQ(dependence_of_share(runs, 1, k95).events, 0);
  }
}

TEST(Dependence, IsNoneOfLoopsThatDifferAndDoNotVary) {
  Series loops;
  for (std::uint32_t i = 0; i < 999; ++i) {
    loops.values.push_back(0.1 + 0.2 * (i % 3));
    loops.streams.push_back(i % 3);
  }
  EXPECT_EQ(dependence_of_mean(Runs{loops}, k95).design_effect(), 1);
}

TEST(Dependence, IsNextToNoneOfIndependentValues) {
  // The same in Python (numpy, scipy.stats.t) over 1000 samples: 1.210 on average, of a share 1.194; most of it is from
  // how much the tenths of a run differ by chance.
  constexpr int kTrials = 100;
  constexpr unsigned kSeed = 3;
  std::mt19937 random(kSeed);
  std::normal_distribution<> normal(5, 2);
  std::bernoulli_distribution is_bad(0.05);
  double means = 0;
  double shares = 0;
  for (int i = 0; i < kTrials; ++i) {
    std::vector<double> values(2000);
    std::ranges::generate(values, [&] { return normal(random); });
    means += dependence_of_mean(one_run(values), k95).design_effect() / kTrials;
    std::ranges::generate(values, [&] { return is_bad(random) ? 1.0 : 0.0; });
    shares += dependence_of_share(one_run(values), 1, k95).design_effect() / kTrials;
  }
  EXPECT_NEAR(means, 1.210, 0.08) << "seed " << kSeed;
  EXPECT_NEAR(shares, 1.194, 0.08) << "seed " << kSeed;
}

TEST(Within, OfAnAutoregressiveSeriesIsThatOfItsClosedForm) {
  constexpr unsigned kSeed = 11;
  constexpr std::size_t kValues = 20000;
  std::mt19937 random(kSeed);
  for (const double r : {0.3, 0.5, 0.8}) {
    double within = 0;
    for (int i = 0; i < 20; ++i) {
      const std::vector<double> series = ar1(r, kValues, random);
      const double one = dependence_of_mean(one_run(series), k95).within;
      within += one / 20;
      EXPECT_NEAR(one / design_effect_of_ar1(lag1_autocorrelation(series)), 1, 0.2) << "seed " << kSeed;
    }
    EXPECT_NEAR(within / ((1 + r) / (1 - r)), 1, 0.05) << r << ", seed " << kSeed;
  }
}

TEST(Within, OfAMillionValuesThatRememberAThousandIsThatOfItsClosedForm) {
  // Lag by lag this would take 10^10 steps. (1 + r) / (1 - r) = 1999, within what 500 independent values tell of it.
  constexpr unsigned kSeed = 13;
  constexpr double kCorrelation = 0.999;
  std::mt19937 random(kSeed);
  std::vector<double> series = ar1(kCorrelation, 1'000'000, random);
  EXPECT_NEAR(dependence_of_mean(one_run(series), kNone).within / 1999, 1, 0.25) << "seed " << kSeed;
  EXPECT_NEAR(dependence_of_mean(one_run(series), kNone).memory / 1000, 1, 0.4) << "seed " << kSeed;
  // Whether the process is above its mean correlates by 2 / pi asin(r^lag): 1 + 2 * (sum) = 1 + 2 * 692.6 (scipy).
  for (double& value : series) value = value > 0 ? 1 : 0;
  EXPECT_NEAR(dependence_of_share(one_run(series), 1, kNone).within / 1386, 1, 0.25) << "seed " << kSeed;
}

TEST(Within, OfStreamsOfOneRowIsThatOfTheRun) {
  // Every product has a number of its own: none has a mean to be taken off.
  std::mt19937 random(14);
  Series run{ar1(0.8, 4000, random), {}};
  const double in_one_stream = dependence_of_mean(Runs{run}, kNone).within;
  for (std::uint32_t i = 0; i < 4000; ++i) run.streams.push_back(i);
  EXPECT_DOUBLE_EQ(dependence_of_mean(Runs{run}, kNone).within, in_one_stream);
}

TEST(Within, IsNeverLessThanOfIndependentValues) {
  std::mt19937 random(12);
  EXPECT_EQ(dependence_of_mean(one_run(ar1(-0.5, 20000, random)), k95).within, 1);
}

TEST(Within, OfNistsSeries) {
  // In Python: autocorrelations by numpy.correlate, sums by hand of pairs that fall, scipy.stats.t. The deflections
  // swing about every 2.5 values. The speeds of light correlate further than their lag 1 says: 30.3 effective by that.
  EXPECT_EQ(dependence_of_mean(one_run(kLew), k95).within, 1);
  EXPECT_NEAR(dependence_of_mean(one_run(kMichelson), kNone).within, 4.211482273, 1e-8);
  EXPECT_NEAR(dependence_of_mean(one_run(kMichelson), k95).within, 4.777333059, 1e-8);
  EXPECT_NEAR(100 / design_effect_of_ar1(lag1_autocorrelation(kMichelson)), 30.277, 0.001);
}

TEST(Within, OfBurstsOfRandomLengthIsThatOfTheirClosedForm) {
  // A burst ends after a row with chance 1/5, begins after a good one with chance 1/95: the outcomes' correlation falls
  // by r = 1 - 1/5 - 1/95 a row, and (1 + r) / (1 - r) = 8.5; with ever rarer bursts of five it is 2 * 5 - 1.
  constexpr unsigned kSeed = 5;
  std::mt19937 random(kSeed);
  std::bernoulli_distribution ends(1.0 / 5);
  std::bernoulli_distribution begins(1.0 / 95);
  double within = 0;
  for (int i = 0; i < 20; ++i) {
    std::vector<double> outcomes(100000);
    bool is_bad = false;
    std::ranges::generate(outcomes, [&] { return (is_bad = is_bad ? !ends(random) : begins(random)) ? 1.0 : 0.0; });
    within += dependence_of_share(one_run(outcomes), 1, kNone).within / 20;
  }
  EXPECT_NEAR(within, 8.5, 0.3) << "seed " << kSeed;
}

TEST(Within, AllowsForItsBeingEstimated) {
  // Eight bursts of ten, 80 ones of 16 000, p = 0.005: correlations of ((10 - lag) / 10 - p) / (1 - p) up to lag 9 are
  // 4.4774 in sum, and 1 + 2 * 4.4774 = 9.9548 but for the ends. 80 ones are 8.036 bursts, which leave t 4.018 degrees
  // of freedom: scipy.stats.t.ppf(0.95, 4.018) = 2.129106, (t / z)^2 = 1.675483.
  const Runs runs = one_run(loops_with_bursts(1).values);
  const Dependence estimated = dependence_of_share(runs, 1, kNone);
  EXPECT_NEAR(estimated.within, 9.9548, 0.01);
  EXPECT_NEAR(estimated.events, 8.036, 0.01);
  EXPECT_NEAR(dependence_of_share(runs, 1, k95).within, 1 + 8.9548 * 1.675483, 0.02);
  EXPECT_EQ(dependence_of_share(runs, 1, k95).events, estimated.events);
}

TEST(Within, SeesABurstThatStrikesOneOfTheLoops) {
  // Bursts of ten in 1600 rows of one loop, p = 0.05: 1 + 2 * (4.5 - 9 p) / (1 - p) = 9.526. The other loops have no
  // ones. Taken as one stream, rows ten apart correlate and neighbours do not, so it shows nothing.
  Series run = loops_with_bursts(10);
  const Dependence seen = dependence_of_share(Runs{run}, 1, kNone);
  EXPECT_NEAR(seen.within, 9.526, 0.1);
  EXPECT_EQ(seen.memory, 50) << "within five rows of one loop lies 1 - 1/e of the sum of its nine correlations";
  run.streams.clear();
  EXPECT_NEAR(dependence_of_share(Runs{run}, 1, kNone).within, 1, 0.01);
}

TEST(Within, SeesABurstThatStrikesAllLoopsAtOnce) {
  // One row of each of ten loops: in none of them do neighbours correlate.
  const Series run = loops_with_bursts(1);
  EXPECT_NEAR(dependence_of_share(Runs{run}, 1, kNone).within, 9.9548, 0.01);
}

TEST(Between, OfRunsThatDifferIsThatOfTheirSums) {
  // 2, 4, 6, 8 and 10 bad of 100 each: p = 30 / 500, the runs' sums about it are -4, -2, 0, 2, 4 and 40 in squares; the
  // rows' squares are 500 p (1 - p) = 28.2. 5/4 * 40 / 28.2 = 1.773050, times (2.131847 / 1.644854)^2 with the t of 4
  // degrees of freedom: 2.978368.
  Runs runs;
  for (std::size_t ones = 2; ones <= 10; ones += 2) runs.push_back({spread(ones, 100), {}});
  const Dependence estimated = dependence_of_share(runs, 1, kNone);
  EXPECT_NEAR(estimated.between, 1.773050, 1e-6);
  EXPECT_EQ(estimated.within, 1);
  EXPECT_EQ(estimated.runs, 5);
  const Dependence allowed = dependence_of_share(runs, 1, k95);
  EXPECT_NEAR(allowed.between, 2.978368, 1e-6);
  EXPECT_EQ(allowed.design_effect(), allowed.between);
  runs.insert(runs.begin() + 2, Series{});
  EXPECT_EQ(dependence_of_share(runs, 1, k95).between, allowed.between) << "a run without values is none";
}

TEST(Between, OfTwoRunsThatAreEachOfOneMindIsHalfTheirValuesTwice) {
  // Ten values of 0.1, ten of 0.3: 2/1 * (2 * 1^2) / (20 * 0.1^2) = 20, and (t / z)^2 = (6.313752 / 1.644854)^2.
  const Runs runs = {{std::vector<double>(10, 0.1), {}}, {std::vector<double>(10, 0.3), {}}};
  EXPECT_NEAR(dependence_of_mean(runs, kNone).between, 20, 1e-9);
  EXPECT_NEAR(dependence_of_mean(runs, k95).between, 20 * 14.733993, 1e-4);
  EXPECT_EQ(dependence_of_mean(runs, k95).within, 1);
}

TEST(Between, OfRunsOfUnequalLengthCountsTheLongOnesMore) {
  // 50 bad of 1000, and 10, 0 and 2 of 100: p = 62 / 1300; deviations over sqrt(1 - share) are 4.7958 (the first hides
  // three quarters of its own), 5.4383, -4.9640 and -2.8835 (numpy): 85.694 in squares over 1300 p (1 - p) = 59.0423.
  // The shares' squares leave 0.640777 degrees of freedom, of which 0.8 are granted: scipy.stats.t.ppf(0.95, 0.8), and
  // skewness -0.03444.
  const Runs runs = {{spread(50, 1000), {}}, {spread(10, 100), {}}, {spread(0, 100), {}}, {spread(2, 100), {}}};
  EXPECT_NEAR(dependence_of_share(runs, 1, kNone).between, 1.450918, 1e-6);
  EXPECT_NEAR(dependence_of_share(runs, 1, k95).between, 51.9443, 1e-3);
}

TEST(Between, OfARunAndOneRowBesideItIsKnown) {
  // A row alone has hardly any weight, and a good one next to no deviation; yet the long run's tenths count.
  std::vector<double> rows(400, 0.0);
  for (std::size_t i = 100; i < 140; i += 4) rows[i] = 1;
  const double alone = dependence_of_share(one_run(rows), 1, k95).between;
  EXPECT_DOUBLE_EQ(dependence_of_share(Runs{{rows, {}}, {{0.0}, {}}}, 1, k95).between, alone);
  EXPECT_LT(dependence_of_share(Runs{{rows, {}}, {{1.0}, {}}}, 1, k95).between, 1e6);
}

TEST(Between, OfASingleRunIsThatOfItsTenths) {
  // Forty rows of a hundred and more, of which every fourth is bad: neighbours show nothing, tenths 6.479487 times the
  // variance; allowed for the skewness, and t of 13.5 degrees of freedom, 20.797999 (numpy.convolve, scipy.stats.t).
  std::vector<double> rows(400, 0.0);
  for (std::size_t i = 100; i < 140; i += 4) rows[i] = 1;
  EXPECT_EQ(dependence_of_share(one_run(rows), 1, kNone).within, 1);
  EXPECT_NEAR(dependence_of_share(one_run(rows), 1, kNone).between, 6.479487, 1e-6);
  EXPECT_NEAR(dependence_of_share(one_run(rows), 1, k95).between, 20.797999, 1e-5);
  EXPECT_NEAR(dependence_of_mean(one_run(rows), k95).between, 20.797999, 1e-5);
}

TEST(Between, IsOneOfARunOfFewValuesAndOfRunsThatAgree) {
  EXPECT_EQ(dependence_of_share(one_run(spread(5, 19)), 1, k95).between, 1);
  EXPECT_EQ(dependence_of_share(Runs{{spread(5, 100), {}}, {spread(5, 100), {}}}, 1, k95).between, 1);
}

TEST(Events, AreTheRarerOutcomes) {
  std::vector<double> few = spread(7, 1000);
  EXPECT_DOUBLE_EQ(dependence_of_share(one_run(few), 1, k95).events, 7);
  for (double& outcome : few) outcome = 1 - outcome;
  EXPECT_DOUBLE_EQ(dependence_of_share(one_run(few), 1, k95).events, 7);
  EXPECT_TRUE(std::isinf(dependence_of_mean(one_run(few), k95).events));
}

TEST(AgreedBurstLength, CountsWhereTheSampleShowsLess) {
  const Runs none = one_run(std::vector<double>(1000, 0.0));
  EXPECT_EQ(dependence_of_share(none, 5, k95).design_effect(), 9);
  const Runs bursts = one_run(loops_with_bursts(1).values);
  EXPECT_GT(dependence_of_share(bursts, 5, k95).design_effect(), 10);
  EXPECT_EQ(dependence_of_share(bursts, 50, k95).design_effect(), 99);
}

TEST(NotesOnDependence, SayWhatCountsForLess) {
  const auto notes = [](const Runs& runs, double burst_length) {
    return notes_on(dependence_of_share(runs, burst_length, k95));
  };
  EXPECT_THAT(notes(one_run(spread(6, 1000)), 1), IsEmpty());
  EXPECT_THAT(
      notes(one_run(spread(5, 1000)), 3),
      ElementsAre(Field(&core::Text::en,
                        HasSubstr("too few bad rows to tell how long bursts are: a disturbance is taken to make 3"))));
  EXPECT_THAT(notes(one_run(loops_with_bursts(1).values), 1),
              ElementsAre(Field(&core::Text::en, HasSubstr("neighbouring rows depend on each other"))));
  EXPECT_THAT(notes(one_run(spread(50, 1000)), 3),
              ElementsAre(Field(&core::Text::en, HasSubstr("a disturbance is taken to make 3 bad rows on average"))));
  std::vector<double> stoppage(400, 0.0);
  for (std::size_t i = 100; i < 140; i += 4) stoppage[i] = 1;
  EXPECT_THAT(notes(one_run(stoppage), 1),
              ElementsAre(Field(&core::Text::en, HasSubstr("a single run: from how its tenths differ"))));
  EXPECT_THAT(notes(Runs{{spread(5, 100), {}}, {spread(50, 100), {}}}, 1),
              ElementsAre(Field(&core::Text::en, HasSubstr("the 2 runs are the units"))));
}

TEST(Dependence, HoldsItsPropertiesOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    Runs runs = any_runs(random);
    const Dependence share = dependence_of_share(runs, 1, k95);
    const Dependence mean = dependence_of_mean(runs, k95);
    EXPECT_GE(std::min(share.within, share.between), 1) << "seed " << seed;
    EXPECT_EQ(share.design_effect(), std::min(std::max(share.within, share.between), share.n)) << "seed " << seed;
    EXPECT_GE(share.design_effect(), dependence_of_share(runs, 1, kNone).design_effect()) << "seed " << seed;

    // A share is the mean of zeros and ones, by another way of counting.
    Runs one_stream = runs;
    for (Series& run : one_stream) run.streams.clear();
    EXPECT_NEAR(dependence_of_share(one_stream, 1, kNone).within, dependence_of_mean(one_stream, kNone).within, 1e-9)
        << "seed " << seed;

    // Values shifted and scaled depend on each other as before, whatever their loops are called.
    Runs others = runs;
    for (Series& run : others) {
      for (double& value : run.values) value = 5 - 3 * value;
      for (std::uint32_t& stream : run.streams) stream = 7 - stream;
    }
    const Dependence of_others = dependence_of_mean(others, k95);
    EXPECT_NEAR(of_others.within / mean.within, 1, 1e-6) << "seed " << seed;
    EXPECT_NEAR(of_others.between / mean.between, 1, 1e-6) << "seed " << seed;

    std::ranges::shuffle(runs, random);
    const Dependence shuffled = dependence_of_share(runs, 1, k95);
    EXPECT_NEAR(shuffled.within / share.within, 1, 1e-9) << "seed " << seed;
    EXPECT_NEAR(shuffled.between / share.between, 1, 1e-9) << "seed " << seed;
    EXPECT_NEAR(shuffled.events, share.events, 1e-9) << "seed " << seed;
  }
}

}  // namespace
}  // namespace plantproof::metrics
