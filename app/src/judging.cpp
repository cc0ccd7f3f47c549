#include "judging.hpp"

#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "console.hpp"
#include "core/nearest_name.hpp"
#include "input/file.hpp"
#include "input/sha256.hpp"
#include "metrics/onlooker.hpp"

namespace plantproof::app {
namespace {

/// "9.2=p99_pooled" -> {"9.2", "p99_pooled"}.
std::map<std::string, std::string> parse_readings(const std::vector<std::string>& arguments) {
  std::map<std::string, std::string> readings;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) {
      throw core::InputFailure({"--reading", 0, 0}, {fmt::format("“{}”应写成 条款=读法", argument),
                                                     fmt::format("“{}” must be written CLAUSE=NAME", argument)});
    }
    readings[argument.substr(0, equals)] = argument.substr(equals + 1);
  }
  return readings;
}

/// The scenario of simulated evidence. It must be the one that was simulated.
scenarios::Scenario simulated_scenario(const std::filesystem::path& directory, const data::SimulationNote& simulation) {
  const std::filesystem::path file = directory / kScenarioFile;
  const std::string text = input::read_file(file);
  if (const std::string hash = input::sha256(text); hash != simulation.scenario_sha256) {
    throw core::InputFailure(
        {file.string(), 0, 0},
        {fmt::format("不是所仿真的场景：SHA-256 为 {}，evidence.yaml 中为 {}", hash, simulation.scenario_sha256),
         fmt::format("is not the scenario that was simulated: its SHA-256 is {}, that in "
                     "evidence.yaml is {}",
                     hash, simulation.scenario_sha256)});
  }
  return scenarios::parse_scenario(file.string(), text);
}

using Rows = std::vector<scenarios::ParameterRow>;

std::vector<core::Assumption> assumptions_among(const Rows& rows) {
  std::vector<core::Assumption> assumptions;
  for (const scenarios::ParameterRow& row : rows) {
    if (!row.is_part() && row.origin.is_assumption) assumptions.push_back({row.path, row.value, row.origin.why});
  }
  return assumptions;
}

std::map<std::string, core::Text> values_among(const Rows& rows) {
  std::map<std::string, core::Text> values;
  for (const scenarios::ParameterRow& row : rows) {
    if (!row.is_part()) values[row.path] = row.value;
  }
  return values;
}

/// The plant, and in what it is not as the scenario of its id. `rows` are its parameters.
core::SimulatedPlant plant_of(const scenarios::Scenario& scenario, const Rows& rows) {
  core::SimulatedPlant plant{scenario.title, scenario.runs.seed.value, {}};
  const scenarios::Scenario* named = scenarios::find_scenario(scenario.id);
  if (named == nullptr) return plant;
  if (scenario.title.en == named->title.en) plant.title = {};
  auto own = values_among(scenarios::parameters(*named));
  for (const auto& [path, value] : values_among(rows)) {
    const core::Text was = own[path];
    own.erase(path);
    if (path != "seed" && value.en != was.en) plant.changes.push_back({path, value, was});
  }
  for (const auto& [path, was] : own) plant.changes.push_back({path, {}, was});
  return plant;
}

/// The scenario's own pack.
const std::string& own_pack(const core::Provenance& provenance) {
  if (const scenarios::Scenario* scenario = scenarios::find_scenario(provenance.scenario)) return scenario->criteria;
  const core::Text hint = core::suggestion(provenance.scenario, scenarios::scenario_ids());
  throw core::InputFailure(provenance.scenario_where,
                           {fmt::format("没有场景“{}”；{}", provenance.scenario, hint.zh),
                            fmt::format("there is no scenario “{}”; {}", provenance.scenario, hint.en)});
}

}  // namespace

validators::AssessOptions Judging::options() const {
  validators::AssessOptions chosen;
  chosen.readings = parse_readings(readings);
  chosen.confidence = criteria.confidence();
  chosen.sequential = sequential;
  if (looks) {
    constexpr int kMostLooks = 1000;
    if (*looks < 2 || *looks > kMostLooks) {
      throw core::InputFailure({"--looks", 0, 0},
                               {fmt::format("查看次数 {} 应在 2 与 {} 之间", *looks, kMostLooks),
                                fmt::format("the number of looks, {}, must be from 2 to {}", *looks, kMostLooks)});
    }
    chosen.looks = *looks;
  }
  return chosen;
}

