#include "message_rules.hpp"

#include <algorithm>
#include <iterator>

namespace plantproof::data {

bool NumberSet::add(std::int64_t first, std::int64_t last) {
  const auto next = last_of_.upper_bound(first);
  if (next != last_of_.end() && next->first <= last) return false;
  if (next != last_of_.begin()) {
    const auto before = std::prev(next);
    if (first <= before->second) return false;
    if (first - 1 == before->second) {
      before->second = last;
      return true;
    }
  }
  last_of_.emplace_hint(next, first, last);
  return true;
}

bool NumberSet::add(const NumberSet& other) {
  return std::ranges::all_of(other.last_of_, [&](const auto& range) { return add(range.first, range.second); });
}

void MessageRules::add(const Message& message) {
  ++rows_;
  Flow& flow = flows_[message.flow];
  const bool is_first = flow.sequences.is_empty();
  are_kept_ = are_kept_ && flow.sequences.add(message.sequence) && (is_first || flow.last_sent <= message.sent);
  if (is_first) flow.first_sent = message.sent;
  flow.last_sent = message.sent;
}

void MessageRules::merge(MessageRules&& next) {
  rows_ += next.rows_;
  are_kept_ = are_kept_ && next.are_kept_;
  next.flows_.for_each([&](const std::string& name, const Flow& later) {
    Flow& flow = flows_[name];
    const bool is_first = flow.sequences.is_empty();
    are_kept_ = are_kept_ && flow.sequences.add(later.sequences) && (is_first || flow.last_sent <= later.first_sent);
    if (is_first) flow.first_sent = later.first_sent;
    flow.last_sent = later.last_sent;
  });
}

bool MessageRules::are_kept(const Names* flows) {
  bool are_known = true;
  flows_.for_each([&](const std::string& name, const Flow&) {
    are_known = are_known && (flows == nullptr || flows->contains(name));
  });
  return are_kept_ && are_known;
}

}  // namespace plantproof::data
