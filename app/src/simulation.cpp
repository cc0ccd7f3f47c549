#include "simulation.hpp"

#include <algorithm>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "data/manifest.hpp"
#include "input/file.hpp"
#include "input/sha256.hpp"
#include "judging.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;

/// The scenario but for how often it is repeated: runs may be added to those that are there.
std::string identity(const std::string& text) {
  std::vector<std::string> rows = {text.substr(0, text.find('\n'))};
  for (const scenarios::ParameterRow& row : scenarios::parameters(scenarios::parse_scenario(kScenarioFile, text))) {
    if (row.path != "replications") rows.push_back(row.path + "=" + row.value.en);
  }
  return fmt::format("{}", fmt::join(rows, "\n"));
}

bool has_runs(const fs::path& directory) {
  return !data::run_names(directory, data::Phase::Pilot).empty() ||
         !data::run_names(directory, data::Phase::Baseline).empty();
}

std::vector<data::Phase> phases_of(const scenarios::Scenario& scenario) {
  std::vector<data::Phase> phases;
  if (scenario.baseline) phases.push_back(data::Phase::Baseline);
  if (scenario.pilot) phases.push_back(data::Phase::Pilot);
  return phases;
}

data::Manifest manifest_of(const Simulated& simulated) {
  const scenarios::Scenario& scenario = simulated.scenario;
  data::Manifest manifest;
  manifest.provenance.scenario = scenario.id;
  manifest.provenance.origin = core::Origin::Simulated;
  if (scenario.hall) manifest.area = data::Area{scenario.hall->length_m.value, scenario.hall->width_m.value};
  manifest.clock_uncertainty["messages"].of_difference = core::Nanoseconds(0);
  manifest.simulation =
      data::SimulationNote{scenario.runs.seed.value, input::sha256(simulated.text), PLANTPROOF_VERSION};
  return manifest;
}

}  // namespace

std::vector<std::string> SimulationOptions::settings() const {
  std::vector<std::string> all;
  if (seed) all.push_back(fmt::format("seed={}", *seed));
  if (replications) all.push_back(fmt::format("replications={}", *replications));
  if (!duration.empty()) {
    const auto hours = parse_hours(duration);
    if (!hours) {
      throw core::InputFailure({"--duration", 0, 0},
                               {fmt::format("“{}”应为时长，如 60s、90min、8h", duration),
                                fmt::format("“{}” must be a duration, such as 60s, 90min, 8h", duration)});
    }
    all.push_back(fmt::format("duration_s={}", *hours * core::kSecondsPerHour));
  }
  all.insert(all.end(), assignments.begin(), assignments.end());
  return all;
}

int SimulationOptions::workers_or_processors() const {
  return workers > 0 ? workers : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void add_simulation_options(CLI::App& verb, const CommandLine& line, SimulationOptions& options) {
  verb.add_option("SCENARIO", options.scenario,
                  line.say({"场景、变体或场景文件", "scenario, variant, or a file of one"}))
      ->required()
      ->type_name("");
  verb.add_option("-o,--output", options.directory, line.say({"写入证据的文件夹", "folder the evidence is written to"}))
      ->required()
      ->type_name("DIR");
  verb.add_option("--seed", options.seed, line.say({"随机种子", "seed of all random numbers"}))->type_name("N");
  verb.add_option("--replications", options.replications, line.say({"每个阶段仿真的次数", "runs of each phase"}))
      ->type_name("R");
  verb.add_option("--duration", options.duration, line.say({"每次的时长", "length of a run"}))->type_name("60s");
  verb.add_option("--workers", options.workers,
                  line.say({"同时仿真几次；默认每个处理器一次", "runs at a time; by default one for each processor"}))
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("W");
  verb.add_option(
          "--set", options.assignments,
          line.say({"改一个参数（可重复）；参数见 explain", "sets a parameter (may be repeated); explain lists them"}))
      ->type_name("path=value");
}

Simulated simulated_by(const std::string& scenario, const std::vector<std::string>& assignments) {
  const scenarios::ScenarioSource source = scenarios::scenario_source(scenario, assignments);
  Simulated result{scenarios::parse_scenario(source), {}};
  result.text =
      fmt::format("# plantproof {}: what was simulated\n{}", PLANTPROOF_VERSION, scenarios::whole_text(source));
  if (!result.scenario.process || (!result.scenario.pilot && !result.scenario.baseline)) {
    throw core::InputFailure({source.scenario.file, 0, 0},
                             {fmt::format("场景“{}”尚不能仿真", result.scenario.id),
                              fmt::format("the scenario “{}” cannot be simulated yet", result.scenario.id)});
  }
  return result;
}

void claim(const fs::path& directory, const Simulated& simulated) {
  const fs::path file = directory / kScenarioFile;
  if (fs::exists(file)) {
    if (has_runs(directory) && identity(input::read_file(file)) != identity(simulated.text)) {
      throw core::InputFailure({file.string(), 0, 0},
                               {"这里是另一次仿真的证据：参数或版本不同，请换一个文件夹",
                                "this is the evidence of another simulation, with other parameters or of another "
                                "version: take another folder"});
    }
  } else if (fs::exists(directory) && !fs::is_empty(directory)) {
    throw core::InputFailure({directory.string(), 0, 0}, {"文件夹不为空；证据不会覆盖已有文件",
                                                          "the folder is not empty; evidence never overwrites files"});
  }
  input::write_file(file, simulated.text);
}

std::vector<Job> missing_runs(const Simulated& simulated, const fs::path& directory, const CommandLine& line) {
  const scenarios::Scenario& scenario = simulated.scenario;
  std::map<data::Phase, std::vector<std::string>> names;
  for (const data::Phase phase : phases_of(scenario)) names[phase] = data::run_names(directory, phase);
  std::vector<Job> jobs;
  for (std::int64_t run = 1; run <= scenario.runs.replications.value; ++run) {
    for (const auto& [phase, there] : names) {
      const std::string name = std::to_string(run);
      if (std::find(there.begin(), there.end(), name) != there.end()) continue;
      jobs.push_back({fmt::format("{}/{}", data::phase_name(phase), name),
                      {(directory / kScenarioFile).string(), "--phase", std::string(data::phase_name(phase)), "--run",
                       name, "-o", directory.string(), "--lang", line.language == core::Language::Zh ? "zh" : "en"}});
    }
  }
  return jobs;
}

std::vector<FailedJob> simulate_missing(const Simulated& simulated, const fs::path& directory, int workers,
                                        const CommandLine& line, const std::function<void(double)>& progress) {
  const std::vector<Job> jobs = missing_runs(simulated, directory, line);
  if (!jobs.empty()) {
    fs::remove(directory / data::kManifestName);
    std::vector<FailedJob> failed = run_jobs(program_beside("plantproof-sim"), jobs, workers, progress);
    if (!failed.empty()) return failed;
  }
  data::seal(directory, manifest_of(simulated));
  return {};
}

}  // namespace plantproof::app
