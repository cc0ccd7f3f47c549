#include "metrics/availability.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include <boost/math/tools/roots.hpp>
#include <fmt/format.h>

#include "least.hpp"
#include "metrics/dependence.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::metrics {
namespace {

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

core::Text too_few_outages(std::optional<core::Nanoseconds> agreed, std::size_t runs) {
  if (agreed) {
    const std::string length = fmt::format("{:.6g} ms", core::in_milliseconds(*agreed));
    return {fmt::format("中断太少，看不出一次中断有多长：按平均 {} 计（burst_length）", length),
            fmt::format("too few outages to tell how long one lasts: counted as {} on average (burst_length)", length)};
  }
  if (runs > 1) {
    return {fmt::format("中断太少，看不出一次中断有多长：以 {} 个批次为单位，不作其他假设；要更窄的界，须有更多批次、"
                        "更长的测量，或约定中断的平均长度（burst_length 大于 1）",
                        runs),
            fmt::format("too few outages to tell how long one lasts: the {} runs are the units, and nothing else is "
                        "assumed. More runs, measuring for longer, or an agreed mean length (burst_length above 1) "
                        "would narrow the bounds",
                        runs)};
  }
  return {
      "中断太少，看不出一次中断有多长：单个批次给不出置信界；须有更多批次、更长的测量，"
      "或约定中断的平均长度（burst_length 大于 1）",
      "too few outages to tell how long one lasts, so a single run gives no bounds. More runs, measuring for "
      "longer, or an agreed mean length (burst_length above 1) would give them"};
}

std::int64_t slots_in(core::Nanoseconds length, core::Nanoseconds slot) {
  assert(slot > core::Nanoseconds(0));
  return std::max<std::int64_t>(1, (length + slot / 2) / slot);
}

Dependence dependence_of(std::span<const DownTime> runs, core::Nanoseconds slot, double burst_length,
                         core::Confidence confidence) {
  constexpr std::int64_t kMostSlots = std::int64_t{1} << 17;
  constexpr std::int64_t kMostStretches = std::int64_t{1} << 14;
  const bool are_many = std::ranges::any_of(runs, [&](const DownTime& run) { return run.slots(slot) > kMostSlots; });
  std::vector<Series> slots;
  std::vector<Sums> stretches;
  for (const DownTime& run : runs) {
    if (are_many) {
      stretches.push_back(run.in_stretches(slot, kMostStretches));
    } else {
      slots.push_back(run.in_slots(slot));
    }
  }
  return are_many ? dependence_of_share(stretches, burst_length, confidence)
                  : dependence_of_share(slots, burst_length, confidence);
}

}  // namespace

ServiceTimes::ServiceTimes(core::Nanoseconds period, core::Nanoseconds survival)
    : period_(period), survival_(survival) {
  assert(period > core::Nanoseconds(0) && survival >= core::Nanoseconds(0));
}

bool ServiceTimes::is_pause(core::Instant next) const {
  return next - last_ >= 2 * period_;
}

void ServiceTimes::close() {
  if (!is_failing_) return;
  is_failing_ = false;
  const Failures& row = failures_.back();
  const bool is_first = row.first == watched_.front().start;  // what comes before it may be failures too
  if (!is_first && row.count * period_ <= survival_) failures_.pop_back();
}

void ServiceTimes::add(const Transfer& transfer) {
  const bool follows = !watched_.empty() && !is_pause(transfer.sent);
  if (!follows || transfer.in_time) close();
  if (!follows) watched_.push_back({transfer.sent, {}});
  watched_.back().end = transfer.sent + period_;
  last_ = transfer.sent;
  if (transfer.in_time) return;
  if (!is_failing_) failures_.push_back({transfer.sent, 0});
  is_failing_ = true;
  ++failures_.back().count;
}

void ServiceTimes::merge(const ServiceTimes& next) {
  if (next.watched_.empty()) return;
  if (watched_.empty()) {
    *this = next;
    return;
  }
  const core::Instant begin = next.watched_.front().start;
  const bool follows = !is_pause(begin);
  const bool goes_on = follows && is_failing_ && !next.failures_.empty() && next.failures_.front().first == begin;
  auto failures = next.failures_.begin();
  if (goes_on) failures_.back().count += (failures++)->count;
  const bool is_open = goes_on && next.is_failing_ && next.failures_.size() == 1;
  if (!is_open) close();
  failures_.insert(failures_.end(), failures, next.failures_.end());
  is_failing_ = next.is_failing_;
  auto watched = next.watched_.begin();
  if (follows) {
    watched_.back().end = watched->end;
    ++watched;
  }
  watched_.insert(watched_.end(), watched, next.watched_.end());
  last_ = next.last_;
}

std::vector<TimeSpan> ServiceTimes::down() const {
  std::vector<TimeSpan> down;
  for (const Failures& row : failures_) {
    const core::Instant start = row.first + survival_;
    const core::Instant end = row.first + row.count * period_;
    if (start < end) down.push_back({start, end});
  }
  return down;
}

std::vector<TimeSpan> down_times(std::span<const Transfer> transfers, core::Nanoseconds period,
                                 core::Nanoseconds survival) {
  ServiceTimes times(period, survival);
  for (const Transfer& transfer : transfers) times.add(transfer);
  return times.down();
}

