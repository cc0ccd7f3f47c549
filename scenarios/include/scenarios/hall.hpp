#pragma once

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// What stands in the hall between antennas, as 3GPP TR 38.901, table 7.2-4 describes it.
struct Clutter {
  Number density_ratio{0.2};  ///< the share of the floor it covers
  Number height_m{2};         ///< effective
  Number size_m{10};          ///< typical, along the floor
};

/// The hall: a box whose floor's corner is the origin, x along its length, y along its width, z upwards.
struct Hall {
  Number length_m;
  Number width_m;
  Number height_m;
  Clutter clutter;
};

}  // namespace plantproof::scenarios
