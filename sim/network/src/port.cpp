#include "port.hpp"

#include <ns3/node.h>

namespace plantproof::network {

bool Port::Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& destination, std::uint16_t protocol) {
  return SendFrom(packet, address_, destination, protocol);
}

bool Port::SendFrom(ns3::Ptr<ns3::Packet> packet, const ns3::Address& source, const ns3::Address& destination,
                    std::uint16_t protocol) {
  transmit({packet, ns3::Mac48Address::ConvertFrom(source), ns3::Mac48Address::ConvertFrom(destination), protocol});
  return true;
}

void Port::receive(const Frame& frame) {
  const PacketType type = frame.destination == address_     ? PACKET_HOST
                          : frame.destination.IsBroadcast() ? PACKET_BROADCAST
                          : frame.destination.IsGroup()     ? PACKET_MULTICAST
                                                            : PACKET_OTHERHOST;
  if (!receive_all_.IsNull()) {
    receive_all_(this, frame.packet->Copy(), frame.protocol, frame.source, frame.destination, type);
  }
  if (type != PACKET_OTHERHOST) receive_(this, frame.packet, frame.protocol, frame.source);
}

void Port::DoDispose() {
  node_ = nullptr;
  receive_ = {};
  receive_all_ = {};
  NetDevice::DoDispose();
}

}  // namespace plantproof::network
