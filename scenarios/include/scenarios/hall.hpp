#pragma once

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// From this density on clutter is dense, below it is sparse (3GPP TR 38.901, table 7.2-4).
inline constexpr double kDenseFrom = 0.4;

/// What stands in the hall between antennas, as 3GPP TR 38.901, table 7.2-4 describes it. In a file with dense clutter
/// the defaults are 6 m high and 2 m in size.
struct Clutter {
  Number density_ratio{0.2};  ///< the share of the floor it covers
  Number height_m{2};         ///< effective
  Number size_m{10};          ///< typical, along the floor
  Number speed_mps{0.83};     ///< of people and machines that move about, and make the channel of a device at rest fade
};

/// The hall: a box whose floor's corner is the origin, x along its length, y along its width, z upwards.
struct Hall {
  Number length_m;
  Number width_m;
  Number height_m;
  Clutter clutter;
};

}  // namespace plantproof::scenarios