std::vector<TimeSpan> watched_times(std::span<const Transfer> transfers, core::Nanoseconds period) {
  ServiceTimes times(period, core::Nanoseconds(0));
  for (const Transfer& transfer : transfers) times.add(transfer);
  return times.watched();
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

DownTime::DownTime(std::span<const TimeSpan> down, std::span<const TimeSpan> watched) {
  for (const TimeSpan& stretch : watched) {
    const core::Nanoseconds shift = watched_ - stretch.start.time_since_epoch();
    auto span = std::ranges::upper_bound(down, stretch.start, {}, &TimeSpan::end);
    for (; span != down.end() && span->start < stretch.end; ++span)
      down_.push_back({std::max(span->start, stretch.start) + shift, std::min(span->end, stretch.end) + shift});
    watched_ += stretch.length();
  }
}

core::Nanoseconds DownTime::down() const {
  core::Nanoseconds down(0);
  for (const TimeSpan& span : down_) down += span.length();
  return down;
}

std::int64_t DownTime::slots(core::Nanoseconds slot) const {
  return watched_ == core::Nanoseconds(0) ? 0 : slots_in(watched_, slot);
}

std::vector<DownTime::Slots> DownTime::down_slots(core::Nanoseconds slot) const {
  const std::int64_t all = slots(slot);
  std::vector<Slots> result;
  for (const TimeSpan& span : down_) {
    const std::int64_t first = std::min(all - 1, span.start.time_since_epoch() / slot);
    const Slots of_span = {std::max(first, result.empty() ? 0 : result.back().end),
                           std::min(first + slots_in(span.length(), slot), all)};
    if (of_span.begin < of_span.end) result.push_back(of_span);
  }
  return result;
}

Series DownTime::in_slots(core::Nanoseconds slot) const {
  Series series;
  series.values.resize(static_cast<std::size_t>(slots(slot)));
  for (const Slots& down : down_slots(slot))
    std::fill(series.values.begin() + down.begin, series.values.begin() + down.end, 1.0);
  return series;
}

Sums DownTime::in_stretches(core::Nanoseconds slot, std::int64_t most) const {
  const std::int64_t all = slots(slot);
  const std::int64_t length = std::max<std::int64_t>(1, (all + most - 1) / most);
  Sums::Stream stream;
  stream.n = static_cast<double>(all);
  for (std::int64_t begin = 0; begin < all; begin += length)
    stream.stretches.push_back({begin / length, static_cast<double>(std::min(length, all - begin)), 0});
  for (auto [begin, end] : down_slots(slot)) {
    while (begin < end) {
      const std::int64_t index = begin / length;
      const std::int64_t next = std::min(end, (index + 1) * length);
      stream.stretches[static_cast<std::size_t>(index)].sum += static_cast<double>(next - begin);
      stream.sum += static_cast<double>(next - begin);
      begin = next;
    }
  }
  stream.squares = stream.sum * (1 - stream.mean());
  return {{std::move(stream)}};
}

Estimate down_share(std::span<const DownTime> runs, core::Nanoseconds slot, std::optional<core::Nanoseconds> agreed,
                    core::Confidence confidence) {
  std::vector<DownTime> seen;
  std::vector<double> shares;
  std::vector<double> sizes;
  core::Nanoseconds down(0);
  core::Nanoseconds watched(0);
  for (const DownTime& run : runs) {
    if (run.watched() == core::Nanoseconds(0)) continue;
    seen.push_back(run);
    sizes.push_back(static_cast<double>(run.slots(slot)));
    shares.push_back(core::in_seconds(run.down()) / core::in_seconds(run.watched()));
    down += run.down();
    watched += run.watched();
  }
  if (shares.empty()) return {};
  const double share = core::in_seconds(down) / core::in_seconds(watched);
  const double agreed_slots = agreed ? std::max(1.0, core::in_seconds(*agreed) / core::in_seconds(slot)) : 1;
  const Dependence dependence = dependence_of(seen, slot, agreed_slots, confidence);
  Estimate estimate;
  if (agreed || dependence.events >= kEventsThatTellBursts) {
    const Count count{std::llround(share * dependence.n), std::llround(dependence.n)};
    estimate = proportion(count, confidence, dependence.design_effect());
    estimate.deciding_runs = dependence.deciding_runs();
  } else if (shares.size() > 1) {
    estimate = bounded_mean(shares, sizes, confidence);
    estimate.deciding_runs = static_cast<int>(shares.size());
    estimate.needed_n = [needed_runs = estimate.needed_n, longest = std::llround(std::ranges::max(sizes))](
                            const core::Requirement& requirement) -> std::optional<std::int64_t> {
      const auto needed = needed_runs(requirement);
      if (!needed || *needed > kMostUnits / longest) return std::nullopt;
      return *needed * longest;
    };
  } else {
    estimate.effective_n = 1;
    estimate.method = Method::Hoeffding;
  }
  estimate.value = share;
  estimate.n = std::llround(dependence.n);
  if (dependence.events < kEventsThatTellBursts) {
    estimate.notes.push_back(too_few_outages(agreed, shares.size()));
  } else {
    estimate.notes = notes_on(dependence);
  }
  return estimate;
}

Estimate bounded_mean(std::span<const double> sample, std::span<const double> weights, core::Confidence confidence) {
  assert(std::ranges::all_of(sample, [](double x) { return 0 <= x && x <= 1; }));
  assert(weights.size() == sample.size() && std::ranges::all_of(weights, [](double weight) { return weight > 0; }));
  Estimate estimate;
  estimate.method = Method::Hoeffding;
  estimate.n = static_cast<std::int64_t>(sample.size());
  if (sample.empty()) return estimate;
  const double whole = std::reduce(weights.begin(), weights.end());
  estimate.effective_n = whole / std::ranges::max(weights);
  const double mean =
      std::clamp(std::transform_reduce(sample.begin(), sample.end(), weights.begin(), 0.0) / whole, 0.0, 1.0);
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
