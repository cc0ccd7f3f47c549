#include "exchange.hpp"

#include "packet.hpp"

namespace plantproof::data::capture {
namespace {

constexpr Heading kForeign{};

std::uint32_t little_endian_32(const std::uint8_t* at) {
  return static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 |
         static_cast<std::uint32_t>(at[2]) << 16 | static_cast<std::uint32_t>(at[3]) << 24;
}

std::optional<Heading> modbus_heading(std::span<const std::uint8_t> bytes, bool from_server) {
  constexpr std::uint32_t kLeast = 2;   // unit identifier and function code
  constexpr std::uint32_t kMost = 254;  // a PDU of 253 bytes and the unit identifier
  if (bytes.size() < 6) return std::nullopt;
  const std::uint32_t length = big_endian_16(bytes.data() + 4);
  if (big_endian_16(bytes.data() + 2) != 0 || length < kLeast || length > kMost) return kForeign;
  return Heading{from_server ? Role::Response : Role::Request, big_endian_16(bytes.data()), length + 6};
}

std::optional<Heading> s7_heading(std::span<const std::uint8_t> bytes, bool continues) {
  constexpr std::size_t kTpkt = 4;
  constexpr std::uint8_t kData = 0xF0;
  constexpr std::uint8_t kS7 = 0x32;
  if (bytes.size() < kTpkt + 2) return std::nullopt;
  const std::uint8_t* const at = bytes.data();
  Heading heading;
  heading.length = big_endian_16(at + 2);
  const std::size_t cotp = std::size_t{1} + at[kTpkt];
  if (at[0] != 3 || at[1] != 0 || heading.length < kTpkt + cotp) return kForeign;
  if (at[kTpkt + 1] != kData || cotp < 3) return heading;
  if (bytes.size() < kTpkt + 3) return std::nullopt;
  heading.is_last_piece = (at[kTpkt + 2] & 0x80U) != 0;
  if (continues) {
    heading.role = Role::Continued;
    return heading;
  }
  const std::size_t s7 = kTpkt + cotp;
  constexpr std::size_t kHeader = 10;
  if (heading.length < s7 + kHeader || s7 + kHeader > kHeadingBytes) return heading;
  if (bytes.size() < s7 + kHeader) return std::nullopt;
  if (at[s7] != kS7) return heading;
  heading.id = big_endian_16(at + s7 + 4);
  switch (at[s7 + 1]) {
    case 1:  // job
      heading.role = Role::Request;
      return heading;
    case 2:  // acknowledgement, without and with data
    case 3:
      heading.role = Role::Response;
      return heading;
    case 7:
      break;
    default:
      return heading;
  }
  // User data says in its parameters whether it asks (4) or answers (8); what a station pushes (0) does neither.
  const std::size_t kind = s7 + kHeader + 5;
  if (heading.length <= kind || kind >= kHeadingBytes) return heading;
  if (bytes.size() <= kind) return std::nullopt;
  if (at[kind] >> 4 == 4) heading.role = Role::Request;
  if (at[kind] >> 4 == 8) heading.role = Role::Response;
  return heading;
}

std::optional<Heading> opcua_heading(std::span<const std::uint8_t> bytes, bool from_server, bool continues) {
  constexpr std::uint32_t kMost = 1U << 28;
  constexpr std::uint32_t kSequenceHeader = 24;
  constexpr std::uint16_t kPublishRequest = 826;  // OPC 10000-6 annex A, the binary encoding
  if (bytes.size() < 8) return std::nullopt;
  const std::uint8_t* const at = bytes.data();
  const std::string_view type(reinterpret_cast<const char*>(at), 3);
  const char chunk = static_cast<char>(at[3]);
  Heading heading;
  heading.length = little_endian_32(at + 4);
  if (type != "MSG" && type != "HEL" && type != "ACK" && type != "OPN" && type != "CLO" && type != "ERR" &&
      type != "RHE") {
    return kForeign;
  }
  if (heading.length < 8 || heading.length > kMost || (chunk != 'F' && chunk != 'C' && chunk != 'A')) return kForeign;
  if (type != "MSG" || heading.length < kSequenceHeader) return heading;
  heading.is_last_piece = chunk != 'C';
  if (continues) {
    heading.role = Role::Continued;
    return heading;
  }
  const std::uint32_t wanted = heading.length >= kSequenceHeader + 4 ? kSequenceHeader + 4 : kSequenceHeader;
  if (bytes.size() < wanted) return std::nullopt;
  heading.role = from_server ? Role::Response : Role::Request;
  heading.id = little_endian_32(at + 20);
  // A four-byte node id of namespace 0 names the service.
  heading.is_held_back = !from_server && wanted > kSequenceHeader && at[24] == 1 && at[25] == 0 &&
                         (at[26] | at[27] << 8) == kPublishRequest;
  return heading;
}

}  // namespace

const std::vector<std::string>& application_names() {
  static const std::vector<std::string> kNames = {"icmp", "dns", "modbus", "s7", "opcua"};
  return kNames;
}

std::uint16_t default_port(Application application) {
  switch (application) {
    case Application::Dns:
      return 53;
    case Application::Modbus:
      return 502;
    case Application::S7:
      return 102;
    case Application::OpcUa:
      return 4840;
    case Application::Icmp:
      break;
  }
  return 0;
}

bool is_stream(Application application) {
  return application != Application::Icmp && application != Application::Dns;
}

std::optional<Heading> heading_of(Application application, std::span<const std::uint8_t> bytes, bool from_server,
                                  bool continues) {
  if (application == Application::Modbus) return modbus_heading(bytes, from_server);
  if (application == Application::S7) return s7_heading(bytes, continues);
  return opcua_heading(bytes, from_server, continues);
}

Heading dns_heading(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kHeader = 12;
  if (bytes.size() < kHeader) return kForeign;
  const bool is_response = (bytes[2] & 0x80U) != 0;
  return {is_response ? Role::Response : Role::Request, big_endian_16(bytes.data()),
          static_cast<std::uint32_t>(bytes.size())};
}

}  // namespace plantproof::data::capture
