#include "channel/link_budget.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using core::Dbm;
using core::Decibel;
using core::Hertz;

// -173.975 dBm in one hertz at 290 K.
TEST(ThermalNoise, IsKtbAndTheNoiseFigure) {
  EXPECT_NEAR(thermal_noise(Hertz(1), Decibel(0)).dbm(), -173.975, 0.001);
  EXPECT_NEAR(thermal_noise(Hertz(100e6), Decibel(9)).dbm(), -84.975, 0.001);
  EXPECT_NEAR(thermal_noise(Hertz(360e3), Decibel(7)).dbm(), -111.412, 0.001);
}

TEST(TotalPower, AddsInMilliwatt) {
  EXPECT_DOUBLE_EQ(total_power(std::vector{Dbm(-80)}).dbm(), -80);
  EXPECT_NEAR(total_power(std::vector<Dbm>(10, Dbm(-80))).dbm(), -70, 1e-9);
  EXPECT_NEAR(total_power(std::vector{Dbm(10), Dbm(0)}).dbm(), 10.4139, 1e-4);  // 11 mW
}

TEST(Sinr, AddsInterferersAndNoiseInMilliwatt) {
  EXPECT_NEAR(sinr(Dbm(-80), {}, Dbm(-100)).db(), 20, 1e-9);
  EXPECT_NEAR(sinr(Dbm(-80), std::vector{Dbm(-100)}, Dbm(-100)).db(), 20 - 10 * std::log10(2), 1e-9);
  EXPECT_NEAR(sinr(Dbm(-80), std::vector{Dbm(-90), Dbm(-90)}, Dbm(-300)).db(), 10 - 10 * std::log10(2), 1e-9);
  EXPECT_NEAR(sinr(Dbm(0), std::vector{Dbm(0), Dbm(0), Dbm(0)}, Dbm(0)).db(), -10 * std::log10(4), 1e-9);
}

TEST(Sinr, FallsWithEveryInterferer) {
  std::vector<Dbm> interferers;
  Decibel before = sinr(Dbm(-70), interferers, Dbm(-95));
  for (int i = 0; i < 10; ++i) {
    interferers.emplace_back(-110.0 + i);
    const Decibel now = sinr(Dbm(-70), interferers, Dbm(-95));
    EXPECT_LT(now, before);
    before = now;
  }
}

constexpr Place kMast{10, 20, 8};

Place off(double azimuth_deg, double elevation_deg) {
  const double azimuth = azimuth_deg * std::acos(-1) / 180;
  const double elevation = elevation_deg * std::acos(-1) / 180;
  return {kMast.x_m + 5 * std::cos(elevation) * std::cos(azimuth),
          kMast.y_m + 5 * std::cos(elevation) * std::sin(azimuth), kMast.z_m + 5 * std::sin(elevation)};
}

double element(double azimuth_deg, double downtilt_deg, const Place& towards) {
  const Antenna antenna{Antenna::Pattern::Element, Decibel(8), azimuth_deg, downtilt_deg};
  return gain_towards(antenna, kMast, towards).db();
}

TEST(Gain, OfAnIsotropicAntennaIsTheSameAllAround) {
  const Antenna antenna{Antenna::Pattern::Isotropic, Decibel(2), 30, 10};
  EXPECT_EQ(gain_towards(antenna, kMast, off(77, -30)).db(), 2);
  EXPECT_EQ(gain_towards(antenna, kMast, kMast).db(), 2);
}

// 12 (angle / 65)^2 off the 8 dBi in each plane, at most 30 dB in all.
TEST(Gain, OfTheElementIsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.3-1");
  EXPECT_NEAR(element(0, 0, off(0, 0)), 8, 1e-9);
  EXPECT_NEAR(element(0, 0, off(32.5, 0)), 5, 1e-9);
  EXPECT_NEAR(element(0, 0, off(-65, 0)), -4, 1e-9);
  EXPECT_NEAR(element(0, 0, off(0, 32.5)), 5, 1e-9);
  EXPECT_NEAR(element(0, 0, off(32.5, -32.5)), 2, 1e-9);
  EXPECT_NEAR(element(0, 0, off(180, 0)), -22, 1e-9);
  EXPECT_NEAR(element(0, 0, off(90, 60)), -22, 1e-9);
  EXPECT_EQ(element(0, 0, kMast), 8);
}

TEST(Gain, TurnsWithTheAntenna) {
  EXPECT_NEAR(element(120, 0, off(152.5, 0)), 5, 1e-9);
  EXPECT_NEAR(element(0, 15, off(0, -15)), 8, 1e-9);
  EXPECT_NEAR(element(-90, 12.5, off(-90, 20)), 5, 1e-9);
}

// Straight down: the two planes look alike, 45 degrees to any side cost 12 (45 / 65)^2.
TEST(Gain, OfACeilingAntennaIsGreatestBelow) {
  EXPECT_NEAR(element(0, 90, off(0, -90)), 8, 1e-9);
  for (const double side : {0.0, 90.0, 180.0, 270.0}) {
    EXPECT_NEAR(element(0, 90, off(side, -45)), 8 - 12 * std::pow(45.0 / 65, 2), 1e-9) << side;
  }
}

}  // namespace
}  // namespace plantproof::channel
