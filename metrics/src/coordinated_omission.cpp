#include "metrics/coordinated_omission.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <vector>

#include "binomial.hpp"

namespace plantproof::metrics {
namespace {

/// Enough for a median.
constexpr std::size_t kMostIntervals = 65536;

/// Whether the request was answered and its successor is there.
bool tells(const Exchange& exchange, const Exchange& next) {
  return exchange.answered && next.sequence == exchange.sequence + 1;
}

}  // namespace

void PaceOfSender::see(const Exchange& exchange, const Exchange& next) {
  if (intervals_.size() == kMostIntervals || !tells(exchange, next)) return;
  if (*exchange.answered - exchange.sent <= period_) intervals_.push_back(next.sent - exchange.sent);
}

void PaceOfSender::add(const Exchange& exchange) {
  if (first_) {
    see(last_, exchange);
  } else {
    first_ = exchange;
  }
  last_ = exchange;
}

void PaceOfSender::merge(const PaceOfSender& next) {
  if (!next.first_) return;
  add(*next.first_);
  const std::size_t room = std::min(next.intervals_.size(), kMostIntervals - intervals_.size());
  intervals_.insert(intervals_.end(), next.intervals_.begin(),
                    next.intervals_.begin() + static_cast<std::ptrdiff_t>(room));
  last_ = next.last_;
}

core::Nanoseconds PaceOfSender::pace() const {
  std::vector<core::Nanoseconds> intervals = intervals_;
  if (intervals.empty()) return period_;
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::ranges::nth_element(intervals, middle);
  return std::max(period_, *middle);
}

void LateAnswers::see(const Exchange& exchange, const Exchange& next) {
  if (!tells(exchange, next) || *exchange.answered - exchange.sent <= seen_.pace) return;
  ++seen_.late_answers;
  if (next.sent < *exchange.answered) return;
  ++seen_.held_back;
  seen_.longest_delay = std::max(seen_.longest_delay, next.sent - exchange.sent - seen_.pace);
}

void LateAnswers::add(const Exchange& exchange) {
  if (first_) {
    see(last_, exchange);
  } else {
    first_ = exchange;
  }
  last_ = exchange;
}

void LateAnswers::merge(const LateAnswers& next) {
  if (!next.first_) return;
  add(*next.first_);
  seen_.late_answers += next.seen_.late_answers;
  seen_.held_back += next.seen_.held_back;
  seen_.longest_delay = std::max(seen_.longest_delay, next.seen_.longest_delay);
  last_ = next.last_;
}

SenderPace LateAnswers::seen(core::Confidence confidence) const {
  SenderPace result = seen_;
  const auto late = static_cast<double>(result.late_answers);
  const auto kept = static_cast<double>(result.late_answers - result.held_back);
  result.waits = result.late_answers > 0 && binomial::at_most(kept, late, 0.5) <= confidence.alpha();
  return result;
}

SenderPace sender_pace(std::span<const Exchange> exchanges, core::Nanoseconds period, core::Confidence confidence) {
  assert(period > core::Nanoseconds(0));
  PaceOfSender of(period);
  for (const Exchange& exchange : exchanges) of.add(exchange);
  LateAnswers late(of.pace());
  for (const Exchange& exchange : exchanges) late.add(exchange);
  return late.seen(confidence);
}

}  // namespace plantproof::metrics
