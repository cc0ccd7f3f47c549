#pragma once

#include <optional>

#include "channel/path_loss.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"

namespace plantproof::channel {

/// The inside of a hall in metre, each above 0.
struct HallSize {
  double length_m;
  double width_m;
  double height_m;
};

/// A delay spread whose logarithm is normal over places: log10 of seconds.
struct DelaySpread {
  double log_mean;
  double log_deviation;

  [[nodiscard]] double median_s() const;
};

/// The root mean square delay spread, 3GPP TR 38.901 table 7.5-6: in a factory by the hall's volume over the surface of
/// its floor, ceiling and walls, in an office by the carrier, which is above 0. InF-HH without line of sight has the
/// other factories' values.
DelaySpread delay_spread(Environment environment, LineOfSight line_of_sight, const HallSize& hall, core::Hertz carrier);

/// Rice's factor, the power of the direct ray over that of all others, normal in decibels over places.
struct RicianFactor {
  core::Decibel mean;
  core::Decibel deviation;
};

/// 3GPP TR 38.901 table 7.5-6: 7 dB and 8 dB in a factory, 7 dB and 4 dB in an office. None without line of sight: the
/// fading is Rayleigh's.
std::optional<RicianFactor> rician_factor(Environment environment, LineOfSight line_of_sight);

}  // namespace plantproof::channel
