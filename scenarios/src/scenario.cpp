#include "scenarios/scenario.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "core/embedded_file.hpp"
#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "field.hpp"
#include "input/yaml.hpp"
#include "parts.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::scenarios {

namespace {

const core::Text kRunsTitle{"仿真的量", "how much is simulated"};

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

/// The scenarios whose process is known.
std::vector<std::string> plants() {
  std::vector<std::string> ids;
  for (const core::EmbeddedFile& file : embedded_scenarios()) {
    const std::string id(file.name.substr(0, file.name.find('/')));
    if (process_of(id)) ids.push_back(id);
  }
  return ids;
}

std::optional<Phase> read_phase(const input::YamlNode& node, const std::optional<Process>& process) {
  if (!node.exists()) return std::nullopt;
  Phase phase{read_network(node.required("network")), process};
  if (phase.process) override_process(node.optional("process"), *phase.process);
  return phase;
}

void apply_settings(const input::YamlNode& list, const input::YamlNode& root) {
  for (const input::YamlNode& item : list.items()) {
    for (const auto& [path, value] : item.entries()) root.graft(path, value);
  }
}

/// Of the process of a phase what differs from the scenario's, below the parts that differ.
void tell_differences(const Scenario& scenario, const Phase& phase, const core::Text& title, const std::string& path,
                      std::vector<ParameterRow>& rows) {
  if (!phase.process) return;
  std::vector<ParameterRow> common;
  std::vector<ParameterRow> own;
  tell_process(*scenario.process, title, path, common);
  tell_process(*phase.process, title, path, own);
  const auto is_common = [&](const ParameterRow& row) {
    return std::any_of(common.begin(), common.end(), [&](const ParameterRow& other) {
      return other.path == row.path && other.value == row.value && other.origin.text() == row.origin.text();
    });
  };
  for (const ParameterRow& row : own) {
    const auto is_below = [&](const ParameterRow& other) {
      return !other.is_part() && other.path.starts_with(row.path + ".") && !is_common(other);
    };
    if (row.is_part() ? std::any_of(own.begin(), own.end(), is_below) : !is_common(row)) rows.push_back(row);
  }
}

}  // namespace

template <>
const std::vector<Field<Runs>>& fields() {
  static const std::vector<Field<Runs>> kFields = {
      field_of<&Runs::duration_s>("duration_s", {"每次仿真的时长", "length of a run"})
          .between(1, 604'800)
          .otherwise(assumption({"一小时", "an hour"})),
      field_of<&Runs::replications>("replications", {"每个阶段仿真的次数", "runs of each phase"})
          .between(1, 1000)
          .otherwise(assumption({"成对比较至少要五次", "a paired comparison needs five"})),
      field_of<&Runs::seed>("seed", {"随机种子", "seed of all random numbers"})
          .between(0, 1e15)
          .otherwise({false, {"任意", "any will do"}})};
  return kFields;
}

Scenario parse_scenario(const std::string& file, std::string_view text) {
  return parse_scenario(ScenarioSource{{file, std::string(text)}, {}});
}

Scenario parse_scenario(const ScenarioSource& source) {
  core::InputErrors errors;
  const input::YamlDocument document(source.scenario.file, source.scenario.text, errors);
  const input::YamlNode root = document.root();
  apply_settings(root.optional("set"), root);
  check_set_is_last(source.scenario, errors);
  std::vector<input::YamlDocument> others;
  for (const ScenarioSource::Document& settings : source.settings) {
    check_set_is_last(settings, errors);
    const input::YamlNode other = others.emplace_back(settings.file, settings.text, errors).root();
    std::ignore = other.optional("variant_of");
    apply_settings(other.is_list() ? other : other.required("set"), root);
  }
  Scenario scenario;
  scenario.id = root.required("scenario").text();
  scenario.title = root.required("title").bilingual();
  scenario.situation = root.required("situation").bilingual();
  scenario.criteria = root.required("criteria").text();
  if (const input::YamlNode planning = root.optional("planning"); planning.exists()) {
    scenario.planning = read_planning(planning);
  }
  if (const input::YamlNode hall = root.optional("hall"); hall.exists()) scenario.hall = read_hall(hall);
  const input::YamlNode pilot = root.optional("pilot");
  const input::YamlNode baseline = root.optional("baseline");
  if (pilot.exists() || baseline.exists()) {
    read_part({root, root.position()}, scenario.runs);
    scenario.process = process_of(scenario.id);
    if (const input::YamlNode process = root.optional("process"); !scenario.process && process.exists()) {
      for (const input::YamlNode& part : {process, pilot.optional("process"), baseline.optional("process")})
        part.accept();
      const core::Text hint = core::suggestion(scenario.id, plants());
      root.required("scenario")
          .reject({fmt::format("“{}”没有可仿真的过程；{}", scenario.id, hint.zh),
                   fmt::format("no process is known of “{}”; {}", scenario.id, hint.en)});
    }
    if (scenario.process) read_process(root.required("process"), root.position(), *scenario.process);
    if (!scenario.hall) std::ignore = root.required("hall");
  }
  scenario.pilot = read_phase(pilot, scenario.process);
  scenario.baseline = read_phase(baseline, scenario.process);
  document.report_unread();
  for (const input::YamlDocument& other : others) other.report_unread();
  errors.throw_if_any();
  return scenario;
}

std::vector<ParameterRow> parameters(const Scenario& scenario) {
  std::vector<ParameterRow> rows;
  if (scenario.pilot || scenario.baseline) tell_part(scenario.runs, kRunsTitle, "", rows);
  if (scenario.hall) tell_hall(*scenario.hall, rows);
  if (scenario.process) tell_process(*scenario.process, {"工厂的过程", "what the plant does"}, "process", rows);
  if (scenario.pilot) {
    tell_differences(scenario, *scenario.pilot, {"试点的过程", "what differs in the pilot"}, "pilot.process", rows);
    tell_network(scenario.pilot->network, {"试点的网络", "network of the pilot"}, "pilot.network", rows);
  }
  if (scenario.baseline) {
    tell_differences(scenario, *scenario.baseline, {"基线的过程", "what differs in the baseline"}, "baseline.process",
                     rows);
    tell_network(scenario.baseline->network, {"基线的网络", "network of the baseline"}, "baseline.network", rows);
  }
  return rows;
}

std::vector<ParameterRow> all_parameters() {
  std::vector<ParameterRow> rows;
  tell_part(Runs(), kRunsTitle, "", rows);
  tell_hall(Hall(), rows);
  for (const Network& network : specimen_networks()) tell_network(network, {"网络", "network"}, "network", rows);
  for (const Scenario& scenario : scenarios()) {
    if (const auto process = specimen_process(scenario.id)) tell_process(*process, scenario.title, "process", rows);
  }
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
