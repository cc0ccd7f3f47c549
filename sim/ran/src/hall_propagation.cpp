#include "ran/hall_propagation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

namespace plantproof::ran {

namespace {

channel::Place in_cube(const channel::Place& place) {
  constexpr double kPerMetre = 10;
  const auto middle = [](double metres) { return std::round(metres * kPerMetre) / kPerMetre; };
  return {middle(place.x_m), middle(place.y_m), middle(place.z_m)};
}

bool is_same(const channel::Place& a, const channel::Place& b) {
  return a.x_m == b.x_m && a.y_m == b.y_m && a.z_m == b.z_m;
}

}  // namespace

HallPropagation::HallPropagation(channel::Hall hall, std::vector<int> cell_antennas, std::vector<DeviceEnd> devices,
                                 std::size_t first_cell)
    : hall_(std::move(hall)),
      first_cell_(first_cell),
      cell_antennas_(std::move(cell_antennas)),
      devices_(std::move(devices)),
      known_(cell_antennas_.size() * devices_.size()) {
  assert(first_cell_ + cell_antennas_.size() <= hall_.cells().size());
}

const HallPropagation::Known& HallPropagation::known(CellId cell, DeviceId device, const channel::Place& place) const {
  const auto cell_index = static_cast<std::size_t>(cell);
  const auto device_index = static_cast<std::size_t>(device);
  std::optional<Known>& known = known_[device_index * cell_antennas_.size() + cell_index];
  if (known && is_same(known->asked, place)) return *known;
  const channel::Place cube = in_cube(place);
  if (!known) known.emplace(Known{{}, {}, {}, 0, hall_.fading(first_cell_ + cell_index, device_index)});
  known->asked = place;
  if (known->gain == 0 || !is_same(known->cube, cube)) {
    known->cube = cube;
    known->link = hall_.link(first_cell_ + cell_index, cube, devices_[device_index].antenna);
    known->gain = known->link.gain.linear();
  }
  return *known;
}

void HallPropagation::move(DeviceId device, const Motion& motion) {
  const auto& vehicle = devices_[static_cast<std::size_t>(device)].vehicle;
  if (!vehicle) return;
  auto found = std::find_if(vehicles_.begin(), vehicles_.end(),
                            [device](const MovingVehicle& moving) { return moving.device == device; });
  if (found == vehicles_.end()) found = vehicles_.insert(found, {device, *vehicle, motion, 0});
  found->motion = motion;
  if (motion.x_mps != 0 || motion.y_mps != 0) {
    found->azimuth_deg = std::atan2(motion.y_mps, motion.x_mps) * 180 / std::numbers::pi;
  }
}

double HallPropagation::unblocked(CellId cell, DeviceId device, const channel::Place& place,
                                  core::Nanoseconds time) const {
  boxes_.clear();
  for (const MovingVehicle& moving : vehicles_) {
    if (moving.device == device) continue;
    const channel::Place at = moving.motion.at(time);
    const Vehicle& size = moving.vehicle;
    boxes_.push_back({{at.x_m, at.y_m, 0}, size.length_m, size.width_m, size.height_m, moving.azimuth_deg});
  }
  if (boxes_.empty()) return 1;
  const channel::Cell& from = hall_.cells()[first_cell_ + static_cast<std::size_t>(cell)];
  return (-channel::blockage_loss(from.place, place, boxes_, from.carrier)).linear();
}

double HallPropagation::mean_gain(CellId cell, DeviceId device, const channel::Place& place,
                                  core::Nanoseconds time) const {
  const Known& link = known(cell, device, place);
  return link.gain * (1 - link.link.rays.direct_share * (1 - unblocked(cell, device, place, time)));
}

void HallPropagation::fading_gains(CellId cell, DeviceId device, nr::Direction direction, const channel::Place& place,
                                   core::Nanoseconds time, std::size_t first, std::span<double> gains) const {
  const Known& link = known(cell, device, place);
  const int branches = direction == nr::Direction::Downlink ? devices_[static_cast<std::size_t>(device)].antennas
                                                            : cell_antennas_[static_cast<std::size_t>(cell)];
  channel::Multipath rays = link.link.rays;
  const double direct = rays.direct_share * unblocked(cell, device, place, time);
  rays.direct_share = direct / (1 - rays.direct_share + direct);
  link.fading.power_gains(rays, place, time, branches, first, gains);
}

}  // namespace plantproof::ran
