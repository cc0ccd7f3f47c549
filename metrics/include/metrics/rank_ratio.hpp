#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"
#include "metrics/ratio.hpp"

namespace plantproof::metrics {

// The ratio after / before by ranks, without unit: what stands beside the ratio of means, since one outlier moves a
// mean as far as it likes and a rank by one. Values are finite (assertion). Estimate and bounds are order statistics of
// the ratios of all twos of units (Hodges and Lehmann, Ann. Math. Stat. 34 (1963) 598), their ranks from the exact
// distribution of the statistic, from the normal one with continuity correction above 100 units. The bounds are closed,
// so ties make them wider than they need be, never narrower (Noether, J. Am. Stat. Assoc. 62 (1967) 184). No companion
// for an empty arm or a value before that is not positive; no bound where the units are too few for one (at 95 %: fewer
// than five pairs; arms of which not even complete separation is rare enough, such as 3 and 2).

/// Paired: the ratios rho at which Wilcoxon's signed-rank test of "after - rho before" does not reject, so order
/// statistics of (y[i] + y[j]) / (x[i] + x[j]), i <= j. Assumes that after - rho before is symmetric about 0.
std::optional<Companion> ratio_by_signed_ranks(std::span<const BeforeAfter> pairs, core::Confidence confidence);

/// Independent arms: the ratios rho at which the Mann-Whitney test of "after" against "rho before" does not reject, so
/// order statistics of y[j] / x[i]. Assumes that after is distributed as rho before.
std::optional<Companion> ratio_by_rank_sums(std::span<const double> before, std::span<const double> after,
                                            core::Confidence confidence);

/// The largest c with P(T <= c) <= alpha, of the sum T of the positive ranks of n pairs that do not differ; -1 where
/// not even P(T = 0) is that small. n >= 1 (assertion).
std::int64_t signed_rank_critical(std::int64_t n, core::Confidence confidence);

/// The same of Mann-Whitney's U, of arms of n and m units, at least one each (assertion).
std::int64_t mann_whitney_critical(std::int64_t n, std::int64_t m, core::Confidence confidence);

}  // namespace plantproof::metrics
