#pragma once

#include <span>

namespace plantproof::metrics {

/// What the tails of independent units say of a t bound of their mean.
struct Tails {
  double variance = 0;          ///< of a unit, with the divisor n - 1
  double df = 0;                ///< of that variance: Satterthwaite's with the fourth moment, at most n - 1
  double skewness_of_mean = 0;  ///< of their mean: that of a unit over sqrt(n)
};

/// Of at least one unit.
Tails tails_of(std::span<const double> units);

}  // namespace plantproof::metrics
