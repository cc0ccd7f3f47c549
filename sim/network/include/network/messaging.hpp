#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "core/time.hpp"
#include "data/tables.hpp"
#include "network/message_log.hpp"
#include "network/network.hpp"
#include "network/simulation.hpp"

namespace plantproof::network {

/// How a flow's messages travel.
enum class Delivery {
  Datagrams,  ///< UDP: a message of several datagrams is lost when one of them is; messages may overtake each other
  Stream      ///< TCP, one connection a flow: lost segments are sent again, and later messages wait behind them
};

/// A message that has arrived, whole.
struct Arrival {
  FlowId flow{};
  std::int64_t sequence = 0;
  std::int64_t bytes = 0;
  std::uint64_t content = 0;  ///< what the sender gave with it
  core::Instant sent;
  core::Instant received;  ///< when its last byte was there: now
};

/// What a plant's process speaks to: it sends messages from device to device, and is called when one has arrived. It
/// does not see what the network is made of. A message is delivered whole or not at all, and never twice.
class Messaging {
 public:
  /// The longest a message may be.
  static constexpr std::int64_t kMaxBytes = 1'000'000'000;

  /// A message not delivered within `lifetime` is lost. The network's devices can be source and destination of flows.
  Messaging(Simulation& simulation, Network& network, core::Nanoseconds lifetime = std::chrono::seconds(10));
  ~Messaging();
  Messaging(const Messaging&) = delete;
  Messaging& operator=(const Messaging&) = delete;

  /// A flow between two devices of the network (assertion). `arrived` is called at the destination's end, in the
  /// simulation's time, once for each message delivered; it may send.
  FlowId open(const data::Flow& flow, Delivery delivery, std::function<void(const Arrival&)> arrived);

  /// Sends a message from the flow's source to its destination; returns its number in the flow, from 0. `bytes`, up to
  /// kMaxBytes (assertion), count as the payload of UDP or TCP, in datagrams of at most 1472. They include 16 bytes
  /// with which the receiver puts a message together, so fewer than 16 take as many as 16, and so does what is left for
  /// a last datagram. Everything is handed to the source's network device at once, which sends it in turn. `content` is
  /// the process's own: it reaches the destination with the message, takes no bytes, and is not in the log.
  std::int64_t send(FlowId flow, std::int64_t bytes, std::uint64_t content = 0);

  [[nodiscard]] const MessageLog& log() const;

 private:
  class Transport;
  std::unique_ptr<Transport> transport_;
};

}  // namespace plantproof::network
