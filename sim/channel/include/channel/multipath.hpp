#pragma once

#include <cstdint>
#include <optional>

#include "channel/large_scale.hpp"
#include "channel/path_loss.hpp"
#include "channel/spatial_field.hpp"
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

/// What the rays of a link are like at a place: a direct one without delay, and all others, whose delays are
/// exponential.
struct Multipath {
  double direct_share;  ///< of the link's power, 0 to 1
  double mean_delay_s;  ///< of the other rays, at least 0
};

/// The rays that have this Rice's factor (none: there is no direct ray) and this root mean square delay spread, in
/// seconds, of the direct ray and all others. The factor is finite, the spread at least 0 (assertion).
Multipath rays_of(std::optional<core::Decibel> rician_k, double delay_spread_s);

/// The rays of one base station's links, place by place: Rice's factor and the delay spread are normal fields over the
/// hall with the means, deviations and correlations of 3GPP TR 38.901, table 7.5-6. In a factory each is correlated
/// over 10 m, and with line of sight they with each other by -0.7. In an office Rice's factor is over 4 m, the delay
/// spread over 5 m without line of sight and 8 m with it (what of it does not follow Rice's factor), and they by -0.5
/// with each other; that shadowing goes with them there is left out. Like a Site, it is the same whenever a device is
/// there, and independent of other sites and halls.
class MultipathField {
 public:
  /// `number` tells the sites of a hall apart. The carrier is above 0 (assertion).
  MultipathField(Environment environment, const HallSize& hall, core::Hertz carrier, std::uint64_t hall_seed,
                 std::uint32_t number);

  /// The rays that a link has in a state of line of sight. Costs two evaluations of a SpatialField with line of sight,
  /// and one without.
  [[nodiscard]] Multipath at(const Place& device, LineOfSight line_of_sight) const;

 private:
  RicianFactor rician_;
  DelaySpread spread_los_;
  DelaySpread spread_nlos_;
  double correlation_;
  SpatialField rician_field_;
  SpatialField spread_field_los_;
  SpatialField spread_field_nlos_;
};

}  // namespace plantproof::channel
