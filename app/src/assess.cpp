#include <chrono>
#include <memory>
#include <optional>

#include <fmt/chrono.h>
#include <unistd.h>

#include "command_line.hpp"
#include "console.hpp"
#include "core/decimal.hpp"
#include "end_signals.hpp"
#include "judging.hpp"
#include "report/report.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::vector<std::string> directories;
  Judging judging;
  std::string format = "text";
  std::string output;
  bool follow = false;
};

std::string written(const std::vector<validators::Assessment>& assessments, const Options& options,
                    core::Language language) {
  if (options.format == "junit") return report::junit(assessments, language);
  if (options.format == "json") return report::json(assessments.front());
  return verdict_text(assessments, {language, options.output.empty() && has_colour()});
}

/// What is shown of a measurement that goes on, one verdict after the other.
class Shown {
 public:
  explicit Shown(const std::string& output) : output_(output) {}
  void verdict(const std::string& text, const std::string& state) {
    if (text == text_) return;
    text_ = text;
    if (!output_.empty()) return write_to(output_, text);
    print((isatty(STDOUT_FILENO) == 1 ? "\033[H\033[2J" : "") + text + state);
    std::fflush(stdout);
  }
  void complaint(const std::string& text) {
    if (text != text_) print_error(text);
    text_ = text;
  }

 private:
  const std::string& output_;
  std::string text_;
};

/// "still being recorded: 1 200 rows at 14:03:07".
std::string state_text(const Judged& judged, const CommandLine& line) {
  if (!judged.grows) return {};
  std::int64_t rows = 0;
  for (const core::TableAccount& table : judged.evidence.manifest().provenance.tables) rows += table.rows;
  const std::string at = fmt::format("{:%H:%M:%S}", fmt::localtime(std::time(nullptr)));
  return line.say(
      {fmt::format("\n测量仍在进行：{} 时共 {} 行；每秒重新判定，按 Ctrl-C 结束\n", at, core::grouped(rows)),
       fmt::format("\nstill being recorded: {} rows at {}; judged anew every second, Ctrl-C ends it\n",
                   core::grouped(rows), at)});
}

/// Judges what has been recorded so far, every second, until it is sealed or a signal ends it. What is wrong may be
/// mended meanwhile.
int follow(const Options& options, const CommandLine& line) {
  constexpr std::chrono::seconds kEvery(1);
  const EndSignals signals;
  Judge judge(options.judging, line);
  Shown shown(options.output);
  int code = kUsageOrInputError;
  for (bool grows = true; grows;) {
    const auto next = std::chrono::steady_clock::now() + kEvery;
    std::optional<Judged> judged;
    try {
      judged = judge.judge_so_far(options.directories.front());
    } catch (const core::InputFailure& failure) {
      code = kUsageOrInputError;
      shown.complaint(failure.errors().message(line.language));
    }
    if (judged) {  // that nobody can be shown it ends the program
      grows = judged->grows;
      code = exit_code({judged->assessment.verdict});
      shown.verdict(written({judged->assessment}, options, line.language), state_text(*judged, line));
    }
    if (grows && signals.wait_for(next - std::chrono::steady_clock::now())) break;
  }
  return code;
}

void check_follow(const Options& options) {
  core::InputErrors errors;
  const core::Position where{"--follow", 0, 0};
  if (options.directories.size() > 1)
    errors.add(where, {"一次只跟踪一份证据", "follows one piece of evidence at a time"});
  if (options.judging.looks) {
    errors.add(where, {"不能与 --looks 同用：每秒查看一次，次数不能事先约定",
                       "may not be given together with --looks: it looks every second, nobody knows how often"});
  }
  if (options.format != "text" && options.output.empty())
    errors.add(where, {"json 与 junit 须以 -o 写入文件", "json and junit go into a file, by -o"});
  errors.throw_if_any();
}

int run(const Options& options, const CommandLine& line) {
  if (options.follow) {
    check_follow(options);
    return follow(options, line);
  }
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
  verb->add_flag("--follow", options->follow,
                 line.say({"测量进行中：每秒重新判定，直至证据封存或按 Ctrl-C",
                           "judge a running measurement anew every second, until it is sealed or Ctrl-C ends it"}));
  add_output_option(*verb, line, options->output);
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
