#pragma once

#include <cstdint>

#include <ns3/arp-cache.h>
#include <ns3/net-device.h>
#include <ns3/node.h>
#include <ns3/ptr.h>

#include "ethernet_port.hpp"
#include "network/ethernet.hpp"
#include "parts.hpp"

namespace plantproof::network {

/// A local network: a switch, and one IPv4 subnet 172.16.0.0/12 of all that is bridged to it. Every host knows every
/// other's hardware address from the start, so nobody asks for one (ARP) and the first message takes no longer than
/// the second.
class Lan {
 public:
  explicit Lan(const Ethernet& ethernet);

  /// A cable from a new port of the switch to a new port of the node.
  ns3::Ptr<EthernetPort> plug(const ns3::Ptr<ns3::Node>& node);
  /// Gives the device the next address of the subnet.
  Host address(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<ns3::NetDevice>& device);
  /// A device with a cable to the switch.
  Host add(const Device& device, std::int64_t& stream);

 private:
  Ethernet ethernet_;
  ns3::Ptr<ns3::Node> switch_;
  ns3::Ptr<ns3::NetDevice> bridge_;
  ns3::Ptr<ns3::ArpCache> hardware_addresses_;
  std::uint32_t next_address_ = ns3::Ipv4Address("172.16.0.1").Get();
};

/// Makes one NetDevice the node's way to a subnet.
void set_address(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<ns3::NetDevice>& device, ns3::Ipv4Address address,
                 ns3::Ipv4Mask mask);

/// Bridges two devices of a node without a stack.
void bridge(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<ns3::NetDevice>& a, const ns3::Ptr<ns3::NetDevice>& b);

}  // namespace plantproof::network
