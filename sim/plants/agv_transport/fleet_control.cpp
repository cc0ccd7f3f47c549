#include "agv_transport/fleet_control.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace plantproof::plants::agv {
FleetControl::FleetControl(const scenarios::AgvTransport& plant, const Roads& roads, Plant& in,
                           const std::vector<std::unique_ptr<Vehicle>>& vehicles)
    : plant_(plant),
      roads_(roads),
      in_(in),
      vehicles_(vehicles),
      traffic_(roads, vehicles.size(),
               {[this](VehicleIndex vehicle) {
                  if (!is_instructing_) send_order(vehicle);
                },
                [this](VehicleIndex vehicle) {
                  vehicles_[vehicle]->set_aside(false);
                  std::exchange(let_go_[vehicle], nullptr)();
                },
                [this](VehicleIndex vehicle) { call_to_lift(vehicle); }}),
      rescuers_(plant.rescue, in.simulation),
      served_(vehicles.size()),
      let_go_(vehicles.size()) {
  for (VehicleIndex vehicle = 0; vehicle < vehicles.size(); ++vehicle)
    traffic_.stand(vehicle, roads.bay(plant.parking[vehicle].name.value));
}

void FleetControl::start(const std::vector<std::unique_ptr<Line>>& lines, const std::vector<TransportOrder>& orders) {
  const core::Nanoseconds period = core::of_milliseconds(plant_.messages.heartbeat_period_ms.value);
  for (VehicleIndex vehicle = 0; vehicle < lines.size(); ++vehicle) {
    lines_.push_back(lines[vehicle].get());
    const auto turn = static_cast<std::int64_t>(vehicle);
    in_.simulation.after(period * turn / static_cast<std::int64_t>(lines.size()), [this, vehicle] { beat(vehicle); });
  }
  for (const TransportOrder& order : orders) in_.simulation.at(order.requested, [this, order] { take(order); });
}

void FleetControl::hear(VehicleIndex vehicle, const State& state) {
  Served& served = served_[vehicle];
  if (state.number <= served.last_state) return;  // overtaken by a later one
  const bool is_first = !served.last_heard;
  served.last_state = state.number;
  served.last_heard = in_.simulation.now();
  if (!state.is_cut_off) served.last_well = in_.simulation.now();
  served.charge_ratio = state.charge_ratio;
  if (state.order != served.order.number) {
    if (served.order.number > 0) send_order(vehicle);
  } else if (served.order.number > 0) {
    traffic_.passed(vehicle, state.passed);
    if (state.update < served.order.update) {
      send_order(vehicle);
    } else if (state.wants_more) {
      traffic_.extend(vehicle);
    }
    const bool is_at_it = served.doing != Doing::Nothing && served.doing != Doing::Beginning;
    if (state.done_at && is_at_it) leg_done(vehicle, *state.done_at);
  }
  if (is_first) dispatch();
}

std::vector<data::Mission> FleetControl::missions() const {
  std::vector<data::Mission> rows;
  for (std::size_t i = 0; i < missions_.size(); ++i) {
    const Mission& mission = missions_[i];
    data::Mission row;
    row.mission = std::to_string(i + 1);
    row.requested = mission.order.requested;
    row.started = mission.started;
    row.finished = mission.finished;
    if (mission.vehicle) row.vehicle = vehicles_[*mission.vehicle]->name();
    if (mission.finished) row.distance_m = mission.driven_m;
    rows.push_back(std::move(row));
  }
  return rows;
}

void FleetControl::take(const TransportOrder& order) {
  waiting_.push_back(missions_.size());
  missions_.push_back({order, {}, {}, {}, 0, 0});
  dispatch();
}

/// Tells a vehicle that it is not alone, and looks whether it has been alone for too long.
void FleetControl::beat(VehicleIndex vehicle) {
  lines_[vehicle]->send_heartbeat();
  const core::Nanoseconds silence = in_.simulation.now() - served_[vehicle].last_well;
  const bool is_in_the_way = served_[vehicle].doing != Doing::Nothing && !plant_.driver.is_there.value;
  if (is_in_the_way && silence > core::of_seconds(plant_.rescue.call_after_s.value)) call_rescuer(vehicle);
  in_.simulation.after(core::of_milliseconds(plant_.messages.heartbeat_period_ms.value),
                       [this, vehicle] { beat(vehicle); });
}

void FleetControl::instruct(VehicleIndex vehicle, std::size_t bay, Action action, Doing doing) {
  Served& served = served_[vehicle];
  served.doing = doing;
  ++served.order.number;
  served.order.update = 0;
  served.order.action = action;
  is_instructing_ = true;
  traffic_.send(vehicle, bay);
  is_instructing_ = false;
  send_order(vehicle);
}

void FleetControl::send_order(VehicleIndex vehicle) {
  Order& order = served_[vehicle].order;
  const Permit& permit = traffic_.permit(vehicle);
  if (order.update == 0 || order.base != permit.base || order.route != permit.route) ++order.update;
  order.route = permit.route;
  order.base = permit.base;
  lines_[vehicle]->send(order);
}

