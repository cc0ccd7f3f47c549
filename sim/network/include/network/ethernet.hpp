#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace plantproof::network {

/// Switched full-duplex Ethernet: one store-and-forward switch, and a cable to each device.
struct Ethernet {
  std::int64_t rate_bps = 1'000'000'000;      ///< of every cable, above 0
  core::Nanoseconds cable_delay{100};         ///< of every cable: 5 ns a metre of copper or fibre
  core::Nanoseconds switch_delay{5'000};      ///< from a frame's last bit to its place in the outgoing queue
  std::int64_t switch_queue_bytes = 512'000;  ///< of a port of the switch; a frame that finds no room is lost
};

/// How long `frame_payload_bytes` (the IP packet) keep a cable busy before the frame is at its end: preamble, header,
/// padding to the least frame and checksum included (IEEE 802.3, 3.1.1; 26 bytes around at least 46), rounded up to a
/// whole nanosecond. The gap between frames, 12 bytes, comes after that.
[[nodiscard]] core::Nanoseconds serialisation_time(std::int64_t frame_payload_bytes, std::int64_t rate_bps);

}  // namespace plantproof::network
