#pragma once

#include <cstdint>

#include "core/random.hpp"

namespace plantproof::channel {

/// What of a hall is drawn, each independent of the others.
enum class Drawn : std::uint64_t { Obstruction, ShadowLos, ShadowNlos, Rician, DelaySpreadLos, DelaySpreadNlos, Rays };

/// The seed of one of these for the numbered site or cell of a hall.
constexpr std::uint64_t seed_of(std::uint64_t hall_seed, std::uint32_t number, Drawn what) {
  return core::mixed(core::mixed(hall_seed, number), static_cast<std::uint64_t>(what));
}

}  // namespace plantproof::channel
