#include "metrics/quantile.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
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

/// The dependence of being beyond a value, or at it too.
using Beyond = std::function<Dependence(double x, bool with_x)>;

/// Value, bounds and notes of a quantile of a sample.
Estimate bounded(std::shared_ptr<const Ranked> ranked, core::QuantileRank rank, const Beyond& dependence,
                 double least_effect, core::Confidence confidence) {
  const Ranked& sample = *ranked;
  const std::int64_t n = sample.n;
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
      at_upper = dependence(sample.at(asked), false);
      asked = std::max(r, n - most_allowed(n, rank.complement(), confidence, effect_of(at_upper)));
      if (asked == r) {
        estimate.upper = sample.at(r);
        break;
      }
    }
    if (at_upper.n == 0) at_upper = dependence(sample.at(n), false);
    at_upper.within = std::max(at_upper.within, least_effect);
    estimate.effective_n = static_cast<double>(n) / at_upper.design_effect();
    estimate.deciding_runs = at_upper.deciding_runs();
    estimate.notes = notes_on(at_upper, {"超过上界的行", "rows beyond the upper bound"});

    r = most_allowed(n, rank.value(), confidence, least_effect) + 1;
    for (std::int64_t asked = r; asked >= 1; r = asked) {
      const double at_lower = effect_of(dependence(sample.at(std::max(asked, sample.first_known())), true));
      asked = std::min(r, most_allowed(n, rank.value(), confidence, at_lower) + 1);
      if (asked == r) {
        estimate.lower = sample.at(r);
        break;
      }
    }
    if (estimate.effective_n >= static_cast<double>(fewest_for_value(rank))) {
      estimate.value = sample.at(rank.nearest_rank(n));
    }
  }
  if (!estimate.value || !estimate.upper) estimate.notes.push_back(too_few(estimate.effective_n, rank, confidence));
  if (n == 0) return estimate;

  const double effect = static_cast<double>(n) / estimate.effective_n;
  estimate.needed_n = [kept = std::move(ranked), rank, confidence, effect](const core::Requirement& requirement) {
    const double limit = requirement.limit;
    const bool limit_is_beyond =
        requirement.comparator == core::Comparator::Less || requirement.comparator == core::Comparator::GreaterOrEqual;
    // An order statistic clears the limit where the tail probability is alpha at most, whatever the comparator, hence
    // <=.
    return needed_trials({kept->beyond(limit, limit_is_beyond), kept->n},
                         {core::Comparator::LessOrEqual, rank.complement()}, confidence, effect);
  };
  return estimate;
}

/// Few values beyond x cannot show what neighbours have in common; what many of them show is the least to count on.
double least_effect_of(const Ranked& sample, core::QuantileRank rank, const Beyond& dependence) {
  constexpr std::int64_t kEnoughBeyond = 50;
  const std::int64_t n = sample.n;
  if (n <= kEnoughBeyond) return 1;
  // Equal values are all beyond or none, so both sides of x are asked.
  const double x = sample.at(std::min(n - kEnoughBeyond, rank.nearest_rank(n)));
  const double within = std::max(dependence(x, false).within, dependence(x, true).within);
  return within > 1 + 4 / std::sqrt(static_cast<double>(n)) ? within : 1;
}

}  // namespace

double Ranked::at(std::int64_t rank) const {
  if (rank > n - infinite) return std::numeric_limits<double>::infinity();
  const std::int64_t first = first_known();
  if (rank >= first) return greatest[static_cast<std::size_t>(rank - first)];
  const auto above = std::ranges::lower_bound(body, rank, {}, &Step::below);  // the first with as many below
  return above == body.begin() ? 0 : std::prev(above)->value;
}

std::int64_t Ranked::beyond(double limit, bool with_limit) const {
  const auto first = with_limit ? std::ranges::lower_bound(greatest, limit) : std::ranges::upper_bound(greatest, limit);
  const std::int64_t known = (greatest.end() - first) + (std::isinf(limit) && !with_limit ? 0 : infinite);
  if (first != greatest.begin() || first_known() == 1) return known;
  const auto above = std::ranges::upper_bound(body, limit, {}, &Step::value);
  return std::max(known, n - (above == body.begin() ? 0 : std::prev(above)->below));
}

Ranked ranked(std::vector<double> values) {
  assert(std::ranges::none_of(values, [](double x) { return std::isnan(x); }));
  std::ranges::sort(values);
  Ranked sample;
  sample.n = std::ssize(values);
  const auto infinite = std::ranges::lower_bound(values, std::numeric_limits<double>::infinity());
  sample.infinite = values.end() - infinite;
  values.erase(infinite, values.end());
  sample.greatest = std::move(values);
  return sample;
}

Ranked ranked(std::span<const Series> runs) {
  std::vector<double> values;
  for (const Series& run : runs) values.insert(values.end(), run.values.begin(), run.values.end());
  return ranked(std::move(values));
}

Estimate quantile(std::vector<double> sample, core::QuantileRank rank, core::Confidence confidence) {
  return bounded(
      std::make_shared<const Ranked>(ranked(std::move(sample))), rank, [](double, bool) { return Dependence{}; }, 1,
      confidence);
}

Estimate quantile(std::span<const Series> runs, core::QuantileRank rank, double burst_length,
                  core::Confidence confidence) {
  const auto sample = std::make_shared<const Ranked>(ranked(runs));
  std::vector<Series> outcomes(runs.begin(), runs.end());
  const Beyond dependence = [&](double x, bool with_x) {
    for (std::size_t run = 0; run < runs.size(); ++run) {
      std::ranges::transform(runs[run].values, outcomes[run].values.begin(),
                             [&](double value) { return value > x || (with_x && value == x) ? 1.0 : 0.0; });
    }
    return dependence_of_share(outcomes, burst_length, confidence);
  };
  const double least_effect = least_effect_of(*sample, rank, dependence);
  return bounded(sample, rank, dependence, least_effect, confidence);
}

Estimate quantile(std::shared_ptr<const Ranked> sample, core::QuantileRank rank, const SumsBeyond& beyond,
                  double burst_length, core::Confidence confidence) {
  const Beyond dependence = [&](double x, bool with_x) {
    return dependence_of_share(beyond(x, with_x), burst_length, confidence);
  };
  const double least_effect = least_effect_of(*sample, rank, dependence);
  return bounded(std::move(sample), rank, dependence, least_effect, confidence);
}

std::int64_t fewest_for_quantile(core::QuantileRank rank, core::Confidence confidence) {
  return static_cast<std::int64_t>(std::ceil(std::log(confidence.alpha()) / std::log1p(-rank.complement())));
}

}  // namespace plantproof::metrics
