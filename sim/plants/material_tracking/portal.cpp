#include "material_tracking/portal.hpp"

#include "material_tracking/inventory.hpp"

namespace plantproof::plants::material {

std::vector<Sighting> sightings(const scenarios::MaterialTracking::Portal& portal, const Passage& passage,
                                core::Draws& draws) {
  std::vector<double> powered;
  for (std::size_t i = 0; i < passage.bins.size(); ++i) {
    const bool is_hidden = draws.uniform() < portal.hidden_ratio.value;
    powered.push_back(is_hidden ? portal.hidden_powered_ratio.value : portal.powered_ratio.value);
  }
  std::vector<Sighting> seen(passage.bins.size());
  Inventory first(portal.air);
  Inventory second(portal.air);
  const double dwell_s = portal.dwell_ms.value * 1e-3;
  const double cleared_s = core::in_seconds(passage.cleared() - passage.entered);
  bool is_first = true;
  for (double begins_s = 0; begins_s < cleared_s; begins_s += dwell_s, is_first = !is_first) {
    const double head_m = (begins_s + dwell_s / 2) * passage.speed_mps;
    const double zone_begins_m = is_first ? 0 : passage.zone_m;
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < passage.bins.size(); ++i) {
      const double in_zone_m = head_m - passage.bins[i].behind_m - zone_begins_m;
      if (in_zone_m < 0 || in_zone_m >= passage.zone_m) continue;
      if (draws.uniform() < powered[i]) there.push_back(i);
    }
    for (const TagRead& read : (is_first ? first : second).read(there.size(), dwell_s, draws)) {
      Sighting& sighting = seen[there[read.tag]];
      ++(is_first ? sighting.first : sighting.second);
      sighting.last_s = begins_s + read.after_s;
    }
  }
  return seen;
}

}  // namespace plantproof::plants::material
