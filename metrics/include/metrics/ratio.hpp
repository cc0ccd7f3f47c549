#pragma once

#include <span>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::metrics {

/// One unit (a shift, a product) measured before and after, in the same unit of measurement.
struct BeforeAfter {
  double before = 0;
  double after = 0;
};

/// The least variance that a value of each arm has, known beforehand: how finely it can be told at all. At least 0. Few
/// values show less spread than they have more often than not; none are taken to vary by less than this.
struct LeastVariance {
  double before = 0;
  double after = 0;
};

// Both ratios are mean after / mean before, without unit, for a quantity of positive mean; values are finite
// (assertion), samples may be empty. Their bounds are Fieller's (J. R. Stat. Soc. B 16 (1954) 175): the ratios r at
// which "mean after - r mean before = 0" is not rejected. No value, with a note, where the mean before is not positive;
// no bounds, with a note, where it cannot be told from zero at this confidence (no finite interval exists), and none,
// without a note, where an arm has a single unit. No value and no note where an arm is empty. needed_n keeps means,
// variances and covariance.

/// The ratio of paired units, its variance from the pairs' differences, n - 1 degrees of freedom. n and needed_n count
/// pairs.
Estimate ratio_paired(std::span<const BeforeAfter> pairs, core::Confidence confidence, const LeastVariance& least = {});

/// The ratio of two independent arms of unequal variance; Satterthwaite's degrees of freedom are taken at the ratio
/// being tested. Where the smaller arm has fewer than four units and the other has more of them, t is instead the mean
/// of the two arms' own, weighted with their shares of the variance (Cochran and Cox, Experimental Designs, 2nd ed.,
/// 1957): two units often show far too little spread, for which Satterthwaite's number does not allow, and a
/// bound of 2 against 10 then misses up to 8 % of the time instead of 5. n and needed_n count the units of both arms;
/// needed_n keeps the arms' proportion to each other.
Estimate ratio_of_means(std::span<const double> before, std::span<const double> after, core::Confidence confidence,
                        const LeastVariance& least = {});

/// A two-sample t test of equal means. t has the sign of mean a - mean b; +-infinity with p = 0 where nothing varies
/// and the means differ, 0 with p = 1 where they do not.
struct TTest {
  double t = 0;
  double df = 0;
  double p_two_sided = 1;
};

/// Welch's test of independent samples of unequal variance, Satterthwaite's degrees of freedom. At least two values
/// each (assertion).
TTest welch_test(std::span<const double> a, std::span<const double> b);

/// Student's test of the differences a[i] - b[i]. Samples of the same size, at least two (assertion).
TTest paired_test(std::span<const double> a, std::span<const double> b);

}  // namespace plantproof::metrics
