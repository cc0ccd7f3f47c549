#pragma once

#include <cstdint>
#include <optional>

#include "core/input_error.hpp"
#include "data/tables.hpp"
#include "deployment/population.hpp"
#include "network/network.hpp"
#include "network/simulation.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"

namespace plantproof::deployment {

/// Builds the network of a scenario in its hall, with everybody in it: machines have its radio (5G, Wi-Fi, LTE) or a
/// cable, servers are behind its core or at its switch. Every flow is treated as the first of the network's rules
/// wants it whose name matches. The hall's clutter, and all else that is drawn, follows from the seed.
///
/// Nothing for a network of kind none. Nothing either when anything is wrong, with every objection in `errors`: what
/// config::nr_configuration and config::check_networks refuse, a machine outside the hall, and what a scenario file can
/// say but this simulator cannot do. Two machines of one name, or a flow between strangers, are a caller's bug
/// (assertion).
std::optional<network::Network> deploy(const scenarios::Hall& hall, const scenarios::Network& network,
                                       const Population& population, std::uint64_t seed,
                                       network::Simulation& simulation, core::InputErrors& errors);

/// What connects a machine that has no cable in such a network: the evidence table `devices`.
data::Access access_of(const scenarios::Network& network);

}  // namespace plantproof::deployment
