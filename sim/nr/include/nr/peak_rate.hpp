#pragma once

#include "nr/mapping_type.hpp"
#include "nr/numerology.hpp"
#include "nr/resource_blocks.hpp"

namespace plantproof::nr {

/// What a UE can at best do on one carrier.
struct PeakRate {
  Direction direction;
  FrequencyRange range;
  SubcarrierSpacing spacing;
  int blocks;             ///< resource_blocks() of the channel
  int layers;             ///< 1 to 8
  int modulation_order;   ///< 2, 4, 6 or 8
  double scaling_factor;  ///< f, which the UE reports: 1, 0.8, 0.75 or 0.4

  /// The highest data rate in bit/s with every symbol given to this direction (TS 38.306 4.1.2): at the code rate 948 /
  /// 1024, less overhead(). In TDD, multiply by SlotPattern::share().
  [[nodiscard]] double bps() const;
};

/// OH, the share of resource elements that signals and control take: downlink 0.14 in FR1 and 0.18 in FR2, uplink 0.08
/// and 0.10 (TS 38.306 4.1.2).
double overhead(FrequencyRange range, Direction direction);

}  // namespace plantproof::nr
