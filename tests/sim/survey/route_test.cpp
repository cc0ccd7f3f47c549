#include "survey/route.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace plantproof::survey {
namespace {

using namespace std::chrono_literals;

TEST(Route, GoesFromPointToPointAtItsSpeed) {
  const Route route({{0, 0}, {30, 40}, {30, 50}}, 2, 1.2);
  EXPECT_EQ(route.length_m(), 60);
  EXPECT_EQ(route.duration(), 30s);
  const channel::Place on_the_way = route.at(5s);
  EXPECT_NEAR(on_the_way.x_m, 6, 1e-12);
  EXPECT_NEAR(on_the_way.y_m, 8, 1e-12);
  EXPECT_EQ(on_the_way.z_m, 1.2);
  EXPECT_NEAR(route.at(27s).y_m, 44, 1e-12);
}

TEST(Route, StandsAtItsEndsBeforeAndAfter) {
  const Route route({{1, 2}, {3, 2}}, 1, 0);
  EXPECT_EQ(route.at(-1s).x_m, 1);
  EXPECT_EQ(route.at(2s).x_m, 3);
  EXPECT_EQ(route.at(1h).x_m, 3);
}

TEST(Route, OfOnePointTakesNoTime) {
  const Route route({{1, 2}}, 1, 0);
  EXPECT_EQ(route.duration(), 0s);
  EXPECT_EQ(route.at(5s).y_m, 2);
}

TEST(Route, PassesOverAPointThatIsThereTwice) {
  const Route route({{0, 0}, {0, 0}, {4, 0}, {4, 0}}, 1, 0);
  EXPECT_EQ(route.duration(), 4s);
  EXPECT_EQ(route.at(0s).x_m, 0);
  EXPECT_EQ(route.at(1s).x_m, 1);
  EXPECT_EQ(route.at(4s).x_m, 4);
}

// 20 m wide at 6 m makes 4 lines 5 m apart, the first 2.5 m from the wall: 4 * 45 m and 3 * 5 m between them.
TEST(LawnMower, WalksTheWholeFloorInEvenLines) {
  const Route route = lawn_mower({.length_m = 50, .width_m = 20, .origin_x_m = 10, .origin_y_m = -5}, 6, 1, 1);
  ASSERT_EQ(route.waypoints().size(), 8U);
  EXPECT_EQ(route.waypoints()[0].x_m, 12.5);
  EXPECT_EQ(route.waypoints()[0].y_m, -2.5);
  EXPECT_EQ(route.waypoints()[1].x_m, 57.5);
  EXPECT_EQ(route.waypoints()[2].x_m, 57.5);
  EXPECT_EQ(route.waypoints()[2].y_m, 2.5);
  EXPECT_EQ(route.waypoints()[7].x_m, 12.5);
  EXPECT_EQ(route.length_m(), 195);
}

TEST(LawnMower, IsOneLineInAHallNarrowerThanItsSpacing) {
  const Route route = lawn_mower({.length_m = 50, .width_m = 4}, 6, 1, 1);
  ASSERT_EQ(route.waypoints().size(), 2U);
  EXPECT_EQ(route.waypoints()[0].y_m, 2);
  EXPECT_EQ(route.length_m(), 46);
}

}  // namespace
}  // namespace plantproof::survey
