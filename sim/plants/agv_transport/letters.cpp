#include "agv_transport/letters.hpp"

#include <utility>

namespace plantproof::plants::agv {
std::vector<data::Flow> flows_of(const std::string& vehicle, const scenarios::AgvTransport& plant) {
  data::Flow heartbeat = one_way(vehicle + " heartbeat", kFleetControl, vehicle);
  heartbeat.period = core::of_milliseconds(plant.messages.heartbeat_period_ms.value);
  heartbeat.deadline = heartbeat.period;
  heartbeat.survival_time =
      std::max(core::Nanoseconds(0), core::of_milliseconds(plant.watchdog.stop_after_ms.value) - *heartbeat.period);
  return {one_way(vehicle + " order", kFleetControl, vehicle), one_way(vehicle + " state", vehicle, kFleetControl),
          heartbeat};
}

Line::Line(const std::string& vehicle, const scenarios::AgvTransport& plant, Plant& in, Ends ends)
    : messages_(plant.messages), in_(in), ends_(std::move(ends)), is_person_there_(plant.driver.is_there.value) {
  has_network_ = in.messaging != nullptr && !plant.driver.is_there.value;
  if (!has_network_) return;
  const std::vector<data::Flow> flows = flows_of(vehicle, plant);
  constexpr auto kDatagrams = network::Delivery::Datagrams;
  order_flow_ = in.messaging->open(
      flows[0], kDatagrams, [this](const network::Arrival& arrival) { ends_.order_came(orders_[arrival.content]); });
  state_flow_ = in.messaging->open(
      flows[1], kDatagrams, [this](const network::Arrival& arrival) { ends_.state_came(states_[arrival.content]); });
  heartbeat_flow_ =
      in.messaging->open(flows[2], kDatagrams, [this](const network::Arrival&) { ends_.heartbeat_came(); });
}

void Line::send(const Order& order) {
  if (has_network_) {
    orders_.push_back(order);
    in_.messaging->send(order_flow_, messages_.order_bytes.value, orders_.size() - 1);
  }
  if (is_person_there_) in_.simulation.after({}, [this, order] { ends_.order_came(order); });
}

void Line::send(const State& state) {
  if (has_network_) {
    states_.push_back(state);
    in_.messaging->send(state_flow_, messages_.state_bytes.value, states_.size() - 1);
  }
  if (is_person_there_) in_.simulation.after({}, [this, state] { ends_.state_came(state); });
}

void Line::send_heartbeat() {
  if (has_network_) in_.messaging->send(heartbeat_flow_, messages_.heartbeat_bytes.value);
}

}  // namespace plantproof::plants::agv
