#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/ptr.h>

namespace plantproof::yardstick {

/// A device and whom it talks to: nodes with an IPv4 stack that reach each other. Devices may have one peer in common.
struct Pair {
  ns3::Ptr<ns3::Node> device;
  ns3::Ipv4Address device_address;
  ns3::Ptr<ns3::Node> peer;
  ns3::Ipv4Address peer_address;
};

/// All pairs of a network, which lives as long as they do.
struct Parties {
  std::vector<Pair> pairs;
  std::shared_ptr<void> network{};
};

/// What an exchange took.
struct Cost {
  double cpu_seconds = 0;    ///< of this process while simulated time went by; building the network is not counted
  std::int64_t packets = 0;  ///< that arrived, both ways together
};

/// Every device sends its peer 100 bytes in UDP each 10 ms, and the peer the device as many; the devices are spread
/// over a period, and the answers are half a period behind. It begins at `start_s`, when a radio network has its
/// devices, and ends when `packets` have been sent. For one network in a simulation that has not begun.
Cost exchange(const std::vector<Pair>& pairs, std::int64_t packets, double start_s);

}  // namespace plantproof::yardstick
