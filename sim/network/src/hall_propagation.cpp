#include "hall_propagation.hpp"

#include <cmath>
#include <utility>

namespace plantproof::network {

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

HallPropagation::HallPropagation(channel::Hall hall, Ends ends)
    : hall_(std::move(hall)),
      ends_(std::move(ends)),
      known_(ends_.cell_antennas.size() * ends_.device_antennas.size()) {}

const HallPropagation::Known& HallPropagation::known(ran::CellId cell, ran::DeviceId device,
                                                     const channel::Place& place) const {
  const auto cell_index = static_cast<std::size_t>(cell);
  const auto device_index = static_cast<std::size_t>(device);
  std::optional<Known>& known = known_[device_index * ends_.cell_antennas.size() + cell_index];
  const channel::Place cube = in_cube(place);
  if (!known || !is_same(known->place, cube)) {
    const channel::Link link = hall_.link(cell_index, cube, ends_.device_antenna[device_index]);
    if (known) {
      known->place = cube;
      known->link = link;
      known->gain = link.gain.linear();
    } else {
      known = Known{cube, link, link.gain.linear(), hall_.fading(cell_index, device_index)};
    }
  }
  return *known;
}

double HallPropagation::mean_gain(ran::CellId cell, ran::DeviceId device, const channel::Place& place) const {
  return known(cell, device, place).gain;
}

void HallPropagation::fading_gains(ran::CellId cell, ran::DeviceId device, nr::Direction direction,
                                   const channel::Place& place, core::Nanoseconds time, std::size_t first,
                                   std::span<double> gains) const {
  const Known& link = known(cell, device, place);
  const int branches = direction == nr::Direction::Downlink ? ends_.device_antennas[static_cast<std::size_t>(device)]
                                                            : ends_.cell_antennas[static_cast<std::size_t>(cell)];
  link.fading.power_gains(link.link.rays, place, time, branches, first, gains);
}

}  // namespace plantproof::network
