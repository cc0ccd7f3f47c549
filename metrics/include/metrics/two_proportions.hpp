#pragma once

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::metrics {

// Two independent proportions compared by the method of variance estimates recovery (Donner & Zou, Stat. Methods Med.
// Res. 21 (2012) 347), on one-sided Clopper-Pearson limits of each. n and needed_n count the trials of both arms;
// needed_n keeps both shares and the arms' proportion to each other, its counts not rounded. An arm without trials:
// neither value nor bounds.

/// share before - share after, -1..1.
Estimate difference_of_proportions(Count before, Count after, core::Confidence confidence);

/// 1 - share after / share before, at most 1, negative where the share grew: how much rarer something became. Where it
/// never happened before there is nothing to reduce: neither value nor lower bound, and a note.
Estimate relative_reduction(Count before, Count after, core::Confidence confidence);

}  // namespace plantproof::metrics
