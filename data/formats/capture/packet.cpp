#include "packet.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <pcap/pcap.h>

namespace plantproof::data::capture {
namespace {

constexpr std::uint16_t kLeastEtherType = 0x0600;  // below it is a length (IEEE 802.3 clause 3.2.6)
constexpr std::uint16_t kArp = 0x0806;
constexpr std::uint16_t kLldp = 0x88CC;
constexpr std::uint16_t kLoopbackTest = 0x9000;
constexpr std::size_t kMacBytes = 6;

// What is left of a packet: bytes captured, and how many were sent.
struct Rest {
  const std::uint8_t* at = nullptr;
  std::size_t captured = 0;
  std::size_t sent = 0;

  bool skip(std::size_t bytes) {
    if (captured < bytes) return false;
    at += bytes;
    captured -= bytes;
    sent -= bytes;
    return true;
  }
  // A header tells how long it is with what it carries: what follows is padding.
  void end_at(std::size_t bytes) {
    sent = std::min(sent, bytes);
    captured = std::min(captured, bytes);
  }
};

std::uint64_t mac_at(const std::uint8_t* at) {
  return static_cast<std::uint64_t>(big_endian_16(at)) << 32 | big_endian_32(at + 2);
}

Address ipv4_at(const std::uint8_t* at) {
  return {0, big_endian_32(at), Address::Kind::Ipv4};
}

Address ipv6_at(const std::uint8_t* at) {
  return {big_endian_64(at), big_endian_64(at + 8), Address::Kind::Ipv6};
}

bool is_vlan_tag(std::uint16_t ether_type) {
  return ether_type == 0x8100 || ether_type == 0x88A8 || ether_type == 0x9100;
}

void set_payload(const Rest& rest, const std::uint8_t* network, Packet& packet) {
  packet.payload = {rest.at, rest.captured};
  packet.payload_length = static_cast<std::uint32_t>(rest.sent);
  packet.payload_offset = static_cast<std::uint32_t>(rest.at - network);
}

Decoding decode_tcp(Rest& rest, Packet& packet) {
  constexpr std::size_t kHeader = 20;
  if (rest.captured < kHeader) return Decoding::Cut;
  packet.source_port = big_endian_16(rest.at);
  packet.destination_port = big_endian_16(rest.at + 2);
  packet.tcp_sequence = big_endian_32(rest.at + 4);
  packet.tcp_acknowledged = big_endian_32(rest.at + 8);
  packet.tcp_flags = rest.at[13];
  const std::size_t header = static_cast<std::size_t>(rest.at[12] >> 4) * 4;
  if (header < kHeader || header > rest.sent) return Decoding::Malformed;
  return rest.skip(header) ? Decoding::Whole : Decoding::Cut;
}

Decoding decode_udp(Rest& rest, Packet& packet) {
  constexpr std::size_t kHeader = 8;
  if (rest.captured < kHeader) return Decoding::Cut;
  packet.source_port = big_endian_16(rest.at);
  packet.destination_port = big_endian_16(rest.at + 2);
  const std::size_t length = big_endian_16(rest.at + 4);
  if (length != 0 && length < kHeader) return Decoding::Malformed;
  if (length != 0) rest.end_at(length);
  rest.skip(kHeader);
  return Decoding::Whole;
}

Decoding decode_icmp(Rest& rest, Packet& packet) {
  constexpr std::size_t kHeader = 8;
  if (rest.captured < kHeader) return Decoding::Cut;
  packet.icmp_type = rest.at[0];
  packet.icmp_code = rest.at[1];
  packet.source_port = big_endian_16(rest.at + 4);
  packet.destination_port = big_endian_16(rest.at + 6);
  rest.skip(kHeader);
  return Decoding::Whole;
}

Decoding decode_transport(Rest rest, const std::uint8_t* network, Packet& packet) {
  Decoding decoding = Decoding::Whole;
  if (packet.fragment == 0) {
    if (packet.protocol == kTcp) decoding = decode_tcp(rest, packet);
    if (packet.protocol == kUdp) decoding = decode_udp(rest, packet);
    if (packet.protocol == kIcmp || packet.protocol == kIcmpV6) decoding = decode_icmp(rest, packet);
  }
  if (decoding == Decoding::Whole) set_payload(rest, network, packet);
  return decoding;
}

// RFC 791
Decoding decode_ipv4(Rest rest, Packet& packet) {
  constexpr std::size_t kHeader = 20;
  const std::uint8_t* const network = rest.at;
  if (rest.captured < kHeader) return Decoding::Cut;
  const std::size_t header = static_cast<std::size_t>(network[0] & 0x0FU) * 4;
  const std::size_t length = big_endian_16(network + 2);  // 0 where the network card cuts the segment later on
  if (network[0] >> 4 != 4 || header < kHeader || (length != 0 && length < header)) return Decoding::Malformed;
  if (length > rest.sent) return Decoding::Malformed;
  if (length != 0) rest.end_at(length);
  packet.ether_type = kEtherTypeIpv4;
  packet.addresses = {ipv4_at(network + 12), ipv4_at(network + 16)};
  packet.protocol = network[9];
  packet.identifier = big_endian_16(network + 4);
  const std::uint16_t flags = big_endian_16(network + 6);
  packet.fragment = static_cast<std::uint16_t>((flags & 0x1FFFU) * 8);
  packet.is_fragment = packet.fragment != 0 || (flags & 0x2000U) != 0;
  if (!rest.skip(header)) return Decoding::Cut;
  return decode_transport(rest, network, packet);
}

// RFC 8200, with the extension headers that carry their own length.
Decoding decode_ipv6(Rest rest, Packet& packet) {
  constexpr std::size_t kHeader = 40;
  constexpr int kMostExtensions = 16;
  const std::uint8_t* const network = rest.at;
  if (rest.captured < kHeader) return Decoding::Cut;
  const std::size_t length = big_endian_16(network + 4);
  if (network[0] >> 4 != 6 || kHeader + length > rest.sent) return Decoding::Malformed;
  if (length != 0) rest.end_at(kHeader + length);
  packet.ether_type = kEtherTypeIpv6;
  packet.addresses = {ipv6_at(network + 8), ipv6_at(network + 24)};
  packet.protocol = network[6];
  rest.skip(kHeader);
  for (int i = 0; i < kMostExtensions; ++i) {
    const bool is_fragment_header = packet.protocol == 44;
    if (!is_fragment_header && packet.protocol != 0 && packet.protocol != 43 && packet.protocol != 60) break;
    if (rest.captured < 8) return Decoding::Cut;
    std::size_t extension = 8;
    if (is_fragment_header) {
      const std::uint16_t offset = big_endian_16(rest.at + 2);
      packet.fragment = static_cast<std::uint16_t>(offset & 0xFFF8U);
      packet.is_fragment = packet.fragment != 0 || (offset & 1U) != 0;
      packet.identifier = big_endian_32(rest.at + 4);
    } else {
      extension += static_cast<std::size_t>(rest.at[1]) * 8;
    }
    packet.protocol = rest.at[0];
    if (extension > rest.sent) return Decoding::Malformed;
    if (!rest.skip(extension)) return Decoding::Cut;
    if (packet.fragment != 0) break;
  }
  return decode_transport(rest, network, packet);
}

Decoding decode_network(std::uint16_t ether_type, Rest rest, Packet& packet) {
  while (is_vlan_tag(ether_type)) {
    if (rest.captured < 4) return Decoding::Cut;
    ether_type = big_endian_16(rest.at + 2);
    rest.skip(4);
  }
  if (ether_type == kEtherTypeIpv4) return decode_ipv4(rest, packet);
  if (ether_type == kEtherTypeIpv6) return decode_ipv6(rest, packet);
  if (ether_type < kLeastEtherType || ether_type == kArp || ether_type == kLldp || ether_type == kLoopbackTest) {
    return Decoding::OtherProtocol;
  }
  packet.ether_type = ether_type;
  set_payload(rest, rest.at, packet);
  return Decoding::Whole;
}

Decoding decode_ip(Rest rest, Packet& packet) {
  if (rest.captured == 0) return Decoding::Cut;
  return rest.at[0] >> 4 == 6 ? decode_ipv6(rest, packet) : decode_ipv4(rest, packet);
}

Decoding decode_ethernet(Rest rest, Packet& packet) {
  constexpr std::size_t kHeader = 14;
  if (rest.captured < kHeader) return Decoding::Cut;
  const std::uint8_t* const frame = rest.at;
  packet.addresses = {{0, mac_at(frame + kMacBytes), Address::Kind::Mac}, {0, mac_at(frame), Address::Kind::Mac}};
  rest.skip(kHeader);
  return decode_network(big_endian_16(frame + 12), rest, packet);
}

// The family is in the byte order of whoever captured it; that of IPv6 differs between systems.
Decoding decode_loopback(Rest rest, Packet& packet) {
  if (rest.captured < 4) return Decoding::Cut;
  std::uint32_t family = big_endian_32(rest.at);
  if (family > 0xFFFF) family = __builtin_bswap32(family);
  rest.skip(4);
  constexpr std::array<std::uint32_t, 4> kFamilies6 = {10, 24, 28, 30};
  if (family == 2) return decode_ipv4(rest, packet);
  if (std::find(kFamilies6.begin(), kFamilies6.end(), family) != kFamilies6.end()) return decode_ipv6(rest, packet);
  return Decoding::OtherProtocol;
}

// LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2: only the sender's address is there.
Decoding decode_cooked(Rest rest, std::size_t header, std::size_t protocol_at, std::size_t address_at, Packet& packet) {
  if (rest.captured < header) return Decoding::Cut;
  const std::uint8_t* const cooked = rest.at;
  packet.addresses = {{0, mac_at(cooked + address_at), Address::Kind::Mac}, {0, 0, Address::Kind::Mac}};
  rest.skip(header);
  return decode_network(big_endian_16(cooked + protocol_at), rest, packet);
}

std::optional<Address> parse_mac(const std::string& text) {
  Address address{0, 0, Address::Kind::Mac};
  if (text.size() != 17) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned byte = 0;
    const char* const end = text.data() + i + 2;
    const auto read = std::from_chars(text.data() + i, end, byte, 16);
    if (read.ec != std::errc() || read.ptr != end || (i + 2 < text.size() && *end != ':')) return std::nullopt;
    address.low = address.low << 8 | byte;
  }
  return address;
}

}  // namespace

