#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "data/evidence.hpp"
#include "data/manifest.hpp"
#include "input/file.hpp"
#include "input/sha256.hpp"
#include "judging.hpp"
#include "scenarios/scenario_source.hpp"
#include "workers.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAll = "all";

struct Options {
  std::string scenario;
  std::string directory;
  std::string duration;
  std::optional<std::int64_t> seed;
  std::optional<std::int64_t> replications;
  int workers = 0;  ///< 0: one for each processor
  std::vector<std::string> assignments;
};

/// The settings of all options, those of --set last.
std::vector<std::string> assignments_of(const Options& options) {
  std::vector<std::string> assignments;
  if (options.seed) assignments.push_back(fmt::format("seed={}", *options.seed));
  if (options.replications) assignments.push_back(fmt::format("replications={}", *options.replications));
  if (!options.duration.empty()) {
    const auto hours = parse_hours(options.duration);
    if (!hours) {
      throw core::InputFailure({"--duration", 0, 0},
                               {fmt::format("“{}”应为时长，如 60s、90min、8h", options.duration),
                                fmt::format("“{}” must be a duration, such as 60s, 90min, 8h", options.duration)});
    }
    constexpr double kSecondsPerHour = 3600;
    assignments.push_back(fmt::format("duration_s={}", *hours * kSecondsPerHour));
  }
  assignments.insert(assignments.end(), options.assignments.begin(), options.assignments.end());
  return assignments;
}

/// What is simulated, as an evidence directory holds it.
struct Simulated {
  scenarios::Scenario scenario;
  std::string text;
};

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

/// Makes the directory this simulation's. One with runs of another simulation, or of field evidence, is refused.
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

std::vector<data::Phase> phases_of(const scenarios::Scenario& scenario) {
  std::vector<data::Phase> phases;
  if (scenario.baseline) phases.push_back(data::Phase::Baseline);
  if (scenario.pilot) phases.push_back(data::Phase::Pilot);
  return phases;
}

/// The runs that are not there yet, both phases of a pair after each other.
std::vector<Job> missing_runs(const scenarios::Scenario& scenario, const fs::path& directory, const CommandLine& line) {
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

/// Simulates the runs that a directory lacks. The exit code.
int simulate(const Options& options, const std::string& scenario, const fs::path& directory, const CommandLine& line) {
  const Simulated simulated = simulated_by(scenario, assignments_of(options));
  claim(directory, simulated);
  const std::vector<Job> jobs = missing_runs(simulated.scenario, directory, line);
  const auto processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  std::vector<FailedJob> failed;
  if (!jobs.empty()) {
    fs::remove(directory / data::kManifestName);
    Progress progress(fmt::format("{} {}", line.say({"仿真", "simulating"}), simulated.scenario.id));
    failed = run_jobs(program_beside("plantproof-sim"), jobs, options.workers > 0 ? options.workers : processors,
                      progress.callback());
  }
  for (const FailedJob& job : failed) {
    if (job.exit_code == kUsageOrInputError) {
      print_error(job.messages);
      return kUsageOrInputError;
    }
    print_error(line.say({fmt::format("{} 失败（种子 {}，批次 {}）：{}\n", job.name, simulated.scenario.runs.seed.value,
                                      job.name, job.exit_code < 0 ? "进程被终止" : job.messages),
                          fmt::format("{} failed (seed {}, run {}): {}\n", job.name, simulated.scenario.runs.seed.value,
                                      job.name, job.exit_code < 0 ? "its process was ended" : job.messages)}));
  }
  if (!failed.empty()) {
    print_error(line.say({"其余批次已保存；再次执行同一命令即补齐。\n",
                          "The other runs are kept; the same command makes up for these.\n"}));
    return kInternalError;
  }
  data::seal(directory, manifest_of(simulated));
  return kEveryClausePasses;
}

void add_options(CLI::App& verb, const CommandLine& line, Options& options) {
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

/// The scenarios that are meant, each with its directory.
std::vector<std::pair<std::string, fs::path>> targets(const Options& options) {
  if (options.scenario != kAll) return {{options.scenario, options.directory}};
  std::vector<std::pair<std::string, fs::path>> all;
  for (const scenarios::Scenario& scenario : scenarios::scenarios()) {
    if (scenario.process) all.emplace_back(scenario.id, fs::path(options.directory) / scenario.id);
  }
  return all;
}

/// Simulates all that is meant. The exit code of the first that fails.
int simulate_all(const Options& options, const CommandLine& line) {
  for (const auto& [scenario, directory] : targets(options)) {
    if (const int code = simulate(options, scenario, directory, line); code != kEveryClausePasses) return code;
  }
  return kEveryClausePasses;
}

/// Judges what was simulated by its scenarios' own criteria, prints the verdict and writes the reports. The exit code.
int judge_and_report(const Options& options, const CommandLine& line) {
  const Judging judging;
  Judge judge(judging, line);
  std::vector<validators::Assessment> assessments;
  std::vector<validators::Verdict> verdicts;
  std::map<fs::path, std::string> pages;
  for (const auto& [scenario, directory] : targets(options)) {
    Judged judged = judge.judge(directory.string());
    pages[directory / "report.html"] = report_page(judged, judging, line.language);
    verdicts.push_back(judged.assessment.verdict);
    assessments.push_back(std::move(judged.assessment));
  }
  print(verdict_text(assessments, {line.language, has_colour()}));
  for (const auto& [file, page] : pages) input::write_file(file, page);
  return exit_code(verdicts);
}

}  // namespace

void add_simulate(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "simulate", {"仿真一座工厂，写成证据", "simulate a plant and write evidence"});
  const auto options = std::make_shared<Options>();
  add_options(*verb, line, *options);
  verb->callback([options, &line] {
    line.run = [options, &line] {
      const int code = simulate_all(*options, line);
      if (code == kEveryClausePasses)
        print(fmt::format("{} {}\n", line.say({"证据在", "evidence in"}), options->directory));
      return code;
    };
  });
}

void add_run(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "run",
                            {"仿真、判定并写报告：SCENARIO 或 all", "simulate, judge and report: SCENARIO or all"});
  const auto options = std::make_shared<Options>();
  add_options(*verb, line, *options);
  verb->callback([options, &line] {
    line.run = [options, &line] {
      if (const int code = simulate_all(*options, line); code != kEveryClausePasses) return code;
      const int code = judge_and_report(*options, line);
      print(fmt::format("\n{} {}\n", line.say({"证据与报告（report.html）在", "evidence and report (report.html) in"}),
                        options->directory));
      return code;
    };
  });
}

}  // namespace plantproof::app
