#pragma once

#include <cstdint>

namespace plantproof::network {

inline constexpr std::int64_t kFrameBytes = 1500;         ///< the IP packet of a full Ethernet frame
inline constexpr std::int64_t kDatagramHeaders = 20 + 8;  ///< IP's and UDP's
inline constexpr std::int64_t kDatagram = kFrameBytes - kDatagramHeaders;
inline constexpr std::int64_t kLongestTrain = 44;  ///< in datagrams: an IP packet has at most 65535 bytes

/// What an IP packet stands for: itself, or, when it is longer than a frame, a train of UDP datagrams back to back, as
/// long as a frame each but for the last. Stack, bridges and event queue handle a train once, cables and radio carry
/// its frames. (IP's own fragments would have 8 bytes of headers less in each.)
struct Train {
  std::int64_t frames = 1;
  std::int64_t last_bytes = 0;  ///< of the last frame's IP packet

  [[nodiscard]] std::int64_t bytes_of(std::int64_t frame) const {
    return frame + 1 == frames ? last_bytes : kFrameBytes;
  }
  /// Of all IP packets.
  [[nodiscard]] std::int64_t bytes() const { return (frames - 1) * kFrameBytes + last_bytes; }
};

constexpr Train train_of(std::int64_t packet_bytes) {
  if (packet_bytes <= kFrameBytes) return {1, packet_bytes};
  const std::int64_t payload = packet_bytes - kDatagramHeaders;
  const std::int64_t frames = (payload + kDatagram - 1) / kDatagram;
  return {frames, payload - (frames - 1) * kDatagram + kDatagramHeaders};
}

}  // namespace plantproof::network
