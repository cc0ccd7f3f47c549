#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "temporary_folder.hpp"

// Captures made by hand, byte by byte: no code of the program takes part in them.
namespace plantproof::data::capture_bytes {

using Bytes = std::string;

inline Bytes little(std::uint64_t value, int bytes) {
  Bytes result;
  for (int i = 0; i < bytes; ++i, value >>= 8U) result += static_cast<char>(value & 0xFFU);
  return result;
}

inline Bytes big(std::uint64_t value, int bytes) {
  const Bytes result = little(value, bytes);
  return {result.rbegin(), result.rend()};
}

// Link types of pcap files (tcpdump.org/linktypes.html).
inline constexpr std::uint32_t kNull = 0;
inline constexpr std::uint32_t kEthernet = 1;
inline constexpr std::uint32_t kRaw = 101;
inline constexpr std::uint32_t kLoop = 108;
inline constexpr std::uint32_t kSll = 113;
inline constexpr std::uint32_t kIpv4 = 228;
inline constexpr std::uint32_t kIpv6 = 229;
inline constexpr std::uint32_t kSll2 = 276;

struct Captured {
  std::int64_t time_ns = 0;
  Bytes bytes;
  std::size_t cut = 0;  ///< bytes missing at the end
};

/// A pcap file of nanoseconds, or of microseconds.
inline Bytes pcap(std::uint32_t link_type, const std::vector<Captured>& packets, std::uint32_t snapshot = 65535,
                  bool microseconds = false) {
  Bytes file = little(microseconds ? 0xA1B2C3D4 : 0xA1B23C4D, 4) + little(2, 2) + little(4, 2) + little(0, 8) +
               little(snapshot, 4) + little(link_type, 4);
  for (const Captured& packet : packets) {
    const auto seconds = static_cast<std::uint64_t>(packet.time_ns / 1'000'000'000);
    const auto fraction = static_cast<std::uint64_t>(packet.time_ns % 1'000'000'000);
    file += little(seconds, 4) + little(microseconds ? fraction / 1000 : fraction, 4) +
            little(packet.bytes.size() - packet.cut, 4) + little(packet.bytes.size(), 4);
    file += packet.bytes.substr(0, packet.bytes.size() - packet.cut);
  }
  return file;
}

/// A pcapng file (IETF draft-ietf-opsawg-pcapng) of nanoseconds with one interface.
inline Bytes pcapng(std::uint32_t link_type, const std::vector<Captured>& packets) {
  const auto block = [](std::uint32_t type, Bytes body) {
    body.resize((body.size() + 3) / 4 * 4, '\0');
    const std::size_t length = body.size() + 12;
    return little(type, 4) + little(length, 4) + body + little(length, 4);
  };
  Bytes file = block(0x0A0D0D0A, little(0x1A2B3C4D, 4) + little(1, 2) + little(0, 2) + little(~std::uint64_t{0}, 8));
  file += block(1, little(link_type, 2) + little(0, 2) + little(0, 4) + little(9, 2) + little(1, 2) + little(9, 4) +
                       little(0, 4));
  for (const Captured& packet : packets) {
    const auto time = static_cast<std::uint64_t>(packet.time_ns);
    file += block(6, little(0, 4) + little(time >> 32, 4) + little(time & 0xFFFFFFFFU, 4) +
                         little(packet.bytes.size(), 4) + little(packet.bytes.size(), 4) + packet.bytes);
  }
  return file;
}

inline Bytes ethernet(std::uint16_t ether_type, const Bytes& payload, const std::vector<std::uint16_t>& tags = {}) {
  Bytes frame = big(0x020000000002, 6) + big(0x020000000001, 6);
  for (const std::uint16_t tag : tags) frame += big(tag, 2) + big(0x2005, 2);
  frame += big(ether_type, 2) + payload;
  if (frame.size() < 60) frame.resize(60, '\0');
  return frame;
}

inline constexpr std::uint32_t kClient = 0x0A000001;  // 10.0.0.1
inline constexpr std::uint32_t kServer = 0x0A000002;  // 10.0.0.2

struct Ip {
  std::uint8_t protocol = 17;
  std::uint32_t source = kClient;
  std::uint32_t destination = kServer;
  std::uint16_t identifier = 0;
  std::uint16_t fragment = 0;  ///< flags and offset as in the header
};

inline Bytes ipv4(const Ip& ip, const Bytes& payload) {
  return big(0x4500, 2) + big(20 + payload.size(), 2) + big(ip.identifier, 2) + big(ip.fragment, 2) + big(64, 1) +
         big(ip.protocol, 1) + big(0, 2) + big(ip.source, 4) + big(ip.destination, 4) + payload;
}

/// From fd00::1 to fd00::2.
inline Bytes ipv6(std::uint8_t next_header, const Bytes& payload) {
  const auto address = [](std::uint64_t last) { return big(0xFD00000000000000, 8) + big(last, 8); };
  return big(0x60000000, 4) + big(payload.size(), 2) + big(next_header, 1) + big(64, 1) + address(1) + address(2) +
         payload;
}

inline Bytes udp(std::uint16_t source, std::uint16_t destination, const Bytes& payload) {
  return big(source, 2) + big(destination, 2) + big(8 + payload.size(), 2) + big(0, 2) + payload;
}

inline Bytes tcp(std::uint16_t source, std::uint16_t destination, std::uint32_t sequence, const Bytes& payload,
                 std::uint8_t flags = 0x18) {
  return big(source, 2) + big(destination, 2) + big(sequence, 4) + big(1, 4) + big(0x50, 1) + big(flags, 1) +
         big(1000, 2) + big(0, 4) + payload;
}

inline Bytes icmp(std::uint8_t type, std::uint16_t identifier, std::uint16_t sequence, const Bytes& payload) {
  return big(type, 1) + big(0, 3) + big(identifier, 2) + big(sequence, 2) + payload;
}

using Folder = tests::TemporaryFolder;

}  // namespace plantproof::data::capture_bytes
