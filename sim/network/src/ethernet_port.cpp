#include "ethernet_port.hpp"

#include <algorithm>
#include <cassert>

#include <ns3/node.h>
#include <ns3/packet.h>

#include "clock.hpp"
#include "network/ethernet.hpp"

namespace plantproof::network {
namespace {

constexpr std::int64_t kLeastPayload = 46;
constexpr std::int64_t kAroundPayload = 8 + 14 + 4;
constexpr std::int64_t kGap = 12;

core::Nanoseconds time_of(std::int64_t bytes, std::int64_t rate_bps) {
  return core::Nanoseconds((bytes * 8 * 1'000'000'000 + rate_bps - 1) / rate_bps);
}

}  // namespace

core::Nanoseconds serialisation_time(std::int64_t frame_payload_bytes, std::int64_t rate_bps) {
  return time_of(std::max(frame_payload_bytes, kLeastPayload) + kAroundPayload, rate_bps);
}

void EthernetPort::connect(EthernetPort& a, const Line& line_of_a, EthernetPort& b, const Line& line_of_b) {
  assert(a.peer_ == nullptr && b.peer_ == nullptr);
  a.peer_ = &b;
  a.line_ = line_of_a;
  b.peer_ = &a;
  b.line_ = line_of_b;
}

bool EthernetPort::Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& destination, std::uint16_t protocol) {
  return SendFrom(packet, address_, destination, protocol);
}

bool EthernetPort::SendFrom(ns3::Ptr<ns3::Packet> packet, const ns3::Address& source, const ns3::Address& destination,
                            std::uint16_t protocol) {
  const Frame frame{packet, ns3::Mac48Address::ConvertFrom(source), ns3::Mac48Address::ConvertFrom(destination),
                    protocol};
  if (line_.forwarding_delay == core::Nanoseconds::zero()) {
    queue(frame);
  } else {
    ns3::Simulator::Schedule(to_ns3(line_.forwarding_delay), &EthernetPort::queue, this, frame);
  }
  return true;
}

void EthernetPort::queue(const Frame& frame) {
  const std::int64_t bytes = frame.packet->GetSize();
  if (line_.queue_bytes && queued_bytes_ + bytes > *line_.queue_bytes) return;
  queued_bytes_ += bytes;
  queue_.push_back(frame);
  if (!transmitting_) transmit();
}

void EthernetPort::transmit() {
  transmitting_ = !queue_.empty();
  if (!transmitting_) return;
  const Frame frame = queue_.front();
  queue_.pop_front();
  const std::int64_t bytes = frame.packet->GetSize();
  queued_bytes_ -= bytes;
  const core::Nanoseconds busy = serialisation_time(bytes, line_.rate_bps);
  ns3::Simulator::ScheduleWithContext(peer_->node_->GetId(), to_ns3(busy + line_.cable_delay), &EthernetPort::arrive,
                                      peer_, frame);
  ns3::Simulator::Schedule(to_ns3(busy + time_of(kGap, line_.rate_bps)), &EthernetPort::transmit, this);
}

void EthernetPort::arrive(const Frame& frame) {
  const PacketType type = frame.destination == address_     ? PACKET_HOST
                          : frame.destination.IsBroadcast() ? PACKET_BROADCAST
                          : frame.destination.IsGroup()     ? PACKET_MULTICAST
                                                            : PACKET_OTHERHOST;
  if (!receive_all_.IsNull()) {
    receive_all_(this, frame.packet->Copy(), frame.protocol, frame.source, frame.destination, type);
  }
  if (type != PACKET_OTHERHOST) receive_(this, frame.packet, frame.protocol, frame.source);
}

void EthernetPort::DoDispose() {
  node_ = nullptr;
  receive_ = {};
  receive_all_ = {};
  peer_ = nullptr;
  queue_.clear();
  NetDevice::DoDispose();
}

}  // namespace plantproof::network
