#include "data_collection/uplink.hpp"

#include <algorithm>

#include "data_collection/modbus.hpp"

namespace plantproof::plants::collection {

data::Flow Uplink::records_flow(const std::string& gateway) {
  return one_way(gateway + "-records", gateway, kHistorian);
}

data::Flow Uplink::acknowledgements_flow(const std::string& gateway) {
  return one_way(gateway + "-acknowledgements", kHistorian, gateway);
}

Uplink::Uplink(const scenarios::DataCollection::Forwarding& forwarding, const std::string& gateway, Ledger& ledger,
               Plant& plant)
    : forwarding_(forwarding),
      ledger_(ledger),
      plant_(plant),
      next_flush_(plant.simulation.now()),
      timer_(plant.simulation) {
  const auto datagrams = network::Delivery::Datagrams;
  records_ = plant.messaging->open(records_flow(gateway), datagrams, [this](const network::Arrival& arrival) {
    for (const std::size_t record : messages_[arrival.content]) ledger_.received(record, arrival.received);
    plant_.messaging->send(acknowledgements_, forwarding_.acknowledgement_bytes.value, arrival.content);
  });
  acknowledgements_ = plant.messaging->open(acknowledgements_flow(gateway), datagrams,
                                            [this](const network::Arrival& arrival) { acknowledged(arrival.content); });
}

void Uplink::take(std::size_t record, std::int64_t registers) {
  if (waiting_.size() == static_cast<std::size_t>(forwarding_.buffer_records.value)) {
    waiting_.pop_front();
    if (under_way_ > 0) --under_way_;  // it may arrive all the same
  }
  waiting_.push_back({record, forwarding_.record_bytes.value + kBytesPerRegister * registers});
  if (state_ == State::Idle) flush();
}

void Uplink::flush() {
  const core::Instant now = plant_.simulation.now();
  state_ = State::Idle;
  if (waiting_.empty()) return;
  if (now < next_flush_) {
    state_ = State::Pausing;
    return timer_.start(next_flush_ - now, [this] { flush(); });
  }
  state_ = State::Unacknowledged;
  next_flush_ = now + core::of_milliseconds(forwarding_.flush_ms.value);
  under_way_ = std::min(waiting_.size(), static_cast<std::size_t>(forwarding_.batch_records.value));
  bytes_ = 0;
  std::vector<std::size_t>& records = messages_.emplace_back();
  for (std::size_t i = 0; i < under_way_; ++i) {
    records.push_back(waiting_[i].record);
    bytes_ += waiting_[i].bytes;
  }
  send();
}

void Uplink::send() {
  plant_.messaging->send(records_, bytes_, messages_.size() - 1);
  timer_.start(core::of_milliseconds(forwarding_.retry_ms.value), [this] { send(); });
}

void Uplink::acknowledged(std::uint64_t message) {
  if (message + 1 != messages_.size() || state_ != State::Unacknowledged) return;
  timer_.stop();
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(under_way_));
  under_way_ = 0;
  flush();
}

}  // namespace plantproof::plants::collection
