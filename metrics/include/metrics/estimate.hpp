#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/requirement.hpp"
#include "core/text.hpp"

namespace plantproof::metrics {

/// How an interval was made. The id is what a verdict prints; `explain` tells more.
enum class Method {
  Census,                ///< everything was counted: the bounds are the value, or what is not established leaves open
  ClopperPearson,        ///< exact binomial bounds of a proportion
  OrderStatistics,       ///< distribution-free bounds of a quantile
  StudentT,              ///< mean of independent units
  FiellerPaired,         ///< ratio of two means, paired units
  FiellerSatterthwaite,  ///< ratio of two means, independent arms of unequal variance
  Mover,                 ///< two proportions compared: method of variance estimates recovery on Clopper-Pearson limits
  Kriging,               ///< share of an area, conditional simulation of a Gaussian field
  Extremum,              ///< the largest of what was seen: no bound for what was not
  WaldSequential,        ///< a share at the end of a sequential test: lines decide, no bounds
};

/// An estimate of a KPI, with one-sided bounds at the confidence that was asked for.
struct Estimate {
  std::optional<double> value;  ///< the point estimate in the KPI's unit; +infinity where lost messages decide
  std::optional<double> lower;  ///< one-sided lower bound; none where the evidence gives none
  std::optional<double> upper;  ///< one-sided upper bound, may be +infinity; none where the evidence gives none
  std::int64_t n = 0;           ///< units that the estimate stands on (messages, items, cells, shifts, ...)
  double effective_n = 0;       ///< what they count for when they depend on each other; at most n
  Method method = Method::Census;
  std::vector<core::Text>
      notes;  ///< what a reader must know of this estimate: which group decided, what was left out, and why
  /// The fewest units in all at which, the point estimate staying as it is, a bound would clear the requirement's limit
  /// and so settle the question, whichever way; nothing when no number would (the estimate is the limit). Empty where
  /// the method has no such number.
  std::function<std::optional<std::int64_t>(const core::Requirement&)> needed_n;
};

/// The same estimate on another axis: value and bounds become scale * x + offset, scale not 0; a negative scale swaps
/// the bounds. A ratio of 1.25 becomes an uplift of 0.25 with scale 1 and offset -1.
Estimate affine(Estimate estimate, double scale, double offset);

/// Why there is no estimate.
struct NoAnswer {
  enum class Why { NoData, Invalid };
  Why why = Why::NoData;
  core::Text reason;
};

}  // namespace plantproof::metrics