std::optional<Address> Address::parse(const std::string& text) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return ipv4_at(bytes.data());
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return ipv6_at(bytes.data());
  return parse_mac(text);
}

std::string Address::text() const {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    bytes[i + 8] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  if (kind == Kind::Mac) {
    return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", bytes[10], bytes[11], bytes[12], bytes[13],
                       bytes[14], bytes[15]);
  }
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const bool is_v4 = kind == Kind::Ipv4;
  return inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes.data() + (is_v4 ? 12 : 0), buffer.data(), buffer.size());
}

std::size_t AddressHash::operator()(const Address& address) const {
  const std::uint64_t mixed = (address.high ^ address.low * 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U;
  return mixed ^ mixed >> 32;
}

std::size_t AddressHash::operator()(const AddressPair& pair) const {
  return (*this)(pair.source) * 3 + (*this)(pair.destination);
}

bool is_known_link_type(int link_type) {
  switch (link_type) {
    case DLT_EN10MB:
    case DLT_NULL:
    case DLT_LOOP:
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
    case DLT_LINUX_SLL:
    case DLT_LINUX_SLL2:
      return true;
    default:
      return false;
  }
}

Decoding decode(int link_type, std::span<const std::uint8_t> bytes, std::uint32_t length, Packet& packet) {
  packet = Packet();
  const Rest rest{bytes.data(), bytes.size(), std::max<std::size_t>(length, bytes.size())};
  switch (link_type) {
    case DLT_EN10MB:
      return decode_ethernet(rest, packet);
    case DLT_NULL:
    case DLT_LOOP:
      return decode_loopback(rest, packet);
    case DLT_LINUX_SLL:
      return decode_cooked(rest, 16, 14, 6, packet);
    case DLT_LINUX_SLL2:
      return decode_cooked(rest, 20, 0, 12, packet);
    default:
      return decode_ip(rest, packet);
  }
}

}  // namespace plantproof::data::capture
