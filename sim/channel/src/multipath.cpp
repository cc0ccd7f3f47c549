#include "channel/multipath.hpp"

#include <cassert>
#include <cmath>

#include "drawn.hpp"

namespace plantproof::channel {
namespace {

double drawn_s(const DelaySpread& spread, double normal) {
  return std::pow(10.0, spread.log_mean + spread.log_deviation * normal);
}

}  // namespace

double DelaySpread::median_s() const {
  return drawn_s(*this, 0);
}

DelaySpread delay_spread(Environment environment, LineOfSight line_of_sight, const HallSize& hall,
                         core::Hertz carrier) {
  const bool los = line_of_sight == LineOfSight::Los;
  if (is_office(environment)) {
    const double f = std::log10(1 + carrier.ghz());
    return los ? DelaySpread{-0.01 * f - 7.692, 0.18} : DelaySpread{-0.28 * f - 7.173, 0.10 * f + 0.055};
  }
  const auto& [length, width, height] = hall;
  const double surface = 2 * (length * width + (length + width) * height);
  const double ratio = length * width * height / surface;
  return los ? DelaySpread{std::log10(26 * ratio + 14) - 9.35, 0.15}
             : DelaySpread{std::log10(30 * ratio + 32) - 9.44, 0.19};
}

std::optional<RicianFactor> rician_factor(Environment environment, LineOfSight line_of_sight) {
  if (line_of_sight == LineOfSight::Nlos) return std::nullopt;
  return RicianFactor{core::Decibel(7), core::Decibel(is_office(environment) ? 4 : 8)};
}

// The variance of a delay that is 0 with the direct power, and else exponential of mean m, is m^2 s (2 - s), s being
// the power of all but the direct ray.
Multipath rays_of(std::optional<core::Decibel> rician_k, double delay_spread_s) {
  assert(delay_spread_s >= 0 && (!rician_k || std::isfinite(rician_k->db())));
  const double scattered = rician_k ? 1 / (1 + rician_k->linear()) : 1;
  return {1 - scattered, delay_spread_s / std::sqrt(scattered * (2 - scattered))};
}

MultipathField::MultipathField(Environment environment, const HallSize& hall, core::Hertz carrier,
                               std::uint64_t hall_seed, std::uint32_t number)
    : rician_(*rician_factor(environment, LineOfSight::Los)),
      spread_los_(delay_spread(environment, LineOfSight::Los, hall, carrier)),
      spread_nlos_(delay_spread(environment, LineOfSight::Nlos, hall, carrier)),
      correlation_(is_office(environment) ? -0.5 : -0.7),
      rician_field_(is_office(environment) ? 4 : 10, seed_of(hall_seed, number, Drawn::Rician)),
      spread_field_los_(is_office(environment) ? 8 : 10, seed_of(hall_seed, number, Drawn::DelaySpreadLos)),
      spread_field_nlos_(is_office(environment) ? 5 : 10, seed_of(hall_seed, number, Drawn::DelaySpreadNlos)) {}

Multipath MultipathField::at(const Place& device, LineOfSight line_of_sight) const {
  const auto& [x, y, z] = device;
  if (line_of_sight == LineOfSight::Nlos) {
    return rays_of(std::nullopt, drawn_s(spread_nlos_, spread_field_nlos_.at(x, y)));
  }
  const double rician = rician_field_.at(x, y);
  const double own = std::sqrt(1 - correlation_ * correlation_) * spread_field_los_.at(x, y);
  return rays_of(core::Decibel(rician_.mean.db() + rician_.deviation.db() * rician),
                 drawn_s(spread_los_, correlation_ * rician + own));
}

}  // namespace plantproof::channel
