#include "metrics/blocks.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "metrics/mean.hpp"

namespace plantproof::metrics {
namespace {

std::vector<double> block_means(std::span<const double> slots, std::size_t blocks) {
  const std::size_t width = slots.size() / blocks;
  std::vector<double> means;
  means.reserve(blocks);
  for (std::size_t i = 0; i < blocks; ++i) means.push_back(moments(slots.subspan(i * width, width)).mean);
  return means;
}

double unbiased_lag1(std::span<const double> series) {
  if (moments(series).variance <= 0) return 0;
  const auto n = static_cast<double>(series.size());
  return (n * lag1_autocorrelation(series) + 1) / (n - 3);
}

}  // namespace

std::optional<Blocks> independent_blocks(std::span<const double> slots) {
  assert(slots.size() == kShiftSlots);
  for (const std::size_t blocks : {std::size_t{12}, std::size_t{8}}) {
    std::vector<double> means = block_means(slots, blocks);
    const double dependence = unbiased_lag1(means);
    if (dependence > 2 / std::sqrt(static_cast<double>(blocks))) continue;
    const double left = std::max(dependence, 0.0);
    return Blocks{std::move(means), std::sqrt((1 + left) / (1 - left))};
  }
  return std::nullopt;
}

std::vector<double> stretched(std::vector<double> values, double factor) {
  const double centre = moments(values).mean;
  for (double& value : values) value = centre + factor * (value - centre);
  return values;
}

}  // namespace plantproof::metrics
