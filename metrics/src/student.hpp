#pragma once

#include "core/confidence.hpp"

namespace plantproof::metrics::student {

/// The z of which a share `confidence` of the normal distribution lies below: what critical() tends to.
double normal(core::Confidence confidence);
/// The share of the normal distribution that lies below z.
double share_below(double z);

/// The t of which a share `confidence` of Student's distribution lies below.
double critical(double df, core::Confidence confidence);

/// By how many standard errors the bound of a mean of that skewness lies further out on its longer side (Johnson, JASA
/// 73 (1978) 536, first order).
double skewed(double skewness_of_mean, core::Confidence confidence);

double p_two_sided(double t, double df);

}  // namespace plantproof::metrics::student
