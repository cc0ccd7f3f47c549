#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "agv_transport/roads.hpp"

namespace plantproof::plants::agv {

/// A vehicle of the fleet, by its place in it.
using VehicleIndex = std::size_t;

/// Which vehicle has which zone, and who waits for some. What a vehicle asks for it gets all at once or not at all; a
/// zone is never with two.
class ZoneLocks {
 public:
  ZoneLocks(std::size_t zones, std::size_t vehicles) : holders_(zones), held_(vehicles) {}

  /// Asks for zones besides those the vehicle has. True: it has them now. False: it waits, and asks for nothing else
  /// (assertion) until it gets them or withdraws.
  bool claim(VehicleIndex vehicle, const std::set<Zone>& zones);
  /// It no longer waits.
  void withdraw(VehicleIndex vehicle);
  /// The vehicle gives up all zones but these; returns who gets now what it was waiting for, the longest wait first.
  std::vector<VehicleIndex> keep_only(VehicleIndex vehicle, const std::set<Zone>& zones);

  [[nodiscard]] const std::set<Zone>& held(VehicleIndex vehicle) const { return held_.at(vehicle); }
  [[nodiscard]] std::optional<VehicleIndex> holder(Zone zone) const { return holders_.at(zone); }
  [[nodiscard]] bool is_waiting(VehicleIndex vehicle) const;
  /// The vehicles of a circle of which each waits for the next, beginning with this one; empty when there is none. Only
  /// a claim that has to wait can close a circle.
  [[nodiscard]] std::vector<VehicleIndex> circle(VehicleIndex vehicle) const;

 private:
  struct Claim {
    VehicleIndex vehicle = 0;
    std::set<Zone> zones;
  };
  [[nodiscard]] bool can_have(const Claim& claim) const;
  void give(const Claim& claim);
  [[nodiscard]] std::set<VehicleIndex> in_the_way_of(VehicleIndex vehicle) const;

  std::vector<std::optional<VehicleIndex>> holders_;  ///< by zone
  std::vector<std::set<Zone>> held_;                  ///< by vehicle
  std::deque<Claim> waiting_;
};

}  // namespace plantproof::plants::agv
