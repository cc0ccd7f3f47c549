#pragma once

#include <string>
#include <vector>

#include "scenarios/agv_transport.hpp"

// A small plant, for the tests of agv-transport.
namespace plantproof::plants {

inline scenarios::Number number(double value) {
  return scenarios::Number(value);
}
inline scenarios::Name name(const std::string& value) {
  return scenarios::Name(value);
}

/// A one-way ring of 40 m by 20 m, driven against the clock, with a way across in the middle that goes north:
///
///     D ---- F ---- C
///     |      |      |
///     A ---- E ---- B
///
/// Stations "west" and "east" are 3 m outside it, at half its height; parking places are south of it, a charger north.
inline scenarios::AgvTransport ring(int vehicles, double section_m = 5) {
  scenarios::AgvTransport plant;
  plant.points = {{name("A"), number(10), number(10)}, {name("E"), number(30), number(10)},
                  {name("B"), number(50), number(10)}, {name("C"), number(50), number(30)},
                  {name("F"), number(30), number(30)}, {name("D"), number(10), number(30)}};
  const auto road = [&](const char* from, const char* to) { plant.roads.push_back({name(from), name(to), {}}); };
  road("A", "E");
  road("E", "B");
  road("B", "C");
  road("C", "F");
  road("F", "D");
  road("D", "A");
  road("E", "F");
  plant.section_m = number(section_m);
  plant.stations = {{name("west"), number(7), number(20)}, {name("east"), number(53), number(20)}};
  for (int i = 0; i < vehicles; ++i)
    plant.parking.push_back({name("park" + std::to_string(i)), number(13 + 3.0 * i), number(6)});
  plant.chargers = {{name("charger"), number(40), number(34)}};
  plant.flows = {{name("west"), name("east"), number(60), {}}, {name("east"), name("west"), number(60), {}}};
  plant.vehicle.count.value = vehicles;
  plant.vehicle.length_m.value = 1;
  plant.vehicle.clearance_m.value = 0.5;
  plant.vehicle.speed_mps.value = 1.5;
  plant.vehicle.corner_mps.value = 0.7;
  plant.vehicle.acceleration_mps2.value = 0.5;
  plant.vehicle.deceleration_mps2.value = 0.7;
  plant.vehicle.load_s.value = 10;
  plant.vehicle.unload_s.value = 10;
  plant.battery.capacity_kwh.value = 1;
  plant.battery.driving_kw.value = 0.5;
  plant.battery.standing_kw.value = 0.1;
  plant.battery.charging_kw.value = 2;
  plant.battery.charge_below_ratio.value = 0.3;
  plant.battery.charge_to_ratio.value = 0.8;
  plant.messages.heartbeat_period_ms.value = 500;
  plant.messages.heartbeat_bytes.value = 250;
  plant.messages.state_period_ms.value = 1000;
  plant.messages.state_bytes.value = 1000;
  plant.messages.order_bytes.value = 1400;
  plant.messages.ask_ahead_s.value = 1;
  plant.watchdog.caution_after_ms.value = 750;
  plant.watchdog.cautious_mps.value = 0.3;
  plant.watchdog.stop_after_ms.value = 1000;
  plant.watchdog.restart_s.value = 5;
  plant.rescue.x_m.value = 30;
  plant.rescue.y_m.value = 5;
  plant.rescue.walking_mps.value = 1.2;
  plant.rescue.call_after_s.value = 30;
  plant.rescue.reset_s.value = 30;
  plant.costs.vehicle_life_h.value = 1;
  plant.costs.network_life_h.value = 1;
  return plant;
}

}  // namespace plantproof::plants
