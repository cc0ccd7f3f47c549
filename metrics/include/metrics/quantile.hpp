#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/confidence.hpp"
#include "core/quantile_rank.hpp"
#include "metrics/estimate.hpp"
#include "metrics/series.hpp"

namespace plantproof::metrics {

/// A quantile of a sample of independent values in the sample's unit, by nearest rank, with distribution-free one-sided
/// bounds from order statistics (Hahn & Meeker, Statistical Intervals, 5.2; ISO 16269-6). The sample may be empty and
/// in any order; +infinity is a lost message, so the value and the bounds may be +infinity; NaN is a caller's bug
/// (assertion). The upper bound is the r-th smallest, r the least with P(Binomial(n, q) < r) >= 1 - alpha, and is
/// missing where q^n > alpha; the lower one is the r-th smallest, r the greatest with P(Binomial(n, q) < r) <= alpha,
/// and is missing where (1-q)^n > alpha. The value is missing where less than one sample lies beyond the quantile, n
/// (1-q) < 1; a lower bound may exist nonetheless. needed_n keeps the share of the sample on either side of the limit,
/// as needed_trials does; no sample has none.
Estimate quantile(std::vector<double> sample, core::QuantileRank rank, core::Confidence confidence);

/// The same of values that may depend on each other. A bound x is that of the shares of values beyond x, with their
/// counts over the design effect of being beyond x (dependence_of_share, also for burst_length; Woodruff, JASA 47
/// (1952) 635): so a bound stands where the question "is the q-quantile below x?" would be settled. Few values beyond x
/// cannot show what neighbours have in common; so `within` is taken to be at least that of being beyond the quantile,
/// or beyond what 50 values exceed where those are more, if it exceeds 1 by more than independent values would show by
/// chance (4 / sqrt(n)). effective_n is n over the design effect at the upper bound, or at the largest value where
/// there is none: too small an effective_n leaves a quantile without value and without that bound.
Estimate quantile(std::span<const Series> runs, core::QuantileRank rank, double burst_length,
                  core::Confidence confidence);

/// The fewest samples that have an upper bound of the quantile: the least n with q^n <= alpha.
std::int64_t fewest_for_quantile(core::QuantileRank rank, core::Confidence confidence);

}  // namespace plantproof::metrics
