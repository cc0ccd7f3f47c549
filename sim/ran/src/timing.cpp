#include "timing.hpp"

#include <cassert>

#include "nr/processing_time.hpp"

namespace plantproof::ran {

namespace {

nr::Tc decoding(const CarrierParameters& carrier, const TimeAllocation& allocation, const nr::Transmission& on_air,
                int blocks) {
  nr::PdschReception part{carrier.pattern.spacing(),
                          carrier.range,
                          allocation.mapping,
                          nr::symbol_in_slot(on_air.first_symbol),
                          on_air.symbols,
                          blocks};
  // A mini-slot shares a symbol with the PDCCH that schedules it.
  part.pdcch_overlap = allocation.mapping == nr::MappingType::B ? 1 : 0;
  const auto time = nr::pdsch_processing_time(part, carrier.capability);
  assert(time);
  return *time;
}

}  // namespace

Timing::Timing(const CarrierParameters& carrier) : carrier_(carrier) {
  const auto granting = nr::pusch_preparation_time(carrier.pattern.spacing(), carrier.range, carrier.capability, true);
  assert(granting);
  granting_ = *granting;
  preparation_ = granting_ / 2;
  request_handling_ = (decoding(carrier, {}, {0, nr::kSymbolsPerSlot}, 1) + granting_) / 2;
}

nr::Tc Timing::decision(nr::Direction direction, const nr::Transmission& on_air, int blocks) const {
  return decoding(carrier_, direction == nr::Direction::Downlink ? carrier_.downlink : carrier_.uplink, on_air, blocks);
}

nr::Tc Timing::reception(nr::Direction direction, const nr::Transmission& on_air, int blocks) const {
  return decision(direction, on_air, blocks) / 2;
}

}  // namespace plantproof::ran
