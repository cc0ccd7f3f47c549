#pragma once

#include <cstdint>

#include <ns3/callback.h>
#include <ns3/channel.h>
#include <ns3/mac48-address.h>
#include <ns3/net-device.h>
#include <ns3/packet.h>

namespace plantproof::network {

/// What is sent from port to port: an Ethernet frame without its checksum, or a train of them.
struct Frame {
  ns3::Ptr<ns3::Packet> packet;
  ns3::Mac48Address source;
  ns3::Mac48Address destination;
  std::uint16_t protocol = 0;
};

/// What all our NetDevices have in common: a hardware address, that they take packets as long as IP has them, of which
/// those above 1500 bytes are trains, and that frames can be received by a stack or a bridge. A device of its own says
/// how frames are sent.
class Port : public ns3::NetDevice {
 public:
  static constexpr std::uint16_t kMtu = 65535;
  static constexpr std::int64_t kHeaderBytes = 14;  ///< two addresses and the type

  void SetIfIndex(std::uint32_t index) override { index_ = index; }
  std::uint32_t GetIfIndex() const override { return index_; }
  ns3::Ptr<ns3::Channel> GetChannel() const override { return nullptr; }
  void SetAddress(ns3::Address address) override { address_ = ns3::Mac48Address::ConvertFrom(address); }
  ns3::Address GetAddress() const override { return address_; }
  bool SetMtu(std::uint16_t mtu) override { return mtu == kMtu; }
  std::uint16_t GetMtu() const override { return kMtu; }
  void AddLinkChangeCallback(ns3::Callback<void>) override {}
  bool IsBroadcast() const override { return true; }
  ns3::Address GetBroadcast() const override { return ns3::Mac48Address::GetBroadcast(); }
  bool IsMulticast() const override { return true; }
  ns3::Address GetMulticast(ns3::Ipv4Address group) const override { return ns3::Mac48Address::GetMulticast(group); }
  ns3::Address GetMulticast(ns3::Ipv6Address group) const override { return ns3::Mac48Address::GetMulticast(group); }
  bool IsBridge() const override { return false; }
  bool IsPointToPoint() const override { return false; }
  bool Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& destination, std::uint16_t protocol) override;
  bool SendFrom(ns3::Ptr<ns3::Packet> packet, const ns3::Address& source, const ns3::Address& destination,
                std::uint16_t protocol) override;
  ns3::Ptr<ns3::Node> GetNode() const override { return node_; }
  void SetNode(ns3::Ptr<ns3::Node> node) override { node_ = node; }
  bool NeedsArp() const override { return true; }
  void SetReceiveCallback(ReceiveCallback callback) override { receive_ = callback; }
  void SetPromiscReceiveCallback(PromiscReceiveCallback callback) override { receive_all_ = callback; }
  bool SupportsSendFrom() const override { return true; }

  /// A frame has come to this port, now.
  void receive(const Frame& frame);

 protected:
  virtual void transmit(const Frame& frame) = 0;
  void DoDispose() override;

 private:
  ns3::Ptr<ns3::Node> node_;
  std::uint32_t index_ = 0;
  ns3::Mac48Address address_;
  ReceiveCallback receive_;
  PromiscReceiveCallback receive_all_;
};

}  // namespace plantproof::network
