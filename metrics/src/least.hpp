#pragma once

#include <concepts>
#include <cstdint>
#include <optional>

namespace plantproof::metrics {

/// No plan asks for more units than this: a search that gets here ends without an answer.
inline constexpr std::int64_t kMostUnits = 1'000'000'000'000;

/// The least number in first..last for which `holds`, which must not turn false again above it; nothing when it does
/// not hold at last.
template <std::predicate<std::int64_t> Holds>
std::optional<std::int64_t> least(std::int64_t first, std::int64_t last, Holds holds) {
  if (first > last || !holds(last)) return std::nullopt;
  while (first < last) {
    const std::int64_t middle = first + (last - first) / 2;
    if (holds(middle)) {
      last = middle;
    } else {
      first = middle + 1;
    }
  }
  return last;
}

}  // namespace plantproof::metrics
