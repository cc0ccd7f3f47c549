#include "channel/spatial_field.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "core/random.hpp"

namespace plantproof::channel {

// The spectrum of exp(-h / d) in the plane is 1 / (1 + (k d)^2)^(3/2) per area, so the share of power below k is
// 1 - 1 / sqrt(1 + (k d)^2). One wave is drawn from each of kWaves equal shares, so that every seed has nearly the same
// spectrum; the directions follow a golden section, for the same reason.
SpatialField::SpatialField(double correlation_distance_m, std::uint64_t seed) {
  assert(correlation_distance_m > 0);
  constexpr double kTurn = 2 * std::numbers::pi;
  core::Draws draws(seed);
  const double first_direction = draws.uniform();
  for (std::size_t i = 0; i < kWaves; ++i) {
    const double above = 1 - (static_cast<double>(i) + draws.uniform()) / static_cast<double>(kWaves);
    const double wave_number = std::sqrt(1 / (above * above) - 1) / correlation_distance_m;
    const double direction = kTurn * (first_direction + static_cast<double>(i) / std::numbers::phi);
    along_x_[i] = wave_number * std::cos(direction);
    along_y_[i] = wave_number * std::sin(direction);
    phase_[i] = kTurn * draws.uniform();
  }
}

double SpatialField::at(double x_m, double y_m) const {
  double sum = 0;
  for (std::size_t i = 0; i < kWaves; ++i) sum += std::cos(along_x_[i] * x_m + along_y_[i] * y_m + phase_[i]);
  // So many cosines have an excess kurtosis of -1.5 / kWaves; Cornish and Fisher's expansion takes it away.
  constexpr double kExcess = -1.5 / static_cast<double>(kWaves);
  const double value = sum * std::sqrt(2.0 / static_cast<double>(kWaves));
  return value - kExcess / 24 * value * (value * value - 3);
}

}  // namespace plantproof::channel
