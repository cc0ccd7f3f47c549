#include "channel/large_scale.hpp"

#include <cmath>
#include <numbers>

#include "core/random.hpp"

namespace plantproof::channel {
namespace {

double normal_cdf(double z) {
  return std::erfc(-z / std::numbers::sqrt2) / 2;
}

enum class Field : std::uint64_t { Obstruction, ShadowLos, ShadowNlos };

std::uint64_t field_seed(std::uint64_t hall_seed, std::uint32_t site, Field field) {
  return core::mixed(core::mixed(hall_seed, site), static_cast<std::uint64_t>(field));
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
      obstruction_(los_correlation_m(environment, clutter), field_seed(hall_seed, number, Field::Obstruction)),
      shadow_los_(shadowing_correlation_m(environment, LineOfSight::Los),
                  field_seed(hall_seed, number, Field::ShadowLos)),
      shadow_nlos_(shadowing_correlation_m(environment, LineOfSight::Nlos),
                   field_seed(hall_seed, number, Field::ShadowNlos)) {}

LargeScale Site::at(const Place& device) const {
  const double probability =
      los_probability(environment_, clutter_, {antenna_.z_m, device.z_m}, distance_2d_m(antenna_, device));
  const bool los = normal_cdf(obstruction_.at(device.x_m, device.y_m)) < probability;
  const LineOfSight state = los ? LineOfSight::Los : LineOfSight::Nlos;
  const double shadow = (los ? shadow_los_ : shadow_nlos_).at(device.x_m, device.y_m);
  return {state, path_loss(environment_, state, distance_3d_m(antenna_, device), carrier_),
          core::Decibel(shadowing_deviation(environment_, state).db() * shadow)};
}

}  // namespace plantproof::channel
