#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "material_tracking/booking.hpp"
#include "material_tracking/ledger.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// A gateway: what is noticed at a gate or on a forklift waits in its buffer, is numbered, and goes to the server in
/// messages, one at a time, each sent again, later every time, until it is acknowledged. When the buffer is full the
/// oldest booking goes. While it restarts it takes and sends nothing.
class Outbox : public Book {
 public:
  /// Opens its flows. Parameters, ledger and plant outlive it.
  Outbox(const scenarios::MaterialTracking::Gateway& gateway, const std::string& device, Ledger& ledger, Plant& plant);

  /// From the gateway to the server, and the other way.
  [[nodiscard]] static data::Flow bookings_flow(const std::string& device);
  [[nodiscard]] static data::Flow acknowledgements_flow(const std::string& device);

  void take(Booking booking) override;
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  /// Bookings that were thrown away because the buffer was full, or lost in a restart.
  [[nodiscard]] std::int64_t lost() const { return lost_; }

 private:
  enum class State { Idle, Pausing, Unacknowledged, Restarting };

  /// Sends what waits, as soon as the next message may go.
  void flush();
  void send();
  void arrive(std::uint64_t message);
  void acknowledged(std::uint64_t message);
  void await_restart();
  void restart();

  const scenarios::MaterialTracking::Gateway& gateway_;
  Ledger& ledger_;
  Plant& plant_;
  core::Draws restarts_;
  std::size_t number_at_server_;
  network::FlowId bookings_{};
  network::FlowId acknowledgements_{};
  std::int64_t last_number_ = 0;
  std::deque<Numbered> waiting_;
  std::vector<std::vector<Numbered>> messages_;  ///< a message's content says which it is
  std::int64_t lost_ = 0;
  core::Instant next_flush_;
  core::Nanoseconds patience_{0};
  State state_ = State::Idle;
  Timer timer_;  // until the next message may go, the last goes again, or it is up again
};

}  // namespace plantproof::plants::material
