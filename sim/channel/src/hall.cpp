#include "channel/hall.hpp"

#include <algorithm>
#include <cassert>

#include "core/random.hpp"
#include "drawn.hpp"

namespace plantproof::channel {

Hall::Hall(const HallParameters& parameters, std::vector<Cell> cells)
    : parameters_(parameters), cells_(std::move(cells)) {
  for (const Cell& cell : cells_) {
    const auto first = std::ranges::find_if(
        cells_, [&cell](const Cell& other) { return distance_3d_m(other.place, cell.place) == 0; });
    const auto number = static_cast<std::uint32_t>(first - cells_.begin());
    sites_.emplace_back(parameters.environment, parameters.clutter, cell.place, cell.carrier, parameters.seed, number);
    rays_.emplace_back(parameters.environment, parameters.size, cell.carrier, parameters.seed, number);
  }
}

Link Hall::link(std::size_t cell, const Place& device, const Antenna& antenna, std::span<const Box> boxes) const {
  assert(cell < cells_.size());
  const Cell& from = cells_[cell];
  const Site& site = sites_[cell];
  const double soft = site.soft_line_of_sight(device);
  const double los = soft * soft * (-site.at(device, LineOfSight::Los).loss()).linear();
  const double nlos = (1 - soft * soft) * (-site.at(device, LineOfSight::Nlos).loss()).linear();
  const Multipath los_rays = rays_[cell].at(device, LineOfSight::Los);
  const Multipath nlos_rays = rays_[cell].at(device, LineOfSight::Nlos);

  const double blockage = (-blockage_loss(from.place, device, boxes, from.carrier)).linear();
  const double direct = los * los_rays.direct_share * blockage;
  const double los_scattered = los * (1 - los_rays.direct_share);
  const double scattered = los_scattered + nlos;
  const double delay_s = (los_scattered * los_rays.mean_delay_s + nlos * nlos_rays.mean_delay_s) / scattered;

  const core::Decibel antennas =
      gain_towards(from.antenna, from.place, device) + gain_towards(antenna, device, from.place);
  return {soft > 0.5 ? LineOfSight::Los : LineOfSight::Nlos,
          core::Decibel::of_ratio(direct + scattered) + antennas,
          {direct / (direct + scattered), delay_s}};
}

Fading Hall::fading(std::size_t cell, std::uint64_t device) const {
  assert(cell < cells_.size());
  return {{cells_[cell].carrier, parameters_.surroundings_doppler, cells_[cell].group_width},
          core::mixed(seed_of(parameters_.seed, static_cast<std::uint32_t>(cell), Drawn::Rays), device)};
}

}  // namespace plantproof::channel
