#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agv_transport/roads.hpp"
#include "core/time.hpp"
#include "plants/plant.hpp"
#include "scenarios/agv_transport.hpp"

// What fleet control and vehicles tell each other, and how it reaches them.
namespace plantproof::plants::agv {

inline constexpr const char* kFleetControl = "fleet-control";

enum class Action { None, Load, Unload, Charge };

/// VDA 5050's order: a route, of which the first sections, its base, are released, and what to do at its end. An update
/// of an order has a longer base, or other sections behind it.
struct Order {
  std::uint32_t number = 0;  ///< from 1
  std::uint32_t update = 0;
  Route route;
  std::size_t base = 0;
  Action action = Action::None;
};

/// VDA 5050's state: how far a vehicle is with its latest order.
struct State {
  std::uint64_t number = 0;  ///< of this state, rising
  std::uint32_t order = 0;   ///< 0: it has none yet
  std::uint32_t update = 0;
  std::size_t passed = 0;                ///< sections that lie behind it
  bool wants_more = false;               ///< newBaseRequest
  std::optional<core::Instant> done_at;  ///< when it had done what the order says
  bool is_cut_off = false;               ///< it stands, or stood until now, because it heard nothing
  double charge_ratio = 0;
};

/// The three flows of a vehicle: orders and heartbeats to it, states from it.
[[nodiscard]] std::vector<data::Flow> flows_of(const std::string& vehicle, const scenarios::AgvTransport& plant);

/// How fleet control and one vehicle reach each other: over the network, where there is one, and by word of mouth as
/// long as a person is at the vehicle.
class Line {
 public:
  struct Ends {
    std::function<void(const Order&)> order_came;  ///< at the vehicle
    std::function<void()> heartbeat_came;          ///< at the vehicle
    std::function<void(const State&)> state_came;  ///< at the fleet control
  };

  /// Opens the flows. A vehicle with a driver uses no network.
  Line(const std::string& vehicle, const scenarios::AgvTransport& plant, Plant& in, Ends ends);
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  void send(const Order& order);
  void send(const State& state);
  void send_heartbeat();
  /// From now on a person passes on what either end says, or no longer does.
  void let_speak(bool is_person_there) { is_person_there_ = is_person_there; }

 private:
  const scenarios::FleetMessages& messages_;
  Plant& in_;
  Ends ends_;
  bool is_person_there_ = false;
  bool has_network_ = false;
  network::FlowId order_flow_{};
  network::FlowId state_flow_{};
  network::FlowId heartbeat_flow_{};
  std::deque<Order> orders_;  ///< all that were sent: a message's content says which it is
  std::deque<State> states_;
};

}  // namespace plantproof::plants::agv
