#include "metrics/coordinated_omission.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "binomial.hpp"

namespace plantproof::metrics {
namespace {

/// Calls `visit(exchange, next)` for every answered request whose successor is there.
template <class Visitor>
void for_each_answered(std::span<const Exchange> exchanges, Visitor&& visit) {
  for (std::size_t i = 1; i < exchanges.size(); ++i) {
    const Exchange& exchange = exchanges[i - 1];
    if (exchange.answered && exchanges[i].sequence == exchange.sequence + 1) visit(exchange, exchanges[i]);
  }
}

core::Nanoseconds median_pace(std::span<const Exchange> exchanges, core::Nanoseconds period) {
  std::vector<core::Nanoseconds> intervals;
  for_each_answered(exchanges, [&](const Exchange& exchange, const Exchange& next) {
    if (*exchange.answered - exchange.sent <= period) intervals.push_back(next.sent - exchange.sent);
  });
  if (intervals.empty()) return period;
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::ranges::nth_element(intervals, middle);
  return *middle;
}

}  // namespace

SenderPace sender_pace(std::span<const Exchange> exchanges, core::Nanoseconds period, core::Confidence confidence) {
  assert(period > core::Nanoseconds(0));
  SenderPace result{.pace = std::max(period, median_pace(exchanges, period))};
  for_each_answered(exchanges, [&](const Exchange& exchange, const Exchange& next) {
    if (*exchange.answered - exchange.sent <= result.pace) return;
    ++result.late_answers;
    if (next.sent < *exchange.answered) return;
    ++result.held_back;
    result.longest_delay = std::max(result.longest_delay, next.sent - exchange.sent - result.pace);
  });
  const auto late = static_cast<double>(result.late_answers);
  const auto kept = static_cast<double>(result.late_answers - result.held_back);
  result.waits = result.late_answers > 0 && binomial::at_most(kept, late, 0.5) <= confidence.alpha();
  return result;
}

}  // namespace plantproof::metrics
