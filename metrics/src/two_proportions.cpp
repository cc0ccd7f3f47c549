#include "metrics/two_proportions.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "binomial.hpp"
#include "least.hpp"

namespace plantproof::metrics {
namespace {

/// A share with its limits; the published formulas call them theta, l and u.
struct Share {
  double theta = 0;
  double l = 0;
  double u = 1;
};

/// The share of an arm, as it would be seen in `trials` trials.
Share share(const Arm& arm, double trials, core::Confidence confidence) {
  const double theta = static_cast<double>(arm.count.successes) / static_cast<double>(arm.count.trials);
  const double effective = trials / arm.design_effect;
  const double successes = std::min(theta * effective, effective);
  return {theta, binomial::lower_limit(successes, effective, confidence),
          binomial::upper_limit(successes, effective, confidence)};
}

struct Compared {
  std::optional<double> value;
  std::optional<double> lower;
  std::optional<double> upper;
};

Compared difference(const Share& before, const Share& after) {
  const double value = before.theta - after.theta;
  return {value, value - std::hypot(before.theta - before.l, after.u - after.theta),
          value + std::hypot(before.u - before.theta, after.theta - after.l)};
}

Compared reduction(const Share& before, const Share& after) {
  if (before.theta == 0) return {};
  const double product = before.theta * after.theta;
  const auto root = [&](double a, double b) { return std::sqrt(product * product - a * b); };
  // The lower root of the quadratic is written as quotient of the upper one: the published form is 0/0 where u = 2
  // theta.
  const double least_after = after.l * (2 * after.theta - after.l);
  const double greatest_before = before.u * (2 * before.theta - before.u);
  const double greatest_after = after.u * (2 * after.theta - after.u);
  const double least_before = before.l * (2 * before.theta - before.l);
  const double lower_ratio = after.theta == 0 ? 0 : least_after / (product + root(least_after, greatest_before));
  const double upper_ratio = least_before > 0 ? (product + root(greatest_after, least_before)) / least_before
                                              : std::numeric_limits<double>::infinity();
  return {1 - after.theta / before.theta, 1 - upper_ratio, 1 - lower_ratio};
}

using Comparison = Compared (*)(const Share& before, const Share& after);

Estimate mover(Comparison compare, const Arm& before, const Arm& after, core::Confidence confidence) {
  for ([[maybe_unused]] const Arm* arm : {&before, &after}) {
    assert(0 <= arm->count.successes && arm->count.successes <= arm->count.trials && arm->design_effect >= 1);
  }
  const auto trials_before = static_cast<double>(before.count.trials);
  const auto trials_after = static_cast<double>(after.count.trials);
  Estimate estimate;
  estimate.method = Method::Mover;
  estimate.n = before.count.trials + after.count.trials;
  estimate.effective_n = trials_before / before.design_effect + trials_after / after.design_effect;
  if (before.count.trials == 0 || after.count.trials == 0) return estimate;

  const double proportion = trials_after / trials_before;
  const auto compared_at = [=](double n_before) {
    return compare(share(before, n_before, confidence), share(after, proportion * n_before, confidence));
  };
  const Compared seen = compared_at(trials_before);
  estimate.value = seen.value;
  estimate.lower = seen.lower;
  estimate.upper = seen.upper;
  if (!seen.value) return estimate;
  estimate.needed_n = [=, value = *seen.value](const core::Requirement& requirement) -> std::optional<std::int64_t> {
    if (value == requirement.limit) return std::nullopt;
    const auto n = least(1, kMostUnits, [&](std::int64_t n_before) {
      const Compared planned = compared_at(static_cast<double>(n_before));
      return requirement.is_met_by(value < requirement.limit ? *planned.upper : *planned.lower) ==
             requirement.is_met_by(value);
    });
    if (!n) return std::nullopt;
    const auto total = static_cast<double>(*n) + std::ceil(proportion * static_cast<double>(*n));
    if (total > static_cast<double>(kMostUnits)) return std::nullopt;
    return static_cast<std::int64_t>(total);
  };
  return estimate;
}

}  // namespace

Estimate difference_of_proportions(const Arm& before, const Arm& after, core::Confidence confidence) {
  return mover(difference, before, after, confidence);
}

Estimate relative_reduction(const Arm& before, const Arm& after, core::Confidence confidence) {
  Estimate estimate = mover(reduction, before, after, confidence);
  if (before.count.trials > 0 && before.count.successes == 0) {
    estimate.notes.push_back(
        {"基线中一次也没有发生，无从谈降低", "it never happened before: there is nothing to reduce"});
  }
  return estimate;
}

}  // namespace plantproof::metrics
