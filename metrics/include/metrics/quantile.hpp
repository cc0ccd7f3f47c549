#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

/// A sample too large to keep: how many values are below each of some, and the greatest of them one by one.
struct Ranked {
  struct Step {
    double value = 0;
    std::int64_t below = 0;  ///< values that are less
  };
  std::int64_t n = 0;
  std::vector<Step> body;        ///< ascending
  std::vector<double> greatest;  ///< the greatest finite ones, ascending
  std::int64_t infinite = 0;

  /// The least rank, from 1, whose value is known.
  [[nodiscard]] std::int64_t first_known() const { return n - infinite - std::ssize(greatest) + 1; }
  /// The value of that rank, or what it is not below where it is not known: 0 where it is below the body.
  [[nodiscard]] double at(std::int64_t rank) const;
  /// How many are beyond a limit, or at it too; of one among those that are not known, about how many.
  [[nodiscard]] std::int64_t beyond(double limit, bool with_limit) const;
};

/// A sample of which all values are known; NaN is a caller's bug (assertion).
Ranked ranked(std::vector<double> sample);
Ranked ranked(std::span<const Series> runs);

/// The sums of zeros and ones, a run each: whether a value is beyond x, or at it too. x is known to the sample.
using SumsBeyond = std::function<std::vector<Sums>(double x, bool with_x)>;

/// The quantile of a sample too large to keep, by dependence_of_share of its sums. At least twice the share that lies
/// beyond the quantile must be known. Where the lower bound lies deeper yet, it is a step of the body below it.
/// The estimate's needed_n keeps the sample.
Estimate quantile(std::shared_ptr<const Ranked> sample, core::QuantileRank rank, const SumsBeyond& beyond,
                  double burst_length, core::Confidence confidence);

/// The fewest samples that have an upper bound of the quantile: the least n with q^n <= alpha.
std::int64_t fewest_for_quantile(core::QuantileRank rank, core::Confidence confidence);

}  // namespace plantproof::metrics
