#include "metrics/kriging.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr core::Confidence kConfidence(0.95);
constexpr Grid kHall{0, 0, 5, 20, 10};    // 100 m x 50 m
constexpr Grid kCoarse{0, 0, 10, 10, 5};  // the same, where a quarter of the cells will do

/// The lower Cholesky factor of the covariance of a Gaussian field at given places.
Eigen::MatrixXd field_factor(const std::vector<FieldSample>& places, const Variogram& truth) {
  const auto count = static_cast<Eigen::Index>(places.size());
  Eigen::MatrixXd covariance(count, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    for (Eigen::Index j = 0; j < count; ++j) {
      const FieldSample& a = places[static_cast<std::size_t>(i)];
      const FieldSample& b = places[static_cast<std::size_t>(j)];
      covariance(i, j) =
          truth.sill * std::exp(-std::hypot(a.x_m - b.x_m, a.y_m - b.y_m) / truth.range_m) + (i == j ? 1e-9 : 0);
    }
  }
  return covariance.llt().matrixL();
}

std::vector<double> field_at(const Eigen::MatrixXd& factor, double mean, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  const Eigen::VectorXd white = Eigen::VectorXd::NullaryExpr(factor.cols(), [&] { return normal(random); });
  const Eigen::VectorXd field = (factor * white).array() + mean;
  return {field.begin(), field.end()};
}

struct Survey {
  std::vector<FieldSample> samples;
  double covered;  ///< the true share of kHall's cells
};

/// Random places in kHall, coordinates in whole 1/64 m.
std::vector<FieldSample> scattered(int count, std::mt19937_64& random) {
  std::uniform_int_distribution<int> x(0, 100 * 64 - 1);
  std::uniform_int_distribution<int> y(0, 50 * 64 - 1);
  std::vector<FieldSample> places;
  places.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) places.push_back({x(random) / 64.0, y(random) / 64.0, 0});
  return places;
}

void measure(std::vector<FieldSample>& samples, const std::vector<double>& field, double nugget,
             std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i].margin_db = field[i] + std::sqrt(nugget) * normal(random);
}

Survey survey(int count, double mean, const Variogram& truth, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<FieldSample> places = scattered(count, random);
  for (int row = 0; row < kHall.rows; ++row) {
    for (int column = 0; column < kHall.columns; ++column) places.push_back({column * 5 + 2.5, row * 5 + 2.5, 0});
  }
  const std::vector<double> field = field_at(field_factor(places, truth), mean, random);
  const auto cells = field.begin() + count;
  const auto covered =
      static_cast<double>(std::count_if(cells, field.end(), [](double margin) { return margin >= 0; }));
  places.resize(static_cast<std::size_t>(count));
  measure(places, field, truth.nugget, random);
  return {places, covered / (kHall.columns * kHall.rows)};
}

constexpr Variogram kShadowing{4, 36, 10};

void expect_same(const Estimate& a, const Estimate& b) {
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.lower, b.lower);
  EXPECT_EQ(a.upper, b.upper);
}

// Correlation 2^-h: 1/8 between the samples at 0 and 3, 1/2 and 1/4 from them to the target at 1. Unbiasedness l1 + l2
// = 1, and l1 + l2/8 + m = 1/2, l1/8 + l2 + m = 1/4, so 7/8 (l1 - l2) = 1/4: l1 = 9/14, l2 = 5/14, m = -3/16. Mean 14 *
// 9/14 = 9, variance 16 (1 - 9/28 - 5/56 + 3/16) = 87/7.
TEST(Krige, SolvesTwoSamplesAsByHand) {
  const std::vector<FieldSample> samples = {{0, 0, 14}, {3, 0, 0}};
  const Prediction prediction = krige(samples, {0, 16, 1 / std::log(2.0)}, 1, 0);
  EXPECT_NEAR(prediction.mean_db, 9, 1e-7);
  EXPECT_NEAR(prediction.variance_db2, 87.0 / 7, 1e-6);
}

// As above with 2 on the diagonal, at the first sample: (2 - 1/8) (l1 - l2) = 1 - 1/8, so l1 = 11/15.
TEST(Krige, TakesTheNuggetForNoiseAlsoAtASample) {
  const std::vector<FieldSample> samples = {{0, 0, 14}, {3, 0, 0}};
  EXPECT_NEAR(krige(samples, {16, 16, 1 / std::log(2.0)}, 0, 0).mean_db, 14 * 11.0 / 15, 1e-7);
}

