#include "data_collection/network_polling.hpp"

#include "data_collection/modbus.hpp"

namespace plantproof::plants::collection {

data::Flow NetworkPolling::requests_flow(const std::string& gateway, const std::string& source) {
  return one_way(source + "-requests", gateway, source);
}

data::Flow NetworkPolling::values_flow(const std::string& gateway, const std::string& source) {
  return one_way(source + "-values", source, gateway);
}

NetworkPolling::NetworkPolling(const scenarios::DataCollection::Polling& polling, const std::string& gateway,
                               const std::vector<Polled>& sources, Ledger& ledger, Uplink& uplink, Plant& plant)
    : polling_(polling), sources_(sources), ledger_(ledger), uplink_(uplink), plant_(plant) {
  const auto datagrams = network::Delivery::Datagrams;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string& name = sources[i].source.name;
    flows_.push_back({plant.messaging->open(requests_flow(gateway, name), datagrams,
                                            [this, i](const network::Arrival& arrival) { answer(i, arrival.content); }),
                      plant.messaging->open(values_flow(gateway, name), datagrams,
                                            [this, i](const network::Arrival& arrival) { hear(i, arrival.content); })});
  }
}

void NetworkPolling::collect(std::size_t source, std::size_t record) {
  waiting_.emplace(record, plant_.simulation);
  ask(source, record, 1);
}

void NetworkPolling::ask(std::size_t source, std::size_t record, std::int64_t attempt) {
  if (attempt > polling_.attempts.value) {
    waiting_.erase(record);
    return;
  }
  plant_.messaging->send(flows_[source].requests, polling_.request_bytes.value, record);
  waiting_.at(record).start(core::of_milliseconds(polling_.timeout_ms.value),
                            [this, source, record, attempt] { ask(source, record, attempt + 1); });
}

void NetworkPolling::answer(std::size_t source, std::size_t record) {
  const Polled& polled = sources_[source];
  if (polled.outages.is_off(plant_.simulation.now())) return;
  plant_.simulation.after(polled.source.answers_after, [this, source, record] {
    const std::int64_t bytes = polling_.header_bytes.value + kBytesPerRegister * sources_[source].source.registers;
    plant_.messaging->send(flows_[source].values, bytes, record);
  });
}

void NetworkPolling::hear(std::size_t source, std::size_t record) {
  if (waiting_.erase(record) == 0) return;
  ledger_.read(record, plant_.simulation.now());
  uplink_.take(record, sources_[source].source.registers);
}

}  // namespace plantproof::plants::collection