void FleetControl::leg_done(VehicleIndex vehicle, core::Instant when) {
  Served& served = served_[vehicle];
  traffic_.arrived(vehicle);
  if (served.doing == Doing::Fetching) {
    instruct(vehicle, roads_.bay(missions_[*served.mission].order.to), Action::Unload, Doing::Bringing);
    return;
  }
  const Doing done = std::exchange(served.doing, Doing::Nothing);
  if (done == Doing::Charging) served.charger.reset();
  if (done == Doing::Bringing) {
    Mission& mission = missions_[*std::exchange(served.mission, std::nullopt)];
    mission.finished = when;
    mission.driven_m = vehicles_[vehicle]->distance_m() - mission.driven_before_m;
  }
  dispatch();
}

/// Gives missions to free vehicles; those that are left over go charging, or out of the way.
void FleetControl::dispatch() {
  for (VehicleIndex vehicle = 0; vehicle < served_.size(); ++vehicle) {
    if (served_[vehicle].doing == Doing::Nothing && is_low(vehicle)) send_to_charge(vehicle);
  }
  while (!waiting_.empty()) {
    const auto vehicle = nearest_free(roads_.bay(missions_[waiting_.front()].order.from));
    if (!vehicle) break;
    begin(*vehicle, waiting_.front());
    waiting_.pop_front();
  }
  for (VehicleIndex vehicle = 0; vehicle < served_.size(); ++vehicle) {
    const std::size_t parking = roads_.bay(plant_.parking[vehicle].name.value);
    if (served_[vehicle].doing == Doing::Nothing && traffic_.bay(vehicle) != parking)
      instruct(vehicle, parking, Action::None, Doing::Parking);
  }
}

void FleetControl::begin(VehicleIndex vehicle, std::size_t index) {
  Mission& mission = missions_[index];
  mission.vehicle = vehicle;
  mission.started = in_.simulation.now();
  mission.driven_before_m = vehicles_[vehicle]->distance_m();
  served_[vehicle].mission = index;
  served_[vehicle].doing = Doing::Beginning;
  const auto go = [this, vehicle, from = mission.order.from] {
    instruct(vehicle, roads_.bay(from), Action::Load, Doing::Fetching);
  };
  if (!plant_.driver.is_there.value) return go();
  in_.simulation.after(core::of_seconds(plant_.driver.order_s.value), go);
}

std::optional<VehicleIndex> FleetControl::nearest_free(std::size_t bay) const {
  std::optional<VehicleIndex> nearest;
  double least_m = std::numeric_limits<double>::infinity();
  for (VehicleIndex vehicle = 0; vehicle < served_.size(); ++vehicle) {
    if (!can_serve(vehicle)) continue;
    const double way_m = roads_.length_m(*roads_.shortest(traffic_.bay(vehicle), bay));
    if (way_m >= least_m) continue;
    least_m = way_m;
    nearest = vehicle;
  }
  return nearest;
}

/// Free, charged, and heard of lately.
bool FleetControl::can_serve(VehicleIndex vehicle) const {
  const Served& served = served_[vehicle];
  if (served.doing != Doing::Nothing || is_low(vehicle) || !served.last_heard) return false;
  constexpr double kStates = 3;  // in a row that may be lost
  const double silence_s = core::in_seconds(in_.simulation.now() - *served.last_heard);
  return silence_s <= kStates * plant_.messages.state_period_ms.value / 1e3;
}

bool FleetControl::is_low(VehicleIndex vehicle) const {
  return served_[vehicle].charge_ratio < plant_.battery.charge_below_ratio.value;
}

/// Where a charger is free; otherwise it waits for one in its parking place.
void FleetControl::send_to_charge(VehicleIndex vehicle) {
  for (const scenarios::TransportBay& charger : plant_.chargers) {
    const std::size_t bay = roads_.bay(charger.name.value);
    const auto is_its = [&](const Served& other) { return other.charger == bay; };
    if (std::any_of(served_.begin(), served_.end(), is_its)) continue;
    served_[vehicle].charger = bay;
    instruct(vehicle, bay, Action::Charge, Doing::Charging);
    return;
  }
}

void FleetControl::call_rescuer(VehicleIndex vehicle) {
  if (std::exchange(served_[vehicle].has_rescuer, true)) return;
  rescuers_.call(vehicles_[vehicle]->place(), [this, vehicle](const std::function<void()>& let_go) {
    const auto leave = [this, vehicle, let_go] {
      served_[vehicle].has_rescuer = false;
      served_[vehicle].last_well = in_.simulation.now();
      let_go();
    };
    if (!vehicles_[vehicle]->is_cut_off()) return leave();
    in_.simulation.after(core::of_seconds(plant_.rescue.reset_s.value), [this, vehicle, leave] {
      if (!vehicles_[vehicle]->is_cut_off()) return leave();
      vehicles_[vehicle]->lead(leave);
    });
  });
}

void FleetControl::call_to_lift(VehicleIndex vehicle) {
  rescuers_.call(vehicles_[vehicle]->place(), [this, vehicle](const std::function<void()>& let_go) {
    if (!traffic_.is_to_be_lifted(vehicle)) return let_go();
    in_.simulation.after(core::of_seconds(plant_.rescue.reset_s.value), [this, vehicle, let_go] {
      if (!traffic_.is_to_be_lifted(vehicle)) return let_go();
      let_go_[vehicle] = let_go;
      vehicles_[vehicle]->set_aside(true);
      traffic_.lift(vehicle);
    });
  });
}

}  // namespace plantproof::plants::agv
