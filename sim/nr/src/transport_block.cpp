#include "nr/transport_block.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <iterator>

#include "nr/numerology.hpp"

namespace plantproof::nr {
namespace {

/// TS 38.214 table 5.1.3.2-1.
constexpr int kSmallSizes[] = {
    24,   32,   40,   48,   56,   64,   72,   80,   88,   96,   104,  112,  120,  128,  136,  144,  152,  160,  168,
    176,  184,  192,  208,  224,  240,  256,  272,  288,  304,  320,  336,  352,  368,  384,  408,  432,  456,  480,
    504,  528,  552,  576,  608,  640,  672,  704,  736,  768,  808,  848,  888,  928,  984,  1032, 1064, 1128, 1160,
    1192, 1224, 1256, 1288, 1320, 1352, 1416, 1480, 1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024, 2088, 2152, 2216,
    2280, 2408, 2472, 2536, 2600, 2664, 2728, 2792, 2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824};
constexpr int kLargestSmallSize = 3824;

constexpr std::int64_t ceil_divided(std::int64_t numerator, std::int64_t denominator) {
  return (numerator + denominator - 1) / denominator;
}

/// floor(log2(value)); -1 of 0.
constexpr int floor_log2(std::int64_t value) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value))) - 1;
}

constexpr bool is_at_most(CodeRate rate, int numerator, int denominator) {
  return static_cast<std::int64_t>(rate.numerator) * denominator <=
         static_cast<std::int64_t>(rate.denominator) * numerator;
}

/// Step 3, of the whole part of N_info.
std::int64_t small_block_bits(std::int64_t information) {
  const int n = std::max(3, floor_log2(information) - 6);
  const std::int64_t quantised = std::max<std::int64_t>(24, information >> n << n);
  return *std::lower_bound(std::begin(kSmallSizes), std::end(kSmallSizes), quantised);
}

/// Step 4, of N_info = information / parts.
std::int64_t large_block_bits(std::int64_t information, std::int64_t parts, CodeRate rate) {
  const std::int64_t less_crc = information - 24 * parts;
  const int n = floor_log2(less_crc / parts) - 5;
  const std::int64_t step = parts << n;
  const std::int64_t rounded = (2 * less_crc + step) / (2 * step);
  const std::int64_t with_crc = std::max<std::int64_t>(3840, rounded << n) + 24;
  std::int64_t code_blocks = 1;
  if (is_at_most(rate, 1, 4)) {
    code_blocks = ceil_divided(with_crc, 3816);
  } else if (with_crc - 24 > 8424) {
    code_blocks = ceil_divided(with_crc, 8424);
  }
  return 8 * code_blocks * ceil_divided(with_crc, 8 * code_blocks) - 24;
}

/// Kb of TS 38.212 5.2.2: the columns of the base graph that carry information.
int information_columns(BaseGraph graph, std::int64_t bits_with_crc) {
  if (graph == BaseGraph::One) return 22;
  if (bits_with_crc > 640) return 10;
  if (bits_with_crc > 560) return 9;
  return bits_with_crc > 192 ? 8 : 6;
}

/// The least lifting size of TS 38.212 table 5.3.2-1, {2, 3, 5, 7, 9, 11, 13, 15} times a power of two, at most 384,
/// that is no less than `least`.
int lifting_size(std::int64_t least) {
  int best = 384;
  for (const int odd : {2, 3, 5, 7, 9, 11, 13, 15}) {
    for (int size = odd; size <= best; size *= 2) {
      if (size >= least) best = size;
    }
  }
  return best;
}

}  // namespace

int Allocation::resource_elements() const {
  const int of_block = kSubcarriersPerBlock * symbols - dmrs_elements - overhead_elements;
  assert(blocks >= 1 && of_block >= 1);
  return std::min(156, of_block) * blocks;
}

std::int64_t transport_block_bits(const Allocation& allocation, const ModulationCoding& coding, int layers,
                                  TransportBlockScaling scaling) {
  assert(1 <= layers && layers <= 4);
  const std::int64_t information = static_cast<std::int64_t>(allocation.resource_elements()) * coding.rate.numerator *
                                   coding.modulation_order * layers;
  const std::int64_t parts = static_cast<std::int64_t>(coding.rate.denominator) * static_cast<int>(scaling);
  if (information <= kLargestSmallSize * parts) return small_block_bits(information / parts);
  return large_block_bits(information, parts, coding.rate);
}

BaseGraph base_graph(std::int64_t transport_block_bits, CodeRate rate) {
  const bool is_short = transport_block_bits <= 292;
  const bool is_medium = transport_block_bits <= kLargestSmallSize && is_at_most(rate, 67, 100);
  return is_short || is_medium || is_at_most(rate, 1, 4) ? BaseGraph::Two : BaseGraph::One;
}

Segmentation segment(std::int64_t transport_block_bits, BaseGraph graph) {
  assert(transport_block_bits >= 24);
  const int crc = transport_block_bits > kLargestSmallSize ? 24 : 16;
  const std::int64_t with_crc = transport_block_bits + crc;
  const std::int64_t largest = graph == BaseGraph::One ? 8448 : 3840;
  const std::int64_t code_blocks = with_crc <= largest ? 1 : ceil_divided(with_crc, largest - 24);
  const int code_block_crc = code_blocks == 1 ? 0 : 24;
  assert(with_crc % code_blocks == 0);
  const std::int64_t payload = with_crc / code_blocks + code_block_crc;
  const int lifting = lifting_size(ceil_divided(payload, information_columns(graph, with_crc)));
  const std::int64_t coded = (graph == BaseGraph::One ? 22 : 10) * static_cast<std::int64_t>(lifting);
  return {crc, static_cast<int>(code_blocks), code_block_crc, payload, lifting, coded - payload};
}

}  // namespace plantproof::nr
