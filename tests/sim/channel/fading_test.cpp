#include "channel/fading.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using namespace std::chrono_literals;

constexpr int kSeeds = 10000;
constexpr double kWavelengthM = 0.1;
constexpr FadingParameters kParameters{core::Hertz(299792458 / kWavelengthM), core::Hertz(20), core::Hertz(1e6)};
constexpr double kDelaySpreadS = 50e-9;
const Multipath kRayleigh = rays_of(std::nullopt, kDelaySpreadS);

Multipath rician(double k_db) {
  return rays_of(core::Decibel(k_db), kDelaySpreadS);
}

double gain(const Fading& link, const Multipath& rays, double x_m, core::Nanoseconds time, int branches = 1,
            std::size_t group = 0) {
  double one = 0;
  link.power_gains(rays, {x_m, 0, 1.5}, time, branches, group, {&one, 1});
  return one;
}

/// A gain a seed, sorted.
std::vector<double> gains(const Multipath& rays, int branches = 1) {
  std::vector<double> all;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    all.push_back(gain(Fading(kParameters, seed), rays, 12.3, 4s, branches));
  }
  std::ranges::sort(all);
  return all;
}

double mean(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

double kolmogorov_distance(const std::vector<double>& sorted, const std::function<double(double)>& cdf) {
  double distance = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double found = (static_cast<double>(i) + 0.5) / static_cast<double>(sorted.size());
    distance = std::max(distance, std::abs(found - cdf(sorted[i])));
  }
  return distance;
}

/// P(Gamma(shape, 1) <= x) for a whole shape: a Poisson count of mean x reaches it.
double gamma_cdf(int shape, double x) {
  double term = std::exp(-x);
  double below = 0;
  for (int i = 0; i < shape; ++i) {
    below += term;
    term *= x / (i + 1);
  }
  return 1 - below;
}

/// The power of a Rician channel is a gamma whose shape is 1 plus a Poisson count of mean K.
double rician_cdf(double k, double x) {
  double weight = std::exp(-k);
  double sum = 0;
  for (int i = 0; i < 80; ++i) {
    sum += weight * gamma_cdf(i + 1, (1 + k) * x);
    weight *= k / (i + 1);
  }
  return sum;
}

// Kolmogorov's distance of 10 000 numbers from their distribution is above 0.0163 with probability 1 %.
constexpr double kDistance = 0.0163;

TEST(Fading, HasRayleighsEnvelopeWithoutADirectRay) {
  const std::vector<double> all = gains(kRayleigh);
  EXPECT_NEAR(mean(all), 1, 0.04);
  EXPECT_LT(kolmogorov_distance(all, [](double x) { return 1 - std::exp(-x); }), kDistance);
}

TEST(Fading, HasRicesEnvelopeWithADirectRay) {
  for (const double k_db : {-3.0, 7.0}) {
    const std::vector<double> all = gains(rician(k_db));
    const double k = std::pow(10, k_db / 10);
    EXPECT_NEAR(mean(all), 1, 0.04);
    EXPECT_LT(kolmogorov_distance(all, [k](double x) { return rician_cdf(k, x); }), kDistance) << k_db;
  }
}

// Standard error of the mean of n gammas: sqrt(branches / 10 000).
TEST(Fading, AddsThePowersOfIndependentBranches) {
  for (const int branches : {2, 4}) {
    const std::vector<double> all = gains(kRayleigh, branches);
    EXPECT_NEAR(mean(all), branches, 0.08);
    EXPECT_LT(kolmogorov_distance(all, [branches](double x) { return gamma_cdf(branches, x); }), kDistance);
  }
}

TEST(Fading, KeepsItsPowerAlongAWalkAndTheBand) {
  for (const Multipath& rays : {kRayleigh, rician(7)}) {
    std::vector<double> all;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const Fading link(kParameters, seed);
      std::vector<double> band(20);
      for (int step = 0; step < 100; ++step) {
        link.power_gains(rays, {step * 0.37, step * 0.11, 1.5}, 0s, 1, 0, band);
        all.insert(all.end(), band.begin(), band.end());
      }
    }
    EXPECT_NEAR(mean(all), 1, 0.02);
  }
}

