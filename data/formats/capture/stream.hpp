#pragma once

#include <array>
#include <cstdint>

#include "exchange.hpp"
#include "packet.hpp"

namespace plantproof::data::capture {

/// A message that was found in a stream.
struct StreamMessage {
  Heading heading;            ///< of its first piece; once it ends, the length is that of all pieces
  std::int64_t begun_ns = 0;  ///< when the packet with its first byte was seen
};

/// Who is told what a stream holds.
class StreamListener {
 public:
  StreamListener() = default;
  StreamListener(const StreamListener&) = delete;
  StreamListener& operator=(const StreamListener&) = delete;
  virtual ~StreamListener() = default;
  /// The heading of its first piece is whole.
  virtual void begins(const StreamMessage& message) = 0;
  /// The last byte of its last piece was seen, now.
  virtual void ends(const StreamMessage& message) = 0;
};

/// What became of a segment of TCP.
enum class Segment {
  Followed,    ///< it goes on with the stream, or begins it
  Seen,        ///< it was there before
  AfterHole,   ///< something is missing before it, for good or until it is sent again
  Unreadable,  ///< no message of the protocol begins where one must
};

/// One direction of a TCP connection (RFC 9293), of which the headings of messages are read and the rest is passed
/// over. Holds no more than one heading, and at most one hole that may still be filled; the messages in what fills it
/// must begin with it.
class Stream {
 public:
  Stream(Application application, bool from_server) : application_(application), from_server_(from_server) {}

  /// Takes a segment's payload in.
  Segment take(const Packet& packet, std::int64_t time_ns, StreamListener& listener);
  /// Where bytes are missing: holes that were not filled, this far, and segments that were not captured whole.
  [[nodiscard]] std::uint32_t holes() const { return holes_ + (hole_begin_ != hole_end_ ? 1U : 0U); }

 private:
  bool consume(const std::uint8_t* bytes, std::size_t captured, std::size_t length, std::int64_t time_ns,
               StreamListener& listener);
  void end_piece(StreamListener& listener);
  void forget_message();

  Application application_;
  bool from_server_;
  bool is_begun_ = false;
  bool continues_ = false;
  std::uint32_t expected_ = 0;
  std::uint32_t rest_ = 0;  // of the message whose heading was read
  std::uint32_t hole_begin_ = 0;
  std::uint32_t hole_end_ = 0;
  std::uint32_t holes_ = 0;
  std::uint32_t collected_ = 0;
  StreamMessage message_;
  std::array<std::uint8_t, kHeadingBytes> heading_{};
};

}  // namespace plantproof::data::capture
