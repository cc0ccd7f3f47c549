#include "report/report.hpp"

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "chromium.hpp"
#include "command_line.hpp"
#include "console.hpp"
#include "input/file.hpp"
#include "judging.hpp"
#include "report/page.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::string directory;
  Judging judging;
  std::string format = "html";
  bool pdf = false;
  std::string output;
};

/// The command that makes the same report again.
std::string command_of(const Options& options, core::Language language) {
  const std::string command = "plantproof report " + quoted(options.directory) + arguments_of(options.judging);
  if (options.format == "json") return command + " --format json -o report.json";
  return command + fmt::format(" --lang {} -o report.html", language == core::Language::Zh ? "zh" : "en");
}

report::ReportContent content_of(const Options& options, const Judged& judged, core::Language language) {
  report::ReportContent content;
  content.assessment = &judged.assessment;
  for (const metrics::Kpi* kpi : report::kpis_of(judged.assessment)) {
    report::Illustrated& illustrated = content.kpis.emplace_back();
    illustrated.kpi = kpi;
    if (kpi->pictures != nullptr) {
      illustrated.pictures =
          kpi->pictures(judged.evidence, judged.assessment.agreed, judged.assessment.bound_confidence);
    }
  }
  content.recording = metrics::recording_of(judged.evidence);
  content.tool_version = PLANTPROOF_VERSION;
  content.command = command_of(options, language);
  return content;
}

void check(const Options& options) {
  if (!options.pdf) return;
  if (options.output.empty())
    throw core::InputFailure({"--pdf", 0, 0}, {"需要用 -o 给出 PDF 文件名", "-o must name the PDF file"});
  if (options.format == "json")
    throw core::InputFailure({"--pdf", 0, 0}, {"不能与 --format json 同用", "cannot go with --format json"});
}

int run(const Options& options, const CommandLine& line) {
  check(options);
  Judge judge(options.judging, line);
  const Judged judged = judge.judge(options.directory);
  const std::string json = report::report_json(content_of(options, judged, line.language));
  if (options.pdf) {
    print_pdf(report::html(json, line.language), options.output);
  } else {
    write_to(options.output, options.format == "json" ? json : report::html(json, line.language));
  }
  if (!options.output.empty()) {
    const core::Text& verdict = validators::verdict_text(judged.assessment.verdict);
    print(line.say(
        {fmt::format("{}：{}\n", options.output, verdict.zh), fmt::format("{}: {}\n", options.output, verdict.en)}));
  }
  return exit_code({judged.assessment.verdict});
}

}  // namespace

report::ReportContent report_content(const Judged& judged, const Judging& judging, core::Language language) {
  Options options;
  options.directory = judged.assessment.provenance.directory;
  options.judging = judging;
  return content_of(options, judged, language);
}

std::string report_page(const Judged& judged, const Judging& judging, core::Language language) {
  return report::html(report::report_json(report_content(judged, judging, language)), language);
}

void add_report(CLI::App& app, CommandLine& line) {
  CLI::App* verb =
      add_verb(app, line, "report",
               {"把判定连同图表写成一个网页文件", "write the verdict with pictures as one page to look at"});
  const auto options = std::make_shared<Options>();
  verb->add_option("DIR", options->directory, line.say({"证据文件夹", "evidence folder"}))->required()->type_name("");
  add_judging_options(*verb, line, options->judging);
  verb->add_option("--format", options->format, line.say({"输出格式", "output format"}))
      ->check(CLI::IsMember({"html", "json"}).description(""))
      ->type_name("html|json");
  verb->add_flag("--pdf", options->pdf,
                 line.say({"用本机的 Chromium 打印成 PDF", "print as PDF with the Chromium of this machine"}));
  add_output_option(*verb, line, options->output);
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
