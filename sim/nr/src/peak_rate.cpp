#include "nr/peak_rate.hpp"

namespace plantproof::nr {
namespace {

constexpr double kSubframesPerSecond = 1000;
constexpr double kHighestCodeRate = 948.0 / 1024;

}  // namespace

double overhead(FrequencyRange range, Direction direction) {
  if (direction == Direction::Downlink) return range == FrequencyRange::Fr1 ? 0.14 : 0.18;
  return range == FrequencyRange::Fr1 ? 0.08 : 0.10;
}

double PeakRate::bps() const {
  const int bits_per_element = layers * modulation_order;
  const double elements_per_second =
      static_cast<double>(blocks * kSubcarriersPerBlock) * symbols_per_subframe(spacing) * kSubframesPerSecond;
  return bits_per_element * scaling_factor * kHighestCodeRate * elements_per_second * (1 - overhead(range, direction));
}

}  // namespace plantproof::nr
