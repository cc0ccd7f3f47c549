#include "report/report.hpp"

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "chromium.hpp"
#include "command_line.hpp"
#include "console.hpp"
#include "hall.hpp"
#include "input/file.hpp"
#include "judging.hpp"
#include "report/page.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::string directory;
  Judging judging;
  FloorPlan floor_plan;
  std::string format = "html";
  bool pdf = false;
  std::string output;
};

/// The command that makes the same report again.
std::string command_of(const Options& options, core::Language language) {
  std::string command = "plantproof report " + quoted(options.directory) + arguments_of(options.judging);
  if (!options.floor_plan.file.empty()) command += " --floor-plan " + quoted(options.floor_plan.file);
  if (!options.floor_plan.extent.empty()) command += " --floor-plan-extent=" + quoted(options.floor_plan.extent);
  if (options.format == "json") return command + " --format json -o report.json";
  return command + fmt::format(" --lang {} -o report.html", language == core::Language::Zh ? "zh" : "en");
}

report::ReportContent content_of(const Options& options, const Judged& judged, core::Language language, Drawn drawn) {
  report::ReportContent content;
  content.assessment = &judged.assessment;
  for (const metrics::Kpi* kpi : report::kpis_of(judged.assessment)) {
    report::Illustrated& illustrated = content.kpis.emplace_back();
    illustrated.kpi = kpi;
    if (kpi->pictures != nullptr && drawn != Drawn::Nothing) {
      illustrated.pictures =
          kpi->pictures(judged.evidence, judged.assessment.agreed, judged.assessment.bound_confidence);
    }
  }
  content.hall = hall_of(judged.evidence.manifest(), judged.scenario);
  if (content.hall && drawn == Drawn::Everything) {
    content.motion = metrics::motion_of(judged.evidence, places_by_name(*content.hall));
    // Nobody expects a field measurement to know where devices were.
    if (!judged.scenario && std::holds_alternative<core::Text>(*content.motion)) content.motion.reset();
  }
  if (drawn == Drawn::Everything) content.stops = metrics::stops_of(judged.evidence);
  add_image(options.floor_plan, content.hall);
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

/// A page that opens from a USB stick anywhere stays small; only a drawing under the floor can make it large.
void check_size(const Options& options, const std::string& page) {
  constexpr std::size_t kMostBytes = 3'000'000;
  if (options.floor_plan.file.empty() || page.size() <= kMostBytes) return;
  throw core::InputFailure(
      {options.floor_plan.file, 0, 0},
      {fmt::format("加上它报告有 {} 字节，至多 {}：请缩小图像，或存为 JPEG", page.size(), kMostBytes),
       fmt::format("makes a report of {} bytes, {} at most: scale it down, or save it as JPEG", page.size(),
                   kMostBytes)});
}

int run(const Options& options, const CommandLine& line) {
  check(options);
  Judge judge(options.judging, line);
  const Judged judged = judge.judge(options.directory);
  const std::string json = report::report_json(content_of(options, judged, line.language, Drawn::Everything));
  const std::string page = options.format == "json" ? json : report::html(json, line.language);
  check_size(options, page);
  if (options.pdf) {
    if (!print_pdf(page, options.output))
      print_error(
          line.say({"此版本 Chromium 的 PDF 不含标题所在的页：目录没有页码\n",
                    "this Chromium's PDF does not say what page a heading is on: the contents have no numbers\n"}));
  } else {
    write_to(options.output, page);
  }
  if (!options.output.empty()) {
    const core::Text& verdict = validators::verdict_text(judged.assessment.verdict);
    print(line.say(
        {fmt::format("{}：{}\n", options.output, verdict.zh), fmt::format("{}: {}\n", options.output, verdict.en)}));
  }
  return exit_code({judged.assessment.verdict});
}

}  // namespace

report::ReportContent report_content(const Judged& judged, const Judging& judging, core::Language language,
                                     Drawn drawn) {
  Options options;
  options.directory = judged.assessment.provenance.directory;
  options.judging = judging;
  return content_of(options, judged, language, drawn);
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
  verb->add_option("--floor-plan", options->floor_plan.file,
                   line.say({"垫在平面图下的厂房图纸：PNG、JPEG 或 SVG",
                             "a drawing of the hall to lie under the floor: PNG, JPEG or SVG"}))
      ->type_name("FILE");
  verb->add_option("--floor-plan-extent", options->floor_plan.extent,
                   line.say({"图纸所画的范围（m），不写则为整个区域（area）",
                             "what the drawing shows, m; the whole area where this does not say"}))
      ->type_name("X,Y,LENGTH,WIDTH");
  verb->add_flag("--pdf", options->pdf,
                 line.say({"用本机的 Chromium 打印成 PDF", "print as PDF with the Chromium of this machine"}));
  add_output_option(*verb, line, options->output);
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
