#include "channel/multipath.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using enum LineOfSight;

constexpr core::Hertz kCarrier = core::Hertz::from_ghz(3.5);

// Volume over surface is 4.0 m and 4.545 m in these halls.
TEST(DelaySpread, OfTheCalibrationHallsIsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const auto median_ns = [](LineOfSight state, const HallSize& hall) {
    return delay_spread(Environment::InfDh, state, hall, kCarrier).median_s() * 1e9;
  };
  EXPECT_NEAR(median_ns(Los, {120, 60, 10}), 52.7, 0.05);
  EXPECT_NEAR(median_ns(Nlos, {120, 60, 10}), 55.2, 0.05);
  EXPECT_NEAR(median_ns(Los, {300, 150, 10}), 59.0, 0.05);
  EXPECT_NEAR(median_ns(Nlos, {300, 150, 10}), 61.1, 0.05);
  EXPECT_EQ(delay_spread(Environment::InfSl, Los, {120, 60, 10}, kCarrier).log_deviation, 0.15);
  EXPECT_EQ(delay_spread(Environment::InfSl, Nlos, {120, 60, 10}, kCarrier).log_deviation, 0.19);
}

// At 9 GHz the logarithm is 1: 10^-7.702 s and 10^-7.453 s.
TEST(DelaySpread, OfAnOfficeGoesByTheCarrier) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const DelaySpread los = delay_spread(Environment::InhOpenOffice, Los, {}, core::Hertz::from_ghz(9));
  const DelaySpread nlos = delay_spread(Environment::InhOpenOffice, Nlos, {}, core::Hertz::from_ghz(9));
  EXPECT_NEAR(los.median_s() * 1e9, 19.86, 0.005);
  EXPECT_NEAR(nlos.median_s() * 1e9, 35.24, 0.005);
  EXPECT_EQ(los.log_deviation, 0.18);
  EXPECT_NEAR(nlos.log_deviation, 0.155, 1e-12);
}

TEST(RicianFactor, IsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const auto factory = rician_factor(Environment::InfSl, Los);
  const auto office = rician_factor(Environment::InhMixedOffice, Los);
  ASSERT_TRUE(factory && office);
  EXPECT_EQ(factory->mean.db(), 7);
  EXPECT_EQ(factory->deviation.db(), 8);
  EXPECT_EQ(office->mean.db(), 7);
  EXPECT_EQ(office->deviation.db(), 4);
  EXPECT_FALSE(rician_factor(Environment::InfSl, Nlos));
}

TEST(Rays, HaveTheShareAndTheDelaySpreadAskedFor) {
  // K = 1: half of the power without delay, half exponential of mean m; the root mean square is sqrt(3/4) m.
  EXPECT_NEAR(rays_of(core::Decibel(0), 30e-9).direct_share, 0.5, 1e-12);
  EXPECT_NEAR(rays_of(core::Decibel(0), 30e-9).mean_delay_s, 30e-9 / std::sqrt(0.75), 1e-18);
  EXPECT_EQ(rays_of(std::nullopt, 30e-9).direct_share, 0);
  EXPECT_EQ(rays_of(std::nullopt, 30e-9).mean_delay_s, 30e-9);
}

constexpr int kSeeds = 10000;

struct Spreads {
  double rician_db;
  double log_spread;
};

/// Rice's factor and the delay spread's logarithm, worked out again from the rays.
Spreads spreads(const Multipath& rays) {
  const double direct = rays.direct_share;
  const double mean = (1 - direct) * rays.mean_delay_s;
  const double square = (1 - direct) * 2 * rays.mean_delay_s * rays.mean_delay_s;
  return {10 * std::log10(direct / (1 - direct)), std::log10(std::sqrt(square - mean * mean))};
}

/// The covariance of two numbers a seed.
double covariance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum_a = 0;
  double sum_b = 0;
  double products = 0;
  const auto n = static_cast<double>(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum_a += a[i];
    sum_b += b[i];
    products += a[i] * b[i];
  }
  return products / n - sum_a / n * (sum_b / n);
}

