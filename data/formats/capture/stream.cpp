#include "stream.hpp"

#include <algorithm>

namespace plantproof::data::capture {

void Stream::forget_message() {
  rest_ = 0;
  collected_ = 0;
  continues_ = false;
}

Segment Stream::take(const Packet& packet, std::int64_t time_ns, StreamListener& listener) {
  std::uint32_t sequence = packet.tcp_sequence;
  std::size_t captured = packet.payload.size();
  std::size_t length = packet.payload_length;
  const std::uint8_t* bytes = packet.payload.data();
  if ((packet.tcp_flags & kTcpSyn) != 0) {
    forget_message();
    is_begun_ = true;
    expected_ = sequence + 1;
    hole_begin_ = hole_end_ = expected_;
    return Segment::Followed;
  }
  if (!is_begun_) {
    is_begun_ = true;
    expected_ = sequence;
    hole_begin_ = hole_end_ = expected_;
  }
  if (length == 0) return Segment::Followed;
  const auto ahead = static_cast<std::int32_t>(sequence - expected_);
  if (ahead < 0) {
    const auto end = sequence + static_cast<std::uint32_t>(length);
    const bool fills = hole_begin_ != hole_end_ && static_cast<std::int32_t>(sequence - hole_begin_) >= 0 &&
                       static_cast<std::int32_t>(hole_end_ - end) >= 0;
    if (fills) {
      if (sequence == hole_begin_) {
        hole_begin_ = end;
      } else {
        if (end != hole_end_) ++holes_;  // what lies behind it is given up
        hole_end_ = sequence;
      }
      Stream filling(application_, from_server_);
      return filling.consume(bytes, captured, length, time_ns, listener) ? Segment::Followed : Segment::Unreadable;
    }
    const auto overlap = static_cast<std::size_t>(-static_cast<std::int64_t>(ahead));
    if (overlap >= length) return Segment::Seen;
    sequence += static_cast<std::uint32_t>(overlap);
    bytes += std::min(overlap, captured);
    captured -= std::min(overlap, captured);
    length -= overlap;
  }
  if (ahead > 0) {
    if (hole_begin_ != hole_end_) ++holes_;  // the earlier one is given up
    hole_begin_ = expected_;
    hole_end_ = sequence;
    forget_message();
  }
  expected_ = sequence + static_cast<std::uint32_t>(length);
  if (!consume(bytes, captured, length, time_ns, listener)) return Segment::Unreadable;
  return ahead > 0 ? Segment::AfterHole : Segment::Followed;
}

void Stream::end_piece(StreamListener& listener) {
  if (!continues_) listener.ends(message_);
}

bool Stream::consume(const std::uint8_t* bytes, std::size_t captured, std::size_t length, std::int64_t time_ns,
                     StreamListener& listener) {
  while (length > 0) {
    std::size_t step = 0;
    if (rest_ > 0) {
      step = std::min<std::size_t>(rest_, length);
      rest_ -= static_cast<std::uint32_t>(step);
      if (rest_ == 0) end_piece(listener);
    } else if (captured == 0) {  // a heading that was not captured
      ++holes_;
      forget_message();
      return true;
    } else {
      if (collected_ == 0 && !continues_) message_.begun_ns = time_ns;
      heading_[collected_++] = *bytes;
      step = 1;
      if (const auto heading = heading_of(application_, {heading_.data(), collected_}, from_server_, continues_)) {
        if (heading->length < collected_) {
          forget_message();
          return false;
        }
        continues_ = !heading->is_last_piece;
        rest_ = heading->length - collected_;
        collected_ = 0;
        if (heading->role == Role::Continued) {
          message_.heading.length += heading->length;
        } else {
          message_.heading = *heading;
          listener.begins(message_);
        }
        if (rest_ == 0) end_piece(listener);
      } else if (collected_ == kHeadingBytes) {
        forget_message();
        return false;
      }
    }
    bytes += std::min(step, captured);
    captured -= std::min(step, captured);
    length -= step;
  }
  return true;
}

}  // namespace plantproof::data::capture
