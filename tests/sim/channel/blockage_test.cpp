#include "channel/blockage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

constexpr core::Hertz kCarrier(299792458 / 0.1);  // a wavelength of 0.1 m
constexpr Place kFrom{0, 0, 1.5};
constexpr Place kTo{40, 0, 1.5};

double loss_db(const Place& from, const Place& to, const Box& box) {
  return blockage_loss(from, to, {&box, 1}, kCarrier).db();
}

/// A wall across the ray, far wider and deeper than it matters, whose top is `above_m` over the ray.
double wall_loss_db(double above_m) {
  return loss_db(kFrom, kTo, {{20, 0, -1e4}, 0.1, 2e4, 1e4 + 1.5 + above_m, 0});
}

/// A single knife edge, Recommendation ITU-R P.526-15, equation 31 (above -0.78).
double knife_edge_db(double v) {
  return 6.9 + 20 * std::log10(std::sqrt((v - 0.1) * (v - 0.1) + 1) + v - 0.1);
}

TEST(Blockage, OfAWallUpToTheRayIsSixDecibels) {
  RecordProperty("clause", "3GPP TR 38.901, 7.6.4.2");
  EXPECT_NEAR(wall_loss_db(0), 20 * std::log10(2), 0.01);
}

// v = h sqrt(2 / lambda (1/20 + 1/20)) = h sqrt(2). The screen's formula is a fit to Fresnel's integral itself.
TEST(Blockage, OfAWallIsNearlyThatOfAKnifeEdge) {
  for (const double above_m : {-0.35, 0.3, 0.7, 1.4, 3.0}) {
    EXPECT_NEAR(wall_loss_db(above_m), knife_edge_db(above_m * std::sqrt(2)), 1.3) << above_m;
  }
}

TEST(Blockage, IsNothingWithoutABoxNearTheRay) {
  EXPECT_EQ(blockage_loss(kFrom, kTo, {}, kCarrier).db(), 0);
  EXPECT_EQ(loss_db(kFrom, kTo, {{-1, 0, 0}, 3, 2, 3, 0}), 0);  // behind the one
  EXPECT_EQ(loss_db(kFrom, kTo, {{41, 0, 0}, 3, 2, 3, 0}), 0);  // behind the other
  EXPECT_NEAR(loss_db(kFrom, kTo, {{20, 40, 0}, 3, 2, 3, 0}), 0, 0.01);
  EXPECT_EQ(loss_db({5, 5, 8}, {5, 5, 1}, {{5, 5, 0}, 3, 2, 3, 0}), 0);  // straight down
}

TEST(Blockage, AddsTheLossesOfBoxes) {
  const std::array<Box, 2> both{{{{10, 0.5, 0}, 3, 2, 2, 30}, {{30, -0.5, 0}, 4, 2, 3, 70}}};
  EXPECT_NEAR(blockage_loss(kFrom, kTo, both, kCarrier).db(),
              loss_db(kFrom, kTo, both[0]) + loss_db(kFrom, kTo, both[1]), 1e-12);
  EXPECT_GT(loss_db(kFrom, kTo, both[0]), 3);
}

TEST(Blockage, IsTheSameInBothDirectionsAndWhicheverWayTheHallIsDrawn) {
  const Box box{{12, 0.7, 0}, 4, 2, 2.2, 25};
  const double there = loss_db({0, 0, 6}, {40, 0, 1}, box);
  EXPECT_NEAR(loss_db({40, 0, 1}, {0, 0, 6}, box), there, 1e-9);
  const Box turned{{-0.7, 12, 0}, 4, 2, 2.2, 115};
  EXPECT_NEAR(loss_db({0, 0, 6}, {0, 40, 1}, turned), there, 1e-9);
}

// The ray from 8 m down to 1 m is 6.1 m up over a box of 2 m near the one end, and 1.5 m up near the other.
TEST(Blockage, IsGreatWhereTheRayIsLow) {
  const auto at = [](double x_m) { return loss_db({0, 0, 8}, {40, 0, 1}, {{x_m, 0, 0}, 3, 2, 2, 90}); };
  EXPECT_LT(at(11), 0.3);
  EXPECT_GT(at(37), 6);
}

TEST(Blockage, IsOfTheSideThatABoxShows) {
  const auto at = [](double azimuth_deg) { return loss_db(kFrom, kTo, {{20, 1.2, 0}, 6, 1, 3, azimuth_deg}); };
  EXPECT_GT(at(90), at(45));
  EXPECT_GT(at(45), at(0));
  EXPECT_NEAR(at(90), at(270), 1e-9);
}

TEST(Blockage, GrowsWithTheHeightOfABox) {
  double before = -1;
  for (double height_m = 0.2; height_m < 4; height_m += 0.1) {
    const double loss = loss_db(kFrom, kTo, {{20, 0, 0}, 3, 2, height_m, 90});
    EXPECT_GT(loss, before) << height_m;
    before = loss;
  }
  EXPECT_GT(before, 9);
}

TEST(Blockage, DoesNotJumpWhenABoxDrivesAcross) {
  double before = loss_db(kFrom, kTo, {{20, -10, 0}, 3, 2, 2.5, 90});
  double most = 0;
  for (int step = 1; step <= 2000; ++step) {
    const double loss = loss_db(kFrom, kTo, {{20, -10 + 0.01 * step, 0}, 3, 2, 2.5, 90});
    EXPECT_GE(loss, 0);
    EXPECT_NEAR(loss, before, 0.6) << step;
    before = loss;
    most = std::max(most, loss);
  }
  EXPECT_GT(most, 7);
  EXPECT_NEAR(before, 0, 0.3);
}

}  // namespace
}  // namespace plantproof::channel
