#include "validators/assess.hpp"

#include <filesystem>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "core/nearest_name.hpp"
#include "data/evidence.hpp"
#include "report/report.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::vector<std::string> directories;
  Criteria criteria;
  std::vector<std::string> readings;
  bool sequential = false;
  std::optional<int> looks;
  std::string format = "text";
  std::string output;
};

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

/// The pack that judges a scenario: the one asked for, else the scenario's own.
std::string pack_for(const Options& options, const core::Provenance& provenance) {
  if (!options.criteria.pack.empty()) return options.criteria.pack;
  if (const scenarios::Scenario* scenario = scenarios::find_scenario(provenance.scenario)) return scenario->criteria;
  const core::Text hint = core::suggestion(provenance.scenario, scenarios::scenario_ids());
  throw core::InputFailure(provenance.scenario_where,
                           {fmt::format("没有场景“{}”；{}", provenance.scenario, hint.zh),
                            fmt::format("there is no scenario “{}”; {}", provenance.scenario, hint.en)});
}

int exit_code(const std::vector<validators::Assessment>& assessments) {
  std::vector<validators::Verdict> verdicts;
  for (const validators::Assessment& assessment : assessments) verdicts.push_back(assessment.verdict);
  switch (validators::all_of(verdicts)) {
    case validators::Verdict::Pass:
      return kEveryClausePasses;
    case validators::Verdict::Fail:
      return kAClauseFails;
    default:
      return kNothingFailsButNotSettled;
  }
}

std::string written(const std::vector<validators::Assessment>& assessments, const Options& options,
                    core::Language language) {
  if (options.format == "junit") return report::junit(assessments, language);
  if (options.format == "json") return report::json(assessments.front());
  const report::TerminalStyle style{language, options.output.empty() && has_colour()};
  return assessments.size() == 1 ? report::terminal(assessments.front(), style)
                                 : report::terminal_summary(assessments, style);
}

int run(const Options& options, const CommandLine& line) {
  if (options.format == "json" && options.directories.size() > 1) {
    throw core::InputFailure({"--format", 0, 0}, {"json 一次只写一份证据的判定",
                                                  "json writes the verdict on one piece of evidence at a time"});
  }
  validators::AssessOptions chosen;
  chosen.readings = parse_readings(options.readings);
  chosen.confidence = options.criteria.confidence();
  chosen.sequential = options.sequential;
  if (options.looks) {
    constexpr int kMostLooks = 1000;
    if (*options.looks < 2 || *options.looks > kMostLooks) {
      throw core::InputFailure(
          {"--looks", 0, 0},
          {fmt::format("查看次数 {} 应在 2 与 {} 之间", *options.looks, kMostLooks),
           fmt::format("the number of looks, {}, must be from 2 to {}", *options.looks, kMostLooks)});
    }
    chosen.looks = *options.looks;
  }
  std::map<std::string, std::unique_ptr<validators::Pack>> packs;
  std::vector<validators::Assessment> assessments;
  for (const std::string& directory : options.directories) {
    Progress progress(line.say({"读取证据", "reading evidence"}));
    const data::Evidence evidence = data::Evidence::open(directory, progress.callback());
    const core::Provenance& provenance = evidence.manifest().provenance;
    std::unique_ptr<validators::Pack>& pack = packs[pack_for(options, provenance)];
    if (!pack) pack = std::make_unique<validators::Pack>(validators::load_pack(pack_for(options, provenance)));
    assessments.push_back(validators::assess(evidence, provenance, *pack, chosen));
  }
  const std::string text = written(assessments, options, line.language);
  write_to(options.output, text);
  return exit_code(assessments);
}

}  // namespace

int judge(const std::vector<std::string>& directories, const CommandLine& line) {
  Options options;
  options.directories = directories;
  return run(options, line);
}

void add_assess(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "assess", {"对证据逐条判定", "judge evidence clause by clause"});
  const auto options = std::make_shared<Options>();
  verb->add_option("DIR", options->directories,
                   line.say({"证据文件夹；给多个时输出汇总表", "evidence folder; several give a summary"}))
      ->required()
      ->type_name("");
  add_criteria_options(*verb, line, options->criteria);
  verb->add_option("--reading", options->readings,
                   line.say({"由哪种读法判定某条款（可重复）", "which reading decides a clause (may be repeated)"}))
      ->type_name("CLAUSE=NAME");
  verb->add_flag("--sequential", options->sequential,
                 line.say({"准则包允许的条款按观察次序作序贯检验，可随时查看",
                           "test in sequence where the pack allows it: may be looked at any time"}));
  verb->add_option("--looks", options->looks,
                   line.say({"数据收齐前后共查看 N 次：α 由 N 次平分",
                             "the evidence is looked at N times in all: alpha is shared by them"}))
      ->type_name("N");
  verb->add_option("--format", options->format, line.say({"输出格式", "output format"}))
      ->check(CLI::IsMember({"text", "json", "junit"}).description(""))
      ->type_name("text|json|junit");
  add_output_option(*verb, line, options->output);
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
