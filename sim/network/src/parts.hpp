#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/object.h>
#include <ns3/ptr.h>

#include "network/network.hpp"

namespace plantproof::network {

/// Where a device is reached: a node with an IPv4 stack, and the address of whatever NetDevice it has.
struct Host {
  ns3::Ptr<ns3::Node> node;
  ns3::Ipv4Address address;
};

/// What a builder leaves behind. Messages need hosts only; the rest is for those who look.
struct Network::Parts {
  /// A device of this name is reached there. A name that is taken is an assertion.
  void add(const std::string& device, const Host& host);
  /// The device is, or is no longer, part of its radio network from now on. Noted when it was not, or was.
  void note(const std::string& device, data::AttachmentEvent event);

  std::map<std::string, Host, std::less<>> hosts;
  std::int64_t longest_train = 1;    ///< datagrams that its devices take as one packet, from one to another
  std::map<std::string, int> dscps;  ///< by flow
  std::set<std::string> attached;
  std::vector<data::Attachment> attachments;
  /// Adds what the sample's device hears of a cell now; none where nobody hears any.
  std::function<void(data::RadioSample&)> hear;
  std::vector<ns3::Ptr<ns3::Object>> kept;  ///< helpers that must live as long as their network
};

/// A node with an IPv4 stack (and no IPv6), standing at the position; its random streams are from `stream` on, which is
/// moved on past them.
ns3::Ptr<ns3::Node> make_host(const Position& position, std::int64_t& stream);
/// A node without a stack: a switch, an access point, a base station.
ns3::Ptr<ns3::Node> make_station(const Position& position);

}  // namespace plantproof::network
