#pragma once

#include <cstdint>
#include <vector>

#include "core/time.hpp"
#include "data/tables.hpp"
#include "deployment/population.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"
#include "survey/route.hpp"

namespace plantproof::deployment {

/// The way of a walk test over the floor of a hall, with the device carried where the network's devices are.
survey::Route route_of(const Survey& survey, const scenarios::Hall& hall, const scenarios::Network& network);

/// What a walk test measures that begins at `start` and goes on until `end` or its way's end: SS-RSRP and SS-SINR, in
/// the same shadows as the devices of the network that deploy() builds from the same arguments, with the receiver those
/// have. Of cells on one carrier, which ours all are, the SSBs coincide. Empty for a network that is not 5G. The
/// network is one that deploy() accepts (assertion).
std::vector<data::RadioSample> walk_test(const Survey& survey, const scenarios::Hall& hall,
                                         const scenarios::Network& network, std::uint64_t seed, core::Instant start,
                                         core::Instant end);

}  // namespace plantproof::deployment
