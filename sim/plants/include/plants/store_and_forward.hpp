#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "plants/plant.hpp"
#include "plants/timer.hpp"

namespace plantproof::plants {

/// How a gateway passes on what it has for a server: it waits in a buffer and goes in messages, one at a time, each
/// sent again, with what has come in since, until it is acknowledged. When the buffer is full the oldest item goes.
class StoreAndForward {
 public:
  struct Rules {
    std::int64_t buffer_items = 0;      ///< at least 1
    std::int64_t batch_items = 0;       ///< in a message at most, at least 1
    core::Nanoseconds flush{};          ///< at least so long from message to message
    core::Nanoseconds retry{};          ///< until a message goes again; twice as long each time,
    core::Nanoseconds longest_retry{};  ///< but no longer than this
    std::int64_t header_bytes = 0;      ///< of a message, beside those of its items
    std::int64_t acknowledgement_bytes = 0;
  };
  /// The server gets a message, perhaps not for the first time: it calls `acknowledge` when it is done with it.
  using Receive = std::function<void(std::span<const std::uint64_t> items, const std::function<void()>& acknowledge)>;

  /// Opens flows of `content` from gateway to server, and of acknowledgements back. The plant outlives it.
  StoreAndForward(const Rules& rules, const std::string& gateway, const std::string& content, const std::string& server,
                  Plant& plant, Receive receive);
  StoreAndForward(const StoreAndForward&) = delete;
  StoreAndForward& operator=(const StoreAndForward&) = delete;

  /// Those flows: of the content, and of the acknowledgements.
  [[nodiscard]] static std::vector<data::Flow> flows(const std::string& gateway, const std::string& content,
                                                     const std::string& server);

  /// An item that the server will know by this number.
  void take(std::uint64_t item, std::int64_t bytes);
  /// From now on it takes and sends nothing, and without `keeps_buffer` it forgets what waits.
  void go_down(bool keeps_buffer);
  void come_up();

  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  /// Items that found it down, were thrown away because the buffer was full, or forgotten.
  [[nodiscard]] std::int64_t lost() const { return lost_; }

 private:
  enum class State { Idle, Pausing, Unacknowledged, Down };
  struct Item {
    std::uint64_t item = 0;
    std::int64_t bytes = 0;
  };
  struct Message {
    std::vector<std::uint64_t> items;
    std::int64_t last = 0;  ///< of its items: how many had been taken with it
  };

  /// Sends what waits, as soon as the next message may go.
  void flush();
  void send();
  void acknowledged(const Message& message);

  Rules rules_;
  Plant& plant_;
  Receive receive_;
  network::FlowId content_{};
  network::FlowId acknowledgements_{};
  std::int64_t taken_ = 0;  ///< items, those that were lost later among them
  std::deque<Item> waiting_;
  std::vector<Message> messages_;  ///< a message's content says which it is
  std::int64_t lost_ = 0;
  core::Instant next_flush_;
  core::Nanoseconds patience_{0};
  State state_ = State::Idle;
  Timer timer_;  // until the next message may go, or the last goes again
};

}  // namespace plantproof::plants
