#pragma once

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::metrics {

// Two independent proportions compared by the method of variance estimates recovery (Donner & Zou, Stat. Methods Med.
// Res. 21 (2012) 347), on one-sided Clopper-Pearson limits of each, taken at the counts over the arm's design effect. n
// and needed_n count the trials of both arms; needed_n keeps both shares and the arms' proportion to each other, its
// counts not rounded. An arm without trials: neither value nor bounds.

/// The trials of a phase, which may depend on each other: design_effect >= 1, 1 for independent ones.
struct Arm {
  Count count;
  double design_effect = 1;
};

/// share before - share after, -1..1.
Estimate difference_of_proportions(const Arm& before, const Arm& after, core::Confidence confidence);

/// 1 - share after / share before, at most 1, negative where the share grew: how much rarer something became. Where it
/// never happened before there is nothing to reduce: neither value nor lower bound, and a note.
Estimate relative_reduction(const Arm& before, const Arm& after, core::Confidence confidence);

}  // namespace plantproof::metrics
