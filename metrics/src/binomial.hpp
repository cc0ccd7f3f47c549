#pragma once

#include "core/confidence.hpp"

namespace plantproof::metrics::binomial {

// Counts are real numbers here, so that a plan can scale an observed count without the steps of rounding. 0 <= k <= n.

/// P(X <= k) of X ~ Binomial(n, share); share outside 0..1 counts as the end it is beyond.
double at_most(double k, double n, double share);

/// One-sided Clopper-Pearson bounds of the share behind k of n: 0 for k = 0, 1 for k = n.
double lower_limit(double k, double n, core::Confidence confidence);
double upper_limit(double k, double n, core::Confidence confidence);

}  // namespace plantproof::metrics::binomial
