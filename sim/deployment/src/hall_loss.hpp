#pragma once

#include <cstdint>
#include <vector>

#include "channel/large_scale.hpp"
#include "core/hertz.hpp"
#include "network/path_loss.hpp"
#include "scenarios/hall.hpp"

namespace plantproof::deployment {

/// What a signal loses in the hall, for the networks that are not ours: between a base station and anything else the
/// line of sight and the shadow of their places; between two others the median loss without line of sight.
network::PathLoss hall_loss(const scenarios::Hall& hall, const std::vector<network::Position>& base_stations,
                            double device_height_m, core::Hertz carrier, std::uint64_t seed);

}  // namespace plantproof::deployment
