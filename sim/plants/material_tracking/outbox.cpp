#include "material_tracking/outbox.hpp"

#include <span>
#include <utility>

namespace plantproof::plants::material {
namespace {

constexpr const char* kContent = "bookings";

StoreAndForward::Rules rules_of(const scenarios::MaterialTracking::Gateway& gateway) {
  return {.buffer_items = gateway.buffer_bookings.value,
          .batch_items = gateway.batch_bookings.value,
          .flush = core::of_milliseconds(gateway.flush_ms.value),
          .retry = core::of_milliseconds(gateway.retry_ms.value),
          .longest_retry = core::of_milliseconds(gateway.longest_retry_ms.value),
          .header_bytes = gateway.header_bytes.value,
          .acknowledgement_bytes = gateway.acknowledgement_bytes.value};
}

}  // namespace

std::vector<data::Flow> Outbox::flows(const std::string& device) {
  return StoreAndForward::flows(device, kContent, kStockServer);
}

Outbox::Outbox(const scenarios::MaterialTracking::Gateway& gateway, const std::string& device, Ledger& ledger,
               Plant& plant)
    : gateway_(gateway),
      plant_(plant),
      restarts_(plant.draws("restarts of " + device)),
      number_at_server_(ledger.join()),
      store_(rules_of(gateway), device, kContent, kStockServer, plant,
             [this, &ledger](std::span<const std::uint64_t> numbers, const std::function<void()>& acknowledge) {
               std::vector<Numbered> message;
               for (const std::uint64_t number : numbers)
                 message.push_back({static_cast<std::int64_t>(number), bookings_[number - 1]});
               ledger.receive(number_at_server_, message, acknowledge);
             }) {
  await_restart();
}

void Outbox::take(Booking booking) {
  bookings_.push_back(std::move(booking));
  store_.take(bookings_.size(), gateway_.booking_bytes.value);
}

void Outbox::await_restart() {
  if (gateway_.restarts_every_h.value <= 0) return;
  const double after_s = core::kSecondsPerHour * gateway_.restarts_every_h.value * restarts_.exponential();
  plant_.simulation.after(core::of_seconds(after_s), [this] {
    store_.go_down(gateway_.is_persistent.value);
    plant_.simulation.after(core::of_seconds(gateway_.restart_s.value), [this] {
      store_.come_up();
      await_restart();
    });
  });
}

}  // namespace plantproof::plants::material
