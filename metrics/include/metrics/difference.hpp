#pragma once

#include <optional>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::metrics {

/// What two estimates of one quantity say of each other.
enum class Change {
  Same,      ///< everything was counted in both, and they are equal
  Higher,    ///< the second is the higher one: its lower bound is above the first's upper bound
  Lower,     ///< the other way round
  NotShown,  ///< a bound of the difference does not rule out that there is none; it proves no equality
  Unknown,   ///< the difference has no bound on either side
};

/// The second of two estimates minus the first, in their unit.
struct Difference {
  std::optional<double> value;  ///< +-infinity where only one is infinite; none where one has no value, or both are
  std::optional<double> lower;  ///< lower bound of the second minus upper bound of the first, may be +infinity; none
                                ///< where one of them is missing, or the first's is infinite
  std::optional<double> upper;  ///< upper bound of the second minus lower bound of the first, may be -infinity; none
                                ///< likewise
  double confidence = 0;        ///< of either bound, at least; 1 where everything was counted in both
  Change change = Change::Unknown;
};

/// The difference of two estimates whose bounds are one-sided at `of_bounds`. Each of its bounds takes one of either
/// estimate, and holds where both do: at 1 - 2 alpha at least, whatever the distributions and however the two samples
/// depend on each other (Bonferroni's inequality); a census adds no error. So a pair of 95 % bounds gives 90 %. It is
/// wider than a method that takes the samples as independent would make it. An `Extremum` bounds nothing, so neither
/// does a difference from it.
Difference difference(const Estimate& first, const Estimate& second, core::Confidence of_bounds);

}  // namespace plantproof::metrics