Judge::Judge(const Judging& judging, const CommandLine& line)
    : asked_pack_(judging.criteria.pack), options_(judging.options()), line_(line) {}

const validators::Pack& Judge::pack_for(const core::Provenance& provenance) {
  const std::string& id = asked_pack_.empty() ? own_pack(provenance) : asked_pack_;
  const std::lock_guard lock(mutex_);
  std::unique_ptr<validators::Pack>& pack = packs_[id];
  if (!pack) pack = std::make_unique<validators::Pack>(validators::load_pack(id));
  return *pack;
}

Judged Judge::judge(const std::string& directory) {
  Progress progress(line_.say({"读取证据", "reading evidence"}));
  return judge(directory, progress.callback());
}

Judged Judge::judge(const std::string& directory, const std::function<void(double)>& progress) {
  return judge_opened(directory, data::Opening{.progress = progress, .onlooker = metrics::onlooker});
}

Judged Judge::judge_so_far(const std::string& directory) {
  return judge_opened(directory, data::Opening{.grows = true, .onlooker = metrics::onlooker});
}

Judged Judge::judge_opened(const std::string& directory, const data::Opening& opening) {
  Judged judged{data::Evidence::open(directory, opening), {}, {}};
  const data::Manifest& manifest = judged.evidence.manifest();
  core::Provenance provenance = manifest.provenance;
  if (manifest.simulation) {
    judged.scenario = simulated_scenario(directory, *manifest.simulation);
    const Rows rows = scenarios::parameters(*judged.scenario);
    provenance.plant = plant_of(*judged.scenario, rows);
    provenance.assumptions = assumptions_among(rows);
  }
  const validators::Pack& pack = pack_for(provenance);
  validators::AssessOptions options = options_;
  if (opening.grows) {
    judged.grows = options.grows = !provenance.sealed;
    const validators::ScenarioCriteria* criteria = pack.find(provenance.scenario);
    options.sequential = options.sequential || (criteria != nullptr && criteria->allows_sequential());
  }
  judged.assessment = validators::assess(judged.evidence, provenance, pack, options);
  return judged;
}

std::string quoted(const std::string& argument) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string arguments_of(const Judging& judging) {
  std::string arguments;
  if (!judging.criteria.pack.empty()) arguments += " --criteria " + quoted(judging.criteria.pack);
  if (judging.criteria.level) arguments += fmt::format(" --confidence {}", *judging.criteria.level);
  for (const std::string& reading : judging.readings) arguments += " --reading " + quoted(reading);
  if (judging.sequential) arguments += " --sequential";
  if (judging.looks) arguments += fmt::format(" --looks {}", *judging.looks);
  return arguments;
}

std::string verdict_text(const std::vector<validators::Assessment>& assessments, const report::TerminalStyle& style) {
  return assessments.size() == 1 ? report::terminal(assessments.front(), style)
                                 : report::terminal_summary(assessments, style);
}

int exit_code(const std::vector<validators::Verdict>& verdicts) {
  switch (validators::all_of(verdicts)) {
    case validators::Verdict::Pass:
      return kEveryClausePasses;
    case validators::Verdict::Fail:
      return kAClauseFails;
    default:
      return kNothingFailsButNotSettled;
  }
}

void add_judging_options(CLI::App& verb, const CommandLine& line, Judging& judging) {
  add_criteria_options(verb, line, judging.criteria);
  verb.add_option("--reading", judging.readings,
                  line.say({"由哪种读法判定某条款（可重复）", "which reading decides a clause (may be repeated)"}))
      ->type_name("CLAUSE=NAME");
  verb.add_flag("--sequential", judging.sequential,
                line.say({"准则包允许的条款按观察次序作序贯检验，可随时查看",
                          "test in sequence where the pack allows it: may be looked at any time"}));
  verb.add_option("--looks", judging.looks,
                  line.say({"数据收齐前后共查看 N 次：α 由 N 次平分",
                            "the evidence is looked at N times in all: alpha is shared by them"}))
      ->type_name("N");
}

}  // namespace plantproof::app
