#include "agv_transport/agv_transport.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "agv_transport/costs.hpp"
#include "agv_transport/fleet_control.hpp"
#include "agv_transport/letters.hpp"
#include "agv_transport/orders.hpp"
#include "agv_transport/roads.hpp"
#include "agv_transport/vehicle.hpp"
#include "core/input_error.hpp"

namespace plantproof::plants {
namespace {

std::string vehicle_name(const scenarios::AgvTransport& scenario, std::size_t index) {
  return fmt::format("{}-{}", scenario.vehicle.name.value, index + 1);
}

std::optional<deployment::Body> body_of(const scenarios::TransportVehicle& vehicle) {
  if (vehicle.height_m.value == 0) return std::nullopt;
  return deployment::Body{vehicle.length_m.value, vehicle.width_m.value, vehicle.height_m.value};
}

}  // namespace

/// Everything of one run, in the order in which it is needed.
struct AgvTransport::Run {
  explicit Run(const scenarios::AgvTransport& scenario) : roads(scenario) {}

  agv::Roads roads;
  Plant* plant = nullptr;
  core::Instant began;
  std::vector<std::unique_ptr<agv::Vehicle>> vehicles;
  std::unique_ptr<agv::FleetControl> control;
  std::vector<std::unique_ptr<agv::Line>> lines;
};

AgvTransport::AgvTransport(const scenarios::AgvTransport& scenario)
    : scenario_(scenario), run_(std::make_unique<Run>(scenario_)) {
  const scenarios::Whole& count = scenario.vehicle.count;
  const auto places = static_cast<std::int64_t>(scenario.parking.size());
  if (count.value <= places) return;
  throw core::InputFailure(
      count.where, {fmt::format("{} 辆车只有 {} 个停车位；每辆车要有自己的停车位", count.value, places),
                    fmt::format("{} vehicles have {} parking places; each needs its own", count.value, places)});
}

AgvTransport::~AgvTransport() = default;

Population AgvTransport::population() const {
  Population population;
  for (std::size_t i = 0; i < static_cast<std::size_t>(scenario_.vehicle.count.value); ++i) {
    const scenarios::TransportBay& parking = scenario_.parking[i];
    population.machines.push_back({vehicle_name(scenario_, i), "transport", parking.x_m.value, parking.y_m.value, false,
                                   body_of(scenario_.vehicle), !scenario_.driver.is_there.value});
    if (scenario_.driver.is_there.value) continue;
    for (data::Flow& flow : agv::flows_of(population.machines.back().name, scenario_))
      population.flows.push_back(std::move(flow));
  }
  if (!scenario_.driver.is_there.value) population.servers.emplace_back(agv::kFleetControl);
  return population;
}

void AgvTransport::start(Plant& plant) {
  Run& run = *run_;
  run.plant = &plant;
  run.began = plant.simulation.now();
  core::Draws charge = plant.draws("batteries");
  const double least = scenario_.battery.charge_below_ratio.value;
  const double most = scenario_.battery.charge_to_ratio.value;
  const std::vector<Machine> machines = population().machines;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    run.vehicles.push_back(std::make_unique<agv::Vehicle>(machines[i].name, scenario_, run.roads, plant,
                                                          run.roads.bay(scenario_.parking[i].name.value),
                                                          least + (most - least) * charge.uniform()));
  }
  run.control = std::make_unique<agv::FleetControl>(scenario_, run.roads, plant, run.vehicles);
  for (std::size_t i = 0; i < machines.size(); ++i) {
    agv::Vehicle* vehicle = run.vehicles[i].get();
    run.lines.push_back(std::make_unique<agv::Line>(
        machines[i].name, scenario_, plant,
        agv::Line::Ends{[vehicle](const agv::Order& order) { vehicle->hear(order); },
                        [vehicle] { vehicle->hear_heartbeat(); },
                        [&run, i](const agv::State& state) { run.control->hear(i, state); }}));
  }
  run.control->start(run.lines, agv::draw_orders(scenario_.flows, run.began, plant.duration, plant.draws("orders")));
  for (std::size_t i = 0; i < machines.size(); ++i) run.vehicles[i]->start(*run.lines[i]);
}

void AgvTransport::finish() {
  const Run& run = *run_;
  data::Tables& tables = run.plant->tables;
  agv::Usage usage;
  usage.run_h = core::in_hours(run.plant->duration);
  usage.vehicles = static_cast<double>(run.vehicles.size());
  usage.drivers = scenario_.driver.is_there.value ? usage.vehicles : 0;
  usage.rescuers_h = core::in_hours(run.control->rescuers_busy());
  for (const auto& vehicle : run.vehicles) {
    usage.energy_kwh += vehicle->energy_kwh();
    usage.out_of_service_h += core::in_hours(vehicle->time_out());
    tables.emplace<data::VehicleService>().push_back(
        {vehicle->name(), run.plant->duration, run.plant->duration - vehicle->time_out()});
  }
  tables.emplace<data::Mission>() = run.control->missions();
  tables.emplace<data::CostItem>() = agv::costs_of(scenario_.costs, usage);
  tables.emplace<data::Shift>().push_back(
      {"1", run.began, run.plant->simulation.now(), agv::labour_hours(scenario_.costs, usage)});
}

}  // namespace plantproof::plants
