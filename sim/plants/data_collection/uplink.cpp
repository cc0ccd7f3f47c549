#include "data_collection/uplink.hpp"

#include <span>

#include "data_collection/modbus.hpp"

namespace plantproof::plants::collection {
namespace {

constexpr const char* kContent = "records";

StoreAndForward::Rules rules_of(const scenarios::DataCollection::Forwarding& forwarding) {
  const core::Nanoseconds retry = core::of_milliseconds(forwarding.retry_ms.value);
  return {.buffer_items = forwarding.buffer_records.value,
          .batch_items = forwarding.batch_records.value,
          .flush = core::of_milliseconds(forwarding.flush_ms.value),
          .retry = retry,
          .longest_retry = retry,
          .acknowledgement_bytes = forwarding.acknowledgement_bytes.value};
}

}  // namespace

std::vector<data::Flow> Uplink::flows(const std::string& gateway) {
  return StoreAndForward::flows(gateway, kContent, kHistorian);
}

Uplink::Uplink(const scenarios::DataCollection::Forwarding& forwarding, const std::string& gateway, Ledger& ledger,
               Plant& plant)
    : forwarding_(forwarding),
      store_(rules_of(forwarding), gateway, kContent, kHistorian, plant,
             [&ledger, &plant](std::span<const std::uint64_t> records, const std::function<void()>& acknowledge) {
               for (const std::uint64_t record : records) ledger.received(record, plant.simulation.now());
               acknowledge();
             }) {}

void Uplink::take(std::size_t record, std::int64_t registers) {
  store_.take(record, forwarding_.record_bytes.value + kBytesPerRegister * registers);
}

}  // namespace plantproof::plants::collection
