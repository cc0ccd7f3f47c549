#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "channel/hall.hpp"
#include "ran/propagation.hpp"

namespace plantproof::ran {

/// A vehicle that carries a device: a box on the floor with the device above its middle, its length along its way, its
/// sides in metre and above 0. It takes channel::blockage_loss from the direct ray of every other device's links.
struct Vehicle {
  double length_m;
  double width_m;
  double height_m;
};

/// A hall as a radio network asks it. A link's large scale is asked of the hall once for every cube of 0.1 m, and kept:
/// devices at rest cost nothing, and the answer depends on the place alone, and where there are vehicles on theirs.
class HallPropagation : public Propagation {
 public:
  /// The device's antennas: how many, and where they look.
  struct DeviceEnd {
    int antennas = 2;
    channel::Antenna antenna;
    std::optional<Vehicle> vehicle{};
  };
  /// The cells' numbers of antennas, 1 to 4, in the order of the hall's cells from `first_cell` on, and the devices in
  /// that of their ids. These cells of the hall are the radio network's, and the group width of their links is a
  /// resource block group.
  HallPropagation(channel::Hall hall, std::vector<int> cell_antennas, std::vector<DeviceEnd> devices,
                  std::size_t first_cell = 0);

  /// Where a device's vehicle is, and goes: nowhere until this is said. Of no effect for a device without one.
  void move(DeviceId device, const Motion& motion);

  [[nodiscard]] double mean_gain(CellId cell, DeviceId device, const channel::Place& place,
                                 core::Nanoseconds time) const override;
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
  struct MovingVehicle {
    DeviceId device{};
    Vehicle vehicle{};
    Motion motion;
    double azimuth_deg = 0;
  };
  // What vehicles leave of a link's direct ray, 0 to 1.
  double unblocked(CellId cell, DeviceId device, const channel::Place& place, core::Nanoseconds time) const;

  channel::Hall hall_;
  std::size_t first_cell_;
  std::vector<int> cell_antennas_;
  std::vector<DeviceEnd> devices_;
  std::vector<MovingVehicle> vehicles_;
  mutable std::vector<std::optional<Known>> known_;  // by device and cell
  mutable std::vector<channel::Box> boxes_;
};

}  // namespace plantproof::ran
