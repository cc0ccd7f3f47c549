#pragma once

#include <cstdint>
#include <span>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"
#include "metrics/series.hpp"

namespace plantproof::metrics {

/// The first two moments of a sample.
struct Moments {
  std::int64_t n = 0;
  double mean = 0;      ///< 0 for n = 0
  double variance = 0;  ///< with the divisor n - 1; 0 for n < 2
};

/// Count, mean and variance by Welford's recurrence, exact for values with a huge common offset. Values are finite here
/// and in every function below (assertion); the sample may be empty.
Moments moments(std::span<const double> sample);

/// The mean of values that may depend on each other and be skewed, in their unit. The variance is that of independent
/// values times dependence_of_mean; t has the degrees of freedom that the values' tails leave for it (Satterthwaite's
/// with the fourth moment, at most the batches less one), and the bound on the side of the longer tail is moved out by
/// twice Johnson's first-order term of the skewness (JASA 73 (1978) 536): a sample whose mean is short of the truth is
/// also short of the tail that its skewness tells of. Moments are those of batch means, batches twice as long as the
/// memory of the series (Dependence). With fewer than 20 degrees of freedom there are no bounds: few large bursts would
/// carry the mean, and how many are still to come no sample of them tells. needed_n keeps mean, variance and
/// dependence; empty without bounds.
Estimate mean(std::span<const Series> runs, core::Confidence confidence);
/// The same of values too many to keep; batches are of whole stretches.
Estimate mean(std::span<const Sums> runs, core::Confidence confidence);

/// The correlation of neighbours in a series, -1..1: sum (x[i]-m)(x[i+1]-m) / sum (x[i]-m)^2 with the mean m of all
/// (NIST/SEMATECH e-Handbook 1.3.5.12). 0 where nothing varies: a constant series and fewer than two values have no
/// neighbours to follow.
double lag1_autocorrelation(std::span<const double> series);

}  // namespace plantproof::metrics
