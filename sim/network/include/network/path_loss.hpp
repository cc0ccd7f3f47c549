#pragma once

#include <functional>

#include "core/decibel.hpp"
#include "network/network.hpp"

namespace plantproof::network {

/// What a signal loses between two places, antenna gains included; the same both ways. It must be the same whenever it
/// is asked: a simulation asks for every frame.
using PathLoss = std::function<core::Decibel(const Position& transmitter, const Position& receiver)>;

/// at_one_metre + 10 exponent log10(distance / 1 m); at_one_metre for all that is nearer.
[[nodiscard]] PathLoss log_distance(core::Decibel at_one_metre, double exponent);

}  // namespace plantproof::network
