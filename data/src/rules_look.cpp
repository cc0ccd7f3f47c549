#include "rules_look.hpp"

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

}  // namespace plantproof::data
