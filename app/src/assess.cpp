#include <memory>

#include "command_line.hpp"
#include "console.hpp"
#include "judging.hpp"
#include "report/report.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::vector<std::string> directories;
  Judging judging;
  std::string format = "text";
  std::string output;
};

std::string written(const std::vector<validators::Assessment>& assessments, const Options& options,
                    core::Language language) {
  if (options.format == "junit") return report::junit(assessments, language);
  if (options.format == "json") return report::json(assessments.front());
  return verdict_text(assessments, {language, options.output.empty() && has_colour()});
}

int run(const Options& options, const CommandLine& line) {
  if (options.format == "json" && options.directories.size() > 1) {
    throw core::InputFailure({"--format", 0, 0}, {"json 一次只写一份证据的判定",
                                                  "json writes the verdict on one piece of evidence at a time"});
  }
  Judge judge(options.judging, line);
  std::vector<validators::Assessment> assessments;
  std::vector<validators::Verdict> verdicts;
  for (const std::string& directory : options.directories) {
    assessments.push_back(judge.judge(directory).assessment);
    verdicts.push_back(assessments.back().verdict);
  }
  write_to(options.output, written(assessments, options, line.language));
  return exit_code(verdicts);
}

}  // namespace

void add_assess(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "assess", {"对证据逐条判定", "judge evidence clause by clause"});
  const auto options = std::make_shared<Options>();
  verb->add_option("DIR", options->directories,
                   line.say({"证据文件夹；给多个时输出汇总表", "evidence folder; several give a summary"}))
      ->required()
      ->type_name("");
  add_judging_options(*verb, line, options->judging);
  verb->add_option("--format", options->format, line.say({"输出格式", "output format"}))
      ->check(CLI::IsMember({"text", "json", "junit"}).description(""))
      ->type_name("text|json|junit");
  add_output_option(*verb, line, options->output);
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
