#include "metrics/ratio.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <boost/math/tools/toms748_solve.hpp>

#include "least.hpp"
#include "metrics/mean.hpp"
#include "student.hpp"

namespace plantproof::metrics {
namespace {

const core::Text kAlike = {
    "各单元的差异小于计数的分辨力（两端各有不足一件分不清）：离散按分辨力计",
    "units differ by less than a count can tell at its two ends: that much is taken as their spread"};

/// A mean difference and how well it is known.
struct Difference {
  double mean = 0;
  double standard_error = 0;
  double df = 1;

  /// Of an arm of few units and one of more: their own degrees of freedom and shares of the variance.
  struct Arms {
    double share_a, share_b, df_a, df_b;
  };
  std::optional<Arms> unequal;
};

double critical(const Difference& difference, core::Confidence confidence) {
  if (const auto& arms = difference.unequal) {
    return arms->share_a * student::critical(arms->df_a, confidence) +
           arms->share_b * student::critical(arms->df_b, confidence);
  }
  return student::critical(difference.df, confidence);
}

Difference difference_of(const Moments& sample) {
  const auto n = static_cast<double>(sample.n);
  return {sample.mean, std::sqrt(sample.variance / n), n - 1, std::nullopt};
}

/// mean a - factor * mean b of independent samples, with Satterthwaite's degrees of freedom.
Difference difference_of(const Moments& a, const Moments& b, double factor) {
  const auto n_a = static_cast<double>(a.n);
  const auto n_b = static_cast<double>(b.n);
  const double from_a = a.variance / n_a;
  const double from_b = factor * factor * b.variance / n_b;
  const double variance = from_a + from_b;
  Difference difference{a.mean - factor * b.mean, std::sqrt(variance), n_a + n_b - 2, std::nullopt};
  if (variance > 0) {
    const double share_a = from_a / variance;
    const double share_b = from_b / variance;
    difference.df = 1 / (share_a * share_a / (n_a - 1) + share_b * share_b / (n_b - 1));
    constexpr std::int64_t kFew = 3;
    if (a.n != b.n && std::min(a.n, b.n) <= kFew) difference.unequal = {share_a, share_b, n_a - 1, n_b - 1};
  }
  return difference;
}

TTest test_of(const Difference& difference) {
  if (difference.mean == 0) return {0, difference.df, 1};
  const double t = difference.mean / difference.standard_error;
  return {t, difference.df, student::p_two_sided(t, difference.df)};
}

bool is_told_from_zero(const Difference& difference, core::Confidence confidence) {
  return std::abs(difference.mean) > critical(difference, confidence) * difference.standard_error;
}

bool is_positive(const Moments& sample, core::Confidence confidence) {
  const Difference from_zero = difference_of(sample);
  return from_zero.mean > 0 && is_told_from_zero(from_zero, confidence);
}

/// "mean after - ratio * mean before" as a function of the ratio.
using Tested = std::function<Difference(double ratio)>;

/// The ratio on one side of the estimate (direction -1 or 1) at which the test begins to reject.
std::optional<double> fieller_bound(const Tested& tested, double ratio, double mean_before, double direction,
                                    core::Confidence confidence) {
  const auto excess = [&](double at) {
    const Difference difference = tested(at);
    return -direction * difference.mean - critical(difference, confidence) * difference.standard_error;
  };
  const double at_ratio = excess(ratio);
  if (at_ratio >= 0) return ratio;  // nothing varies around the ratio

  constexpr int kDoublings = 200;
  double step = std::max(-at_ratio / mean_before, std::abs(ratio) * std::numeric_limits<double>::epsilon());
  double inside = ratio;
  for (int i = 0; i < kDoublings; ++i, step *= 2) {
    const double outside = ratio + direction * step;
    if (excess(outside) > 0) {
      std::uintmax_t most_steps = 100;
      const auto [low, high] =
          boost::math::tools::toms748_solve(excess, std::min(inside, outside), std::max(inside, outside),
                                            boost::math::tools::eps_tolerance<double>(), most_steps);
      return (low + high) / 2;
    }
    inside = outside;
  }
  return std::nullopt;
}

/// Value, bounds and notes of a ratio, given its arms and how it is tested.
Estimate fieller(const Moments& before, const Moments& after, Method method, const Tested& tested,
                 core::Confidence confidence) {
  Estimate estimate;
  estimate.method = method;
  if (before.n == 0 || after.n == 0) return estimate;
  if (before.mean <= 0) {
    estimate.notes.push_back(
        {"基线均值不为正，比值没有意义", "the mean before is not positive: a ratio to it means nothing"});
    return estimate;
  }
  const double ratio = after.mean / before.mean;
  estimate.value = ratio;
  if (before.n == 1 || after.n == 1) return estimate;
  if (!is_positive(before, confidence)) {
    estimate.notes.push_back({"基线均值与零无法区分，比值没有有限的置信区间",
                              "the mean before cannot be told from zero: the ratio has no finite interval"});
  } else {
    estimate.lower = fieller_bound(tested, ratio, before.mean, -1, confidence);
    estimate.upper = fieller_bound(tested, ratio, before.mean, 1, confidence);
  }
  return estimate;
}

Moments with_variance(Moments sample, double at_least) {
  sample.variance = std::max(sample.variance, at_least);
  return sample;
}

Moments with_n(Moments sample, std::int64_t n) {
  sample.n = n;
  return sample;
}

}  // namespace

Estimate ratio_paired(std::span<const BeforeAfter> pairs, core::Confidence confidence, const LeastVariance& least_of) {
  std::vector<double> before;
  std::vector<double> after;
  for (const BeforeAfter& pair : pairs) {
    before.push_back(pair.before);
    after.push_back(pair.after);
  }
  const auto least_at = [least_of](double ratio) { return least_of.after + ratio * ratio * least_of.before; };
  const auto seen_at = [before, after](double ratio) {
    std::vector<double> differences(before.size());
    std::ranges::transform(after, before, differences.begin(), [=](double y, double x) { return y - ratio * x; });
    return moments(differences);
  };
  const auto left_over = [seen_at, least_at](double ratio) { return with_variance(seen_at(ratio), least_at(ratio)); };
  const Moments seen = with_variance(moments(before), least_of.before);
  Estimate estimate = fieller(
      seen, moments(after), Method::FiellerPaired, [&](double ratio) { return difference_of(left_over(ratio)); },
      confidence);
  estimate.n = seen.n;
  estimate.effective_n = static_cast<double>(seen.n);
  if (!estimate.value || seen.n < 2) return estimate;
  if (seen_at(*estimate.value).variance < least_at(*estimate.value)) estimate.notes.push_back(kAlike);
  estimate.needed_n = [left_over, seen, confidence,
                       value = *estimate.value](const core::Requirement& requirement) -> std::optional<std::int64_t> {
    if (value == requirement.limit) return std::nullopt;
    const Moments at_limit = left_over(requirement.limit);
    return least(2, kMostUnits, [&](std::int64_t n) {
      return is_positive(with_n(seen, n), confidence) &&
             is_told_from_zero(difference_of(with_n(at_limit, n)), confidence);
    });
  };
  return estimate;
}

Estimate ratio_of_means(std::span<const double> before, std::span<const double> after, core::Confidence confidence,
                        const LeastVariance& least_of) {
  const Moments seen_before = moments(before);
  const Moments seen_after = moments(after);
  const Moments old_arm = with_variance(seen_before, least_of.before);
  const Moments new_arm = with_variance(seen_after, least_of.after);
  Estimate estimate = fieller(
      old_arm, new_arm, Method::FiellerSatterthwaite,
      [&](double ratio) { return difference_of(new_arm, old_arm, ratio); }, confidence);
  estimate.n = old_arm.n + new_arm.n;
  estimate.effective_n = static_cast<double>(estimate.n);
  if (!estimate.value || old_arm.n < 2 || new_arm.n < 2) return estimate;
  if (seen_before.variance < least_of.before || seen_after.variance < least_of.after) estimate.notes.push_back(kAlike);
  estimate.needed_n = [old_arm, new_arm, confidence,
                       value = *estimate.value](const core::Requirement& requirement) -> std::optional<std::int64_t> {
    if (value == requirement.limit) return std::nullopt;
    const double proportion = static_cast<double>(new_arm.n) / static_cast<double>(old_arm.n);
    const auto matching = [&](std::int64_t n) {
      return std::max(std::int64_t{2}, static_cast<std::int64_t>(std::ceil(proportion * static_cast<double>(n))));
    };
    const auto n = least(2, kMostUnits, [&](std::int64_t n_before) {
      const Moments planned = with_n(old_arm, n_before);
      const Difference difference = difference_of(with_n(new_arm, matching(n_before)), planned, requirement.limit);
      return is_positive(planned, confidence) && is_told_from_zero(difference, confidence);
    });
    if (!n || *n + matching(*n) > kMostUnits) return std::nullopt;
    return *n + matching(*n);
  };
  return estimate;
}

TTest welch_test(std::span<const double> a, std::span<const double> b) {
  assert(a.size() >= 2 && b.size() >= 2);
  return test_of(difference_of(moments(a), moments(b), 1));
}

TTest paired_test(std::span<const double> a, std::span<const double> b) {
  assert(a.size() == b.size() && a.size() >= 2);
  std::vector<double> differences(a.size());
  std::ranges::transform(a, b, differences.begin(), std::minus<>());
  return test_of(difference_of(moments(differences)));
}

}  // namespace plantproof::metrics
