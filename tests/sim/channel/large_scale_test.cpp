#include "channel/large_scale.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

constexpr int kSeeds = 10000;
constexpr core::Hertz kCarrier = core::Hertz::from_ghz(3.5);
constexpr Clutter kSparse{0.2, 10, 2};

double mean(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

/// The mean product of the field at two places over seeds: its covariance there, the field's mean being 0.
double covariance(double distance_m, double x1, double y1, double x2, double y2) {
  std::vector<double> products;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const SpatialField field(distance_m, seed);
    products.push_back(field.at(x1, y1) * field.at(x2, y2));
  }
  return mean(products);
}

// Standard errors over 10 000 seeds: 0.01 of a mean and a covariance, 0.014 of a variance.
TEST(SpatialField, HasMeanZeroAndVarianceOneEverywhere) {
  for (const auto& [x, y] : {std::pair{0.0, 0.0}, {3.3, 1.7}, {-120.0, 60.0}, {1000.5, 0.25}}) {
    std::vector<double> values;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) values.push_back(SpatialField(10, seed).at(x, y));
    EXPECT_NEAR(mean(values), 0, 0.04) << x << ' ' << y;
    for (double& value : values) value *= value;
    EXPECT_NEAR(mean(values), 1, 0.05) << x << ' ' << y;
  }
}

TEST(SpatialField, IsCorrelatedAsTheTableSaysInAllDirections) {
  RecordProperty("clause", "3GPP TR 38.901, 7.4.4");
  const double diagonal = 10 / std::numbers::sqrt2;
  EXPECT_NEAR(covariance(10, 0, 0, 10, 0), std::exp(-1), 0.04);
  EXPECT_NEAR(covariance(10, 50, 20, 50, 30), std::exp(-1), 0.04);
  EXPECT_NEAR(covariance(10, 7, 7, 7 + diagonal, 7 - diagonal), std::exp(-1), 0.04);
  EXPECT_NEAR(covariance(10, 0, 0, 1, 0), std::exp(-0.1), 0.05);
  EXPECT_NEAR(covariance(10, 0, 0, 5, 0), std::exp(-0.5), 0.04);
  EXPECT_NEAR(covariance(10, 0, 0, 0, 20), std::exp(-2), 0.04);
  EXPECT_NEAR(covariance(10, 0, 0, 60, 0), 0, 0.04);
  EXPECT_NEAR(covariance(2, 0, 0, 0, 2), std::exp(-1), 0.04);
}

// Kolmogorov's distance of 10 000 normal numbers is above 1.63 / 100 with probability 1 %.
TEST(SpatialField, IsNormal) {
  std::vector<double> values;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) values.push_back(SpatialField(10, seed).at(12, 34));
  std::ranges::sort(values);
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = std::erfc(-values[i] / std::numbers::sqrt2) / 2;
    const double found = (static_cast<double>(i) + 0.5) / kSeeds;
    distance = std::max(distance, std::abs(found - expected));
  }
  EXPECT_LT(distance, 0.0163);
}

// Below the quantile of 0.1 % at places 50 m apart, which are nearly independent: 200 +- 14 of 200 000.
TEST(SpatialField, IsNormalInItsTailsToo) {
  int below = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const SpatialField field(10, seed);
    for (int place = 0; place < 20; ++place) below += field.at(50 * place, 17) < -3.0902 ? 1 : 0;
  }
  EXPECT_NEAR(below, 200, 45);
}

TEST(SpatialField, OfOneHallHasTheDeviationOfTheTable) {
  std::vector<double> squares;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const SpatialField field(10, seed);
    for (int x = 0; x < 300; x += 3) {
      for (int y = 0; y < 150; y += 3) squares.push_back(std::pow(field.at(x, y), 2));
    }
  }
  EXPECT_NEAR(mean(squares), 1, 0.05);
}

Site site(std::uint64_t hall_seed, std::uint32_t number = 0) {
  return {Environment::InfSl, kSparse, {0, 0, 1.5}, kCarrier, hall_seed, number};
}

TEST(Site, ShowsAReturningVehicleTheSameShadow) {
  const Site before = site(7);
  const Place place{31, 12, 1.5};
  const LargeScale first = before.at(place);
  for (int x = 0; x < 100; ++x) (void)before.at({x * 1.0, 5, 1.5});
  for (const Site& now : {before, site(7)}) {
    EXPECT_EQ(now.at(place).line_of_sight, first.line_of_sight);
    EXPECT_EQ(now.at(place).loss(), first.loss());
  }
  EXPECT_NE(site(8).at(place).shadowing, first.shadowing);
  EXPECT_NE(site(7, 1).at(place).shadowing, first.shadowing);
}

// The field's waves have k d = x with density x / (1 + x^2)^1.5 up to 20, and 20 with the rest: the mean of x^2 is
// 18.07 + 19.98. Near by the correlation is 1 - x^2 (h / d)^2 / 4, and two places 0.1 m apart differ by
// sqrt(2 * 38.05 / 4) * 0.01 = 0.0436 deviations in the root mean square.
TEST(Site, ShowsNeighboursTheSameClutter) {
  int same = 0;
  std::vector<double> squares;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const LargeScale here = site(seed).at({30, 0, 1.5});
    const LargeScale there = site(seed).at({30, 0.1, 1.5});
    if (here.line_of_sight != there.line_of_sight) continue;
    ++same;
    const double deviation = shadowing_deviation(Environment::InfSl, here.line_of_sight).db();
    squares.push_back(std::pow((here.shadowing - there.shadowing).db() / deviation, 2));
  }
  EXPECT_GT(same, 1800);
  EXPECT_NEAR(std::sqrt(mean(squares)), 0.0436, 0.005);
}