double mean(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

struct Sampled {
  std::vector<double> rician_db;
  std::vector<double> log_spread;
  std::vector<double> log_spread_nlos;
};

Sampled sampled(Environment environment, double x_m) {
  Sampled all;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const MultipathField field(environment, {120, 60, 10}, kCarrier, seed, 0);
    const Spreads los = spreads(field.at({x_m, 5, 1.5}, Los));
    all.rician_db.push_back(los.rician_db);
    all.log_spread.push_back(los.log_spread);
    all.log_spread_nlos.push_back(std::log10(field.at({x_m, 5, 1.5}, Nlos).mean_delay_s));
  }
  return all;
}

// Standard errors over 10 000 seeds: 1 % of a deviation, 0.01 of a correlation.
TEST(MultipathField, HasTheTablesMeansDeviationsAndCorrelationInAFactory) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const Sampled here = sampled(Environment::InfDh, 30);
  EXPECT_NEAR(mean(here.rician_db), 7, 0.3);
  EXPECT_NEAR(std::sqrt(covariance(here.rician_db, here.rician_db)), 8, 0.3);
  EXPECT_NEAR(mean(here.log_spread), -7.278, 0.006);
  EXPECT_NEAR(std::sqrt(covariance(here.log_spread, here.log_spread)), 0.15, 0.006);
  EXPECT_NEAR(mean(here.log_spread_nlos), std::log10(55.2e-9), 0.008);
  EXPECT_NEAR(std::sqrt(covariance(here.log_spread_nlos, here.log_spread_nlos)), 0.19, 0.008);
  EXPECT_NEAR(covariance(here.rician_db, here.log_spread) / (8 * 0.15), -0.7, 0.04);
  EXPECT_NEAR(covariance(here.rician_db, here.log_spread_nlos) / (8 * 0.19), 0, 0.04);
}

// 1/e at a correlation distance: 10 m in a factory; in an office 4 m for Rice's factor (so exp(-8/4) at 8 m), which
// makes -0.5 of the delay spread, the rest having 8 m.
TEST(MultipathField, IsCorrelatedOverTheTablesDistances) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const Sampled here = sampled(Environment::InfDh, 30);
  const Sampled there = sampled(Environment::InfDh, 40);
  EXPECT_NEAR(covariance(here.rician_db, there.rician_db) / 64, std::exp(-1), 0.04);
  EXPECT_NEAR(covariance(here.log_spread, there.log_spread) / (0.15 * 0.15), std::exp(-1), 0.04);
  EXPECT_NEAR(covariance(here.log_spread_nlos, there.log_spread_nlos) / (0.19 * 0.19), std::exp(-1), 0.04);
  const Sampled desk = sampled(Environment::InhOpenOffice, 30);
  const Sampled next = sampled(Environment::InhOpenOffice, 38);
  EXPECT_NEAR(covariance(desk.rician_db, next.rician_db) / 16, std::exp(-2), 0.04);
  EXPECT_NEAR(covariance(desk.log_spread, next.log_spread) / (0.18 * 0.18), 0.25 * std::exp(-2) + 0.75 * std::exp(-1),
              0.04);
  EXPECT_NEAR(covariance(desk.rician_db, desk.log_spread) / (4 * 0.18), -0.5, 0.04);
}

TEST(MultipathField, IsTheSameForAVehicleThatReturnsAndAnotherForAnotherSite) {
  const MultipathField field(Environment::InfSl, {120, 60, 10}, kCarrier, 1, 0);
  const MultipathField again(Environment::InfSl, {120, 60, 10}, kCarrier, 1, 0);
  const MultipathField other(Environment::InfSl, {120, 60, 10}, kCarrier, 1, 1);
  const double before = field.at({3, 4, 1}, Los).direct_share;
  (void)field.at({50, 4, 1}, Nlos);
  EXPECT_EQ(field.at({3, 4, 1}, Los).direct_share, before);
  EXPECT_EQ(again.at({3, 4, 1}, Los).direct_share, before);
  EXPECT_NE(other.at({3, 4, 1}, Los).direct_share, before);
}

}  // namespace
}  // namespace plantproof::channel
