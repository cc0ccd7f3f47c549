#include "channel/link_budget.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace plantproof::channel {
namespace {

constexpr double kBoltzmannJPerK = 1.380649e-23;
constexpr double kRoomK = 290;
constexpr double kRadian = std::numbers::pi / 180;

double sum_mw(std::span<const core::Dbm> powers) {
  double sum = 0;
  for (const core::Dbm power : powers) sum += power.milliwatt();
  return sum;
}

/// Table 7.3-1, both angles from the direction ahead.
core::Decibel element_loss(double azimuth_deg, double elevation_deg) {
  static constexpr double kBeamDeg = 65;
  static constexpr double kMostDb = 30;
  const auto cut = [](double degrees) { return std::min(12 * std::pow(degrees / kBeamDeg, 2), kMostDb); };
  return core::Decibel(std::min(cut(azimuth_deg) + cut(elevation_deg), kMostDb));
}

}  // namespace

core::Dbm thermal_noise(core::Hertz bandwidth, core::Decibel noise_figure) {
  assert(bandwidth.hz() > 0);
  return core::Dbm::of_milliwatt(1000 * kBoltzmannJPerK * kRoomK * bandwidth.hz()) + noise_figure;
}

core::Dbm total_power(std::span<const core::Dbm> powers) {
  assert(!powers.empty());
  return core::Dbm::of_milliwatt(sum_mw(powers));
}

core::Decibel sinr(core::Dbm signal, std::span<const core::Dbm> interferers, core::Dbm noise) {
  return signal - core::Dbm::of_milliwatt(sum_mw(interferers) + noise.milliwatt());
}

core::Decibel gain_towards(const Antenna& antenna, const Place& from, const Place& towards) {
  const double distance_m = distance_3d_m(from, towards);
  if (antenna.pattern == Antenna::Pattern::Isotropic || distance_m == 0) return antenna.greatest_gain;
  const double azimuth = antenna.azimuth_deg * kRadian;
  const double downtilt = antenna.downtilt_deg * kRadian;
  const double x = (towards.x_m - from.x_m) / distance_m;
  const double y = (towards.y_m - from.y_m) / distance_m;
  const double z = (towards.z_m - from.z_m) / distance_m;
  const double level_ahead = x * std::cos(azimuth) + y * std::sin(azimuth);
  const double left = y * std::cos(azimuth) - x * std::sin(azimuth);
  const double ahead = level_ahead * std::cos(downtilt) - z * std::sin(downtilt);
  const double up = level_ahead * std::sin(downtilt) + z * std::cos(downtilt);
  return antenna.greatest_gain -
         element_loss(std::atan2(left, ahead) / kRadian, std::asin(std::clamp(up, -1.0, 1.0)) / kRadian);
}

}  // namespace plantproof::channel
