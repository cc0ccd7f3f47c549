#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/time.hpp"
#include "material_tracking/booking.hpp"
#include "material_tracking/journal.hpp"
#include "network/simulation.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

inline constexpr const char* kStockServer = "stock-server";

/// The books: what the server believes there is. It commits one booking after the other. With the numbers that gateways
/// give their bookings it books each once, however often it comes.
class Ledger {
 public:
  /// Quantities of the records at first. Parameters, journal and simulation outlive it.
  Ledger(const scenarios::MaterialTracking::Server& server, std::vector<std::int64_t> quantities, Journal& journal,
         network::Simulation& simulation);
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// A gateway that will send bookings: its number here.
  std::size_t join();
  /// Bookings of a gateway come in, now; `committed` is called when they and all before them are in the books.
  void receive(std::size_t gateway, const std::vector<Numbered>& bookings, const std::function<void()>& committed);

  [[nodiscard]] std::int64_t quantity(std::size_t record) const { return quantities_[record]; }
  /// Somebody has counted: from now on the record has this quantity. What moved before is part of it, and when a
  /// booking of that comes in later, the quantity stays.
  void correct(std::size_t record, std::int64_t quantity);

 private:
  void commit(const Booking& booking);

  const scenarios::MaterialTracking::Server& server_;
  Journal& journal_;
  network::Simulation& simulation_;
  std::vector<std::int64_t> quantities_;
  std::vector<core::Instant> corrected_;   ///< by record
  std::vector<std::int64_t> last_number_;  ///< by gateway
  core::Instant free_from_;
};

}  // namespace plantproof::plants::material
