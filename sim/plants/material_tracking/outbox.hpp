#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "material_tracking/booking.hpp"
#include "material_tracking/ledger.hpp"
#include "plants/plant.hpp"
#include "plants/store_and_forward.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// A gateway: what is noticed at a gate or on a forklift is numbered and goes to the server. While it restarts it takes
/// and sends nothing.
class Outbox : public Book {
 public:
  /// Opens its flows. Parameters, ledger and plant outlive it.
  Outbox(const scenarios::MaterialTracking::Gateway& gateway, const std::string& device, Ledger& ledger, Plant& plant);

  [[nodiscard]] static std::vector<data::Flow> flows(const std::string& device);

  void take(Booking booking) override;
  [[nodiscard]] std::size_t waiting() const { return store_.waiting(); }
  /// Bookings that were thrown away because the buffer was full, or lost in a restart.
  [[nodiscard]] std::int64_t lost() const { return store_.lost(); }

 private:
  void await_restart();

  const scenarios::MaterialTracking::Gateway& gateway_;
  Plant& plant_;
  core::Draws restarts_;
  std::size_t number_at_server_;
  std::vector<Booking> bookings_;  ///< all that were taken; the number of the first is 1
  StoreAndForward store_;
};

}  // namespace plantproof::plants::material
