#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/time.hpp"
#include "port.hpp"

namespace plantproof::network {

/// One end of a full-duplex Ethernet cable: ns-3 3.37 has none (its CSMA device is half duplex, and its point-to-point
/// device cannot be bridged). Frames are sent in turn; each takes the line for preamble, header, padding, checksum and
/// gap.
class EthernetPort : public Port {
 public:
  struct Line {
    std::int64_t rate_bps = 0;
    core::Nanoseconds cable_delay{0};
    core::Nanoseconds forwarding_delay{0};    ///< before a frame is queued: a switch's, 0 for a host
    std::optional<std::int64_t> queue_bytes;  ///< a frame that finds no room is lost; none: there is always room
  };

  /// Lays a cable between two ports that have none. Each port's line is that of the frames it sends.
  static void connect(EthernetPort& a, const Line& line_of_a, EthernetPort& b, const Line& line_of_b);

  bool IsLinkUp() const override { return peer_ != nullptr; }

 protected:
  void transmit(const Frame& frame) override;
  void DoDispose() override;

 private:
  void queue(const Frame& frame);
  void send_next();

  EthernetPort* peer_ = nullptr;
  Line line_;
  std::deque<Frame> queue_;
  std::int64_t queued_bytes_ = 0;
  bool is_sending_ = false;
};

}  // namespace plantproof::network
