#include "channel/spatial_field.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/random.hpp"
#include "turns.hpp"

namespace plantproof::channel {
namespace {

constexpr double kMostWaveNumber = 20;  // times the correlation distance

}  // namespace

// The spectrum of exp(-h / d) in the plane is 1 / (1 + (k d)^2)^(3/2) per area, so the share of power below k is
// 1 - 1 / sqrt(1 + (k d)^2). One wave is drawn from each of kWaves equal shares, so that every seed has nearly the same
// spectrum; the directions follow a golden section, for the same reason.
SpatialField::SpatialField(double correlation_distance_m, std::uint64_t seed) {
  assert(correlation_distance_m > 0);
  core::Draws draws(seed);
  const double first_direction = draws.uniform();
  for (std::size_t i = 0; i < kWaves; ++i) {
    const double above = 1 - (static_cast<double>(i) + draws.uniform()) / static_cast<double>(kWaves);
    const double drawn = std::sqrt(1 / (above * above) - 1);
    const double wave_number = std::min(drawn, kMostWaveNumber) / correlation_distance_m / (2 * std::numbers::pi);
    const auto direction = sine_cosine(part_of_turn(first_direction + static_cast<double>(i) / std::numbers::phi));
    along_x_[i] = wave_number * direction.cosine;
    along_y_[i] = wave_number * direction.sine;
    phase_[i] = draws.uniform();
  }
}

double SpatialField::at(double x_m, double y_m) const {
  std::array<double, kLanes> sums{};
  for (std::size_t i = 0; i < kWaves; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::size_t wave = i + lane;
      sums[lane] += sine_cosine(part_of_turn(along_x_[wave] * x_m + along_y_[wave] * y_m + phase_[wave])).cosine;
    }
  }
  // So many cosines have an excess kurtosis of -1.5 / kWaves; Cornish and Fisher's expansion takes it away.
  constexpr double kExcess = -1.5 / static_cast<double>(kWaves);
  const double value = std::accumulate(sums.begin(), sums.end(), 0.0) * std::sqrt(2.0 / static_cast<double>(kWaves));
  return value - kExcess / 24 * value * (value * value - 3);
}

}  // namespace plantproof::channel
