#include "data_collection/serial_bus.hpp"

#include <algorithm>

#include "data_collection/modbus.hpp"

namespace plantproof::plants::collection {

SerialBus::SerialBus(const scenarios::DataCollection::Bus& bus, const std::string& gateway,
                     const std::vector<Polled>& sources, Ledger& ledger, Uplink& uplink, Plant& plant)
    : bus_(bus),
      sources_(sources),
      ledger_(ledger),
      uplink_(uplink),
      plant_(plant),
      noise_(plant.draws("noise on the bus of " + gateway)) {}

void SerialBus::collect(std::size_t source, std::size_t record) {
  const auto before = std::find_if(waiting_.begin(), waiting_.end(),
                                   [source](const Waiting& waiting) { return waiting.source == source; });
  if (before == waiting_.end()) {
    waiting_.push_back({source, record});
  } else {
    before->record = record;  // in the place of the one that is missed
  }
  if (!is_busy_) next();
}

void SerialBus::next() {
  is_busy_ = !waiting_.empty();
  if (!is_busy_) return;
  const Waiting waiting = waiting_.front();
  waiting_.pop_front();
  poll(waiting, 1);
}

void SerialBus::poll(Waiting waiting, std::int64_t attempt) {
  const Polled& polled = sources_[waiting.source];
  const Source& source = polled.source;
  const bool is_clean = noise_.uniform() < clean_ratio(bus_, source.registers);
  if (is_clean && !polled.outages.is_off(plant_.simulation.now())) {
    return plant_.simulation.after(turn(bus_, source.registers, source.answers_after), [this, waiting] {
      ledger_.read(waiting.record, plant_.simulation.now());
      uplink_.take(waiting.record, sources_[waiting.source].source.registers);
      next();
    });
  }
  plant_.simulation.after(vain_turn(bus_), [this, waiting, attempt] {
    if (attempt < bus_.attempts.value) {
      poll(waiting, attempt + 1);
    } else {
      next();
    }
  });
}

}  // namespace plantproof::plants::collection
