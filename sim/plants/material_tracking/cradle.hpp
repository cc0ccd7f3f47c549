#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "material_tracking/booking.hpp"
#include "material_tracking/ledger.hpp"

namespace plantproof::plants::material {

/// A handheld that keeps what is scanned until it is put on its cradle, whose cable takes everything to the server.
class Cradle : public Book {
 public:
  /// The ledger outlives it.
  explicit Cradle(Ledger& ledger) : ledger_(ledger), number_at_server_(ledger.join()) {}

  void take(Booking booking) override { kept_.push_back({++last_number_, std::move(booking)}); }
  void read_out() {
    ledger_.receive(number_at_server_, kept_, [] {});
    kept_.clear();
  }

 private:
  Ledger& ledger_;
  std::size_t number_at_server_;
  std::int64_t last_number_ = 0;
  std::vector<Numbered> kept_;
};

}  // namespace plantproof::plants::material