/// The covariance over seeds of the powers at two moments of a link; of a complex normal channel it is the square of
/// the amplitudes' correlation.
double covariance(const Multipath& rays, double x_m, core::Nanoseconds time, std::size_t group) {
  std::vector<double> products;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Fading link(kParameters, seed);
    products.push_back((gain(link, rays, 0, 0s) - 1) * (gain(link, rays, x_m, time, 1, group) - 1));
  }
  return mean(products);
}

TEST(Fading, IsCorrelatedOverDistanceByClarke) {
  for (const double wavelengths : {0.1, 0.2, 0.3827, 0.61, 1.5}) {
    const double j0 = std::cyl_bessel_j(0, 2 * std::numbers::pi * wavelengths);
    EXPECT_NEAR(covariance(kRayleigh, wavelengths * kWavelengthM, 0s, 0), j0 * j0, 0.06) << wavelengths;
  }
}

TEST(Fading, IsCorrelatedOverTimeByTheDopplerOfTheSurroundings) {
  for (const double seconds : {0.005, 0.01, 0.03, 0.1}) {
    const double j0 = std::cyl_bessel_j(0, 2 * std::numbers::pi * 20 * seconds);
    const core::Nanoseconds time(static_cast<std::int64_t>(seconds * 1e9));
    EXPECT_NEAR(covariance(kRayleigh, 0, time, 0), j0 * j0, 0.06) << seconds;
  }
}

// |1 / (1 + j 2 pi f delay)|^2 for groups 1 MHz apart.
TEST(Fading, IsCorrelatedOverTheBandByTheDelaySpread) {
  for (const std::size_t group : {1U, 3U, 6U, 20U}) {
    const double turn = 2 * std::numbers::pi * 1e6 * static_cast<double>(group) * 50e-9;
    EXPECT_NEAR(covariance(kRayleigh, 0, 0s, group), 1 / (1 + turn * turn), 0.06) << group;
  }
}

// At K = 0 dB half of the power has no delay. Delays that are 0 and exponential of mean m, each with half of the power,
// have a root mean square about their mean of sqrt(3/4) m. The powers of a ray and a complex normal channel of half a
// unit each: 2 * 1/2 * 1/2 Re(r) + 1/4 |r|^2 at the correlation r = 1 / (1 + j 2 pi f m).
TEST(Fading, HasTheDelaySpreadWithItsDirectRayIncluded) {
  for (const std::size_t group : {1U, 3U, 6U}) {
    const double turn = 2 * std::numbers::pi * 1e6 * static_cast<double>(group) * 50e-9 / std::sqrt(0.75);
    const double expected = (0.5 + 0.25) / (1 + turn * turn);
    EXPECT_NEAR(covariance(rician(0), 0, 0s, group), expected, 0.05) << group;
  }
}

/// How often a link's envelope rises through `level` times its root mean square in a wavelength of a walk.
double crossings_a_wavelength(double level, std::size_t group,
                              const std::function<Multipath(std::uint64_t, double)>& rays_at) {
  constexpr int kLinks = 200;
  constexpr int kWavelengths = 20;
  constexpr int kSteps = 50;
  int crossings = 0;
  for (std::uint64_t seed = 0; seed < kLinks; ++seed) {
    const Fading link(kParameters, seed);
    bool was_above = true;
    for (int step = 0; step <= kWavelengths * kSteps; ++step) {
      const double x_m = step * kWavelengthM / kSteps;
      const bool is_above = gain(link, rays_at(seed, x_m), x_m, 0s, 1, group) > level * level;
      crossings += is_above && !was_above ? 1 : 0;
      was_above = is_above;
    }
  }
  return crossings / static_cast<double>(kLinks * kWavelengths);
}

// Rice: the envelope of a Rayleigh channel rises through r times its root mean square sqrt(2 pi) r exp(-r^2) times a
// wavelength.
TEST(Fading, CrossesALevelAsOftenAsRiceSays) {
  for (const double r : {0.3, 0.5, 1.0}) {
    const double expected = std::sqrt(2 * std::numbers::pi) * r * std::exp(-r * r);
    const double found = crossings_a_wavelength(r, 0, [](std::uint64_t, double) { return kRayleigh; });
    EXPECT_NEAR(found / expected, 1, 0.08) << r;
  }
}

