#include "ran/hall_propagation.hpp"

#include <cassert>
#include <cmath>
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

HallPropagation::HallPropagation(channel::Hall hall, std::vector<int> cell_antennas, std::vector<DeviceEnd> devices)
    : hall_(std::move(hall)),
      cell_antennas_(std::move(cell_antennas)),
      devices_(std::move(devices)),
      known_(cell_antennas_.size() * devices_.size()) {
  assert(cell_antennas_.size() == hall_.cells().size());
}

const HallPropagation::Known& HallPropagation::known(CellId cell, DeviceId device, const channel::Place& place) const {
  const auto cell_index = static_cast<std::size_t>(cell);
  const auto device_index = static_cast<std::size_t>(device);
  std::optional<Known>& known = known_[device_index * cell_antennas_.size() + cell_index];
  if (known && is_same(known->asked, place)) return *known;
  const channel::Place cube = in_cube(place);
  if (!known) known.emplace(Known{{}, {}, {}, 0, hall_.fading(cell_index, device_index)});
  known->asked = place;
  if (known->gain == 0 || !is_same(known->cube, cube)) {
    known->cube = cube;
    known->link = hall_.link(cell_index, cube, devices_[device_index].antenna);
    known->gain = known->link.gain.linear();
  }
  return *known;
}

double HallPropagation::mean_gain(CellId cell, DeviceId device, const channel::Place& place) const {
  return known(cell, device, place).gain;
}

void HallPropagation::fading_gains(CellId cell, DeviceId device, nr::Direction direction, const channel::Place& place,
                                   core::Nanoseconds time, std::size_t first, std::span<double> gains) const {
  const Known& link = known(cell, device, place);
  const int branches = direction == nr::Direction::Downlink ? devices_[static_cast<std::size_t>(device)].antennas
                                                            : cell_antennas_[static_cast<std::size_t>(cell)];
  link.fading.power_gains(link.link.rays, place, time, branches, first, gains);
}

}  // namespace plantproof::ran
