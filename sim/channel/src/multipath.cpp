#include "channel/multipath.hpp"

#include <cmath>

namespace plantproof::channel {

double DelaySpread::median_s() const {
  return std::pow(10.0, log_mean);
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

}  // namespace plantproof::channel
