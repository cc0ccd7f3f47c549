#pragma once

#include <cstdint>

#include "channel/path_loss.hpp"
#include "channel/spatial_field.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"

namespace plantproof::channel {

/// A place in a hall, in metre; z is the height above the floor, at least 0.
struct Place {
  double x_m;
  double y_m;
  double z_m;
};

double distance_2d_m(const Place& a, const Place& b);
double distance_3d_m(const Place& a, const Place& b);

/// What distance and clutter make of a link between isotropic antennas.
struct LargeScale {
  LineOfSight line_of_sight = LineOfSight::Los;
  core::Decibel path_loss;  ///< the median
  core::Decibel shadowing;  ///< on top of it; below 0 where the link is better than the median

  [[nodiscard]] core::Decibel loss() const { return path_loss + shadowing; }
};

/// Where shadowing is correlated to 1/e, in metre: 10 in a factory (3GPP TR 38.901, table 7.5-6), and in an office 10
/// with line of sight and 6 without.
double shadowing_correlation_m(Environment environment, LineOfSight line_of_sight);

/// The correlation distance of the field that decides on line of sight, in metre: half the clutter's size in a factory
/// (3GPP TR 38.901, table 7.6.3.1-2), 10 in an office.
double los_correlation_m(Environment environment, const Clutter& clutter);

/// One base station in its hall: what it is to a device at a place, the same whenever the device is there, and nearly
/// the same for two devices side by side. The device's height enters the formulas, not the fields: two devices above
/// each other are in one shadow. Different sites of a hall, and different hall seeds, are independent of each other.
class Site {
 public:
  /// `number` tells the sites of a hall apart. Clutter as los_decay_m wants it, the carrier above 0 (assertion).
  Site(Environment environment, const Clutter& clutter, const Place& antenna, core::Hertz carrier,
       std::uint64_t hall_seed, std::uint32_t number);

  /// How far there is line of sight, from 0 to 1 (3GPP TR 38.901, 7.6.3.3, LOS_soft): the amplitude of what comes with
  /// it, that of what comes without being the root of 1 less its square. It is above 1/2 where a standard normal field
  /// is below the quantile of los_probability: so over seeds that happens with the table's probability at every
  /// distance. It goes from one end to the other within about a tenth of los_correlation_m, and not at once. Costs an
  /// evaluation of a SpatialField.
  [[nodiscard]] double soft_line_of_sight(const Place& device) const;

  /// The loss that a link has in a state of line of sight. Shadowing is a normal field of its own with, and another
  /// without, line of sight, each with its table's deviation. Costs an evaluation of a SpatialField.
  [[nodiscard]] LargeScale at(const Place& device, LineOfSight line_of_sight) const;

  /// The same in the state that prevails: with line of sight where that is above 1/2.
  [[nodiscard]] LargeScale at(const Place& device) const;

  [[nodiscard]] const Place& antenna() const { return antenna_; }

 private:
  Environment environment_;
  Clutter clutter_;
  Place antenna_;
  core::Hertz carrier_;
  SpatialField obstruction_;
  SpatialField shadow_los_;
  SpatialField shadow_nlos_;
};

}  // namespace plantproof::channel
