#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// What a captured packet says of itself, as far as it is needed to know it again: link layers and the headers of IP,
// TCP, UDP and ICMP. Nothing is copied or allocated.
namespace plantproof::data::capture {

/// An address of IPv4, IPv6 or Ethernet.
struct Address {
  enum class Kind : std::uint8_t { Mac, Ipv4, Ipv6 };
  std::uint64_t high = 0;  ///< IPv6: the first 64 bits; 0 otherwise
  std::uint64_t low = 0;
  Kind kind = Kind::Ipv4;

  /// "10.0.0.1", "fe80::1" or "00:1b:1b:00:00:01"; nothing when the text is none of these.
  static std::optional<Address> parse(const std::string& text);
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Address&, const Address&) = default;
};

/// Two addresses in the direction of the packet.
struct AddressPair {
  Address source;
  Address destination;

  friend bool operator==(const AddressPair&, const AddressPair&) = default;
};

struct AddressHash {
  std::size_t operator()(const Address& address) const;
  std::size_t operator()(const AddressPair& pair) const;
};

inline constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
inline constexpr std::uint16_t kEtherTypeIpv6 = 0x86DD;
inline constexpr std::uint16_t kEtherTypeProfinet = 0x8892;
inline constexpr std::uint8_t kIcmp = 1;
inline constexpr std::uint8_t kTcp = 6;
inline constexpr std::uint8_t kUdp = 17;
inline constexpr std::uint8_t kIcmpV6 = 58;
inline constexpr std::uint8_t kTcpFin = 0x01;
inline constexpr std::uint8_t kTcpSyn = 0x02;
inline constexpr std::uint8_t kTcpReset = 0x04;

/// A packet of IP, or a frame of another EtherType between two MAC addresses. Members of protocols that it does not
/// carry are 0.
struct Packet {
  AddressPair addresses;
  std::uint16_t ether_type = 0;
  std::uint8_t protocol = 0;           ///< of IP (IANA)
  std::uint32_t identifier = 0;        ///< of the IP packet; 0: it has none (IPv6 that is whole, senders that write 0)
  std::uint16_t fragment = 0;          ///< where this fragment begins in its packet, bytes
  bool is_fragment = false;            ///< there are others of its packet
  std::uint16_t source_port = 0;       ///< of an ICMP echo, its identifier
  std::uint16_t destination_port = 0;  ///< of an ICMP echo, its sequence number
  std::uint32_t tcp_sequence = 0;
  std::uint32_t tcp_acknowledged = 0;
  std::uint8_t tcp_flags = 0;
  std::uint8_t icmp_type = 0;
  std::uint8_t icmp_code = 0;
  std::span<const std::uint8_t> payload;  ///< what was captured of the payload; valid as long as the packet's bytes
  std::uint32_t payload_length = 0;       ///< its length as sent, bytes; more than payload.size() where it was cut
  std::uint32_t payload_offset = 0;       ///< from the first byte after the link layer

  [[nodiscard]] bool is_ip() const { return ether_type == kEtherTypeIpv4 || ether_type == kEtherTypeIpv6; }
  [[nodiscard]] bool is_cut() const { return payload.size() < payload_length; }
};

/// What became of a packet's headers.
enum class Decoding {
  Whole,
  OtherProtocol,  ///< neither IP nor a frame that a bridge forwards between stations (ARP, LLDP, spanning tree)
  Cut,            ///< captured too short for its headers
  Malformed,      ///< a header contradicts itself
};

/// Whether packets of a link type of libpcap (DLT_...) can be read: Ethernet with any number of VLAN tags, Linux cooked
/// (v1, v2), BSD loopback (NULL, LOOP), raw IP.
bool is_known_link_type(int link_type);

/// Reads the headers of a packet of a known link type. `bytes` are those captured of `length` sent. `packet` is filled
/// where the answer is Whole only.
Decoding decode(int link_type, std::span<const std::uint8_t> bytes, std::uint32_t length, Packet& packet);

/// A number in network byte order.
inline std::uint16_t big_endian_16(const std::uint8_t* at) {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
inline std::uint32_t big_endian_32(const std::uint8_t* at) {
  return static_cast<std::uint32_t>(big_endian_16(at)) << 16 | big_endian_16(at + 2);
}
inline std::uint64_t big_endian_64(const std::uint8_t* at) {
  return static_cast<std::uint64_t>(big_endian_32(at)) << 32 | big_endian_32(at + 4);
}

}  // namespace plantproof::data::capture
