#include "agv_transport/costs.hpp"

#include <string>

namespace plantproof::plants::agv {

double labour_hours(const scenarios::TransportCosts& prices, const Usage& usage) {
  return (static_cast<double>(prices.supervisors.value) + usage.drivers) * usage.run_h + usage.rescuers_h;
}

std::vector<data::CostItem> costs_of(const scenarios::TransportCosts& prices, const Usage& usage) {
  std::vector<data::CostItem> costs;
  const auto add = [&](const std::string& item, const std::string& category, double amount_cny) {
    if (amount_cny > 0) costs.push_back({item, category, amount_cny});
  };
  add("depreciation", "fleet", usage.vehicles * usage.run_h * prices.vehicle_cny.value / prices.vehicle_life_h.value);
  add("maintenance", "fleet", usage.vehicles * usage.run_h * prices.maintenance_cny_per_h.value);
  add("electricity", "energy", usage.energy_kwh * prices.energy_cny_per_kwh.value);
  add("supervisors", "labour",
      static_cast<double>(prices.supervisors.value) * usage.run_h * prices.supervisor_cny_per_h.value);
  add("rescuers", "labour", usage.rescuers_h * prices.rescuer_cny_per_h.value);
  add("drivers", "labour", usage.drivers * usage.run_h * prices.driver_cny_per_h.value);
  add("standstill", "downtime", usage.out_of_service_h * prices.downtime_cny_per_h.value);
  add("network depreciation", "network", usage.run_h * prices.network_cny.value / prices.network_life_h.value);
  add("network operation", "network", usage.run_h * prices.network_cny_per_h.value);
  return costs;
}

}  // namespace plantproof::plants::agv
