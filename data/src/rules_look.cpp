#include "rules_look.hpp"

#include <charconv>
#include <functional>

namespace plantproof::data {

void NumberSet::add(const NumberSet& other) {
  for (const Range& range : other.ranges_) add(range);
}

void NumberSet::add(const Range& range) {
  if (ranges_.size() >= join_at_) {
    ranges_ = joined(std::move(ranges_));
    join_at_ = std::max(join_at_, 2 * ranges_.size());
  }
  ranges_.push_back(range);
}

std::vector<NumberSet::Range> NumberSet::joined(std::vector<Range> ranges) {
  std::ranges::sort(ranges, {}, &Range::first);
  std::size_t kept = 0;
  for (const Range& range : ranges) {
    if (kept > 0 && ranges[kept - 1].last == range.first - 1) {
      ranges[kept - 1].last = range.last;
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
  return ranges;
}

bool NumberSet::are_distinct() const {
  const std::vector<Range> all = joined(ranges_);
  return std::ranges::adjacent_find(all, [](const Range& a, const Range& b) { return b.first <= a.last; }) == all.end();
}

std::int64_t number_of(std::string_view text) {
  constexpr std::size_t kMostDigits = 17;  // such a number is less than 2^57
  std::size_t begin = text.size();
  while (begin > 0 && text.size() - begin < kMostDigits && '0' <= text[begin - 1] && text[begin - 1] <= '9') --begin;
  std::int64_t counted = 0;
  std::from_chars(text.data() + begin, text.data() + text.size(), counted);
  // Of "A-7" and "A-07" the number is the same, and what is before it, but not how long it is.
  const std::uint64_t series =
      std::hash<std::string_view>()(text.substr(0, begin)) + (text.size() - begin) * 0x9e3779b97f4a7c15;
  return static_cast<std::int64_t>(series >> 2) + counted;
}

}  // namespace plantproof::data
