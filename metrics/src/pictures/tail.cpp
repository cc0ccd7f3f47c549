#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "core/quantile_rank.hpp"
#include "kept.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {
namespace {

std::optional<double> finite_quantile(const std::vector<double>& sorted, core::QuantileRank rank) {
  if (sorted.empty()) return std::nullopt;
  const double value = sorted[static_cast<std::size_t>(rank.nearest_rank(std::ssize(sorted)) - 1)];
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Delays at equal steps of the share beyond them, for the body, and of its logarithm, for the tail; ascending, the
/// last the latest that arrived.
std::vector<double> places(const std::vector<double>& sorted, std::size_t arrived) {
  constexpr std::size_t kInBody = kMostTailPoints / 3;
  constexpr std::size_t kInTail = kMostTailPoints - kInBody - 1;
  std::vector<double> result;
  if (arrived == 0) return result;
  const auto n = static_cast<double>(sorted.size());
  const auto add = [&](double share) {
    const auto beyond = static_cast<std::size_t>(std::ceil(share * n));
    const std::size_t index = sorted.size() - std::min(beyond, sorted.size());
    if (index < arrived) result.push_back(sorted[index]);
  };
  for (std::size_t i = 0; i < kInBody; ++i) add(1 - static_cast<double>(i) / kInBody);
  for (std::size_t i = 1; i <= kInTail; ++i) add(std::pow(n, -static_cast<double>(i) / kInTail));
  result.push_back(sorted[arrived - 1]);
  std::ranges::sort(result);
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

Estimate share_beyond(std::span<const Series> runs, double at_ms, double burst_length, core::Confidence confidence) {
  std::vector<Series> late(runs.begin(), runs.end());
  for (Series& run : late) {
    for (double& value : run.values) value = value > at_ms ? 1 : 0;
  }
  return proportion(late, burst_length, confidence);
}

}  // namespace

Tail tail(std::string name, std::span<const Series> runs, double burst_length, core::Confidence confidence) {
  Tail result;
  result.name = std::move(name);
  std::vector<double> sorted;
  for (const Series& run : runs) sorted.insert(sorted.end(), run.values.begin(), run.values.end());
  assert(std::ranges::none_of(sorted, [](double value) { return std::isnan(value); }));
  std::ranges::sort(sorted);
  const auto arrived = static_cast<std::size_t>(
      std::ranges::lower_bound(sorted, std::numeric_limits<double>::infinity()) - sorted.begin());
  result.n = std::ssize(sorted);
  result.lost = result.n - static_cast<std::int64_t>(arrived);
  result.median_ms = finite_quantile(sorted, core::QuantileRank(1, 2));
  result.p99_ms = finite_quantile(sorted, core::QuantileRank(99, 100));
  if (arrived > 0) result.most_ms = sorted[arrived - 1];
  for (const double at_ms : places(sorted, arrived)) {
    const Estimate share = share_beyond(runs, at_ms, burst_length, confidence);
    result.points.push_back({at_ms, *share.value, *share.lower, *share.upper});
  }
  for (std::size_t i = 1; i < result.points.size(); ++i) {
    result.points[i].lower = std::min(result.points[i].lower, result.points[i - 1].lower);
    TailPoint& earlier = result.points[result.points.size() - 1 - i];
    earlier.upper = std::max(earlier.upper, result.points[result.points.size() - i].upper);
  }
  return result;
}

DelayTails worst_tails(std::vector<Tail> tails, std::optional<double> limit_ms) {
  DelayTails result{limit_ms, {}, 0};
  result.left_out = keep_greatest(tails, kMostLines, [](const Tail& each) {
    return std::pair(each.p99_ms.value_or(std::numeric_limits<double>::infinity()), each.lost);
  });
  result.tails = std::move(tails);
  return result;
}

}  // namespace plantproof::metrics
