#include "material_tracking/ledger.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants::material {

Ledger::Ledger(const scenarios::MaterialTracking::Server& server, std::vector<std::int64_t> quantities,
               Journal& journal, network::Simulation& simulation)
    : server_(server),
      journal_(journal),
      simulation_(simulation),
      quantities_(std::move(quantities)),
      corrected_(quantities_.size()),
      free_from_(simulation.now()) {}

std::size_t Ledger::join() {
  last_number_.push_back(0);
  return last_number_.size() - 1;
}

void Ledger::receive(std::size_t gateway, const std::vector<Numbered>& bookings,
                     const std::function<void()>& committed) {
  free_from_ = std::max(free_from_, simulation_.now());
  for (const Numbered& numbered : bookings) {
    std::int64_t& last = last_number_[gateway];
    if (server_.checks_sequence.value && numbered.number <= last) continue;
    last = std::max(last, numbered.number);
    free_from_ += core::of_milliseconds(server_.commit_ms.value);
    simulation_.at(free_from_, [this, booking = numbered.booking] { commit(booking); });
  }
  simulation_.at(free_from_, committed);
}

void Ledger::commit(const Booking& booking) {
  for (const Entry& entry : booking.entries) {
    if (booking.moved >= corrected_[entry.record]) quantities_[entry.record] += entry.pieces;
    if (entry.change) journal_.shown(*entry.change, simulation_.now(), quantities_[entry.record]);
  }
}

void Ledger::correct(std::size_t record, std::int64_t quantity) {
  quantities_[record] = quantity;
  corrected_[record] = simulation_.now();
}

}  // namespace plantproof::plants::material
