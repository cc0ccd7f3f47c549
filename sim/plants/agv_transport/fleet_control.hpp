#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agv_transport/letters.hpp"
#include "agv_transport/orders.hpp"
#include "agv_transport/rescuers.hpp"
#include "agv_transport/roads.hpp"
#include "agv_transport/traffic_control.hpp"
#include "agv_transport/vehicle.hpp"
#include "core/time.hpp"
#include "plants/plant.hpp"
#include "scenarios/agv_transport.hpp"

namespace plantproof::plants::agv {

/// The fleet control at the edge: it turns orders into missions of the nearest free vehicle, releases roads, sends
/// vehicles to charge and to park, and calls people to those that stay away. Of the vehicles it knows what their states
/// tell it.
class FleetControl {
 public:
  /// The vehicles stand in their parking places. Everything given outlives it.
  FleetControl(const scenarios::AgvTransport& plant, const Roads& roads, Plant& in,
               const std::vector<std::unique_ptr<Vehicle>>& vehicles);

  /// Speaks to the vehicles over these lines, one each, and takes orders as they come.
  void start(const std::vector<std::unique_ptr<Line>>& lines, const std::vector<TransportOrder>& orders);
  void hear(VehicleIndex vehicle, const State& state);

  /// A row an order that has come so far.
  [[nodiscard]] std::vector<data::Mission> missions() const;
  [[nodiscard]] const TrafficControl& traffic() const { return traffic_; }
  [[nodiscard]] core::Nanoseconds rescuers_busy() const { return rescuers_.time_busy(); }

 private:
  struct Mission {
    TransportOrder order;
    std::optional<VehicleIndex> vehicle;
    std::optional<core::Instant> started;
    std::optional<core::Instant> finished;
    double driven_before_m = 0;  ///< by its vehicle
    double driven_m = 0;
  };
  enum class Doing { Nothing, Beginning, Fetching, Bringing, Parking, Charging };
  struct Served {
    Doing doing = Doing::Nothing;
    std::optional<std::size_t> mission;
    Order order;
    std::uint64_t last_state = 0;
    std::optional<core::Instant> last_heard;
    core::Instant last_well;  ///< heard of, and not cut off
    double charge_ratio = 1;
    bool has_rescuer = false;
    std::optional<std::size_t> charger;  ///< a bay that is kept for it
  };

  void take(const TransportOrder& order);
  void beat(VehicleIndex vehicle);
  void instruct(VehicleIndex vehicle, std::size_t bay, Action action, Doing doing);
  void send_order(VehicleIndex vehicle);
  void leg_done(VehicleIndex vehicle, core::Instant when);
  void dispatch();
  void begin(VehicleIndex vehicle, std::size_t mission);
  [[nodiscard]] std::optional<VehicleIndex> nearest_free(std::size_t bay) const;
  [[nodiscard]] bool can_serve(VehicleIndex vehicle) const;
  [[nodiscard]] bool is_low(VehicleIndex vehicle) const;
  void send_to_charge(VehicleIndex vehicle);
  void call_rescuer(VehicleIndex vehicle);
  void call_to_lift(VehicleIndex vehicle);

  const scenarios::AgvTransport& plant_;
  const Roads& roads_;
  Plant& in_;
  const std::vector<std::unique_ptr<Vehicle>>& vehicles_;
  std::vector<Line*> lines_;
  TrafficControl traffic_;
  Rescuers rescuers_;
  std::vector<Served> served_;
  std::vector<Mission> missions_;
  std::deque<std::size_t> waiting_;            ///< missions without a vehicle, the oldest first
  std::vector<std::function<void()>> let_go_;  ///< by vehicle: the person who lifted it
  bool is_instructing_ = false;
};

}  // namespace plantproof::plants::agv
