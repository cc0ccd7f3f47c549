#pragma once

#include <vector>

#include "network/ethernet.hpp"
#include "network/network.hpp"
#include "network/simulation.hpp"

namespace plantproof::network {

/// Every device has a cable to the switch.
struct Wired {
  Ethernet ethernet;
  std::vector<Device> devices;
};

/// An IP packet of n bytes is, on idle cables, at its destination after 2 (serialisation_time(n) + cable_delay) +
/// switch_delay, exactly. Two devices of one name are an assertion.
[[nodiscard]] Network build_wired(const Wired& wired, Simulation& simulation);

}  // namespace plantproof::network
