#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <vector>

#include "agv_transport/roads.hpp"
#include "agv_transport/zone_locks.hpp"

namespace plantproof::plants::agv {

/// Where a vehicle may drive. VDA 5050 calls the part of a route that is released its base, the rest its horizon.
struct Permit {
  Route route;
  std::size_t base = 0;    ///< so many sections from the beginning it may drive
  std::size_t passed = 0;  ///< so many lie behind it
};

/// Lets vehicles through the roads without two in one zone, and gets them out of each other's way: when some wait for
/// each other in a circle, one of them takes another way; where there is none, a person takes one off the road. Knows
/// only what it is told of where vehicles are.
class TrafficControl {
 public:
  struct Listener {
    std::function<void(VehicleIndex)> permit_changed;    ///< a longer base, or another horizon
    std::function<void(VehicleIndex)> put_back;          ///< it was lifted, and has its place on the road again
    std::function<void(VehicleIndex)> has_to_be_lifted;  ///< it stands in a circle that nobody can drive out of
  };

  TrafficControl(const Roads& roads, std::size_t vehicles, Listener listener);

  /// The vehicle stands in a bay from the beginning.
  void stand(VehicleIndex vehicle, std::size_t bay);
  /// It is in the bay where its route ends, or began: nothing else is kept for it.
  void arrived(VehicleIndex vehicle);
  /// It is to drive to another bay.
  void send(VehicleIndex vehicle, std::size_t bay);
  /// So many sections of its route lie behind it.
  void passed(VehicleIndex vehicle, std::size_t sections);
  /// It wants the next section of its route; nothing happens when it has all of it, or waits already.
  void extend(VehicleIndex vehicle);

  /// A person has taken the vehicle off the road, which was to be lifted (assertion): what it held is free, and it asks
  /// for that again to be put back.
  void lift(VehicleIndex vehicle);

  [[nodiscard]] const Permit& permit(VehicleIndex vehicle) const { return vehicles_.at(vehicle).permit; }
  [[nodiscard]] std::size_t bay(VehicleIndex vehicle) const { return vehicles_.at(vehicle).bay; }
  /// Whether it still stands in a circle that nobody can drive out of.
  [[nodiscard]] bool is_to_be_lifted(VehicleIndex vehicle) const { return vehicles_.at(vehicle).is_to_be_lifted; }
  /// Whether it is beside the road, and waits to be put back.
  [[nodiscard]] bool is_lifted(VehicleIndex vehicle) const { return vehicles_.at(vehicle).is_lifted; }
  [[nodiscard]] const ZoneLocks& locks() const { return locks_; }
  [[nodiscard]] std::size_t circles() const { return circles_; }

 private:
  struct Vehicle {
    Permit permit;
    std::size_t bay = 0;      ///< where it stands, or is going
    bool has_turned = false;  ///< out of a circle, on this order
    bool is_to_be_lifted = false;
    bool is_lifted = false;
  };
  [[nodiscard]] std::set<Zone> needed(const Vehicle& vehicle) const;
  [[nodiscard]] std::set<Zone> next_zones(const Vehicle& vehicle) const;
  void served(const std::vector<VehicleIndex>& vehicles);
  bool takes_another_way(VehicleIndex vehicle);
  void resolve(const std::vector<VehicleIndex>& circle);

  const Roads& roads_;
  ZoneLocks locks_;
  std::vector<Vehicle> vehicles_;
  Listener listener_;
  std::size_t circles_ = 0;
};

}  // namespace plantproof::plants::agv
