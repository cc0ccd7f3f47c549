#include "channel/large_scale.hpp"

#include <cmath>
#include <numbers>

#include <boost/math/special_functions/erf.hpp>

#include "drawn.hpp"

namespace plantproof::channel {
namespace {

/// Below it a standard normal number is with this probability, 0 to 1.
double normal_quantile(double probability) {
  using Infinite = boost::math::policies::policy<
      boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;  // 0 and 1 have their infinities
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * probability, Infinite());
}

}  // namespace

double distance_2d_m(const Place& a, const Place& b) {
  return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m);
}

double distance_3d_m(const Place& a, const Place& b) {
  return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m, a.z_m - b.z_m);
}

double shadowing_correlation_m(Environment environment, LineOfSight line_of_sight) {
  return is_office(environment) && line_of_sight == LineOfSight::Nlos ? 6 : 10;
}

double los_correlation_m(Environment environment, const Clutter& clutter) {
  return is_office(environment) ? 10 : clutter.size_m / 2;
}

Site::Site(Environment environment, const Clutter& clutter, const Place& antenna, core::Hertz carrier,
           std::uint64_t hall_seed, std::uint32_t number)
    : environment_(environment),
      clutter_(clutter),
      antenna_(antenna),
      carrier_(carrier),
      obstruction_(los_correlation_m(environment, clutter), seed_of(hall_seed, number, Drawn::Obstruction)),
      shadow_los_(shadowing_correlation_m(environment, LineOfSight::Los), seed_of(hall_seed, number, Drawn::ShadowLos)),
      shadow_nlos_(shadowing_correlation_m(environment, LineOfSight::Nlos),
                   seed_of(hall_seed, number, Drawn::ShadowNlos)) {}

// TR 38.901, 7.6.3.3: F(d) is the quantile; G may be the field or its negative, which are alike.
double Site::soft_line_of_sight(const Place& device) const {
  const double probability =
      los_probability(environment_, clutter_, {antenna_.z_m, device.z_m}, distance_2d_m(antenna_, device));
  const double clearance = normal_quantile(probability) - obstruction_.at(device.x_m, device.y_m);
  return 0.5 + std::atan(std::sqrt(20 / wavelength_m(carrier_)) * clearance) / std::numbers::pi;
}

LargeScale Site::at(const Place& device, LineOfSight line_of_sight) const {
  const SpatialField& shadow = line_of_sight == LineOfSight::Los ? shadow_los_ : shadow_nlos_;
  return {line_of_sight, path_loss(environment_, line_of_sight, distance_3d_m(antenna_, device), carrier_),
          core::Decibel(shadowing_deviation(environment_, line_of_sight).db() * shadow.at(device.x_m, device.y_m))};
}

LargeScale Site::at(const Place& device) const {
  return at(device, soft_line_of_sight(device) > 0.5 ? LineOfSight::Los : LineOfSight::Nlos);
}

}  // namespace plantproof::channel
