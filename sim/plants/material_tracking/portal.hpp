#pragma once

#include <vector>

#include "core/random.hpp"
#include "material_tracking/passage.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// How a portal has seen a tag that went through it.
struct Sighting {
  int first = 0;      ///< so often by the antenna that it came to first
  int second = 0;     ///< by the other
  double last_s = 0;  ///< when last, after the load entered the field; 0: never
};

/// What a portal sees of the bins of a passage, each of which has a tag. Its antennas are on by turns; a tag in the
/// zone of the one that is on has power in some of its turns, and then takes part in the inventory. Tags that are
/// hidden have power less often.
[[nodiscard]] std::vector<Sighting> sightings(const scenarios::MaterialTracking::Portal& portal, const Passage& passage,
                                              core::Draws& draws);

}  // namespace plantproof::plants::material
