#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.hpp"
#include "data/tables.hpp"

namespace plantproof::network {

/// A flow of one run: its place in the log.
enum class FlowId : std::uint32_t {};

/// What became of messages so far. Every message sent is in exactly one of the other three.
struct Fates {
  std::int64_t sent = 0;
  std::int64_t delivered = 0;
  std::int64_t lost = 0;       ///< not delivered within the lifetime: it never will be
  std::int64_t under_way = 0;  ///< not delivered yet, and still within the lifetime

  friend bool operator==(const Fates&, const Fates&) = default;
};

/// The life of every message of a run, from which the evidence tables `flows` and `messages` are made. Messages of a
/// flow are numbered from 0 in the order they were sent.
class MessageLog {
 public:
  struct Message {
    core::Instant sent;
    std::optional<core::Instant> received;  ///< when the last byte of it was there; none: not, or not in time
    std::int64_t bytes = 0;
  };

  /// A message that is not there `lifetime` after it was sent is lost, and refused when it comes after all. Above 0
  /// (assertion).
  explicit MessageLog(core::Nanoseconds lifetime);

  [[nodiscard]] core::Nanoseconds lifetime() const { return lifetime_; }

  FlowId open(data::Flow flow);
  /// The message's number. Times of a flow do not fall (assertion).
  std::int64_t sent(FlowId flow, core::Instant when, std::int64_t bytes);
  /// Whether the message counts as delivered now: false when it is too late, or was delivered before.
  bool received(FlowId flow, std::int64_t sequence, core::Instant when);

  [[nodiscard]] std::size_t flow_count() const { return flows_.size(); }
  [[nodiscard]] const data::Flow& flow(FlowId flow) const;
  [[nodiscard]] const Message& message(FlowId flow, std::int64_t sequence) const;
  [[nodiscard]] const std::vector<Message>& messages(FlowId flow) const;

  /// Fates as of `now`, of a flow and of all flows together; all 0 when nothing was sent.
  [[nodiscard]] Fates fates(FlowId flow, core::Instant now) const;
  [[nodiscard]] Fates fates(core::Instant now) const;

  /// The rows of the tables, flow by flow in the order they were opened. Messages still under way at `now` are left
  /// out: nothing is known of them yet, and an empty `received_ns` would call them lost.
  [[nodiscard]] std::vector<data::Flow> flow_rows() const;
  [[nodiscard]] std::vector<data::Message> message_rows(core::Instant now) const;

 private:
  struct FlowLog {
    data::Flow flow;
    std::vector<Message> messages;
  };

  core::Nanoseconds lifetime_;
  std::vector<FlowLog> flows_;
};

}  // namespace plantproof::network
