#pragma once

#include <cmath>
#include <cstdint>

namespace plantproof::core {

/// A well mixed number from two: a seed for each of many things that share one. The finalizer of SplitMix64 (Steele,
/// Lea & Flood, OOPSLA 2014).
constexpr std::uint64_t mixed(std::uint64_t seed, std::uint64_t item) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15U * (item + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

/// What of a hall is drawn, each independent of the others.
enum class Drawn : std::uint64_t { Obstruction, ShadowLos, ShadowNlos, Rician, DelaySpreadLos, DelaySpreadNlos, Rays };

/// The seed of one of these for the numbered site or cell of a hall.
constexpr std::uint64_t seed_of(std::uint64_t hall_seed, std::uint32_t number, Drawn what) {
  return mixed(mixed(hall_seed, number), static_cast<std::uint64_t>(what));
}

/// Numbers that depend on the seed and their place in the sequence only, the same with every standard library.
class Draws {
 public:
  constexpr explicit Draws(std::uint64_t seed) : seed_(mixed(seed, 0)) {}

  /// Uniform, at least 0 and below 1, in steps of 2^-53.
  constexpr double uniform() { return static_cast<double>(mixed(seed_, drawn_++) >> 11) * 0x1p-53; }
  /// Exponential, of mean 1.
  double exponential() { return -std::log1p(-uniform()); }

 private:
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

}  // namespace plantproof::core
