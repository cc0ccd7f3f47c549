#pragma once

#include <vector>

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// Where roads meet, bend or end.
struct RoadPoint {
  Name name;
  Number x_m;
  Number y_m;
};

/// A straight road from point to point.
struct Road {
  Name from;
  Name to;
  Switch is_two_way{false};  ///< a single lane for both directions
};

/// A place beside the nearest road where a vehicle stands clear of it: a station, a parking place, a charger.
struct TransportBay {
  Name name;
  Number x_m;
  Number y_m;
};

/// What is carried from one station to another.
struct MaterialFlow {
  Name from;
  Name to;
  Number orders_per_h;      ///< in the mean; they come at random
  Whole orders_waiting{0};  ///< when the run begins
};

struct TransportVehicle {
  Name name{"agv"};  ///< of each, before its number
  Whole count;
  Number length_m;
  Number width_m{0.9};
  Number height_m{0};  ///< with its load, where it stands in the way of radio waves; 0: it does not
  Number clearance_m;  ///< to the middle of a crossing, before and behind it
  Number speed_mps;
  Number corner_mps;  ///< round a bend
  Number acceleration_mps2;
  Number deceleration_mps2;
  Number load_s;
  Number unload_s;
};

struct VehicleBattery {
  Number capacity_kwh;
  Number driving_kw;
  Number standing_kw;
  Number charging_kw;
  Number charge_below_ratio;  ///< after a mission it goes charging below that ...
  Number charge_to_ratio;     ///< ... and leaves the charger at that
};

/// What vehicles and the fleet control tell each other: orders and states as VDA 5050 has them, and a heartbeat with
/// the positions of the other vehicles.
struct FleetMessages {
  Number heartbeat_period_ms;
  Whole heartbeat_bytes;
  Number state_period_ms;  ///< besides the states that an event makes
  Whole state_bytes;
  Whole order_bytes;
  Number ask_ahead_s;  ///< so long before it would have to brake a vehicle asks for the next piece of road
};

/// What a vehicle does that hears nothing.
struct FleetWatchdog {
  Number caution_after_ms;  ///< it no longer knows where the others are, and drives slowly
  Number cautious_mps;
  Number stop_after_ms;  ///< it stops
  Number restart_s;      ///< that it hears again before it goes on
};

/// People who go to a vehicle that stays away, or out of whose way others cannot get.
struct FleetRescue {
  Whole people{1};
  Number x_m;  ///< where they start from
  Number y_m;
  Number walking_mps;
  Number call_after_s;  ///< that a vehicle has not been heard of, or stands cut off
  Number reset_s;       ///< at the vehicle
};

/// A person on every vehicle, who gets orders by word of mouth and gives way by sight.
struct FleetDriver {
  Switch is_there{false};
  Number order_s{0};  ///< to get the next order
};

/// Prices. A run is charged for its length.
struct TransportCosts {
  Number vehicle_cny;
  Number vehicle_life_h;         ///< of operation
  Number maintenance_cny_per_h;  ///< of a vehicle
  Number energy_cny_per_kwh;
  Whole supervisors{0};  ///< at the fleet control, all the time
  Number supervisor_cny_per_h;
  Number rescuer_cny_per_h;  ///< while on the way or at a vehicle
  Number driver_cny_per_h;
  Number downtime_cny_per_h;  ///< of a vehicle that stands cut off, is reset, or is put back on the road
  Number network_cny;         ///< this fleet's share of it
  Number network_life_h;
  Number network_cny_per_h;  ///< to run it
};

/// Vehicles that carry material between stations on a road network, one at a time on every piece of it.
struct AgvTransport {
  std::vector<RoadPoint> points;
  std::vector<Road> roads;
  Number section_m;  ///< a road is cut into pieces of at most that, each for one vehicle
  std::vector<TransportBay> stations;
  std::vector<TransportBay> parking;  ///< each vehicle's own, in order
  std::vector<TransportBay> chargers;
  std::vector<MaterialFlow> flows;
  TransportVehicle vehicle;
  VehicleBattery battery;
  FleetMessages messages;
  FleetWatchdog watchdog;
  FleetRescue rescue;
  FleetDriver driver;
  TransportCosts costs;
};

}  // namespace plantproof::scenarios
