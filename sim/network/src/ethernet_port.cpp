#include "ethernet_port.hpp"

#include <algorithm>
#include <cassert>

#include <ns3/node.h>

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

void EthernetPort::transmit(const Frame& frame) {
  if (line_.forwarding_delay == core::Nanoseconds::zero()) {
    queue(frame);
  } else {
    ns3::Simulator::Schedule(to_ns3(line_.forwarding_delay), &EthernetPort::queue, this, frame);
  }
}

void EthernetPort::queue(const Frame& frame) {
  const std::int64_t bytes = frame.packet->GetSize();
  if (line_.queue_bytes && queued_bytes_ + bytes > *line_.queue_bytes) return;
  queued_bytes_ += bytes;
  queue_.push_back(frame);
  if (!is_sending_) send_next();
}

void EthernetPort::send_next() {
  is_sending_ = !queue_.empty();
  if (!is_sending_) return;
  const Frame frame = queue_.front();
  queue_.pop_front();
  const std::int64_t bytes = frame.packet->GetSize();
  queued_bytes_ -= bytes;
  const core::Nanoseconds busy = serialisation_time(bytes, line_.rate_bps);
  ns3::Simulator::ScheduleWithContext(peer_->GetNode()->GetId(), to_ns3(busy + line_.cable_delay),
                                      &EthernetPort::receive, peer_, frame);
  ns3::Simulator::Schedule(to_ns3(busy + time_of(kGap, line_.rate_bps)), &EthernetPort::send_next, this);
}

void EthernetPort::DoDispose() {
  peer_ = nullptr;
  queue_.clear();
  Port::DoDispose();
}

}  // namespace plantproof::network
