#pragma once

#include <cstdint>
#include <vector>

#include "core/confidence.hpp"
#include "core/quantile_rank.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::metrics {

/// A quantile of a sample in the sample's unit, by nearest rank, with distribution-free one-sided bounds from order
/// statistics (Hahn & Meeker, Statistical Intervals, 5.2; ISO 16269-6). The sample may be empty and in any order;
/// +infinity is a lost message, so the value and the bounds may be +infinity; NaN is a caller's bug (assertion). The
/// upper bound is the r-th smallest, r the least with P(Binomial(n, q) < r) >= 1 - alpha, and is missing where q^n >
/// alpha; the lower one is the r-th smallest, r the greatest with P(Binomial(n, q) < r) <= alpha, and is missing where
/// (1-q)^n > alpha. The value is missing where less than one sample lies beyond the quantile, n (1-q) < 1; a lower
/// bound may exist nonetheless. needed_n keeps the share of the sample on either side of the limit, as needed_trials
/// does; no sample has none.
Estimate quantile(std::vector<double> sample, core::QuantileRank rank, core::Confidence confidence);

/// The fewest samples that have an upper bound of the quantile: the least n with q^n <= alpha.
std::int64_t fewest_for_quantile(core::QuantileRank rank, core::Confidence confidence);

}  // namespace plantproof::metrics
