#pragma once

#include "exchange.hpp"
#include "network/simulation.hpp"

namespace plantproof::yardstick {

/// A hall of 120 by 60 m with one gNB at its ceiling, 100 MHz at 30 kHz in DDDSU, fading in every link, and as many
/// devices all over it, which talk to a server behind the UPF: the network that a plant is simulated with.
Parties factory(int devices, network::Simulation& simulation);

}  // namespace plantproof::yardstick
