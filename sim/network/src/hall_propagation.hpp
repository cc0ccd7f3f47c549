#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "channel/hall.hpp"
#include "ran/propagation.hpp"

namespace plantproof::network {

/// A hall as a radio network asks it. A link's large scale is asked of the hall once for every cube of 0.1 m, and kept:
/// devices at rest cost nothing, and the answer depends on the place alone.
class HallPropagation : public ran::Propagation {
 public:
  struct Ends {
    std::vector<int> cell_antennas;
    std::vector<channel::Antenna> device_antenna;
    std::vector<int> device_antennas;
  };
  HallPropagation(channel::Hall hall, Ends ends);

  [[nodiscard]] double mean_gain(ran::CellId cell, ran::DeviceId device, const channel::Place& place) const override;
  void fading_gains(ran::CellId cell, ran::DeviceId device, nr::Direction direction, const channel::Place& place,
                    core::Nanoseconds time, std::size_t first, std::span<double> gains) const override;

 private:
  struct Known {
    channel::Place place;
    channel::Link link;
    double gain;
    channel::Fading fading;
  };
  const Known& known(ran::CellId cell, ran::DeviceId device, const channel::Place& place) const;

  channel::Hall hall_;
  Ends ends_;
  mutable std::vector<std::optional<Known>> known_;  // by device and cell
};

}  // namespace plantproof::network