// At 100 MHz above the lowest group a delay that changes on the way turns each ray a little more.
TEST(Fading, CrossesALevelAsOftenAtTheUpperEndOfABandWhoseDelaysChangeOnTheWay) {
  const auto rays_at = [](std::uint64_t seed, double x_m) {
    const MultipathField field(Environment::InfDh, {120, 60, 10}, kParameters.carrier, seed, 0);
    return field.at({x_m, 0, 1.5}, LineOfSight::Nlos);
  };
  const double expected = std::sqrt(2 * std::numbers::pi) * 0.5 * std::exp(-0.25);
  EXPECT_NEAR(crossings_a_wavelength(0.5, 100, rays_at) / expected, 1, 0.08);
}

TEST(Fading, IsTheSameWhereverAndWheneverItIsAskedAgain) {
  const Multipath rays = rician(7);
  const Fading link(kParameters, 3);
  const double before = gain(link, rays, 5, 2s);
  (void)gain(link, kRayleigh, 99, 77s);
  EXPECT_EQ(gain(link, rays, 5, 2s), before);
  EXPECT_EQ(gain(Fading(kParameters, 3), rays, 5, 2s), before);
  EXPECT_NE(gain(Fading(kParameters, 4), rays, 5, 2s), before);
}

TEST(Fading, GivesAnyRangeOfGroupsAsItGivesTheWholeBand) {
  const Multipath rays = rician(3);
  const Fading link(kParameters, 3);
  std::vector<double> band(273);
  link.power_gains(rays, {5, 6, 1}, 2s, 2, 0, band);
  for (const auto& [first, count] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 4}, {100, 17}, {272, 1}}) {
    std::vector<double> part(count);
    link.power_gains(rays, {5, 6, 1}, 2s, 2, first, part);
    for (std::size_t i = 0; i < count; ++i) EXPECT_NEAR(part[i], band[first + i], 1e-4) << first + i;
  }
}

// The first branch is in the sum of two: what the second adds is never negative.
TEST(Fading, AddsToTheFirstBranchesWhenMoreAreCombined) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Fading link(kParameters, seed);
    for (const int branches : {1, 2, 3}) {
      EXPECT_GT(gain(link, kRayleigh, 5, 1s, branches + 1), gain(link, kRayleigh, 5, 1s, branches)) << seed;
    }
  }
}

TEST(Fading, StandsStillWhereNothingMoves) {
  FadingParameters still = kParameters;
  still.surroundings_doppler = core::Hertz(0);
  const Fading link(still, 1);
  EXPECT_EQ(gain(link, kRayleigh, 5, 0s), gain(link, kRayleigh, 5, 8h));
  std::vector<double> flat(10);
  link.power_gains(rays_of(std::nullopt, 0), {}, 0s, 1, 0, flat);
  EXPECT_NEAR(flat.front(), flat.back(), 1e-6);
}

TEST(Fading, IsFlatWhereThereIsHardlyAnythingButADirectRay) {
  std::vector<double> band(10);
  Fading(kParameters, 1).power_gains(rician(200), {3, 4, 1}, 1s, 1, 0, band);
  for (const double one : band) EXPECT_NEAR(one, 1, 1e-6);
}

TEST(Fading, HasNoGainForNoGroup) {
  Fading(kParameters, 1).power_gains(kRayleigh, {}, 0s, 1, 0, {});
}

// Rays and delays that are slightly others give a gain that is slightly another, at the upper end of the band too.
TEST(Fading, DoesNotJumpWhereItsRaysChange) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Fading link(kParameters, seed);
    const double before = gain(link, rays_of(core::Decibel(7), 50e-9), 5, 1s, 1, 100);
    const double after = gain(link, rays_of(core::Decibel(7.001), 50.01e-9), 5, 1s, 1, 100);
    EXPECT_NEAR(after, before, 0.1 * std::sqrt(before)) << seed;
  }
}

}  // namespace
}  // namespace plantproof::channel
