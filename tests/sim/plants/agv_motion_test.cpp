#include <chrono>
#include <cmath>

#include <gtest/gtest.h>

#include "agv_transport/battery.hpp"
#include "agv_transport/motion.hpp"
#include "core/random.hpp"

namespace plantproof::plants::agv {
namespace {

constexpr Dynamics kDynamics{0.5, 0.7};

struct Drive {
  double time_s = 0;
  double place_m = 0;
  double fastest_mps = 0;
  int stretches = 0;
};

Drive drive(double top_mps, std::vector<SpeedLimit> limits, double mark_every_m = 1e9) {
  Drive result;
  double speed_mps = 0;
  while (result.stretches < 10'000) {
    const double mark_m = (std::floor((result.place_m + 1e-6) / mark_every_m) + 1) * mark_every_m;
    const auto next = next_stretch(kDynamics, result.place_m, speed_mps, top_mps, limits, mark_m);
    if (!next) return result;
    ++result.stretches;
    EXPECT_GE(next->duration_s, 0);
    EXPECT_NEAR(next->place_after(0), result.place_m, 1e-6) << "it begins where the last one ended";
    EXPECT_NEAR(next->speed_after(0), speed_mps, 1e-6);
    result.time_s += next->duration_s;
    result.place_m = next->place_m;
    speed_mps = next->speed_mps;
    result.fastest_mps = std::max(result.fastest_mps, speed_mps);
    for (const SpeedLimit& limit : limits) {
      if (std::abs(limit.place_m - result.place_m) < 1e-9) {
        EXPECT_LE(speed_mps, limit.speed_mps + 1e-4);
      }
    }
  }
  ADD_FAILURE() << "it never stops";
  return result;
}

// d / v + v / (2 a) + v / (2 b), and where the top speed is not reached v^2 = 2 d a b / (a + b).
TEST(Motion, TakesTheTimeOfItsTrapezium) {
  EXPECT_NEAR(drive(1.5, {{30, 0}}).time_s, 30 / 1.5 + 1.5 / 1.0 + 1.5 / 1.4, 1e-6);
  const double peak = std::sqrt(2 * 1 * 0.5 * 0.7 / 1.2);
  const Drive little = drive(1.5, {{1, 0}});
  EXPECT_NEAR(little.time_s, peak / 0.5 + peak / 0.7, 1e-6);
  EXPECT_NEAR(little.fastest_mps, peak, 1e-9);
  EXPECT_NEAR(little.place_m, 1, 1e-8);
  EXPECT_EQ(drive(1.5, {{0, 0}}).stretches, 0);
}

// To 1.5, down to 0.7 at 10 m, up again and down to 0 at 20 m.
TEST(Motion, SlowsDownForABend) {
  const double to_top_s = 1.5 / 0.5;
  const double down_s = 0.8 / 0.7;
  const double up_s = 0.8 / 0.5;
  const double stop_s = 1.5 / 0.7;
  const double first_m = 10 - 1.5 * to_top_s / 2 - (1.5 + 0.7) / 2 * down_s;
  const double second_m = 10 - (1.5 + 0.7) / 2 * up_s - 1.5 * stop_s / 2;
  EXPECT_NEAR(drive(1.5, {{10, 0.7}, {20, 0}}).time_s,
              to_top_s + first_m / 1.5 + down_s + up_s + second_m / 1.5 + stop_s, 1e-6);
}

TEST(Motion, IsTheSameWhereverOneLooks) {
  const std::vector<SpeedLimit> limits = {{10, 0.7}, {10.5, 0.4}, {22, 1}, {25, 0}};
  const Drive whole = drive(1.5, limits);
  for (const double mark_m : {0.1, 0.37, 1.0, 6.0}) {
    EXPECT_NEAR(drive(1.5, limits, mark_m).time_s, whole.time_s, 1e-5) << mark_m;
    EXPECT_NEAR(drive(1.5, limits, mark_m).place_m, 25, 1e-6);
  }
}

TEST(Motion, KeepsEveryLimitItIsTold) {
  core::Draws draws(7);
  for (int i = 0; i < 200; ++i) {
    std::vector<SpeedLimit> limits;
    double place_m = 0;
    while (place_m < 40) {
      place_m += 0.2 + 8 * draws.uniform();
      limits.push_back({place_m, 0.2 + 2 * draws.uniform()});
    }
    limits.push_back({place_m + 3 * draws.uniform(), 0});
    const Drive result = drive(1.8, limits);
    EXPECT_NEAR(result.place_m, limits.back().place_m, 1e-6);
    EXPECT_LE(result.fastest_mps, 1.8 + 1e-9);
  }
}

TEST(Motion, BrakesWhenItMayNoLongerBeThatFast) {
  const auto stretch = next_stretch(kDynamics, 5, 1.4, 0, {{100, 0}}, 1000);
  ASSERT_TRUE(stretch);
  EXPECT_NEAR(stretch->duration_s, 1.4 / 0.7, 1e-12);
  EXPECT_NEAR(stretch->place_m, 5 + 1.4 * 1.4 / 1.4, 1e-12);
  EXPECT_NEAR(stretch->place_after(1), 5 + 1.4 - 0.35, 1e-12);
  EXPECT_NEAR(stretch->speed_after(1), 0.7, 1e-12);
  EXPECT_FALSE(next_stretch(kDynamics, 5, 0, 0, {{100, 0}}, 1000).has_value());
}

TEST(Battery, GivesWhatItHasAndNoMore) {
  using std::chrono::hours;
  using std::chrono::seconds;
  Battery battery(2, 0.5);
  battery.take(0.4, hours(1));
  EXPECT_NEAR(battery.charge_ratio(), 0.3, 1e-12);
  EXPECT_NEAR(battery.taken_kwh(), 0.4, 1e-12);
  EXPECT_EQ(battery.time_to(0.8, 2), seconds(1800));
  EXPECT_EQ(battery.time_to(0.2, 2), seconds(0));
  battery.charge(2, seconds(1800));
  EXPECT_NEAR(battery.charge_ratio(), 0.8, 1e-12);
  battery.charge(2, hours(5));
  EXPECT_NEAR(battery.charge_ratio(), 1, 1e-12);
  battery.take(1, hours(5));
  EXPECT_EQ(battery.charge_ratio(), 0);
  EXPECT_NEAR(battery.taken_kwh(), 2.4, 1e-12);
}

}  // namespace
}  // namespace plantproof::plants::agv
