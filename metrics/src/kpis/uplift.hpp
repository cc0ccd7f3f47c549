#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/confidence.hpp"
#include "core/text.hpp"
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
  std::vector<double> slots;  ///< the amount in each of kShiftSlots equal parts of the shift; empty: it has no times
  std::int64_t rows = 0;      ///< rows behind the amount
  double hours = 0;           ///< length of the shift
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
/// Units: runs where both phases have several, otherwise shifts where both have several. Where both have a single
/// shift, blocks of it (independent_blocks), and a note says that one shift knows nothing of the variation from day to
/// day. A single shift against several is one unit and leaves no bounds: whether it met a rare stoppage by chance shows
/// in neither its blocks nor their spread. So does a shift that cannot be cut. A unit's value is that of a ratio
/// estimator (Cochran, Sampling Techniques, 6.4), so a short shift weighs little.
///
/// Runs or shifts of which at least two names are in both phases are pairs, and what is left over is named in a note;
/// otherwise, and always for blocks, the arms are independent. No table says which product a unit is, so pairs are by
/// run and shift: who compares products gives each a run, or a shift, of its own.
///
/// Beside it stands the ratio by ranks, and a note names a unit too far from the others (outlier) with the estimate
/// without it; nothing is dropped.
Estimate change_of(const PhaseAmounts& before, const PhaseAmounts& after, Change change, core::Confidence confidence);

}  // namespace plantproof::metrics
