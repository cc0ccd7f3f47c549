#include "channel/block_error.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "channel/mutual_information.hpp"

namespace plantproof::channel {
namespace {

constexpr double kBaseGraph2Rate = 0.67;

struct BaseGraph {
  double mother_rate;
  std::array<double, 4> start;  ///< of the redundancy versions 0, 2, 3, 1, as a share of the buffer
};

constexpr BaseGraph kBaseGraph1{1.0 / 3, {0, 33.0 / 66, 56.0 / 66, 17.0 / 66}};
constexpr BaseGraph kBaseGraph2{1.0 / 5, {0, 25.0 / 50, 43.0 / 50, 13.0 / 50}};

bool has_base_graph_2(const CodeBlock& block) {
  return block.bits <= 292 || block.code_rate <= 0.25 || (block.bits <= 3824 && block.code_rate <= kBaseGraph2Rate);
}

/// Above the normal approximation at 10 % errors; `code_rate` is that of all that was sent.
core::Decibel gap_to_bound(const CodeBlock& block, double code_rate) {
  double gap = 0.85 + 0.3 * std::max(std::log10(500.0 / block.bits), 0.0);
  if (has_base_graph_2(block)) gap += 2.3 * std::max(code_rate - kBaseGraph2Rate, 0.0);
  return core::Decibel(gap);
}

/// A stretch of the circular buffer, both ends as shares of it; it may run past its end, and around more than once.
struct Stretch {
  double start;
  double length;

  /// How often it holds the place.
  [[nodiscard]] int count(double place) const {
    const double from_start = place >= start ? place - start : place - start + 1;
    return from_start < length ? 1 + static_cast<int>(length - from_start) : 0;
  }
};

/// A part of the buffer that every transmission holds equally often.
struct Part {
  double share;
  double sinr;  ///< linear, summed over the transmissions; 0 where nothing was sent
};

}  // namespace

double code_block_error(const CodeBlock& block, std::span<const core::Decibel> sinrs, Combining combining,
                        Receiver receiver) {
  assert(block.bits >= 24 && block.bits <= 8448 && block.code_rate > 0 && block.code_rate < 1);
  assert(sinrs.size() <= kMostTransmissions);
  if (sinrs.empty()) return 1;
  const BaseGraph& graph = has_base_graph_2(block) ? kBaseGraph2 : kBaseGraph1;

  std::array<Stretch, kMostTransmissions> sent{};
  std::array<double, 2 * kMostTransmissions + 2> edges{};
  std::size_t edge_count = 0;
  edges[edge_count++] = 0;
  edges[edge_count++] = 1;
  for (std::size_t i = 0; i < sinrs.size(); ++i) {
    const double start = combining == Combining::Chase ? 0 : graph.start[i % graph.start.size()];
    sent[i] = {start, graph.mother_rate / block.code_rate};
    const double end = start + sent[i].length;
    edges[edge_count++] = start;
    edges[edge_count++] = end - std::floor(end);
  }
  const auto used = edges.begin() + static_cast<std::ptrdiff_t>(edge_count);
  std::sort(edges.begin(), used);

  std::array<Part, 2 * kMostTransmissions + 1> parts{};
  double filled = 0;
  for (std::size_t i = 0; i + 1 < edge_count; ++i) {
    parts[i] = {edges[i + 1] - edges[i], 0};
    const double middle = (edges[i] + edges[i + 1]) / 2;
    for (std::size_t j = 0; j < sinrs.size(); ++j) parts[i].sinr += sent[j].count(middle) * sinrs[j].linear();
    if (parts[i].sinr > 0) filled += parts[i].share;
  }

  const double buffer_bits = block.bits / graph.mother_rate;
  const double buffer_symbols = buffer_bits / block.bits_per_symbol;
  const core::Decibel loss = gap_to_bound(block, block.bits / (filled * buffer_bits)) + receiver.loss;
  double mean = 0;
  double variance = 0;
  for (std::size_t i = 0; i + 1 < edge_count; ++i) {
    if (parts[i].sinr <= 0 || parts[i].share <= 0) continue;
    const auto sinr = core::Decibel::of_ratio(parts[i].sinr);
    const InformationDensity told = information_density(block.bits_per_symbol, sinr - loss);
    const double symbols = parts[i].share * buffer_symbols;
    mean += symbols * told.mean;
    variance += symbols * told.variance;
  }
  const double real_symbols = 2 * filled * buffer_symbols;
  const double excess = mean - block.bits + std::log2(real_symbols) / 2;
  if (variance <= 0) return excess > 0 ? 0 : 1;
  constexpr double kAtTenPercent = 1.2815515655446004;
  constexpr double kSteepness = 0.8;
  double deviations = excess / std::sqrt(variance);
  if (deviations > kAtTenPercent) deviations = kAtTenPercent + kSteepness * (deviations - kAtTenPercent);
  return std::erfc(deviations / std::numbers::sqrt2) / 2;
}

double transport_block_error(double code_block_error, int blocks) {
  assert(code_block_error >= 0 && code_block_error <= 1 && blocks >= 1);
  return -std::expm1(blocks * std::log1p(-code_block_error));
}

}  // namespace plantproof::channel
