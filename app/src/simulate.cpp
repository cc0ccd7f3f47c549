#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "console.hpp"
#include "input/file.hpp"
#include "judging.hpp"
#include "report/index.hpp"
#include "report/page.hpp"
#include "simulation.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAll = "all";
constexpr const char* kReport = "report.html";
constexpr const char* kIndex = "index.html";

/// Simulates the runs that a directory lacks. The exit code.
int simulate(const SimulationOptions& options, const std::string& scenario, const fs::path& directory,
             const CommandLine& line) {
  const Simulated simulated = simulated_by(scenario, options.settings());
  claim(directory, simulated);
  std::vector<FailedJob> failed;
  {
    Progress progress(fmt::format("{} {}", line.say({"仿真", "simulating"}), simulated.scenario.id));
    failed = simulate_missing(simulated, directory, options.workers_or_processors(), line, progress.callback());
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
  return kEveryClausePasses;
}

/// The scenarios that are meant, each with its directory.
std::vector<std::pair<std::string, fs::path>> targets(const SimulationOptions& options) {
  if (options.scenario != kAll) return {{options.scenario, options.directory}};
  std::vector<std::pair<std::string, fs::path>> all;
  for (const scenarios::Scenario& scenario : scenarios::scenarios()) {
    if (scenario.process) all.emplace_back(scenario.id, fs::path(options.directory) / scenario.id);
  }
  return all;
}

/// Simulates all that is meant. The exit code of the first that fails.
int simulate_all(const SimulationOptions& options, const CommandLine& line) {
  for (const auto& [scenario, directory] : targets(options)) {
    if (const int code = simulate(options, scenario, directory, line); code != kEveryClausePasses) return code;
  }
  return kEveryClausePasses;
}

/// The command that makes the same reports again; workers change nothing but the time it takes.
std::string command_of(const SimulationOptions& options, core::Language language) {
  std::string command = "plantproof run " + options.scenario;
  for (const std::string& setting : options.settings()) command += " --set " + quoted(setting);
  return command +
         fmt::format(" --lang {} -o {}", language == core::Language::Zh ? "zh" : "en", quoted(options.directory));
}

/// Judges what was simulated by its scenarios' own criteria, prints the verdict and writes the reports. The exit code.
int judge_and_report(const SimulationOptions& options, const CommandLine& line) {
  const Judging judging;
  Judge judge(judging, line);
  std::vector<validators::Assessment> assessments;
  std::vector<validators::Verdict> verdicts;
  std::map<fs::path, std::string> pages;
  report::IndexContent index{{}, {}, PLANTPROOF_VERSION, command_of(options, line.language), {}};
  for (const auto& [scenario, directory] : targets(options)) {
    Judged judged = judge.judge(directory.string());
    const std::string& page = pages[directory / kReport] = report_page(judged, judging, line.language);
    const std::string folder = directory.filename().string();
    index.entries.push_back({nullptr, folder, fmt::format("{}/{}", folder, kReport), page.size()});
    verdicts.push_back(judged.assessment.verdict);
    assessments.push_back(std::move(judged.assessment));
  }
  if (options.scenario == kAll) {
    for (std::size_t i = 0; i < assessments.size(); ++i) index.entries[i].assessment = &assessments[i];
    pages[fs::path(options.directory) / kIndex] = report::html(report::index_json(index), line.language);
  }
  print(verdict_text(assessments, {line.language, has_colour()}));
  for (const auto& [file, page] : pages) input::write_file(file, page);
  return exit_code(verdicts);
}

}  // namespace

void add_simulate(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "simulate", {"仿真一座工厂，写成证据", "simulate a plant and write evidence"});
  const auto options = std::make_shared<SimulationOptions>();
  add_simulation_options(*verb, line, *options);
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
  const auto options = std::make_shared<SimulationOptions>();
  add_simulation_options(*verb, line, *options);
  verb->callback([options, &line] {
    line.run = [options, &line] {
      if (const int code = simulate_all(*options, line); code != kEveryClausePasses) return code;
      const int code = judge_and_report(*options, line);
      print(fmt::format("\n{} {}\n", line.say({"证据与报告（report.html）在", "evidence and report (report.html) in"}),
                        options->directory));
      if (options->scenario == kAll) {
        print(fmt::format("{} {}\n", line.say({"索引页在", "index page in"}),
                          (fs::path(options->directory) / kIndex).string()));
      }
      return code;
    };
  });
}

}  // namespace plantproof::app
