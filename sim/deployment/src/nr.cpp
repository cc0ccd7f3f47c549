#include "network/nr.hpp"

#include "config/nr_configuration.hpp"
#include "core/random.hpp"
#include "flow_rules.hpp"
#include "parts.hpp"

namespace plantproof::deployment {
namespace {

constexpr std::size_t kMostRadioFlows = 64;  // values of a DSCP, RFC 2474

void refuse_what_is_not_simulated(const scenarios::NrNetwork& nr, core::InputErrors& errors) {
  for (const scenarios::QosFlow& flow : nr.qos_flows) {
    refuse_unless<std::int64_t>(0, flow.destination_port, errors);
  }
}

ran::TimeAllocation time_allocation(const config::DataTransmission& data, int control_symbols, bool is_shortened) {
  return {data.mapping, data.symbols, control_symbols, is_shortened};
}

ran::Scheduling scheduling_of(scenarios::Scheduler scheduler) {
  switch (scheduler) {
    case scenarios::Scheduler::RoundRobin:
      return ran::Scheduling::RoundRobin;
    case scenarios::Scheduler::ProportionalFair:
      return ran::Scheduling::ProportionalFair;
    case scenarios::Scheduler::Deadline:
      break;
  }
  return ran::Scheduling::Deadline;
}

ran::CarrierParameters carrier_of(const scenarios::NrNetwork& nr, const config::NrConfiguration& configuration) {
  const scenarios::Transmission& transmission = nr.transmission;
  ran::CarrierParameters carrier;
  carrier.pattern = configuration.pattern;
  carrier.range = configuration.range;
  carrier.frequency = configuration.frequency;
  carrier.blocks = configuration.blocks;
  carrier.downlink = time_allocation(configuration.downlink, static_cast<int>(transmission.control_symbols.value),
                                     transmission.downlink.shortened.value);
  carrier.uplink = time_allocation(configuration.uplink, 0, transmission.uplink.shortened.value);
  carrier.uplink_control_blocks = static_cast<int>(transmission.uplink_control_blocks.value);
  carrier.dmrs_elements = static_cast<int>(transmission.dmrs_elements.value);
  carrier.mcs_table = configuration.mcs_table;
  carrier.downlink_layers = static_cast<int>(transmission.downlink.layers.value);
  carrier.uplink_layers = static_cast<int>(transmission.uplink.layers.value);
  carrier.capability = configuration.capability;
  carrier.scheduling = scheduling_of(nr.scheduler.value);
  if (transmission.control_messages.value > 0)
    carrier.control_messages_per_slot = static_cast<int>(transmission.control_messages.value);
  carrier.harq_processes = static_cast<int>(nr.harq.processes.value);
  carrier.greatest_transmissions = static_cast<int>(nr.harq.max_transmissions.value);
  carrier.combining = nr.harq.combining.value == scenarios::Combining::Chase
                          ? channel::Combining::Chase
                          : channel::Combining::IncrementalRedundancy;
  carrier.receiver = {core::Decibel(nr.receiver_loss_db.value)};
  carrier.channel_report_period = core::of_milliseconds(nr.link_adaptation.report_period_ms.value);
  carrier.channel_report_delay = core::of_milliseconds(nr.link_adaptation.report_delay_ms.value);
  carrier.outer_loop_step = core::Decibel(nr.link_adaptation.outer_loop_step_db.value);
  for (const scenarios::Slice& slice : nr.slices) carrier.slice_shares.push_back(slice.share_ratio.value);
  carrier.first_grant_bytes = static_cast<int>(nr.scheduling_request.first_grant_bytes.value);
  carrier.mobility.measurement_period =
      core::of_milliseconds(static_cast<double>(nr.handover.measurement_period_ms.value));
  carrier.mobility.a3_offset = core::Decibel(nr.handover.hysteresis_db.value);
  carrier.mobility.time_to_trigger = core::of_milliseconds(static_cast<double>(nr.handover.time_to_trigger_ms.value));
  carrier.mobility.interruption = core::of_milliseconds(static_cast<double>(nr.handover.interruption_ms.value));
  return carrier;
}

/// How a rule of the scenario treats its flows; `row` is that of its 5QI.
ran::QosFlow qos_flow(const scenarios::QosFlow& rule, const nr::FiveQi& row, const scenarios::NrNetwork& nr) {
  ran::QosFlow flow;
  flow.priority_level = row.priority_level;
  flow.delay_budget = row.radio_delay_budget();
  flow.is_delay_critical = row.counts_late_as_lost();
  flow.is_discarded_late = rule.discards_late.value;
  flow.target_error = rule.target_bler_ratio.value;
  flow.rlc = rule.rlc_mode.value == scenarios::RlcMode::Am ? ran::RlcMode::Acknowledged : ran::RlcMode::Unacknowledged;
  flow.rlc_status_delay = core::of_milliseconds(nr.rlc.t_reassembly_ms.value);
  flow.rlc_retransmissions = static_cast<int>(nr.rlc.max_retransmissions.value);
  for (std::size_t i = 0; i < nr.slices.size(); ++i) {
    if (nr.slices[i].name.value == rule.slice.value) flow.slice = i;
  }
  return flow;
}

/// Which rule holds for each flow; the last one, after those of the file, is that of flows which none of them names.
std::vector<std::size_t> rules_of(const std::vector<data::Flow>& flows, const std::vector<scenarios::QosFlow>& rules) {
  std::vector<std::string> patterns;
  for (const scenarios::QosFlow& rule : rules) patterns.push_back(rule.flow.value);
  std::vector<std::size_t> result;
  for (const data::Flow& flow : flows) result.push_back(first_match(patterns, flow.flow).value_or(rules.size()));
  return result;
}

std::optional<ran::Vehicle> vehicle_of(const Machine& machine) {
  if (!machine.body) return std::nullopt;
  return ran::Vehicle{machine.body->length_m, machine.body->width_m, machine.body->height_m};
}

ran::DeviceParameters device_of(const scenarios::NrNetwork& nr) {
  ran::DeviceParameters radio;
  radio.transmit_power = core::Dbm(nr.device.tx_power_dbm.value);
  radio.noise_figure = core::Decibel(nr.device.noise_figure_db.value);
  radio.antennas = static_cast<int>(nr.device.receive_antennas.value);
  radio.received_power_target = core::Dbm(nr.device.received_power_target_dbm.value);
  radio.scheduling_request_period = static_cast<int>(nr.scheduling_request.period_slots.value);
  return radio;
}

/// The end of a flow that its radio resources belong to.
using End = std::string data::Flow::*;

/// The resources of a device that come back by themselves: for each of these flows of its own those of the first that
/// match.
std::vector<ran::ConfiguredResource> configured_resources(const std::string& device, End end,
                                                          const std::vector<data::Flow>& flows, const RadioFlows& radio,
                                                          const std::vector<config::PeriodicResource>& resources) {
  std::vector<std::string> patterns;
  for (const config::PeriodicResource& resource : resources) patterns.push_back(resource.flow);
  std::vector<ran::ConfiguredResource> result;
  for (const data::Flow& flow : flows) {
    if (flow.*end != device) continue;
    if (const auto index = first_match(patterns, flow.flow)) {
      const config::PeriodicResource& resource = resources[*index];
      result.push_back(
          {resource.blocks, resource.period, resource.first, {radio.of_flow.at(flow.flow)}, resource.coding});
    }
  }
  return result;
}

/// A device's radio on a carrier, with resources for these flows.
ran::DeviceParameters radio_on(const config::NrConfiguration& carrier, const scenarios::NrNetwork& nr,
                               const std::string& device, const std::vector<data::Flow>& flows,
                               const RadioFlows& radio) {
  ran::DeviceParameters parameters = device_of(nr);
  parameters.configured_grants =
      configured_resources(device, &data::Flow::source, flows, radio, carrier.configured_grants);
  parameters.semi_persistent =
      configured_resources(device, &data::Flow::destination, flows, radio, carrier.semi_persistent);
  return parameters;
}

network::Nr::Background background_of(const scenarios::NrNetwork& nr, const ran::DeviceParameters& radio,
                                      const channel::Antenna& antenna) {
  constexpr double kBitsPerMegabit = 1e6;
  return {static_cast<int>(nr.background.devices.value),
          nr.background.downlink_mbps.value * kBitsPerMegabit,
          nr.background.uplink_mbps.value * kBitsPerMegabit,
          nr.device.height_m.value,
          radio,
          antenna};
}

}  // namespace

channel::HallParameters hall_parameters(const scenarios::Hall& hall, const config::NrConfiguration& configuration,
                                        std::uint64_t seed) {
  return {configuration.environment,
          {hall.length_m.value, hall.width_m.value, hall.height_m.value},
          configuration.clutter,
          configuration.surroundings_doppler,
          core::mixed(seed, static_cast<std::uint64_t>(Drawn::Hall))};
}

std::optional<network::Network> deploy_nr(const Site& site, const scenarios::NrNetwork& nr) {
  refuse_what_is_not_simulated(nr, site.errors);
  const auto configuration = config::nr_configuration(site.hall, nr, site.errors);
  std::vector<data::Flow> flows = site.population.flows;
  flows.insert(flows.end(), site.population.transfers.begin(), site.population.transfers.end());
  const RadioFlows radio = radio_flows(flows, rules_of(flows, nr.qos_flows));
  if (radio.rule.size() > kMostRadioFlows) {
    site.errors.add(nr.carrier.frequency_ghz.where,
                    {"一台终端的流太多：至多 64 种", "a device has too many flows: there are 64 kinds at most"});
  }
  if (!site.errors.empty()) return std::nullopt;

  network::Nr result;
  result.carrier = carrier_of(nr, *configuration);
  for (const config::NrConfiguration& further : configuration->duplication)
    result.duplication_carriers.push_back(carrier_of(nr, further));
  const scenarios::QosFlow no_rule;
  const nr::FiveQi no_rule_row = *nr::five_qi(static_cast<int>(no_rule.five_qi.value));
  const auto is_named = [&nr](std::size_t rule) { return rule < nr.qos_flows.size(); };
  const auto is_duplicated = [&](std::size_t rule) {
    return is_named(rule) && nr.qos_flows[rule].pdcp_duplication.value;
  };
  result.flows.clear();
  for (const std::size_t rule : radio.rule) {
    result.flow_of_dscp[static_cast<int>(result.flows.size())] = result.flows.size();
    if (is_duplicated(rule)) result.duplicated_flows.push_back(result.flows.size());
    result.flows.push_back(qos_flow(is_named(rule) ? nr.qos_flows[rule] : no_rule,
                                    is_named(rule) ? configuration->qos_flows[rule] : no_rule_row, nr));
  }
  if (result.flows.empty()) result.flows.push_back(qos_flow(no_rule, no_rule_row, nr));
  result.hall = hall_parameters(site.hall, *configuration, site.seed);
  for (std::size_t i = 0; i < nr.gnbs.size(); ++i) {
    const channel::Place& place = configuration->gnbs[i].place;
    result.gnbs.push_back({{place.x_m, place.y_m, place.z_m},
                           configuration->gnbs[i].antenna,
                           {core::Dbm(nr.gnbs[i].tx_power_dbm.value), core::Decibel(nr.gnbs[i].noise_figure_db.value),
                            static_cast<int>(nr.gnbs[i].antennas.count.value)},
                           numbered("gNB", i)});
  }
  std::vector<data::Flow> duplicated;
  for (const data::Flow& flow : flows) {
    if (is_duplicated(radio.rule[radio.of_flow.at(flow.flow)])) duplicated.push_back(flow);
  }
  channel::Antenna antenna;
  antenna.greatest_gain = core::Decibel(nr.device.gain_dbi.value);
  for (const Machine& machine : site.population.machines) {
    if (machine.is_wired) continue;
    network::Nr::User user{{machine.name, {machine.x_m, machine.y_m, nr.device.height_m.value}},
                           radio_on(*configuration, nr, machine.name, flows, radio),
                           antenna,
                           vehicle_of(machine)};
    for (const config::NrConfiguration& further : configuration->duplication)
      user.duplication_radios.push_back(radio_on(further, nr, machine.name, duplicated, radio));
    result.users.push_back(std::move(user));
  }
  result.background = background_of(nr, device_of(nr), antenna);
  result.core_delay =
      core::of_microseconds(nr.core.gnb_processing_us.value + nr.core.backhaul_us.value + nr.core.upf_us.value);
  result.core_jitter = core::of_microseconds(nr.core.jitter_us.value);
  result.edge_delay = core::of_microseconds(nr.core.edge_us.value);
  result.hosts = wired_devices(site.population);
  result.seed = core::mixed(site.seed, static_cast<std::uint64_t>(Drawn::Radio));
  network::Network built = network::build_nr(result, site.simulation);
  for (const auto& [flow, index] : radio.of_flow) built.mark(flow, static_cast<int>(index));
  return built;
}

}  // namespace plantproof::deployment