TEST(Krige, ReproducesTheSamplesWithoutANugget) {
  const Survey noiseless = survey(60, 3, {0, 36, 10}, 1);
  for (const FieldSample& sample : noiseless.samples) {
    const Prediction prediction = krige(noiseless.samples, {0, 36, 10}, sample.x_m, sample.y_m);
    EXPECT_NEAR(prediction.mean_db, sample.margin_db, 1e-5);
    EXPECT_NEAR(prediction.variance_db2, 0, 1e-5);
  }
}

TEST(Krige, TakesSamplesAtOnePlaceForTheirMean) {
  const std::vector<FieldSample> samples = {{0, 0, 2}, {0, 0, 6}, {20, 0, 0}};
  EXPECT_NEAR(krige(samples, {0, 36, 10}, 0, 0).mean_db, 4, 1e-6);
}

// Far from every sample nothing is known but the mean: sill plus the variance of the mean, which for one sample is the
// sill again.
TEST(Krige, KnowsOnlyTheMeanFarAway) {
  const std::vector<FieldSample> samples = {{0, 0, 5}};
  const Prediction prediction = krige(samples, {0, 36, 10}, 1e6, 0);
  EXPECT_NEAR(prediction.mean_db, 5, 1e-6);
  EXPECT_NEAR(prediction.variance_db2, 72, 1e-6);
}

TEST(FitVariogram, RecoversTheVariogramOfSimulatedFields) {
  constexpr int kSeeds = 60;
  std::vector<double> nugget, sill, range;
  std::mt19937_64 places(0);
  std::vector<FieldSample> samples = scattered(250, places);
  const Eigen::MatrixXd factor = field_factor(samples, {9, 36, 8});
  for (int seed = 0; seed < kSeeds; ++seed) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    measure(samples, field_at(factor, 0, random), 9, random);
    const auto fit = fit_variogram(samples);
    ASSERT_TRUE(fit) << seed;
    nugget.push_back(fit->nugget);
    sill.push_back(fit->nugget + fit->sill);
    range.push_back(fit->range_m);
  }
  const auto median = [](std::vector<double>& numbers) {
    std::ranges::nth_element(numbers, numbers.begin() + kSeeds / 2);
    return numbers[kSeeds / 2];
  };
  EXPECT_NEAR(median(nugget), 9, 3);
  EXPECT_NEAR(median(sill), 45, 5);
  EXPECT_NEAR(median(range), 8, 2);
}

TEST(FitVariogram, HasNoneWithoutSpread) {
  std::vector<FieldSample> samples;
  EXPECT_FALSE(fit_variogram(samples));
  for (int i = 0; i < 9; ++i) samples.push_back({i * 1.0, 0, i * 1.0});
  EXPECT_FALSE(fit_variogram(samples)) << "nine samples";
  EXPECT_FALSE(fit_variogram(std::vector<FieldSample>(20, {1, 2, 3}))) << "one place";
  for (int i = 0; i < 20; ++i) samples.push_back({i * 1.0, 0, 0});
  for (FieldSample& sample : samples) sample.margin_db = -7;
  EXPECT_FALSE(fit_variogram(samples)) << "equal margins";
}

struct Density {
  int samples;
  double widest;  ///< the mean width of the interval is at most this: bounds of 0 and 1 would be honest, too
};

class CoveredShareCalibration : public testing::TestWithParam<Density> {};

// Where bounds go wrong most readily: fine structure without noise, which looks like noise, and as much noise as field,
// which looks like structure; coverage near 50 % and near 84 %. More trials, and more truths, are in bench/calibration.
TEST_P(CoveredShareCalibration, BoundsAreWrongNoMoreOftenThanTheirConfidenceAllows) {
#ifdef NDEBUG
  constexpr int kTrials = 200;
#else
  constexpr int kTrials = 2;  // the sanitizers are 100 times as slow
#endif
  const double allowed = 0.05 + 3 * std::sqrt(0.05 * 0.95 / kTrials);
  int lower_wrong = 0;
  int upper_wrong = 0;
  double width = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const Variogram variogram = trial % 4 < 2 ? Variogram{0, 36, 5} : Variogram{36, 36, 20};
    const Survey truth =
        survey(GetParam().samples, trial % 2 == 0 ? 0 : 6, variogram, static_cast<std::uint64_t>(trial));
    const Estimate estimate = covered_share(truth.samples, kHall, kConfidence, static_cast<std::uint64_t>(trial));
    ASSERT_TRUE(estimate.lower && estimate.upper) << trial;
    ASSERT_LE(*estimate.lower, *estimate.value) << trial;
    ASSERT_GE(*estimate.upper, *estimate.value) << trial;
    lower_wrong += truth.covered < *estimate.lower ? 1 : 0;
    upper_wrong += truth.covered > *estimate.upper ? 1 : 0;
    width += (*estimate.upper - *estimate.lower) / kTrials;
  }
  EXPECT_LE(lower_wrong, allowed * kTrials);
  EXPECT_LE(upper_wrong, allowed * kTrials);
  EXPECT_LT(width, GetParam().widest);
}

