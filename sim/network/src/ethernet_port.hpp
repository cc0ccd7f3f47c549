#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include <ns3/callback.h>
#include <ns3/channel.h>
#include <ns3/mac48-address.h>
#include <ns3/net-device.h>
#include <ns3/traced-callback.h>

#include "core/time.hpp"

namespace plantproof::network {

/// One end of a full-duplex Ethernet cable: ns-3 3.37 has none (its CSMA device is half duplex, and its point-to-point
/// device cannot be bridged). Frames are sent in turn; each takes the line for preamble, header, padding, checksum and
/// gap.
class EthernetPort : public ns3::NetDevice {
 public:
  struct Line {
    std::int64_t rate_bps = 0;
    core::Nanoseconds cable_delay{0};
    core::Nanoseconds forwarding_delay{0};    ///< before a frame is queued: a switch's, 0 for a host
    std::optional<std::int64_t> queue_bytes;  ///< a frame that finds no room is lost; none: there is always room
  };

  static constexpr std::uint16_t kMtu = 1500;

  /// Lays a cable between two ports that have none. Each port's line is that of the frames it sends.
  static void connect(EthernetPort& a, const Line& line_of_a, EthernetPort& b, const Line& line_of_b);

  void SetIfIndex(std::uint32_t index) override { index_ = index; }
  std::uint32_t GetIfIndex() const override { return index_; }
  ns3::Ptr<ns3::Channel> GetChannel() const override { return nullptr; }
  void SetAddress(ns3::Address address) override { address_ = ns3::Mac48Address::ConvertFrom(address); }
  ns3::Address GetAddress() const override { return address_; }
  bool SetMtu(std::uint16_t mtu) override { return mtu == kMtu; }
  std::uint16_t GetMtu() const override { return kMtu; }
  bool IsLinkUp() const override { return peer_ != nullptr; }
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

 protected:
  void DoDispose() override;

 private:
  struct Frame {
    ns3::Ptr<ns3::Packet> packet;
    ns3::Mac48Address source;
    ns3::Mac48Address destination;
    std::uint16_t protocol = 0;
  };

  void queue(const Frame& frame);
  void transmit();
  void arrive(const Frame& frame);

  ns3::Ptr<ns3::Node> node_;
  std::uint32_t index_ = 0;
  ns3::Mac48Address address_;
  ReceiveCallback receive_;
  PromiscReceiveCallback receive_all_;
  EthernetPort* peer_ = nullptr;
  Line line_;
  std::deque<Frame> queue_;
  std::int64_t queued_bytes_ = 0;
  bool transmitting_ = false;
};

}  // namespace plantproof::network
