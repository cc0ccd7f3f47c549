#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include <ns3/event-id.h>

#include "core/slots.hpp"
#include "core/time.hpp"
#include "network/ethernet.hpp"
#include "port.hpp"
#include "train.hpp"

namespace plantproof::network {

/// One end of a full-duplex Ethernet cable between a host and a switch: ns-3 3.37 has none (its CSMA device is half
/// duplex, and its point-to-point device cannot be bridged). Frames are sent in turn; each takes the line for preamble,
/// header, padding, checksum and gap.
///
/// A train costs as many events as a frame, and its frames meet those of others as if each were an event: the switch is
/// told of it when its first frame has come, at a pace that it knows, since all its cables have one rate; the host when
/// the last has. What happens in between is computed when somebody needs to know.
class EthernetPort : public Port {
 public:
  /// Lays a cable between two ports that have none.
  static void connect(EthernetPort& of_host, EthernetPort& of_switch, const Ethernet& ethernet);

  bool IsLinkUp() const override { return peer_ != nullptr; }

 protected:
  void transmit(const Frame& frame) override;
  void DoDispose() override;

 private:
  /// A train on its way through this port.
  struct Passing {
    Frame frame;
    Train train;
    core::Nanoseconds first{0};  ///< when its first frame can be queued
    std::int64_t queued = 0;     ///< frames that have come to the queue, those lost there included
    std::int64_t waiting = 0;    ///< frames in the queue
    bool is_whole = true;        ///< no frame was lost
  };
  /// Frames of a train that follow each other in the queue.
  struct Run {
    std::size_t train;
    std::int64_t first;
    std::int64_t frames;
  };

  [[nodiscard]] core::Nanoseconds busy(std::int64_t bytes) const;  ///< the line, gap included
  /// When the numbered frame of a train comes to the queue.
  [[nodiscard]] core::Nanoseconds arrival(const Passing& passing, std::int64_t frame) const;
  /// The frame with which the other end is told of a train.
  [[nodiscard]] std::int64_t telling(const Train& train) const { return is_switch_ ? train.frames - 1 : 0; }

  void advance(core::Nanoseconds until);
  void queue_next(std::size_t arriving);
  void send_next(core::Nanoseconds start);
  void forget_if_done(std::size_t train);
  [[nodiscard]] std::optional<core::Nanoseconds> next() const;
  void wake();
  void wake_in_time();

  EthernetPort* peer_ = nullptr;
  bool is_switch_ = false;
  Ethernet ethernet_;
  core::Slots<Passing> passing_;
  std::vector<std::size_t> arriving_;  ///< trains not all of whose frames have come to the queue, as they came
  std::deque<Run> queue_;
  std::int64_t queued_bytes_ = 0;
  core::Nanoseconds last_arrival_{0};  ///< at the queue
  core::Nanoseconds free_{0};          ///< the line, from then on
  ns3::EventId wake_up_;
};

}  // namespace plantproof::network
