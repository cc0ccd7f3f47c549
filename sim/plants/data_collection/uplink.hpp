#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "data_collection/ledger.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

inline constexpr const char* kHistorian = "historian";

/// From a gateway to the historian, and back: records wait in a buffer and go in messages, one at a time, each sent
/// again until it is acknowledged. When the buffer is full the oldest record goes.
class Uplink {
 public:
  /// Opens its flows. Parameters, ledger and plant outlive it.
  Uplink(const scenarios::DataCollection::Forwarding& forwarding, const std::string& gateway, Ledger& ledger,
         Plant& plant);
  Uplink(const Uplink&) = delete;
  Uplink& operator=(const Uplink&) = delete;

  /// From the gateway to the historian, and the other way.
  [[nodiscard]] static data::Flow records_flow(const std::string& gateway);
  [[nodiscard]] static data::Flow acknowledgements_flow(const std::string& gateway);

  /// The gateway has read a record of so many registers, now.
  void take(std::size_t record, std::int64_t registers);
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  enum class State { Idle, Pausing, Unacknowledged };
  struct Waiting {
    std::size_t record;
    std::int64_t bytes;
  };

  /// Sends a message of what waits, as soon as the next may go.
  void flush();
  void send();
  void acknowledged(std::uint64_t message);

  const scenarios::DataCollection::Forwarding& forwarding_;
  Ledger& ledger_;
  Plant& plant_;
  network::FlowId records_{};
  network::FlowId acknowledgements_{};
  std::deque<Waiting> waiting_;
  std::vector<std::vector<std::size_t>> messages_;  ///< records of each; a message's content says which it is
  std::size_t under_way_ = 0;                       ///< records, the first of waiting_, of the last message; 0: none is
  std::int64_t bytes_ = 0;                          ///< of the last message
  core::Instant next_flush_;
  State state_ = State::Idle;
  Timer timer_;  // until the next message may go, or the last goes again
};

}  // namespace plantproof::plants::collection
