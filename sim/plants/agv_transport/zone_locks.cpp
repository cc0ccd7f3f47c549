#include "agv_transport/zone_locks.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

namespace plantproof::plants::agv {

bool ZoneLocks::claim(VehicleIndex vehicle, const std::set<Zone>& zones) {
  assert(!is_waiting(vehicle));
  const Claim claim{vehicle, zones};
  if (!can_have(claim)) {
    waiting_.push_back(claim);
    return false;
  }
  give(claim);
  return true;
}

void ZoneLocks::withdraw(VehicleIndex vehicle) {
  std::erase_if(waiting_, [&](const Claim& claim) { return claim.vehicle == vehicle; });
}

std::vector<VehicleIndex> ZoneLocks::keep_only(VehicleIndex vehicle, const std::set<Zone>& zones) {
  std::vector<VehicleIndex> served;
  const std::size_t before = held_[vehicle].size();
  std::erase_if(held_[vehicle], [&](Zone zone) {
    if (zones.contains(zone)) return false;
    holders_[zone].reset();
    return true;
  });
  if (held_[vehicle].size() == before) return served;
  for (auto claim = waiting_.begin(); claim != waiting_.end();) {
    if (!can_have(*claim)) {
      ++claim;
      continue;
    }
    give(*claim);
    served.push_back(claim->vehicle);
    claim = waiting_.erase(claim);
  }
  return served;
}

bool ZoneLocks::is_waiting(VehicleIndex vehicle) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Claim& claim) { return claim.vehicle == vehicle; });
}

std::vector<VehicleIndex> ZoneLocks::circle(VehicleIndex vehicle) const {
  std::vector<VehicleIndex> path = {vehicle};
  std::set<VehicleIndex> seen;
  const std::function<bool()> closes = [&] {
    for (const VehicleIndex next : in_the_way_of(path.back())) {
      if (next == vehicle) return true;
      if (!seen.insert(next).second) continue;
      path.push_back(next);
      if (closes()) return true;
      path.pop_back();
    }
    return false;
  };
  if (!closes()) path.clear();
  return path;
}

bool ZoneLocks::can_have(const Claim& claim) const {
  return std::all_of(claim.zones.begin(), claim.zones.end(),
                     [&](Zone zone) { return !holders_.at(zone) || *holders_[zone] == claim.vehicle; });
}

void ZoneLocks::give(const Claim& claim) {
  for (const Zone zone : claim.zones) {
    holders_[zone] = claim.vehicle;
    held_[claim.vehicle].insert(zone);
  }
}

std::set<VehicleIndex> ZoneLocks::in_the_way_of(VehicleIndex vehicle) const {
  std::set<VehicleIndex> result;
  for (const Claim& claim : waiting_) {
    if (claim.vehicle != vehicle) continue;
    for (const Zone zone : claim.zones) {
      if (holders_[zone] && *holders_[zone] != vehicle) result.insert(*holders_[zone]);
    }
  }
  return result;
}

}  // namespace plantproof::plants::agv