INSTANTIATE_TEST_SUITE_P(Densities, CoveredShareCalibration, testing::Values(Density{25, 0.4}, Density{200, 0.15}),
                         [](const auto& density) { return fmt::format("{}Samples", density.param.samples); });

TEST(CoveredShare, IsTheSameWhereverTheOriginLies) {
  Survey here = survey(80, 3, kShadowing, 5);
  const Estimate expected = covered_share(here.samples, kCoarse, kConfidence, 1);
  for (FieldSample& sample : here.samples) {
    sample.x_m += 1024;
    sample.y_m -= 65536;
  }
  Grid moved = kCoarse;
  moved.origin_x_m += 1024;
  moved.origin_y_m -= 65536;
  expect_same(covered_share(here.samples, moved, kConfidence, 1), expected);
}

TEST(CoveredShare, HasTheSameBitsForTheSameSeedInWhateverOrder) {
  Survey walk = survey(80, 3, kShadowing, 6);
  const Estimate expected = covered_share(walk.samples, kCoarse, kConfidence, 1);
  expect_same(covered_share(walk.samples, kCoarse, kConfidence, 1), expected);
  const Estimate other = covered_share(walk.samples, kCoarse, kConfidence, 2);
  EXPECT_NE(other.value, expected.value);
  EXPECT_NEAR(*other.value, *expected.value, 0.02);
  std::ranges::reverse(walk.samples);
  expect_same(covered_share(walk.samples, kCoarse, kConfidence, 1), expected);
}

TEST(CoveredShare, CountsALongStopAsOnePlace) {
  Survey walk = survey(80, 3, kShadowing, 7);
  const Estimate expected = covered_share(walk.samples, kCoarse, kConfidence, 1);
  walk.samples.insert(walk.samples.end(), 999, FieldSample{500, 500, -20});
  walk.samples.insert(walk.samples.end(), 1, FieldSample{500, 500, -20});
  Survey once = survey(80, 3, kShadowing, 7);
  once.samples.push_back({500, 500, -20});
  const Estimate stopped = covered_share(walk.samples, kCoarse, kConfidence, 1);
  expect_same(stopped, covered_share(once.samples, kCoarse, kConfidence, 1));
  EXPECT_EQ(stopped.n, 1080);
  EXPECT_EQ(stopped.effective_n, expected.effective_n + 1);
}

TEST(CoveredShare, IsTheCensusWhereEveryCellIsMeasuredWithoutNoise) {
  std::vector<FieldSample> samples;
  for (int row = 0; row < 10; ++row) {
    for (int column = 0; column < 20; ++column) {
      samples.push_back({column * 5 + 2.5, row * 5 + 2.5, column < 7 ? 20.0 - column : -20.0 - column});
    }
  }
  const Estimate estimate = covered_share(samples, kHall, kConfidence, 1);
  EXPECT_NEAR(*estimate.value, 7.0 / 20, 0.01);
  EXPECT_NEAR(*estimate.lower, 7.0 / 20, 0.02);
  EXPECT_NEAR(*estimate.upper, 7.0 / 20, 0.02);
}

TEST(CoveredShare, StatesItsModelInBothLanguages) {
  std::vector<FieldSample> samples = survey(60, 3, kShadowing, 8).samples;
  for (FieldSample& sample : samples) sample.x_m /= 2;
  const Estimate estimate = covered_share(samples, kHall, kConfidence, 1);
  EXPECT_EQ(estimate.method, Method::Kriging);
  EXPECT_EQ(estimate.n, 60);
  EXPECT_LT(estimate.effective_n, 60);
  const auto unmeasured = fmt::format("{} of 200 cells have no sample", 200 - static_cast<int>(estimate.effective_n));
  EXPECT_THAT(estimate.notes, Contains(testing::Field(&core::Text::en, HasSubstr(unmeasured))));
  EXPECT_THAT(estimate.notes, Contains(testing::Field(&core::Text::en, HasSubstr("leave-one-out"))));
  EXPECT_THAT(estimate.notes, Contains(testing::Field(&core::Text::zh, HasSubstr("留一交叉验证"))));
}

