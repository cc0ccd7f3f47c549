#pragma once

#include "exchange.hpp"

namespace plantproof::yardstick {

/// Every device has a link of its own (1 Gbit/s, 1 ms) to a peer of its own, set up with ns-3's helpers as they come.
/// Not one peer for all: ns-3's static routing goes through all of a node's routes for every packet, and would be
/// measured.
Parties point_to_point(int devices);

}  // namespace plantproof::yardstick
