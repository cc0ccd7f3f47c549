#include "scenarios/scenario.hpp"

#include "core/embedded_file.hpp"
#include "core/input_error.hpp"
#include "input/yaml.hpp"

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
  document.report_unread();
  errors.throw_if_any();
  return scenario;
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
