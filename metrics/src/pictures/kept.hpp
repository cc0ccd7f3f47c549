#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace plantproof::metrics {

/// Keeps of a list the `most` elements with the greatest key, in their order, the earlier of equal ones; returns how
/// many were left out.
template <class Element, class Key>
std::int64_t keep_greatest(std::vector<Element>& elements, std::size_t most, Key key) {
  if (elements.size() <= most) return 0;
  std::vector<std::size_t> order(elements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return key(elements[i]); });
  const auto left_out = static_cast<std::int64_t>(elements.size() - most);
  order.resize(most);
  std::ranges::sort(order);
  std::vector<Element> kept;
  kept.reserve(most);
  for (const std::size_t i : order) kept.push_back(std::move(elements[i]));
  elements = std::move(kept);
  return left_out;
}

}  // namespace plantproof::metrics
