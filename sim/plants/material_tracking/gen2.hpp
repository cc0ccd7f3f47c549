#pragma once

#include "scenarios/material_tracking.hpp"

// How long things take between reader and tag: EPC Gen2, 6.3.1.
namespace plantproof::plants::material {

/// Of an inventory round, in seconds, each with the silences that belong to it. A slot begins with the command that
/// opens it.
struct SlotTimes {
  double query_s = 0;   ///< the command that begins a round; it opens the first slot as well
  double adjust_s = 0;  ///< the command that begins a frame of another length
  double empty_s = 0;
  double collision_s = 0;
  double success_s = 0;  ///< a slot in which a tag is read
};

[[nodiscard]] SlotTimes slot_times(const scenarios::MaterialTracking::AirInterface& air);

}  // namespace plantproof::plants::material
