#include "scenarios/scenario.hpp"

#include <tuple>

#include "core/embedded_file.hpp"
#include "core/input_error.hpp"
#include "input/yaml.hpp"
#include "parts.hpp"

namespace plantproof::scenarios {

std::span<const core::EmbeddedFile> embedded_scenarios();

namespace {

double above_zero(const input::YamlNode& node) {
  const double value = node.number();
  if (node.exists() && value <= 0) node.reject({"应大于 0", "must be above 0"});
  return value;
}

Planning read_planning(const input::YamlNode& node) {
  constexpr std::int64_t kMostGroups = 10'000;
  constexpr std::int64_t kMostRuns = 1000;
  Planning planning;
  planning.shift_h = above_zero(node.required("shift_h"));
  for (const auto& [name, rate] : node.optional("rows_per_hour").entries()) {
    planning.rows_per_hour[name] = above_zero(rate);
  }
  for (const auto& [name, count] : node.optional("groups").entries()) {
    planning.groups[name] = static_cast<int>(count.integer(1, kMostGroups));
  }
  if (const input::YamlNode runs = node.optional("runs"); runs.exists()) {
    planning.runs = static_cast<int>(runs.integer(1, kMostRuns));
  }
  if (const input::YamlNode floor = node.optional("floor"); floor.exists()) {
    planning.floor = {above_zero(floor.required("length_m")), above_zero(floor.required("width_m"))};
  }
  return planning;
}

std::optional<Phase> read_phase(const input::YamlNode& node) {
  if (!node.exists()) return std::nullopt;
  return Phase{read_network(node.required("network"))};
}

}  // namespace

Scenario parse_scenario(const std::string& file, std::string_view text) {
  core::InputErrors errors;
  const input::YamlDocument document(file, text, errors);
  const input::YamlNode root = document.root();
  Scenario scenario;
  scenario.id = root.required("scenario").text();
  scenario.title = root.required("title").bilingual();
  scenario.situation = root.required("situation").bilingual();
  scenario.criteria = root.required("criteria").text();
  if (const input::YamlNode planning = root.optional("planning"); planning.exists()) {
    scenario.planning = read_planning(planning);
  }
  if (const input::YamlNode hall = root.optional("hall"); hall.exists()) scenario.hall = read_hall(hall);
  scenario.pilot = read_phase(root.optional("pilot"));
  scenario.baseline = read_phase(root.optional("baseline"));
  if ((scenario.pilot || scenario.baseline) && !scenario.hall) std::ignore = root.required("hall");
  document.report_unread();
  errors.throw_if_any();
  return scenario;
}

std::vector<ParameterRow> parameters(const Scenario& scenario) {
  std::vector<ParameterRow> rows;
  if (scenario.hall) tell_hall(*scenario.hall, rows);
  if (scenario.pilot)
    tell_network(scenario.pilot->network, {"试点的网络", "network of the pilot"}, "pilot.network", rows);
  if (scenario.baseline)
    tell_network(scenario.baseline->network, {"基线的网络", "network of the baseline"}, "baseline.network", rows);
  return rows;
}

std::vector<ParameterRow> all_parameters() {
  std::vector<ParameterRow> rows;
  tell_hall(Hall(), rows);
  for (const Network& network : specimen_networks()) tell_network(network, {"网络", "network"}, "network", rows);
  return rows;
}

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> kScenarios = [] {
    std::vector<Scenario> all;
    for (const core::EmbeddedFile& file : embedded_scenarios())
      all.push_back(parse_scenario(std::string(file.name), file.text));
    return all;
  }();
  return kScenarios;
}

const std::vector<std::string>& scenario_ids() {
  static const std::vector<std::string> kIds = [] {
    std::vector<std::string> ids;
    for (const Scenario& scenario : scenarios()) ids.push_back(scenario.id);
    return ids;
  }();
  return kIds;
}

const Scenario* find_scenario(std::string_view id) {
  for (const Scenario& scenario : scenarios()) {
    if (scenario.id == id) return &scenario;
  }
  return nullptr;
}

}  // namespace plantproof::scenarios
