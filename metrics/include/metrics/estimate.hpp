#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/requirement.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

namespace plantproof::metrics {

/// How an interval was made. The id is what a verdict prints; `explain` tells more.
enum class Method {
  Census,                ///< everything was counted: the bounds are the value, or what is not established leaves open
  ClopperPearson,        ///< exact binomial bounds of a proportion
  OrderStatistics,       ///< distribution-free bounds of a quantile
  StudentT,              ///< mean of independent units
  FiellerPaired,         ///< ratio of two means, paired units
  FiellerSatterthwaite,  ///< ratio of two means, independent arms of unequal variance
  SignedRanks,           ///< ratio by Wilcoxon's signed ranks, paired units: a companion
  RankSums,              ///< ratio by Mann-Whitney's rank sums, independent arms: a companion
  Mover,                 ///< two proportions compared: method of variance estimates recovery on Clopper-Pearson limits
  Kriging,               ///< share of an area, conditional simulation of a Gaussian field
  Hoeffding,             ///< mean of numbers between 0 and 1, whatever their distribution
  Extremum,              ///< the largest of what was seen: no bound for what was not
  WaldSequential,        ///< a share at the end of a sequential test: lines decide, no bounds
};

/// The same quantity estimated another way, to be seen beside an estimate. It decides nothing.
struct Companion {
  Method method = Method::SignedRanks;
  std::optional<double> value;
  std::optional<double> lower;  ///< one-sided bounds at the estimate's confidence; none where there are too few units
  std::optional<double> upper;
};

/// A stretch of time in which a service was down.
struct Outage {
  std::string run;
  std::string flow;
  core::Instant start;
  core::Nanoseconds length{0};
  core::Nanoseconds into_run{0};  ///< from the first message of the run to its start
};

/// An estimate of a KPI, with one-sided bounds at the confidence that was asked for.
struct Estimate {
  std::optional<double> value;       ///< the point estimate in the KPI's unit; +infinity where lost messages decide
  std::optional<double> lower;       ///< one-sided lower bound; none where the evidence gives none
  std::optional<double> upper;       ///< one-sided upper bound, may be +infinity; none where the evidence gives none
  std::int64_t n = 0;                ///< units that the estimate stands on (messages, items, cells, shifts, ...)
  double effective_n = 0;            ///< what they count for when they depend on each other; at most n
  std::optional<int> deciding_runs;  ///< how many runs the bounds rest on, where these are what makes n count for less
  Method method = Method::Census;
  std::optional<double> clock;  ///< how far each bound was moved for clocks that may be off, in the KPI's unit; none
                                ///< where no clock moves them by one amount
  std::vector<Outage> outages;  ///< of an availability: all of them, the longest first
  std::vector<core::Text>
      notes;  ///< what a reader must know of this estimate: which group decided, what was left out, and why
  std::size_t notes_on_bounds = 0;  ///< how many of the notes, the first, speak of how the bounds were made
  std::optional<Companion> companion;
  /// The fewest units in all at which, the point estimate staying as it is, a bound would clear the requirement's limit
  /// and so settle the question, whichever way; nothing when no number would (the estimate is the limit). Empty where
  /// the method has no such number.
  std::function<std::optional<std::int64_t>(const core::Requirement&)> needed_n;
};

/// The same estimate on another axis: value and bounds, its companion's too, become scale * x + offset, scale not 0; a
/// negative scale swaps the bounds. A ratio of 1.25 becomes an uplift of 0.25 with scale 1 and offset -1.
Estimate affine(Estimate estimate, double scale, double offset);

/// A companion as the estimate that it would be: value, bounds and method, nothing else.
Estimate as_estimate(const Companion& companion);

/// Why there is no estimate.
struct NoAnswer {
  enum class Why { NoData, Invalid };
  Why why = Why::NoData;
  core::Text reason;
};

}  // namespace plantproof::metrics
