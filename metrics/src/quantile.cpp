#include "metrics/quantile.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "binomial.hpp"
#include "core/decimal.hpp"
#include "least.hpp"
#include "metrics/dependence.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::metrics {
namespace {

/// The greatest count of which "this many of n or fewer" has a probability of at most alpha when `share` is the truth,
/// both over a design effect; -1 when even none is likelier than that.
std::int64_t most_allowed(std::int64_t n, double share, core::Confidence confidence, double design_effect) {
  const auto is_likely = [&](std::int64_t count) {
    return binomial::at_most(static_cast<double>(count) / design_effect, static_cast<double>(n) / design_effect,
                             share) > confidence.alpha();
  };
  return least(0, n, is_likely).value_or(n) - 1;
}

/// The fewest samples of which one lies beyond the quantile.
std::int64_t fewest_for_value(core::QuantileRank rank) {
  const std::int64_t beyond = rank.denominator() - rank.numerator();
  return (rank.denominator() + beyond - 1) / beyond;
}

core::Text too_few(double effective_n, core::QuantileRank rank, core::Confidence confidence) {
  const std::string effective = core::decimal(effective_n, 4);
  const std::string level = core::percent(confidence.level());
  return {fmt::format("有效样本只有 {} 个：{} 的估计值至少需要 {} 个，{} 置信上界至少需要 {} 个", effective,
                      rank.name(), fewest_for_value(rank), level, fewest_for_quantile(rank, confidence)),
          fmt::format("{} effective sample{}: a value of {} needs at least {}, its {} upper bound at least {}",
                      effective, effective == "1" ? "" : "s", rank.name(), fewest_for_value(rank), level,
                      fewest_for_quantile(rank, confidence))};
}

/// The dependence of being beyond a value.
using Beyond = std::function<Dependence(const std::function<bool(double)>& is_beyond)>;

/// Value, bounds and notes of a quantile from sorted values.
Estimate bounded(std::vector<double> sorted, core::QuantileRank rank, const Beyond& dependence, double least_effect,
                 core::Confidence confidence) {
  const auto n = std::ssize(sorted);
  const auto ranked = [&](std::int64_t r) { return sorted[static_cast<std::size_t>(r - 1)]; };
  const auto effect_of = [&](const Dependence& of) { return std::max(least_effect, of.design_effect()); };

  Estimate estimate;
  estimate.method = Method::OrderStatistics;
  estimate.n = n;
  if (n > 0) {
    // Each bound starts where independent values would have it and goes outwards until it is far enough for the
    // dependence of what lies beyond it.
    std::int64_t r = n - most_allowed(n, rank.complement(), confidence, least_effect);
    Dependence at_upper;
    for (std::int64_t asked = r; asked <= n; r = asked) {
      at_upper = dependence([x = ranked(asked)](double value) { return value > x; });
      asked = std::max(r, n - most_allowed(n, rank.complement(), confidence, effect_of(at_upper)));
      if (asked == r) {
        estimate.upper = ranked(r);
        break;
      }
    }
    if (at_upper.n == 0) at_upper = dependence([x = ranked(n)](double value) { return value > x; });
    at_upper.within = std::max(at_upper.within, least_effect);
    estimate.effective_n = static_cast<double>(n) / at_upper.design_effect();
    estimate.deciding_runs = at_upper.deciding_runs();
    estimate.notes = notes_on(at_upper, {"超过上界的行", "rows beyond the upper bound"});

    r = most_allowed(n, rank.value(), confidence, least_effect) + 1;
    for (std::int64_t asked = r; asked >= 1; r = asked) {
      const double at_lower = effect_of(dependence([x = ranked(asked)](double value) { return value >= x; }));
      asked = std::min(r, most_allowed(n, rank.value(), confidence, at_lower) + 1);
      if (asked == r) {
        estimate.lower = ranked(r);
        break;
      }
    }
    if (estimate.effective_n >= static_cast<double>(fewest_for_value(rank))) {
      estimate.value = ranked(rank.nearest_rank(n));
    }
  }
  if (!estimate.value || !estimate.upper) estimate.notes.push_back(too_few(estimate.effective_n, rank, confidence));
  if (n == 0) return estimate;

  const auto kept = std::make_shared<const std::vector<double>>(std::move(sorted));
  const double effect = static_cast<double>(n) / estimate.effective_n;
  estimate.needed_n = [kept, rank, confidence, effect](const core::Requirement& requirement) {
    const double limit = requirement.limit;
    const bool limit_is_beyond =
        requirement.comparator == core::Comparator::Less || requirement.comparator == core::Comparator::GreaterOrEqual;
    const auto first =
        limit_is_beyond ? std::ranges::lower_bound(*kept, limit) : std::ranges::upper_bound(*kept, limit);
    // An order statistic clears the limit where the tail probability is alpha at most, whatever the comparator, hence
    // <=.
    return needed_trials({kept->end() - first, std::ssize(*kept)}, {core::Comparator::LessOrEqual, rank.complement()},
                         confidence, effect);
  };
  return estimate;
}

}  // namespace

Estimate quantile(std::vector<double> sample, core::QuantileRank rank, core::Confidence confidence) {
  assert(std::ranges::none_of(sample, [](double x) { return std::isnan(x); }));
  std::ranges::sort(sample);
  return bounded(
      std::move(sample), rank, [](const auto&) { return Dependence{}; }, 1, confidence);
}

Estimate quantile(std::span<const Series> runs, core::QuantileRank rank, double burst_length,
                  core::Confidence confidence) {
  std::vector<double> sorted;
  for (const Series& run : runs) sorted.insert(sorted.end(), run.values.begin(), run.values.end());
  assert(std::ranges::none_of(sorted, [](double x) { return std::isnan(x); }));
  std::ranges::sort(sorted);

  std::vector<Series> beyond(runs.begin(), runs.end());
  const Beyond dependence = [&](const std::function<bool(double)>& is_beyond) {
    for (std::size_t run = 0; run < runs.size(); ++run) {
      std::ranges::transform(runs[run].values, beyond[run].values.begin(),
                             [&](double value) { return is_beyond(value) ? 1.0 : 0.0; });
    }
    return dependence_of_share(beyond, burst_length, confidence);
  };
  double least_effect = 1;
  constexpr std::int64_t kEnoughBeyond = 50;
  const auto n = std::ssize(sorted);
  if (n > kEnoughBeyond) {
    // Equal values are all beyond or none, so both sides of x are asked.
    const double x = sorted[static_cast<std::size_t>(std::min(n - kEnoughBeyond, rank.nearest_rank(n)) - 1)];
    const double within = std::max(dependence([x](double value) { return value > x; }).within,
                                   dependence([x](double value) { return value >= x; }).within);
    if (within > 1 + 4 / std::sqrt(static_cast<double>(n))) least_effect = within;
  }
  return bounded(std::move(sorted), rank, dependence, least_effect, confidence);
}

std::int64_t fewest_for_quantile(core::QuantileRank rank, core::Confidence confidence) {
  return static_cast<std::int64_t>(std::ceil(std::log(confidence.alpha()) / std::log1p(-rank.complement())));
}

}  // namespace plantproof::metrics
