#include "agv_transport/traffic_control.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace plantproof::plants::agv {

TrafficControl::TrafficControl(const Roads& roads, std::size_t vehicles, Listener listener)
    : roads_(roads), locks_(roads.zones(), vehicles), vehicles_(vehicles), listener_(std::move(listener)) {}

void TrafficControl::stand(VehicleIndex vehicle, std::size_t bay) {
  vehicles_[vehicle].bay = bay;
  [[maybe_unused]] const bool is_free = locks_.claim(vehicle, {roads_.bay_zone(bay)});
  assert(is_free);
}

void TrafficControl::arrived(VehicleIndex vehicle) {
  vehicles_[vehicle].permit = {};
  served(locks_.keep_only(vehicle, {roads_.bay_zone(vehicles_[vehicle].bay)}));
}

void TrafficControl::send(VehicleIndex vehicle, std::size_t bay) {
  Vehicle& moved = vehicles_[vehicle];
  assert(moved.permit.route.empty());
  const auto route = roads_.shortest(moved.bay, bay);
  assert(route);
  moved.permit = {*route, 0, 0};
  moved.has_turned = false;
  moved.bay = bay;
  extend(vehicle);
}

void TrafficControl::passed(VehicleIndex vehicle, std::size_t sections) {
  Vehicle& moved = vehicles_[vehicle];
  if (sections <= moved.permit.passed || sections >= moved.permit.base) return;
  moved.permit.passed = sections;
  served(locks_.keep_only(vehicle, needed(moved)));
}

void TrafficControl::extend(VehicleIndex vehicle) {
  Vehicle& moved = vehicles_[vehicle];
  if (moved.permit.base == moved.permit.route.size() || moved.is_lifted || locks_.is_waiting(vehicle)) return;
  if (locks_.claim(vehicle, next_zones(moved))) {
    ++moved.permit.base;
    listener_.permit_changed(vehicle);
    return;
  }
  if (const std::vector<VehicleIndex> circle = locks_.circle(vehicle); !circle.empty()) resolve(circle);
}

void TrafficControl::lift(VehicleIndex vehicle) {
  Vehicle& lifted = vehicles_[vehicle];
  assert(is_to_be_lifted(vehicle));
  lifted.is_lifted = true;
  lifted.is_to_be_lifted = false;
  locks_.withdraw(vehicle);
  const std::set<Zone> place = locks_.held(vehicle);
  served(locks_.keep_only(vehicle, {}));
  if (locks_.claim(vehicle, place)) served({vehicle});
}

/// What it holds on its way: of a section that is not behind it the section and the crossing before it.
std::set<Zone> TrafficControl::needed(const Vehicle& vehicle) const {
  std::set<Zone> zones;
  const Permit& permit = vehicle.permit;
  for (std::size_t i = permit.passed; i < permit.base; ++i) {
    const Section& section = roads_.sections()[permit.route[i]];
    zones.insert(section.zone);
    if (section.crossing && i > permit.passed) zones.insert(*section.crossing);
  }
  return zones;
}

std::set<Zone> TrafficControl::next_zones(const Vehicle& vehicle) const {
  const Section& section = roads_.sections()[vehicle.permit.route[vehicle.permit.base]];
  std::set<Zone> zones = {section.zone};
  if (section.crossing) zones.insert(*section.crossing);
  return zones;
}

void TrafficControl::served(const std::vector<VehicleIndex>& vehicles) {
  for (const VehicleIndex vehicle : vehicles) {
    Vehicle& lucky = vehicles_[vehicle];
    lucky.is_to_be_lifted = false;
    if (std::exchange(lucky.is_lifted, false)) {
      listener_.put_back(vehicle);
      extend(vehicle);
    } else {
      ++lucky.permit.base;
      listener_.permit_changed(vehicle);
    }
  }
}

/// Behind its base, when it can have the first piece of it at once; it cannot turn round on the road. Once an order:
/// two could make way for each other for ever.
bool TrafficControl::takes_another_way(VehicleIndex vehicle) {
  Vehicle& turned = vehicles_[vehicle];
  Permit& permit = turned.permit;
  if (permit.base == 0 || turned.has_turned) return false;  // out of a bay there is one way
  const std::size_t at = roads_.sections()[permit.route[permit.base - 1]].to;
  const auto is_taken = [&](Zone zone) { return locks_.holder(zone).has_value(); };
  const auto way = roads_.shortest(at, turned.bay, [&](const Section& section) {
    return section.from != at || (!is_taken(section.zone) && !is_taken(*section.crossing));
  });
  if (!way || way->empty()) return false;
  turned.has_turned = true;
  locks_.withdraw(vehicle);
  permit.route.resize(permit.base);
  permit.route.insert(permit.route.end(), way->begin(), way->end());
  listener_.permit_changed(vehicle);
  extend(vehicle);
  return true;
}

void TrafficControl::resolve(const std::vector<VehicleIndex>& circle) {
  const auto is_dealt_with = [&](VehicleIndex vehicle) { return vehicles_[vehicle].is_to_be_lifted; };
  if (std::any_of(circle.begin(), circle.end(), is_dealt_with)) return;
  ++circles_;
  for (const VehicleIndex vehicle : circle) {
    if (takes_another_way(vehicle)) return;
  }
  vehicles_[circle.front()].is_to_be_lifted = true;
  listener_.has_to_be_lifted(circle.front());
}

}  // namespace plantproof::plants::agv
