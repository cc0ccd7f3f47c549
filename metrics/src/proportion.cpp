#include "metrics/proportion.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "binomial.hpp"
#include "least.hpp"
#include "metrics/dependence.hpp"

namespace plantproof::metrics {
namespace {

double share(Count count) {
  return static_cast<double>(count.successes) / static_cast<double>(count.trials);
}

/// The upper bound of an observed share against a limit above it. The other case is this one with successes and
/// failures exchanged.
class Below {
 public:
  Below(Count count, core::Requirement requirement, core::Confidence confidence, double design_effect)
      : count_(count),
        design_effect_(design_effect),
        limit_(requirement.limit),
        // The bound has to be below the limit where the limit itself is on the other side of the question.
        strict_(requirement.comparator == core::Comparator::Less ||
                requirement.comparator == core::Comparator::GreaterOrEqual),
        alpha_(confidence.alpha()) {}

  [[nodiscard]] std::optional<std::int64_t> needed() const {
    if (design_effect_ > 1) {
      return least(1, kMostUnits, [&](std::int64_t n) { return clears(share(count_) * static_cast<double>(n), n); });
    }
    const std::int64_t from = clears(static_cast<double>(count_.successes), count_.trials) ? 1 : count_.trials + 1;
    const bool success_is_rare = 2 * count_.successes <= count_.trials;
    const std::int64_t rare = success_is_rare ? count_.successes : count_.trials - count_.successes;

    // Rounding helps by the largest remainder of n * share that is rounded away; with that much help at every n, the
    // question is monotone in n, and the answer is at most a few remainders further.
    const std::int64_t remainders = count_.trials / std::gcd(count_.successes, count_.trials);
    const std::int64_t largest = (success_is_rare ? remainders - 1 : remainders) / 2;
    const double help = static_cast<double>(largest) / static_cast<double>(remainders);
    const auto helped = least(from, kMostUnits, [&](std::int64_t n) {
      return clears(std::max(0.0, share(count_) * static_cast<double>(n) - help), n);
    });
    if (!helped) return std::nullopt;

    // With the rarer outcome's count k held, more trials make successes rarer when they are the rare ones, and more
    // common otherwise: the best n of those with the same k is the last or the first of them.
    for (std::int64_t k = rounded(rare, *helped);; ++k) {
      const std::int64_t first = std::max(*helped, first_with(k, rare));
      const std::int64_t last = std::min(kMostUnits, first_with(k + 1, rare) - 1);
      if (first > kMostUnits) return std::nullopt;
      const auto answer = least(first, success_is_rare ? last : first, [&](std::int64_t n) {
        return clears(static_cast<double>(success_is_rare ? k : n - k), n);
      });
      if (answer) return answer;
      if (last == kMostUnits) return std::nullopt;
    }
  }

 private:
  [[nodiscard]] bool clears(double successes, std::int64_t n) const {
    const double tail = binomial::at_most(successes / design_effect_, static_cast<double>(n) / design_effect_, limit_);
    return strict_ ? tail < alpha_ : tail <= alpha_;
  }

  [[nodiscard]] std::int64_t rounded(std::int64_t rare, std::int64_t n) const {
    return static_cast<std::int64_t>(
        std::floor(static_cast<double>(rare) * static_cast<double>(n) / static_cast<double>(count_.trials) + 0.5));
  }

  /// The least n of which the rare share rounds to k.
  [[nodiscard]] std::int64_t first_with(std::int64_t k, std::int64_t rare) const {
    if (k == 0) return 1;
    if (rare == 0) return kMostUnits + 1;
    const double n =
        std::ceil((static_cast<double>(k) - 0.5) * static_cast<double>(count_.trials) / static_cast<double>(rare));
    return static_cast<std::int64_t>(std::min(n, static_cast<double>(kMostUnits + 1)));
  }

  Count count_;
  double design_effect_;
  double limit_;
  bool strict_;
  double alpha_;
};

template <class Run>
Estimate proportion_of(std::span<const Run> outcomes, double burst_length, core::Confidence confidence) {
  const Dependence dependence = dependence_of_share(outcomes, burst_length, confidence);
  Estimate estimate = proportion(count_of(outcomes), confidence, dependence.design_effect());
  estimate.deciding_runs = dependence.deciding_runs();
  estimate.notes = notes_on(dependence);
  estimate.notes_on_bounds = estimate.notes.size();
  return estimate;
}

}  // namespace

Count count_of(std::span<const Series> outcomes) {
  Count count;
  for (const Series& run : outcomes) {
    count.trials += std::ssize(run.values);
    count.successes += std::ranges::count(run.values, 1.0);
  }
  return count;
}

Count count_of(std::span<const Sums> outcomes) {
  Count count;
  for (const Sums& run : outcomes) {
    for (const Sums::Stream& stream : run.streams) {
      count.trials += std::llround(stream.n);
      count.successes += std::llround(stream.sum);
    }
  }
  return count;
}

Estimate proportion(Count count, core::Confidence confidence, double design_effect) {
  assert(0 <= count.successes && count.successes <= count.trials && design_effect >= 1);
  Estimate estimate;
  estimate.method = Method::ClopperPearson;
  if (count.trials == 0) return estimate;
  estimate.value = share(count);
  estimate.n = count.trials;
  estimate.effective_n = static_cast<double>(count.trials) / design_effect;
  const double successes = static_cast<double>(count.successes) / design_effect;
  estimate.lower = binomial::lower_limit(successes, estimate.effective_n, confidence);
  estimate.upper = binomial::upper_limit(successes, estimate.effective_n, confidence);
  estimate.needed_n = [=](const core::Requirement& requirement) {
    return needed_trials(count, requirement, confidence, design_effect);
  };
  return estimate;
}

Estimate proportion(std::span<const Series> outcomes, double burst_length, core::Confidence confidence) {
  return proportion_of(outcomes, burst_length, confidence);
}

Estimate proportion(std::span<const Sums> outcomes, double burst_length, core::Confidence confidence) {
  return proportion_of(outcomes, burst_length, confidence);
}

std::optional<std::int64_t> needed_trials(Count count, const core::Requirement& requirement,
                                          core::Confidence confidence, double design_effect) {
  assert(0 <= count.successes && count.successes <= count.trials);
  if (count.trials == 0 || share(count) == requirement.limit) return std::nullopt;
  if (requirement.limit < 0 || requirement.limit > 1) return 1;
  if (share(count) < requirement.limit) return Below(count, requirement, confidence, design_effect).needed();
  return Below({count.trials - count.successes, count.trials},
               {mirrored(requirement.comparator), 1 - requirement.limit}, confidence, design_effect)
      .needed();
}

std::int64_t fewest_trials(std::int64_t errors_allowed, double error_limit, core::Confidence confidence) {
  assert(errors_allowed >= 0 && 0 < error_limit && error_limit < 1);
  const auto errors = static_cast<double>(errors_allowed);
  const auto fewest = least(errors_allowed + 1, std::numeric_limits<std::int64_t>::max(), [&](std::int64_t n) {
    return binomial::at_most(errors, static_cast<double>(n), error_limit) < confidence.alpha();
  });
  return fewest.value_or(std::numeric_limits<std::int64_t>::max());
}

}  // namespace plantproof::metrics
