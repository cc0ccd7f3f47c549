#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/confidence.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "metrics/estimate.hpp"

// What changed from the baseline to the pilot, by units that are independent of each other.
namespace plantproof::metrics {

/// What a shift, or a run that knows no shifts, achieved, and what that is to be divided by (hours, missions). The
/// divisor is positive.
struct AmountPer {
  std::string run;
  std::string shift;  ///< empty: the run as a whole
  double amount = 0;
  double divisor = 0;
  double grain = 0;          ///< by how much one more of what is counted raises the amount; 0: nothing is counted
  double divisor_grain = 0;  ///< likewise
  core::Instant start;       ///< of the shift
};

/// A phase's amounts in run, then file order, and what was left out of them.
struct PhaseAmounts {
  std::vector<AmountPer> amounts;  ///< at least one
  std::vector<core::Text> notes;
};

enum class Change {
  Increase,   ///< after / before - 1
  Reduction,  ///< 1 - after / before
};

/// The change of "sum of amounts / sum of divisors".
///
/// Units: the runs of both phases where either has several; the shifts where both have a single run, and a note where
/// some of them are of one day. A phase of one unit leaves no bounds, and a note says what to measure: how much its
/// runs differ shows neither in its rows (days that differ by 3 % make bounds from parts of one shift miss a third of
/// the time) nor in the other phase. A unit's value is that of a ratio estimator (Cochran, Sampling Techniques, 6.4),
/// so a short shift weighs little. What is counted between two moments is known but for a part of one at either end,
/// uniform where they come evenly (JCGM 100:2008, F.2.2.1): units are taken to vary by a sixth of a grain squared at
/// least, however alike the few of them are.
///
/// Units of equal names are pairs where every unit of the smaller phase has a partner (two of them at least) and most
/// of the larger phase's have; a note names those left out. Otherwise the phases are independent and all units count,
/// also those of equal names, which a note tells. No table says which product a unit is, so pairs are by run and shift:
/// who compares products gives each a run, or a shift, of its own.
///
/// Beside it stands the ratio by ranks, and a note names a unit too far from the others (outlier) with the estimate
/// without it; nothing is dropped.
Estimate change_of(const PhaseAmounts& before, const PhaseAmounts& after, Change change, core::Confidence confidence);

}  // namespace plantproof::metrics
