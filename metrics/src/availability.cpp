#include "metrics/availability.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/math/tools/roots.hpp>

#include "least.hpp"
#include "metrics/mean.hpp"

namespace plantproof::metrics {
namespace {

bool is_pause(core::Nanoseconds apart, core::Nanoseconds period) {
  return apart >= 2 * period;
}

/// KL(x, m) of two shares: how much rarer than certain it is that things of share m look like x, per unit.
double relative_entropy(double x, double m) {
  const auto part = [](double a, double b) { return a == 0 ? 0 : a * std::log(a / b); };
  return part(x, m) + part(1 - x, 1 - m);
}

double hoeffding_upper(double mean, double n, core::Confidence confidence) {
  const double wanted = -std::log(confidence.alpha()) / n;
  if (mean == 0) return -std::expm1(-wanted);
  if (mean >= 1) return 1;
  std::uintmax_t most_steps = 200;
  const auto [low, high] = boost::math::tools::bisect(
      [&](double m) { return m >= 1 ? std::numeric_limits<double>::max() : relative_entropy(mean, m) - wanted; }, mean,
      1.0, boost::math::tools::eps_tolerance<double>(), most_steps);
  return high;
}

}  // namespace

std::vector<TimeSpan> down_times(std::span<const Transfer> transfers, core::Nanoseconds period,
                                 core::Nanoseconds survival) {
  assert(period > core::Nanoseconds(0) && survival >= core::Nanoseconds(0));
  std::vector<TimeSpan> down;
  for (std::size_t i = 0; i < transfers.size();) {
    const std::size_t first = i++;
    if (transfers[first].in_time) continue;
    while (i < transfers.size() && !transfers[i].in_time &&
           !is_pause(transfers[i].sent - transfers[i - 1].sent, period))
      ++i;
    const core::Instant start = transfers[first].sent + survival;
    const core::Instant end = transfers[first].sent + static_cast<std::int64_t>(i - first) * period;
    if (start < end) down.push_back({start, end});
  }
  return down;
}

std::vector<TimeSpan> watched_times(std::span<const Transfer> transfers, core::Nanoseconds period) {
  std::vector<TimeSpan> watched;
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    if (i == 0 || is_pause(transfers[i].sent - transfers[i - 1].sent, period))
      watched.push_back({transfers[i].sent, {}});
    watched.back().end = transfers[i].sent + period;
  }
  return watched;
}

std::vector<TimeSpan> united(std::vector<TimeSpan> spans) {
  std::ranges::sort(spans, {}, &TimeSpan::start);
  std::vector<TimeSpan> result;
  for (const TimeSpan& span : spans) {
    if (result.empty() || result.back().end < span.start) {
      result.push_back(span);
    } else {
      result.back().end = std::max(result.back().end, span.end);
    }
  }
  return result;
}

void DownTime::add(std::span<const TimeSpan> down, std::span<const TimeSpan> watched) {
  for (const TimeSpan& stretch : watched) {
    const core::Nanoseconds shift = watched_ - stretch.start.time_since_epoch();
    auto span = std::ranges::upper_bound(down, stretch.start, {}, &TimeSpan::end);
    for (; span != down.end() && span->start < stretch.end; ++span)
      down_.push_back({std::max(span->start, stretch.start) + shift, std::min(span->end, stretch.end) + shift});
    watched_ += stretch.length();
  }
}

std::vector<double> DownTime::shares(core::Nanoseconds block) const {
  assert(block > core::Nanoseconds(0));
  if (watched_ == core::Nanoseconds(0)) return {};
  const std::int64_t blocks = std::max<std::int64_t>(1, (watched_ + block / 2) / block);
  const double length = static_cast<double>(watched_.count()) / static_cast<double>(blocks);
  std::vector<double> shares(static_cast<std::size_t>(blocks));
  for (const TimeSpan& span : down_) {
    const double start = static_cast<double>(span.start.time_since_epoch().count()) / length;
    const double end = static_cast<double>(span.end.time_since_epoch().count()) / length;
    for (auto i = static_cast<std::size_t>(start); i < shares.size() && static_cast<double>(i) < end; ++i) {
      const auto at = static_cast<double>(i);
      shares[i] = std::min(1.0, shares[i] + std::min(end, at + 1) - std::max(start, at));
    }
  }
  return shares;
}

std::vector<double> DownTime::shares_of_unlike_blocks(core::Nanoseconds shortest) const {
  constexpr std::size_t kFewest = 10;
  std::vector<double> blocks = shares(shortest);
  while (blocks.size() >= 2 * kFewest &&
         lag1_autocorrelation(blocks) > 2 / std::sqrt(static_cast<double>(blocks.size()))) {
    shortest *= 2;
    blocks = shares(shortest);
  }
  return blocks;
}

Estimate bounded_mean(std::span<const double> sample, core::Confidence confidence) {
  assert(std::ranges::all_of(sample, [](double x) { return 0 <= x && x <= 1; }));
  Estimate estimate;
  estimate.method = Method::Hoeffding;
  estimate.n = static_cast<std::int64_t>(sample.size());
  estimate.effective_n = static_cast<double>(estimate.n);
  if (sample.empty()) return estimate;
  const double mean = std::clamp(moments(sample).mean, 0.0, 1.0);
  estimate.value = mean;
  estimate.lower = 1 - hoeffding_upper(1 - mean, estimate.effective_n, confidence);
  estimate.upper = hoeffding_upper(mean, estimate.effective_n, confidence);
  estimate.needed_n = [mean, confidence](const core::Requirement& requirement) -> std::optional<std::int64_t> {
    if (core::is_same_number(mean, requirement.limit)) return std::nullopt;
    if (requirement.limit <= 0 || requirement.limit >= 1) return 1;
    const double units = std::ceil(-std::log(confidence.alpha()) / relative_entropy(mean, requirement.limit));
    if (units > static_cast<double>(kMostUnits)) return std::nullopt;
    return static_cast<std::int64_t>(units);
  };
  return estimate;
}

}  // namespace plantproof::metrics
