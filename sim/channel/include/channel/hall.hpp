#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "channel/blockage.hpp"
#include "channel/fading.hpp"
#include "channel/large_scale.hpp"
#include "channel/link_budget.hpp"
#include "channel/multipath.hpp"
#include "channel/path_loss.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"

namespace plantproof::channel {

/// An antenna of a base station and what it sends on.
struct Cell {
  Place place{};
  Antenna antenna;
  core::Hertz carrier;      ///< above 0
  core::Hertz group_width;  ///< of a resource block group; at least 0
};

struct HallParameters {
  Environment environment = Environment::InfSh;
  HallSize size{};
  Clutter clutter{};                 ///< as los_decay_m wants it; of no effect in an office and in InF-HH
  core::Hertz surroundings_doppler;  ///< the greatest shift that what moves around gives a device at rest; at least 0
  std::uint64_t seed = 1;
};

/// What a link between a cell and a device is at a place, averaged over its small-scale fading.
struct Link {
  LineOfSight line_of_sight = LineOfSight::Los;  ///< the state that prevails
  core::Decibel gain;  ///< from one antenna's port to the other's: path loss, shadowing, both antennas' gains
  Multipath rays{};
};

/// A hall with the cells in it. What it answers is a function of its seed, the place and the time alone, so that any
/// moment may be asked for, in any order and by many threads.
///
/// The mean received power is the sent power plus Link::gain; at a moment it is that times Fading's gain of the same
/// cell and device with Link::rays, for each resource block group. It is the same in both directions. Ask for the link
/// once for a device at rest. Of one that moves, the gain changes in 5 cm by 0.06 to 0.09 dB in the median, and by 0.2
/// dB (InF-DH) to 2.2 dB (InF-SL) at one place in a hundred, where a state comes or goes.
class Hall {
 public:
  /// Cells at the same place stand in the same clutter: they share line of sight, shadows, Rice's factor and the delay
  /// spread, and fade each on its own. Others are independent of each other. Parameters outside their range are a
  /// caller's bug (assertion).
  Hall(const HallParameters& parameters, std::vector<Cell> cells);

  [[nodiscard]] const HallParameters& parameters() const { return parameters_; }
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }

  /// The link of a cell, by its index, to a device at a place: the power that comes with line of sight and that which
  /// comes without are added, as 3GPP TR 38.901, 7.6.3.3 does for its soft state, so that neither the gain nor the rays
  /// jump on the way. Boxes take their blockage_loss from the direct ray and leave the others alone; so without line of
  /// sight they take nothing, and with it at most 10 log10(1 + K). Costs six evaluations of a SpatialField.
  [[nodiscard]] Link link(std::size_t cell, const Place& device, const Antenna& antenna = kIsotropic,
                          std::span<const Box> boxes = {}) const;

  /// The fading between a cell, by its index, and a device, by any number that tells devices apart. Make it once and
  /// keep it.
  [[nodiscard]] Fading fading(std::size_t cell, std::uint64_t device) const;

 private:
  HallParameters parameters_;
  std::vector<Cell> cells_;
  std::vector<Site> sites_;  ///< of each cell
  std::vector<MultipathField> rays_;
};

}  // namespace plantproof::channel
