#include "report/compare.hpp"

#include <memory>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "judging.hpp"
#include "validators/compare.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::string before;
  std::string after;
  Judging judging;
  std::string format;
  std::string output;

  /// A file that is named .html is a page, when nothing else is asked for.
  [[nodiscard]] std::string chosen_format() const {
    if (!format.empty()) return format;
    return output.ends_with(".html") || output.ends_with(".htm") ? "html" : "text";
  }
};

/// The exit codes of `compare`, which speaks of change, as diff(1) does.
constexpr int kNothingTurned = 0;
constexpr int kAClauseTurned = 1;

/// The command that makes the same comparison again.
std::string command_of(const validators::Comparison& comparison, const Judging& judging, core::Language language) {
  return fmt::format("plantproof compare {} {}{} --lang {} -o diff.html",
                     quoted(comparison.before->provenance.directory), quoted(comparison.after->provenance.directory),
                     arguments_of(judging), language == core::Language::Zh ? "zh" : "en");
}

std::string written(const report::ComparisonContent& content, const std::string& format, core::Language language,
                    bool colour) {
  if (format == "text") return report::terminal(content, {language, colour});
  const std::string json = report::comparison_json(content);
  return format == "json" ? json : report::html(json, language);
}

int run(const Options& options, const CommandLine& line) {
  Judge judge(options.judging, line);
  const Judged before = judge.judge(options.before);
  const Judged after = judge.judge(options.after);
  const validators::Comparison comparison = validators::compare(before.assessment, after.assessment);
  const std::string format = options.chosen_format();
  const Drawn drawn = format == "text" ? Drawn::Nothing : Drawn::KpisOnly;
  const report::ComparisonContent content{&comparison, report_content(before, options.judging, line.language, drawn),
                                          report_content(after, options.judging, line.language, drawn),
                                          PLANTPROOF_VERSION, command_of(comparison, options.judging, line.language)};
  write_to(options.output, written(content, format, line.language, options.output.empty() && has_colour()));
  if (!options.output.empty()) {
    const std::size_t turned = comparison.turned();
    print(line.say({fmt::format("{}：{} 条结论有变化\n", options.output, turned),
                    fmt::format("{}: {} turned\n", options.output,
                                turned == 1 ? "1 clause" : fmt::format("{} clauses", turned))}));
  }
  return comparison.turned() == 0 ? kNothingTurned : kAClauseTurned;
}

}  // namespace

std::string comparison_page(const report::ReportContent& before, const report::ReportContent& after,
                            const Judging& judging, core::Language language) {
  const validators::Comparison comparison = validators::compare(*before.assessment, *after.assessment);
  return written({&comparison, before, after, PLANTPROOF_VERSION, command_of(comparison, judging, language)}, "html",
                 language, false);
}

void add_compare(CLI::App& app, CommandLine& line) {
  CLI::App* verb =
      add_verb(app, line, "compare",
               {"对比同一场景的两份判定，先列差别", "compare two verdicts on one scenario, differences first"});
  const auto options = std::make_shared<Options>();
  verb->add_option("DIR_A", options->before,
                   line.say({"证据文件夹 A，如改造之前", "evidence folder A, such as before a change"}))
      ->required()
      ->type_name("");
  verb->add_option("DIR_B", options->after,
                   line.say({"证据文件夹 B，如改造之后", "evidence folder B, such as after it"}))
      ->required()
      ->type_name("");
  add_judging_options(*verb, line, options->judging);
  verb->add_option("--format", options->format,
                   line.say({"输出格式；默认 text，文件名以 .html 结尾时为 html",
                             "output format; text by default, html where the file is named .html"}))
      ->check(CLI::IsMember({"text", "json", "html"}).description(""))
      ->type_name("text|json|html");
  add_output_option(*verb, line, options->output);
  verb->footer(line.say({"退出码：0 没有条款的结论变化；1 有条款的结论变化；2 输入有误，或两份证据不是同一场景",
                         "Exit code: 0 no clause has another verdict; 1 one has; 2 the input is wrong, or the two are "
                         "of different scenarios"}));
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
