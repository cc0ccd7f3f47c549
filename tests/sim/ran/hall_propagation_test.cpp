#include "ran/hall_propagation.hpp"

#include <gtest/gtest.h>

#include "plant.hpp"

namespace plantproof::ran {
namespace {

using core::Nanoseconds;

const channel::HallParameters kHall{channel::Environment::InfSh, {120, 60, 10}, {0.02, 10, 2}, core::Hertz(0), 3};
constexpr channel::Place kCellPlace{10, 30, 3};
constexpr channel::Place kDevice{60, 30, 1.5};
constexpr Vehicle kTruck{6, 2.5, 4};

channel::Hall hall() {
  return {kHall, {{kCellPlace, {}, core::Hertz::from_ghz(3.5), core::Hertz(16 * 360e3)}}};
}

/// Device 0 stands still, 1 to 3 have vehicles.
HallPropagation propagation() {
  std::vector<HallPropagation::DeviceEnd> devices(4);
  for (std::size_t i = 1; i < 4; ++i) devices[i].vehicle = kTruck;
  return {hall(), {4}, devices};
}

channel::Box box(double x_m, double y_m, double azimuth_deg) {
  return {{x_m, y_m, 0}, kTruck.length_m, kTruck.width_m, kTruck.height_m, azimuth_deg};
}

// The hall takes boxes itself where it is asked for a walk test.
TEST(HallPropagation, HasVehiclesInTheWayAsTheHallHasBoxes) {
  HallPropagation propagation = ran::propagation();
  const auto gain = [&](double seconds) {
    return propagation.mean_gain(CellId{0}, DeviceId{0}, kDevice,
                                 Nanoseconds{static_cast<std::int64_t>(1e9 * seconds)});
  };
  const double free = hall().link(0, kDevice).gain.linear();
  EXPECT_NEAR(gain(0) / free, 1, 1e-9);
  // One crosses the ray's middle at 10 s, one stands beside it, and one has driven along y and stopped.
  propagation.move(DeviceId{1}, {{35, 10, 2}, 0, 2, 0, Nanoseconds{0}});
  propagation.move(DeviceId{2}, {{50, 34, 2}, 0, 0, 0, Nanoseconds{0}});
  propagation.move(DeviceId{3}, {{20, 20, 2}, 0, 1, 0, Nanoseconds{0}});
  propagation.move(DeviceId{3}, {{20, 28, 2}, 0, 0, 0, 8 * kSecond});
  double least = free;
  for (const double seconds : {0.0, 9.0, 9.5, 10.0, 10.3, 20.0}) {
    const std::vector<channel::Box> boxes{box(35, 10 + 2 * seconds, 90), box(50, 34, 0), box(20, 28, 90)};
    const double expected = hall().link(0, kDevice, channel::kIsotropic, boxes).gain.linear();
    EXPECT_NEAR(gain(seconds) / expected, 1, 1e-9) << seconds;
    least = std::min(least, gain(seconds));
  }
  EXPECT_LT(least, 0.8 * free);
}

TEST(HallPropagation, TakesTheRayFromFadingAsWell) {
  const auto mean_fading = [](bool is_blocked) {
    HallPropagation propagation = ran::propagation();
    if (is_blocked) propagation.move(DeviceId{1}, {{35, 30, 2}, 0, 0, 0, Nanoseconds{0}});
    std::vector<double> gains(17);
    propagation.fading_gains(CellId{0}, DeviceId{0}, nr::Direction::Downlink, kDevice, Nanoseconds{0}, 0, gains);
    double spread = 0;
    for (const double one : gains) spread = std::max(spread, std::abs(one / gains[0] - 1));
    return spread;
  };
  // With less of a direct ray the groups differ more.
  EXPECT_GT(mean_fading(true), 1.5 * mean_fading(false));
}

TEST(HallPropagation, HasNoVehicleInTheWayOfItself) {
  HallPropagation propagation = ran::propagation();
  propagation.move(DeviceId{1}, {{59.5, 30, 2}, 0, 0, 0, Nanoseconds{0}});
  const double free = hall().link(0, kDevice).gain.linear();
  EXPECT_NEAR(propagation.mean_gain(CellId{0}, DeviceId{1}, kDevice, Nanoseconds{0}) / free, 1, 1e-9);
  EXPECT_LT(propagation.mean_gain(CellId{0}, DeviceId{0}, kDevice, Nanoseconds{0}), 0.9 * free);
}

}  // namespace
}  // namespace plantproof::ran
