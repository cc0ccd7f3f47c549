#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "channel/hall.hpp"
#include "ran/propagation.hpp"

namespace plantproof::ran {

/// A hall as a radio network asks it. A link's large scale is asked of the hall once for every cube of 0.1 m, and kept:
/// devices at rest cost nothing, and the answer depends on the place alone.
class HallPropagation : public Propagation {
 public:
  /// The device's antennas: how many, and where they look.
  struct DeviceEnd {
    int antennas = 2;
    channel::Antenna antenna;
  };
  /// The cells' numbers of antennas, 1 to 4, in the order of the hall's cells, and the devices in that of their ids. A
  /// hall's cells and a radio network's are the same, and the group width of their links is a resource block group.
  HallPropagation(channel::Hall hall, std::vector<int> cell_antennas, std::vector<DeviceEnd> devices);

  [[nodiscard]] double mean_gain(CellId cell, DeviceId device, const channel::Place& place) const override;
  void fading_gains(CellId cell, DeviceId device, nr::Direction direction, const channel::Place& place,
                    core::Nanoseconds time, std::size_t first, std::span<double> gains) const override;

 private:
  struct Known {
    channel::Place asked;  ///< last
    channel::Place cube;   ///< the middle of the one around it
    channel::Link link;
    double gain;
    channel::Fading fading;
  };
  const Known& known(CellId cell, DeviceId device, const channel::Place& place) const;

  channel::Hall hall_;
  std::vector<int> cell_antennas_;
  std::vector<DeviceEnd> devices_;
  mutable std::vector<std::optional<Known>> known_;  // by device and cell
};

}  // namespace plantproof::ran
