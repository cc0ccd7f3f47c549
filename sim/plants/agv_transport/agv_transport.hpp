#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/agv_transport.hpp"

namespace plantproof::plants {

/// A fleet of vehicles that carries material between stations. A fleet control at the edge makes missions of orders,
/// releases the roads piece by piece, and hears of the vehicles by their messages; a vehicle that hears nothing stops.
/// With drivers on them the vehicles use no network. Writes the evidence tables missions, vehicles, costs and shifts.
class AgvTransport : public Process {
 public:
  /// Throws core::InputFailure for roads that cannot be built, fewer parking places
  /// than vehicles, and messages that the network cannot carry.
  explicit AgvTransport(const scenarios::AgvTransport& scenario);
  ~AgvTransport() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  struct Run;
  scenarios::AgvTransport scenario_;
  std::unique_ptr<Run> run_;
};

}  // namespace plantproof::plants
