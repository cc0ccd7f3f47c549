#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/confidence.hpp"
#include "core/requirement.hpp"
#include "metrics/estimate.hpp"
#include "metrics/series.hpp"

namespace plantproof::metrics {

/// So many successes in so many trials: 0 <= successes <= trials, anything else is a caller's bug
/// (assertion).
struct Count {
  std::int64_t successes = 0;
  std::int64_t trials = 0;
};

/// The ones among outcomes, each 0 or 1, and how many outcomes there are.
Count count_of(std::span<const Series> outcomes);
Count count_of(std::span<const Sums> outcomes);

/// The share of successes, 0..1, with its exact one-sided bounds: at the lower one this many successes or more have
/// probability alpha, at the upper one this many or fewer; 0 for no successes, 1 for no failures (Clopper & Pearson,
/// Biometrika 26 (1934) 404; ISO 11453:1996). They are taken at the count over a design effect >= 1 where the
/// trials depend on each other (Korn & Graubard, Survey Methodology 24 (1998) 193): 1 for independent ones. Without
/// trials there is neither value nor bound nor needed_n. needed_n is that of needed_trials.
Estimate proportion(Count count, core::Confidence confidence, double design_effect = 1);

/// The share of ones among outcomes, each 0 or 1 (assertion), whose dependence is estimated from them: see
/// dependence_of_share, also for burst_length. The notes say what it did.
Estimate proportion(std::span<const Series> outcomes, double burst_length, core::Confidence confidence);
/// The same of outcomes too many to keep.
Estimate proportion(std::span<const Sums> outcomes, double burst_length, core::Confidence confidence);

/// The fewest trials at which the bound on the limit's side clears the limit of "share comparator limit", whichever
/// way, the share staying as observed: the count of the rarer outcome is the nearest whole number to its share of the
/// trials, halves up. Counts being whole, this does not grow smoothly; where the trials at hand leave the question
/// open, the answer is more than them. Nothing without trials, when the share is the limit, or beyond 10^12. 1 for a
/// limit outside 0..1. With a design effect above 1 the scaled counts are not rounded, and the answer grows smoothly.
std::optional<std::int64_t> needed_trials(Count count, const core::Requirement& requirement,
                                          core::Confidence confidence, double design_effect = 1);

/// The fewest trials that show "error rate < error_limit" (strict) with that many errors among them: the size of the
/// zero-error plan, of the three-error plan. errors_allowed >= 0, 0 < error_limit < 1 (assertion).
std::int64_t fewest_trials(std::int64_t errors_allowed, double error_limit, core::Confidence confidence);

}  // namespace plantproof::metrics
