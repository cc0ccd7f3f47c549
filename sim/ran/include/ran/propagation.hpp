#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "channel/large_scale.hpp"
#include "core/time.hpp"
#include "nr/mapping_type.hpp"

namespace plantproof::ran {

/// A cell, and a device, of a radio network: they count from 0 in the order in which they were added.
enum class CellId : std::uint32_t {};
enum class DeviceId : std::uint32_t {};

/// Where something is and where it goes, until it is told otherwise: from `place` at `since`, with a constant velocity.
struct Motion {
  channel::Place place{};
  double x_mps = 0;
  double y_mps = 0;
  double z_mps = 0;
  core::Nanoseconds since{0};

  [[nodiscard]] bool is_at_rest() const { return x_mps == 0 && y_mps == 0 && z_mps == 0; }
  /// Also before `since`, going back along the same line.
  [[nodiscard]] channel::Place at(core::Nanoseconds time) const;
};

/// What a radio network asks of the space between its antennas. The answers depend on the arguments alone, not on what
/// was asked before.
class Propagation {
 public:
  Propagation() = default;
  Propagation(const Propagation&) = delete;
  Propagation& operator=(const Propagation&) = delete;
  virtual ~Propagation() = default;

  /// The mean power gain between the cell's antenna and a device's at a place, linear and above 0: path loss,
  /// shadowing, what stands in the way at the time, and the gain of both antennas. The same in both directions.
  [[nodiscard]] virtual double mean_gain(CellId cell, DeviceId device, const channel::Place& place,
                                         core::Nanoseconds time) const = 0;

  /// What fading makes of it, linear, for the resource block groups from `first` on, one for each place of `gains`: the
  /// receiver's branches combined, so that its mean over places is their number.
  virtual void fading_gains(CellId cell, DeviceId device, nr::Direction direction, const channel::Place& place,
                            core::Nanoseconds time, std::size_t first, std::span<double> gains) const = 0;
};

}  // namespace plantproof::ran
