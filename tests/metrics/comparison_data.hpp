#pragma once

#include <numeric>
#include <vector>

#include "metrics/ratio.hpp"

// Samples on which the ratio of means, the ratio by ranks and the uplift KPIs are tested alike.
namespace plantproof::metrics {

/// The output of eight shifts before and after: some 25 % more, and hardly a difference from pair to pair.
inline const std::vector<BeforeAfter> kShifts = {{100, 124}, {104, 128}, {96, 119}, {110, 140},
                                                 {90, 113},  {101, 127}, {99, 122}, {105, 133}};

/// first, first + 1, .. last: R's manual compares 1:10 with 7:20.
template <class Number = double>
std::vector<Number> counting(int first, int last) {
  std::vector<Number> numbers(static_cast<std::size_t>(last - first + 1));
  std::iota(numbers.begin(), numbers.end(), static_cast<Number>(first));
  return numbers;
}

}  // namespace plantproof::metrics
