#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>

#include "core/quantile_rank.hpp"
#include "kept.hpp"
#include "metrics/dependence.hpp"
#include "metrics/picture.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::metrics {
namespace {

std::optional<double> finite_quantile(const Ranked& sample, core::QuantileRank rank) {
  if (sample.n == 0) return std::nullopt;
  const double value = sample.at(rank.nearest_rank(sample.n));
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Delays at equal steps of the share beyond them, for the body, and of its logarithm, for the tail; ascending, the
/// last the latest that arrived.
std::vector<double> places(const Ranked& sample) {
  constexpr std::size_t kInBody = kMostTailPoints / 3;
  constexpr std::size_t kInTail = kMostTailPoints - kInBody - 1;
  std::vector<double> result;
  const std::int64_t arrived = sample.n - sample.infinite;
  if (arrived == 0) return result;
  const auto n = static_cast<double>(sample.n);
  const auto add = [&](double share) {
    const auto beyond = static_cast<std::int64_t>(std::ceil(share * n));
    const std::int64_t rank = sample.n - std::min(beyond, sample.n) + 1;
    if (rank <= arrived) result.push_back(sample.at(rank));
  };
  for (std::size_t i = 0; i < kInBody; ++i) add(1 - static_cast<double>(i) / kInBody);
  for (std::size_t i = 1; i <= kInTail; ++i) add(std::pow(n, -static_cast<double>(i) / kInTail));
  result.push_back(sample.at(arrived));
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

/// `share_beyond` is the share later than a delay.
Tail tail_of(std::string name, const Ranked& sample, const std::function<Estimate(double)>& share_beyond) {
  Tail result;
  result.name = std::move(name);
  result.n = sample.n;
  result.lost = sample.infinite;
  result.median_ms = finite_quantile(sample, core::QuantileRank(1, 2));
  result.p99_ms = finite_quantile(sample, core::QuantileRank(99, 100));
  if (sample.n > sample.infinite) result.most_ms = sample.at(sample.n - sample.infinite);
  for (const double at_ms : places(sample)) {
    const Estimate share = share_beyond(at_ms);
    result.points.push_back({at_ms, *share.value, *share.lower, *share.upper});
  }
  for (std::size_t i = 1; i < result.points.size(); ++i) {
    result.points[i].lower = std::min(result.points[i].lower, result.points[i - 1].lower);
    TailPoint& earlier = result.points[result.points.size() - 1 - i];
    earlier.upper = std::max(earlier.upper, result.points[result.points.size() - i].upper);
  }
  return result;
}

}  // namespace

Tail tail(std::string name, std::span<const Series> runs, double burst_length, core::Confidence confidence) {
  return tail_of(std::move(name), ranked(runs),
                 [&](double at_ms) { return share_beyond(runs, at_ms, burst_length, confidence); });
}

Tail tail(std::string name, const Ranked& sample, const SumsBeyond& beyond, double burst_length,
          core::Confidence confidence) {
  const double least_known = sample.at(sample.first_known());
  return tail_of(std::move(name), sample, [&](double at_ms) {
    const Dependence of = dependence_of_share(beyond(std::max(at_ms, least_known), false), burst_length, confidence);
    return proportion({sample.beyond(at_ms, false), sample.n}, confidence, of.design_effect());
  });
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