// The table's probabilities at 10, 20, 50 and 100 m; the standard error over 10 000 seeds is at most 0.005.
TEST(Site, HasLineOfSightAsOftenAsTheTableSays) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.4.2-1");
  for (const auto& [distance_m, probability] : {std::pair{10.0, 0.8}, {20.0, 0.64}, {50.0, 0.3277}, {100.0, 0.1074}}) {
    int los = 0;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      const Place device{distance_m * 0.6, distance_m * 0.8, 1.5};
      los += site(seed).at(device).line_of_sight == LineOfSight::Los ? 1 : 0;
    }
    EXPECT_NEAR(los / static_cast<double>(kSeeds), probability, 0.02) << distance_m;
  }
}

// Two places at the distance where line of sight is even, one correlation distance of the field apart: both have it
// with probability 1/4 + asin(1/e) / (2 pi) (the orthant probability of two normals).
TEST(Site, HasLineOfSightInPatchesOfHalfTheClutterSize) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.6.3.1-2");
  const double even_m = std::numbers::ln2 * 44.814;
  const double half_angle = std::asin(2.5 / even_m);
  int both = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Site here = site(seed);
    const auto has_los = [&](double angle) {
      return here.at({even_m * std::cos(angle), even_m * std::sin(angle), 1.5}).line_of_sight == LineOfSight::Los;
    };
    both += has_los(half_angle) && has_los(-half_angle) ? 1 : 0;
  }
  EXPECT_NEAR(both / static_cast<double>(kSeeds), 0.25 + std::asin(std::exp(-1)) / (2 * std::numbers::pi), 0.02);
}

// sqrt(20 / lambda) is 15.28 at 3.5 GHz: at a clearance of c it is 1/2 + atan(15.28 c) / pi, so above 0.6 where c is
// above 0.02127, and below 0.4 where it is below the negative. A standard normal number is between these with
// probability 0.01697 where line of sight is even.
TEST(Site, IsBetweenTheStatesAsSeldomAsTheFormulaSays) {
  RecordProperty("clause", "3GPP TR 38.901, 7.6.3.3");
  int between = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const double soft = site(seed).soft_line_of_sight({std::numbers::ln2 * 44.814, 0, 1.5});
    EXPECT_GT(soft, 0);
    EXPECT_LT(soft, 1);
    between += soft > 0.4 && soft < 0.6 ? 1 : 0;
  }
  EXPECT_NEAR(between, 169.7, 39);
}

TEST(Site, HasAllTheLineOfSightThereIsUnderItsAntenna) {
  EXPECT_EQ(site(1).soft_line_of_sight({0, 0, 1.5}), 1);
  const Site far_up(Environment::InfHh, kSparse, {0, 0, 8}, kCarrier, 1, 0);
  EXPECT_EQ(far_up.soft_line_of_sight({300, 0, 9}), 1);
}

TEST(Site, SharesNoShadowWithAnother) {
  std::vector<double> products;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Place device{40, 30, 1.5};
    const LargeScale first = site(seed, 0).at(device);
    const LargeScale second = site(seed, 1).at(device);
    products.push_back(first.shadowing.db() * second.shadowing.db());
  }
  EXPECT_NEAR(mean(products) / (5.7 * 5.7), 0, 0.04);
}

// Without line of sight shadowing in an office is correlated over 6 m, not 10 (which would leave exp(-0.6) = 0.55).
TEST(Site, HasItsStatesCorrelationDistance) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  std::vector<double> products;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Site office(Environment::InhMixedOffice, kSparse, {0, 0, 3}, kCarrier, seed, 0);
    const LargeScale here = office.at({100, 0, 1});
    const LargeScale there = office.at({100, 6, 1});
    if (here.line_of_sight == LineOfSight::Los || there.line_of_sight == LineOfSight::Los) continue;
    products.push_back(here.shadowing.db() * there.shadowing.db() / (8.03 * 8.03));
  }
  EXPECT_GT(products.size(), 9000U);
  EXPECT_NEAR(mean(products), std::exp(-1), 0.05);
}

TEST(Site, AddsShadowingToThePathLossOfItsState) {
  const Place device{40, 30, 1.5};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const LargeScale link = site(seed).at(device);
    EXPECT_EQ(link.path_loss, path_loss(Environment::InfSl, link.line_of_sight, 50, kCarrier));
    EXPECT_EQ(link.loss().db(), link.path_loss.db() + link.shadowing.db());
  }
}

TEST(Correlation, DistancesAreTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 tables 7.5-6 and 7.6.3.1-2");
  EXPECT_EQ(shadowing_correlation_m(Environment::InfDh, LineOfSight::Nlos), 10);
  EXPECT_EQ(shadowing_correlation_m(Environment::InhOpenOffice, LineOfSight::Los), 10);
  EXPECT_EQ(shadowing_correlation_m(Environment::InhOpenOffice, LineOfSight::Nlos), 6);
  EXPECT_EQ(los_correlation_m(Environment::InfSl, kSparse), 5);
  EXPECT_EQ(los_correlation_m(Environment::InfDh, {0.6, 2, 6}), 1);
  EXPECT_EQ(los_correlation_m(Environment::InhMixedOffice, kSparse), 10);
}

}  // namespace
}  // namespace plantproof::channel