TEST(CoveredShare, HasNoValueWithoutSamples) {
  const Estimate estimate = covered_share({}, kHall, kConfidence, 1);
  EXPECT_FALSE(estimate.value || estimate.lower || estimate.upper);
  EXPECT_EQ(estimate.n, 0);
  EXPECT_EQ(estimate.notes.size(), 1U);
}

TEST(CoveredShare, HasNoBoundsWithFewerThanTenPlaces) {
  std::vector<FieldSample> samples;
  for (int i = 0; i < 9; ++i) samples.insert(samples.end(), 100, {i * 10.0, 0, i < 6 ? 3.0 : -3.0});
  const Estimate nine = covered_share(samples, kCoarse, kConfidence, 1);
  EXPECT_DOUBLE_EQ(*nine.value, 6.0 / 9);
  EXPECT_FALSE(nine.lower || nine.upper);
  EXPECT_EQ(nine.effective_n, 9);
  samples.push_back({95, 0, -3});
  EXPECT_TRUE(covered_share(samples, kCoarse, kConfidence, 1).lower);
}

TEST(CoveredShare, HasNoBoundsWhenAllMarginsAreEqual) {
  Survey constant = survey(50, 0, kShadowing, 9);
  for (const auto& [margin_db, share] : {std::pair{-0.5, 0.0}, std::pair{0.0, 1.0}, std::pair{1e9, 1.0}}) {
    for (FieldSample& sample : constant.samples) sample.margin_db = margin_db;
    const Estimate estimate = covered_share(constant.samples, kHall, kConfidence, 1);
    EXPECT_EQ(estimate.value, share) << margin_db;
    EXPECT_FALSE(estimate.lower || estimate.upper) << margin_db;
  }
}

TEST(CoveredShare, IsCertainFarFromTheLimit) {
  for (const double offset : {-1e6, 1e6}) {
    const Estimate estimate = covered_share(survey(50, offset, kShadowing, 10).samples, kCoarse, kConfidence, 1);
    EXPECT_EQ(estimate.value, offset > 0 ? 1.0 : 0.0);
    EXPECT_EQ(estimate.lower, estimate.value);
    EXPECT_EQ(estimate.upper, estimate.value);
  }
}

TEST(CoveredShare, JudgesAHallFromASingleAisle) {
  std::vector<FieldSample> samples = survey(100, 3, kShadowing, 11).samples;
  for (FieldSample& sample : samples) sample.y_m = 25;
  const Estimate estimate = covered_share(samples, kCoarse, kConfidence, 1);
  EXPECT_GE(*estimate.lower, 0);
  EXPECT_LE(*estimate.upper, 1);
  EXPECT_GT(*estimate.upper - *estimate.lower, 0.05);
}

TEST(CoveredShare, HasNoBoundsBeyondWhatTheSimulatedFieldsReach) {
  const Estimate estimate = covered_share(survey(50, 3, kShadowing, 12).samples, kCoarse, core::Confidence(0.9999), 1);
  EXPECT_TRUE(estimate.value);
  EXPECT_FALSE(estimate.lower || estimate.upper);
}

TEST(CoveredShare, CoarsensAGridOfManyCellsAndSaysSo) {
  const std::vector<FieldSample> samples = survey(150, 3, kShadowing, 13).samples;
  const Estimate coarse = covered_share(samples, {0, 0, 1, 100, 26}, kConfidence, 1);
  EXPECT_THAT(coarse.notes, Contains(testing::Field(&core::Text::en, HasSubstr("one in 2 along each side"))));
  EXPECT_NEAR(*coarse.value, *covered_share(samples, {0, 0, 5, 20, 5}, kConfidence, 1).value, 0.05);
}

TEST(CoveredShare, ThinsALongWalkToCells) {
  std::vector<FieldSample> samples;
  for (int i = 0; i < 100'000; ++i) {
    const int aisle = i / 1000;
    const double y = aisle * 0.5;
    samples.push_back({i % 1000 * 0.1, y, y < 30 ? 8 + std::sin(i) : -8 + std::sin(i)});
  }
  const Estimate estimate = covered_share(samples, kHall, kConfidence, 1);
  EXPECT_EQ(estimate.n, 100'000);
  EXPECT_EQ(estimate.effective_n, 200);
  EXPECT_NEAR(*estimate.value, 0.6, 0.02);
}

}  // namespace
}  // namespace plantproof::metrics
