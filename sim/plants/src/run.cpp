#include "plants/run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "agv_transport/agv_transport.hpp"
#include "ar_vr/ar_vr.hpp"
#include "cloud_robot/cloud_robot.hpp"
#include "core/input_error.hpp"
#include "data_collection/data_collection.hpp"
#include "deployment/deployment.hpp"
#include "deployment/walk_test.hpp"
#include "digital_workshop/digital_workshop.hpp"
#include "line_coordination/line_coordination.hpp"
#include "material_tracking/material_tracking.hpp"
#include "visual_inspection/visual_inspection.hpp"
#include "wireless_control/wireless_control.hpp"

namespace plantproof::plants {
namespace {

constexpr core::Nanoseconds kSettling = std::chrono::seconds(2);
constexpr int kSteps = 100;  // of progress
constexpr core::Nanoseconds kLongestStep = std::chrono::seconds(10);

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

/// The flows of messages, and what was sent on them: no transfers, and no empty tables.
void add_messages(const Population& population, const network::MessageLog& log, core::Instant now,
                  data::Tables& tables) {
  std::set<std::string> transfers;
  for (const data::Flow& transfer : population.transfers) transfers.insert(transfer.flow);
  const auto is_of_transfer = [&](const auto& row) { return transfers.contains(row.flow); };
  if (population.flows.empty()) return;
  tables.emplace<data::Flow>() = log.flow_rows();
  tables.emplace<data::Message>() = log.message_rows(now);
  std::erase_if(tables.emplace<data::Flow>(), is_of_transfer);
  std::erase_if(tables.emplace<data::Message>(), is_of_transfer);
}

/// Somebody on the way of a walk test.
struct Walk {
  std::string device;
  survey::Route route;
};

/// Of the surveys, whose devices are machines of the network from now on.
std::vector<Walk> walks_of(Population& population, const scenarios::Hall& hall, const scenarios::Network& network) {
  std::vector<Walk> walks;
  for (const deployment::Survey& survey : population.surveys) {
    const Walk& walk = walks.emplace_back(Walk{survey.device, deployment::route_of(survey, hall, network)});
    const survey::Waypoint& first = walk.route.waypoints().front();
    population.machines.push_back({survey.device, "", first.x_m, first.y_m});
  }
  return walks;
}

/// Moves the device along its way, from now on. The network outlives the simulation's events.
void go(const Walk& walk, network::Network& network, network::Simulation& simulation) {
  const std::vector<survey::Waypoint>& points = walk.route.waypoints();
  double walked_m = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const double x_m = points[i + 1].x_m - points[i].x_m;
    const double y_m = points[i + 1].y_m - points[i].y_m;
    const double leg_m = std::hypot(x_m, y_m);
    const double speed_mps = walk.route.speed_mps();
    const network::Velocity velocity{x_m / leg_m * speed_mps, y_m / leg_m * speed_mps, 0};
    simulation.after(core::of_seconds(walked_m / speed_mps),
                     [&network, device = walk.device, velocity] { network.move(device, velocity); });
    walked_m += leg_m;
  }
  simulation.after(walk.route.duration(), [&network, device = walk.device] { network.move(device, {}); });
}

/// What modems report of where they are and what they hear, from now on every second. It outlives the simulation's
/// events, as do its network and process.
class Tracking {
 public:
  Tracking(const Population& population, const network::Network& network, network::Simulation& simulation,
           const Process& process)
      : network_(network), simulation_(simulation), process_(process) {
    for (const Machine& machine : population.machines) {
      if (machine.is_tracked) devices_.push_back(machine.name);
    }
    if (!devices_.empty()) look();
  }
  Tracking(const Tracking&) = delete;
  Tracking& operator=(const Tracking&) = delete;

  /// Of all until now, and there are no more.
  std::vector<data::RadioSample> take() { return std::move(rows_); }

