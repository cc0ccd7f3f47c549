#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

// What tells a request and its answer apart from others, by protocol.
namespace plantproof::data::capture {

/// The protocols whose requests and answers name each other.
enum class Application { Icmp, Dns, Modbus, S7, OpcUa };
const std::vector<std::string>& application_names();

/// The port a server listens on unless it was told otherwise; none for ICMP.
std::uint16_t default_port(Application application);
/// Whether its messages are pieces of a TCP stream.
bool is_stream(Application application);

/// The part a message takes in an exchange.
enum class Role : std::uint8_t {
  Request,
  Response,
  Other,      ///< of the protocol, but no part of an exchange
  Continued,  ///< goes on with the message before it in the same direction
};

/// What the beginning of a message says.
struct Heading {
  Role role = Role::Other;
  std::uint32_t id = 0;       ///< alike in a request and its answer
  std::uint32_t length = 0;   ///< of the whole message, bytes
  bool is_last_piece = true;  ///< no Continued follows
  bool is_held_back = false;  ///< a request that its server answers when it has something to say
};

/// The most bytes of a message that heading_of() looks at.
inline constexpr std::size_t kHeadingBytes = 32;

/// Reads the beginning of a message of a stream. Nothing where more bytes are needed; a length of 0 where it is not of
/// this protocol. `from_server` is its direction; `continues` tells that the piece before it in this direction was not
/// the last of its message.
///
///     Modbus   MODBUS Messaging on TCP/IP Implementation Guide V1.0b clause 3.1.3: transaction identifier
///     S7       RFC 1006 (TPKT), ISO 8073 (COTP DT), then S7comm's protocol data unit reference
///     OPC UA   OPC 10000-6 clauses 6.7.2 and 7.1.2: RequestId of a MSG chunk
std::optional<Heading> heading_of(Application application, std::span<const std::uint8_t> bytes, bool from_server,
                                  bool continues);

/// Reads a datagram of DNS (RFC 1035 clause 4.1.1); a length of 0 where it is none.
Heading dns_heading(std::span<const std::uint8_t> bytes);

}  // namespace plantproof::data::capture
