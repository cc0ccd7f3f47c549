#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace plantproof::samples {

/// Draws that are the same on every machine: the engine's sequence is fixed by the standard, the distributions of std
/// are not, so their transforms are here. What is made of them is rounded far above the last digit. An expression draws
/// once at most, since the order of its operands is the compiler's.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// In [from, to).
  double uniform(double from, double to) {
    return from + (to - from) * static_cast<double>(engine_() >> 11U) * 0x1p-53;
  }
  bool chance(double probability) { return uniform(0, 1) < probability; }
  double exponential(double mean) { return -mean * std::log1p(-uniform(0, 1)); }
  /// The sum of twelve uniforms: within six deviations, and close enough to a normal one for a story.
  double normal(double mean, double deviation) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform(0, 1);
    return mean + deviation * sum;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace plantproof::samples
