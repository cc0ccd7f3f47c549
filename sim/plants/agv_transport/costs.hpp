#pragma once

#include <vector>

#include "data/tables.hpp"
#include "scenarios/agv_transport.hpp"

namespace plantproof::plants::agv {

/// What a run has used.
struct Usage {
  double run_h = 0;
  double vehicles = 0;
  double energy_kwh = 0;        ///< of all vehicles together, as is the next
  double out_of_service_h = 0;  ///< cut off or beside the road
  double rescuers_h = 0;        ///< people on the way to vehicles and at them
  double drivers = 0;
};

/// Hours of labour: supervisors, rescuers and drivers.
[[nodiscard]] double labour_hours(const scenarios::TransportCosts& prices, const Usage& usage);

/// The evidence table `costs`: what was used, times its price. An item that costs nothing is left out.
[[nodiscard]] std::vector<data::CostItem> costs_of(const scenarios::TransportCosts& prices, const Usage& usage);

}  // namespace plantproof::plants::agv
