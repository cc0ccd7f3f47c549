#pragma once

#include <cstdint>
#include <span>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"

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

/// The mean of independent units, in the sample's unit, with Student's t bounds. No units: no value. One unit: a value
/// without bounds and a note. needed_n keeps mean and variance.
Estimate mean(std::span<const double> sample, core::Confidence confidence);

/// The correlation of neighbours in a series, -1..1: sum (x[i]-m)(x[i+1]-m) / sum (x[i]-m)^2 with the mean m of all
/// (NIST/SEMATECH e-Handbook 1.3.5.12). 0 where nothing varies: a constant series and fewer than two values have no
/// neighbours to follow.
double lag1_autocorrelation(std::span<const double> series);

/// How many independent samples tell as much about a mean as n of a first-order autoregressive series: n (1 - r1) / (1
/// + r1), at most n. n >= 0, -1 < r1 <= 1 (assertion).
double ar1_effective_n(std::int64_t n, double r1);

}  // namespace plantproof::metrics