 private:
  void look() {
    for (const std::string& device : devices_) {
      rows_.push_back(network_.report(device));
      rows_.back().time = process_.in_evidence(rows_.back().time);
    }
    simulation_.after(std::chrono::seconds(1), [this] { look(); });
  }

  const network::Network& network_;
  network::Simulation& simulation_;
  const Process& process_;
  std::vector<std::string> devices_;
  std::vector<data::RadioSample> rows_;
};

void add_radio(std::vector<data::RadioSample> rows, data::Tables& tables) {
  if (!rows.empty()) std::ranges::move(rows, std::back_inserter(tables.emplace<data::RadioSample>()));
}

/// Until the evidence is as long as the run: the simulation may be shorter.
void run_to_end(const Process& process, network::Simulation& simulation, core::Nanoseconds duration,
                const std::function<void(double)>& progress) {
  const core::Nanoseconds step = std::clamp(duration / kSteps, core::Nanoseconds(1), kLongestStep);
  const auto passed = [&] { return process.in_evidence(simulation.now()).time_since_epoch() - kSettling; };
  for (int told = 0; passed() < duration;) {
    simulation.run_until(simulation.now() + std::min(step, duration - passed()));
    const auto done = static_cast<int>(std::min(passed(), duration) * kSteps / duration);
    if (progress && done > told) progress(static_cast<double>(done) / kSteps);
    told = done;
  }
}

/// The network's rows are told by the simulation's clock, the process's by that of the evidence.
void date_rows(const Process& process, data::Tables& tables) {
  if (tables.rows<data::Message>() != nullptr) {
    for (data::Message& row : tables.emplace<data::Message>()) {
      row.sent = process.in_evidence(row.sent);
      if (row.received) row.received = process.in_evidence(*row.received);
    }
  }
  if (tables.rows<data::Attachment>() != nullptr) {
    for (data::Attachment& row : tables.emplace<data::Attachment>()) row.time = process.in_evidence(row.time);
  }
}

/// That of these plants which has such parameters.
template <class Plant, class... Others, class Parameters>
std::unique_ptr<Process> make_of(const Parameters& parameters) {
  if constexpr (std::is_constructible_v<Plant, const Parameters&>) {
    return std::make_unique<Plant>(parameters);
  } else {
    return make_of<Others...>(parameters);
  }
}

}  // namespace

std::unique_ptr<Process> make_process(const scenarios::Process& process) {
  return std::visit(
      [](const auto& parameters) {
        return make_of<AgvTransport, ArVr, CloudRobot, DataCollection, DigitalWorkshop, LineCoordination,
                       MaterialTracking, VisualInspection, WirelessControl>(parameters);
      },
      process);
}

data::Tables simulate_run(const scenarios::Scenario& scenario, data::Phase phase, std::uint64_t seed,
                          const std::function<void(double)>& progress) {
  const scenarios::Phase& simulated = phase_of(scenario, phase);
  network::Simulation simulation(seed);
  const auto process = make_process(*simulated.process);
  Population population = process->population();
  const std::vector<Walk> walks = walks_of(population, *scenario.hall, simulated.network);
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
  std::optional<Tracking> tracking;
  if (network) {
    for (const Walk& walk : walks) go(walk, *network, simulation);
    tracking.emplace(population, *network, simulation, *process);
  }
  run_to_end(*process, simulation, duration, progress);
  process->finish();

  add_devices(population, deployment::access_of(simulated.network), tables.emplace<data::Device>());
  if (network) {
    add_messages(population, messaging->log(), simulation.now(), tables);
    if (!network->attachments().empty()) tables.emplace<data::Attachment>() = network->attachments();
    date_rows(*process, tables);
    for (const deployment::Survey& survey : population.surveys) {
      add_radio(deployment::walk_test(survey, *scenario.hall, simulated.network, seed, core::Instant(kSettling),
                                      simulation.now()),
                tables);
    }
    add_radio(tracking->take(), tables);
  }
  return tables;
}

}  // namespace plantproof::plants
