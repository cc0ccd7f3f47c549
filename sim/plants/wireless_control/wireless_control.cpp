#include "wireless_control/wireless_control.hpp"

#include <string>

#include "wireless_control/loop.hpp"
#include "wireless_control/section.hpp"

namespace plantproof::plants {
namespace {

/// The sensor and the drive of a loop. What they say is told by `control_cycles`, each message of it is not.
void add_loop(const std::string& name, const std::string& stage, double sensor_x_m, double drive_x_m, double y_m,
              Population& population) {
  const control::LoopFlows flows(name);
  population.machines.push_back({flows.samples.source, stage, sensor_x_m, y_m});
  population.machines.push_back({flows.commands.destination, stage, drive_x_m, y_m});
  population.transfers.push_back(flows.samples);
  population.transfers.push_back(flows.commands);
}

}  // namespace

WirelessControl::WirelessControl(const scenarios::WirelessControl& parameters) : parameters_(parameters) {}
WirelessControl::~WirelessControl() = default;

Population WirelessControl::population() const {
  Population population;
  population.servers.emplace_back(control::kController);
  for (const scenarios::WirelessControl::Roller& roller : parameters_.rollers) {
    const double x_m = roller.x_m.value;
    add_loop(roller.name.value, "tension", x_m - roller.span_m.value / 2, x_m, roller.y_m.value, population);
  }
  for (const scenarios::WirelessControl::Guide& guide : parameters_.guides)
    add_loop(guide.name.value, "guiding", guide.x_m.value, guide.x_m.value, guide.y_m.value, population);
  return population;
}

void WirelessControl::start(Plant& plant) {
  plant_ = &plant;
  began_ = plant.simulation.now();
  section_ = std::make_unique<control::Section>(parameters_, plant);
  section_->start();
}

void WirelessControl::finish() {
  plant_->tables.emplace<data::Shift>().push_back(
      {"1", began_, plant_->simulation.now(),
       static_cast<double>(parameters_.operators.value) * core::in_hours(plant_->duration)});
}

}  // namespace plantproof::plants
