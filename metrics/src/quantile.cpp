#include "metrics/quantile.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "binomial.hpp"
#include "least.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::metrics {
namespace {

/// The greatest count of which "this many of n or fewer" has a probability of at most alpha when `share` is the truth;
/// -1 when even none is likelier than that.
std::int64_t most_allowed(std::int64_t n, double share, core::Confidence confidence) {
  const auto is_likely = [&](std::int64_t count) {
    return binomial::at_most(static_cast<double>(count), static_cast<double>(n), share) > confidence.alpha();
  };
  return least(0, n, is_likely).value_or(n) - 1;
}

/// The fewest samples of which one lies beyond the quantile.
std::int64_t fewest_for_value(core::QuantileRank rank) {
  const std::int64_t beyond = rank.denominator() - rank.numerator();
  return (rank.denominator() + beyond - 1) / beyond;
}

core::Text too_few(std::int64_t n, core::QuantileRank rank, core::Confidence confidence) {
  const double percent = 100 * confidence.level();
  return {fmt::format("样本只有 {} 个：{} 的估计值至少需要 {} 个，{:.6g}% 置信上界至少需要 {} 个", n, rank.name(),
                      fewest_for_value(rank), percent, fewest_for_quantile(rank, confidence)),
          fmt::format("{} samples: a value of {} needs at least {}, its {:.6g} % upper bound at least {}", n,
                      rank.name(), fewest_for_value(rank), percent, fewest_for_quantile(rank, confidence))};
}

}  // namespace

Estimate quantile(std::vector<double> sample, core::QuantileRank rank, core::Confidence confidence) {
  assert(std::ranges::none_of(sample, [](double x) { return std::isnan(x); }));
  const auto n = std::ssize(sample);
  const auto ranked = [&](std::int64_t r) {
    std::ranges::nth_element(sample, sample.begin() + (r - 1));
    return sample[static_cast<std::size_t>(r - 1)];
  };

  Estimate estimate;
  estimate.method = Method::OrderStatistics;
  estimate.n = n;
  estimate.effective_n = static_cast<double>(n);
  if (n >= fewest_for_value(rank)) estimate.value = ranked(rank.nearest_rank(n));
  if (const std::int64_t below = most_allowed(n, rank.value(), confidence); below >= 0)
    estimate.lower = ranked(below + 1);
  if (const std::int64_t above = most_allowed(n, rank.complement(), confidence); above >= 0) {
    estimate.upper = ranked(n - above);
  }
  if (!estimate.value || !estimate.upper) estimate.notes.push_back(too_few(n, rank, confidence));
  if (n == 0) return estimate;

  const auto kept = std::make_shared<const std::vector<double>>(std::move(sample));
  estimate.needed_n = [kept, rank, confidence](const core::Requirement& requirement) {
    const double limit = requirement.limit;
    const bool limit_is_beyond =
        requirement.comparator == core::Comparator::Less || requirement.comparator == core::Comparator::GreaterOrEqual;
    const auto beyond =
        std::ranges::count_if(*kept, [=](double x) { return limit_is_beyond ? x >= limit : x > limit; });
    // An order statistic clears the limit where the tail probability is alpha at most, whatever the comparator, hence
    // <=.
    return needed_trials({beyond, std::ssize(*kept)}, {core::Comparator::LessOrEqual, rank.complement()}, confidence);
  };
  return estimate;
}

std::int64_t fewest_for_quantile(core::QuantileRank rank, core::Confidence confidence) {
  return static_cast<std::int64_t>(std::ceil(std::log(confidence.alpha()) / std::log1p(-rank.complement())));
}

}  // namespace plantproof::metrics
