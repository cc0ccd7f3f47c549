#pragma once

#include <optional>

#include "core/decibel.hpp"
#include "core/hertz.hpp"

namespace plantproof::channel {

/// The indoor environments of 3GPP TR 38.901, table 7.2-4 (indoor factory) and table 7.2-2 (indoor hotspot). The second
/// letter of an indoor factory is its clutter, sparse or dense; the third is where the base station's antenna is, low
/// (among the clutter) or high (above it). InF-HH has both ends above the clutter.
enum class Environment { InfSl, InfDl, InfSh, InfDh, InfHh, InhMixedOffice, InhOpenOffice };

constexpr bool is_office(Environment environment) {
  return environment == Environment::InhMixedOffice || environment == Environment::InhOpenOffice;
}

enum class LineOfSight { Los, Nlos };

/// What stands in a hall.
struct Clutter {
  double density_ratio;  ///< the share of the floor that it covers, above 0 and below 1: sparse below 0.4, else dense
  double size_m;         ///< typical, above 0: table 7.2-4 has 10 m for sparse and 2 m for dense clutter
  double height_m;       ///< effective, at least 0: below the ceiling, 0 to 10 m
};

/// In metre; the carrier is above 0 (assertion).
double wavelength_m(core::Hertz carrier);

/// Heights above the floor in metre, at least 0.
struct AntennaHeights {
  double base_station_m;
  double device_m;
};

struct Range {
  double least;
  double most;

  [[nodiscard]] constexpr bool has(double value) const { return value >= least && value <= most; }
};

/// The 3D distances in metre for which table 7.4.1-1 gives the path loss: 1 to 600 m in a factory, 1 to 150 m in an
/// office.
Range distance_range_m(Environment environment);
/// The carriers of table 7.4.1-1, in GHz: 0.5 to 100.
Range carrier_range_ghz();

/// The median path loss between isotropic antennas, TR 38.901 table 7.4.1-1. The loss without line of sight is never
/// below that with it, and InF-DL's never below InF-SL's. InF-HH has no row without line of sight: its loss is that
/// with it. The distance is three-dimensional, in metre, at least 0. Nearer than 1 m the loss is that at 1 m, so that
/// no antenna pair gains power; beyond the range of distances, and of carriers, the formula is continued. A carrier
/// must be above 0 (assertion).
core::Decibel path_loss(Environment environment, LineOfSight line_of_sight, double distance_3d_m, core::Hertz carrier);

/// The standard deviation of shadow fading, TR 38.901 table 7.4.1-1. InF-HH has one whatever the line of sight.
core::Decibel shadowing_deviation(Environment environment, LineOfSight line_of_sight);

/// k_subsce of TR 38.901, table 7.4.2-1: the horizontal distance in metre over which the probability of line of sight
/// falls to 1/e among the clutter. Only for InF-SL, -DL, -SH and -DH (assertion). None where nothing stands between: in
/// -SH and -DH, when the device is not below the clutter's height. In -SH and -DH a base station that is not above the
/// clutter has no high antenna: the ratio of the heights then counts as 1, as in -SL and -DL.
std::optional<double> los_decay_m(Environment environment, const Clutter& clutter, const AntennaHeights& heights);

/// The probability of line of sight at a horizontal distance in metre, at least 0 (TR 38.901, table 7.4.2-1): 0 to 1,
/// and 1 at 0 m. Clutter and heights matter in InF-SL, -DL, -SH and -DH only; InF-HH always has line of sight. Where
/// los_decay_m has none, it is 1. The formulas have no greatest distance.
double los_probability(Environment environment, const Clutter& clutter, const AntennaHeights& heights,
                       double distance_2d_m);

}  // namespace plantproof::channel
