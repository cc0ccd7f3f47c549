#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "channel/blockage.hpp"
#include "channel/hall.hpp"
#include "core/decibel.hpp"
#include "core/time.hpp"
#include "data/tables.hpp"
#include "nr/numerology.hpp"
#include "survey/route.hpp"

namespace plantproof::survey {

/// What a resource element of a carrier is sent with, when its power, summed over all antenna ports, is spread evenly
/// over so many resource blocks: 1 or more (assertion).
core::Dbm power_per_resource_element(core::Dbm carrier_power, int resource_blocks);

/// A cell of a hall as a scanner knows it.
struct Transmitter {
  std::string cell;                      ///< its name, not empty
  core::Dbm power_per_resource_element;  ///< of its SSB
};

/// How a walk test measures.
struct WalkTest {
  std::string device;               ///< its name in the rows, not empty
  std::uint64_t device_number = 0;  ///< tells its fading from that of other devices
  core::Nanoseconds interval{0};    ///< from a sample to the next, above 0
  nr::SubcarrierSpacing ssb_spacing = nr::SubcarrierSpacing::Khz30;
  core::Decibel noise_figure{9};     ///< of the scanner (3GPP TR 38.901, table 7.8-7), at least 0
  double load = 1;                   ///< the share of the SSB's resource elements in which another cell of the same
                                     ///< carrier sends something, 0 to 1; 1 where their SSBs coincide
  core::Decibel hysteresis{3};       ///< by which another cell must be stronger before it serves, at least 0
  core::Decibel error_deviation{0};  ///< of a normal error of each level measured, at least 0
  std::uint64_t error_seed = 0;
  /// What drives through the hall at a time after the start; empty: nothing does.
  std::function<std::vector<channel::Box>(core::Nanoseconds)> vehicles = {};
};

/// Walks a route and measures: a row at the start and after every interval until the route ends, timed from 0, with the
/// cell that serves.
///
/// SS-RSRP (3GPP TS 38.215, 5.1.1) is the received power of a resource element, averaged in linear over the SSB's 20
/// resource blocks, at one receive branch. SS-SINR (5.1.5) is it over the thermal noise of a resource element and the
/// power that the other cells on the same carrier, times the load, bring there on average. The cell that serves is the
/// strongest at the start; then it is another as soon as one's SS-RSRP is above its by more than the hysteresis. An
/// error is added to both levels in decibels, and so may choose the cell.
///
/// There is a transmitter for each cell of the hall, in the same order, and one at least; a resource block group of
/// each is one resource block of the SSB's spacing, and the SSB is in the lowest 20. Parameters outside their range are
/// a caller's bug (assertion). The same arguments give the same rows.
std::vector<data::RadioSample> walk_test(const channel::Hall& hall, std::span<const Transmitter> transmitters,
                                         const Route& route, const WalkTest& test);

}  // namespace plantproof::survey
