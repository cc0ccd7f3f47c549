#include "plants/run.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "agv_transport/agv_transport.hpp"
#include "core/input_error.hpp"
#include "data_collection/data_collection.hpp"
#include "deployment/deployment.hpp"
#include "line_coordination/line_coordination.hpp"
#include "visual_inspection/visual_inspection.hpp"

namespace plantproof::plants {
namespace {

constexpr core::Nanoseconds kSettling = std::chrono::seconds(2);
constexpr int kSteps = 100;  // of progress

const scenarios::Phase& phase_of(const scenarios::Scenario& scenario, data::Phase phase) {
  const auto& found = phase == data::Phase::Pilot ? scenario.pilot : scenario.baseline;
  const std::string_view name = data::phase_name(phase);
  if (!found || !found->process) {
    throw core::InputFailure({},
                             {fmt::format("场景“{}”没有可仿真的 {}", scenario.id, name),
                              fmt::format("the scenario “{}” has no {} that could be simulated", scenario.id, name)});
  }
  return *found;
}

void add_devices(const Population& population, data::Access of_radio, std::vector<data::Device>& rows) {
  for (const Machine& machine : population.machines) {
    rows.push_back({machine.name, machine.stage.empty() ? std::nullopt : std::optional(machine.stage),
                    machine.is_wired ? data::Access::Wired : of_radio});
  }
}

/// The flows of messages, and what was sent on them: no files.
void add_messages(const Population& population, const network::MessageLog& log, core::Instant now,
                  data::Tables& tables) {
  std::set<std::string> transfers;
  for (const data::Flow& transfer : population.transfers) transfers.insert(transfer.flow);
  const auto is_of_transfer = [&](const auto& row) { return transfers.contains(row.flow); };
  tables.emplace<data::Flow>() = log.flow_rows();
  tables.emplace<data::Message>() = log.message_rows(now);
  std::erase_if(tables.emplace<data::Flow>(), is_of_transfer);
  std::erase_if(tables.emplace<data::Message>(), is_of_transfer);
}

}  // namespace

std::unique_ptr<Process> make_process(const scenarios::Process& process) {
  struct Maker {
    std::unique_ptr<Process> operator()(const scenarios::LineCoordination& line) const {
      return std::make_unique<LineCoordination>(line);
    }
    std::unique_ptr<Process> operator()(const scenarios::VisualInspection& inspection) const {
      return std::make_unique<VisualInspection>(inspection);
    }
    std::unique_ptr<Process> operator()(const scenarios::AgvTransport& transport) const {
      return std::make_unique<AgvTransport>(transport);
    }
    std::unique_ptr<Process> operator()(const scenarios::DataCollection& collection) const {
      return std::make_unique<DataCollection>(collection);
    }
  };
  return std::visit(Maker(), process);
}

data::Tables simulate_run(const scenarios::Scenario& scenario, data::Phase phase, std::uint64_t seed,
                          const std::function<void(double)>& progress) {
  const scenarios::Phase& simulated = phase_of(scenario, phase);
  network::Simulation simulation(seed);
  const auto process = make_process(*simulated.process);
  const Population population = process->population();
  core::InputErrors errors;
  auto network = deployment::deploy(*scenario.hall, simulated.network, population, seed, simulation, errors);
  errors.throw_if_any();
  std::optional<network::Messaging> messaging;
  if (network) messaging.emplace(simulation, *network);

  data::Tables tables;
  const auto duration = core::of_seconds(scenario.runs.duration_s.value);
  Plant plant{simulation, network ? &*network : nullptr, messaging ? &*messaging : nullptr, duration, seed, tables};
  simulation.run_until(core::Instant(kSettling));
  process->start(plant);
  for (int step = 1; step <= kSteps; ++step) {
    simulation.run_until(core::Instant(kSettling + duration * step / kSteps));
    if (progress) progress(static_cast<double>(step) / kSteps);
  }
  process->finish();

  add_devices(population, deployment::access_of(simulated.network), tables.emplace<data::Device>());
  if (network) {
    add_messages(population, messaging->log(), simulation.now(), tables);
    if (!network->attachments().empty()) tables.emplace<data::Attachment>() = network->attachments();
  }
  return tables;
}

}  // namespace plantproof::plants
