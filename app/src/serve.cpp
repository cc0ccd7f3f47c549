#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "end_signals.hpp"
#include "folder.hpp"
#include "http.hpp"
#include "input/sha256.hpp"
#include "judging.hpp"
#include "report/index.hpp"
#include "report/page.hpp"
#include "run_each.hpp"

namespace plantproof::app {
namespace {

constexpr int kPort = 8017;
constexpr std::string_view kReport = "/report/";
constexpr std::string_view kState = "/state/";
constexpr std::string_view kListState = "/state";
constexpr const char* kCompare = "/compare";

/// For so long no file of evidence has changed when its report is no longer provisional.
constexpr std::chrono::seconds kRest(10);

struct Options {
  std::string directory;
  int port = kPort;
  std::string address = "127.0.0.1";
  Judging judging;
  bool follow = false;
};

/// The command that serves the same folder again.
std::string command_of(const Options& options, core::Language language) {
  return fmt::format("plantproof serve {}{}{} --lang {}", quoted(options.directory), arguments_of(options.judging),
                     options.follow ? " --follow" : "", language == core::Language::Zh ? "zh" : "en");
}

/// Evidence as it was judged when its files were in this state: a report, or why there is none.
struct Reported {
  std::string state;
  std::unique_ptr<const validators::Assessment> assessment;
  report::ReportContent content;
  std::string page;
  core::InputErrors errors;
};

/// Where a page of evidence is.
std::string url_of(std::string_view prefix, const std::string& evidence) {
  return std::string(prefix) + (evidence == "." ? "" : url_escaped(evidence));
}

/// The pages over a folder. Evidence is judged when somebody looks, and again only when its files have changed.
class Pages {
 public:
  Pages(const Options& options, const CommandLine& line)
      : options_(options), line_(line), folder_(options.directory), judge_(options.judging, line) {}

  Response answer(const Request& request) {
    try {
      return page(request);
    } catch (const core::InputFailure& failure) {
      return text(422, failure.errors().message(line_.language));
    } catch (const std::exception& error) {
      return text(500, std::string("plantproof: ") + error.what() + "\n");
    }
  }

 private:
  static Response text(unsigned status, const std::string& what) { return {status, "text/plain", what, false}; }
  static Response html(const std::string& page) { return {200, "text/html", page, false}; }

  [[nodiscard]] Response not_found() const {
    return text(404, line_.say({"这里没有这一页\n", "there is no such page here\n"}));
  }

  Response page(const Request& request) {
    if (request.path == "/") return index();
    if (request.path == kListState && options_.follow) return list_state();
    if (request.path == kCompare) return comparison(request.argument("a"), request.argument("b"));
    if (request.path.starts_with(kState)) return state(named(request.path, kState));
    if (!request.path.starts_with(kReport)) return not_found();
    return report(named(request.path, kReport));
  }

  /// The evidence that a path names behind a prefix.
  static std::string named(const std::string& path, std::string_view prefix) {
    return path.size() == prefix.size() ? "." : path.substr(prefix.size());
  }

  Response report(const std::string& evidence) {
    if (!folder_.has(evidence)) return not_found();
    Response response = html(judged(evidence).page);
    if (options_.follow) {
      response.body = report::following(response.body, url_of(kState, evidence), reports_[evidence].state);
      response.asks_server = true;
    }
    return response;
  }

  /// What a report that is followed asks for: whether it is still that of the files, and whether they are at rest.
  Response state(const std::string& evidence) {
    if (!options_.follow || !folder_.has(evidence)) return not_found();
    return state(folder_.snapshot(evidence));
  }

  static Response state(const Snapshot& snapshot) {
    const bool provisional = std::filesystem::file_time_type::clock::now() - snapshot.changed < kRest;
    return {200, "application/json", fmt::format(R"({{"state":"{}","provisional":{}}})", snapshot.state, provisional),
            false};
  }

  Response comparison(const std::string& before, const std::string& after) {
    if (!folder_.has(before) || !folder_.has(after)) return not_found();
    const report::ReportContent& a = judged(before).content;
    return html(comparison_page(a, judged(after).content, options_.judging, line_.language));
  }

  Response index() {
    const std::vector<std::string> found = folder_.evidence();
    std::erase_if(reports_, [&](const auto& each) { return !std::ranges::binary_search(found, each.first); });
    look_at_all(found);
    std::string states;
    report::IndexContent content{{}, {}, PLANTPROOF_VERSION, command_of(options_, line_.language), kCompare};
    for (const std::string& evidence : found) {
      const std::string href = url_of(kReport, evidence);
      const Reported& reported = reports_[evidence];
      states += state_line(evidence, reported.state);
      if (reported.errors.empty()) {
        content.entries.push_back({reported.assessment.get(), evidence, href, reported.page.size()});
      } else {
        content.refused.push_back({evidence, href, reported.errors});
      }
    }
    Response response = html(report::html(report::index_json(content), line_.language));
    if (options_.follow) {
      response.body = report::following(response.body, std::string(kListState), input::sha256(states));
      response.asks_server = true;
    }
    return response;
  }

  /// What a list that is followed asks for. Where the files of one evidence cannot be told, for a link that leaves the
  /// folder, its state is empty, as when it was looked at.
  [[nodiscard]] Response list_state() const {
    Snapshot all{{}, std::filesystem::file_time_type::min()};
    for (const std::string& evidence : folder_.evidence()) {
      Snapshot one{{}, std::filesystem::file_time_type::min()};
      try {
        one = folder_.snapshot(evidence);
      } catch (const core::InputFailure&) {  // which the list shows
      }
      all.state += state_line(evidence, one.state);
      all.changed = std::max(all.changed, one.changed);
    }
    all.state = input::sha256(all.state);
    return state(all);
  }
  static std::string state_line(const std::string& evidence, const std::string& state) {
    return evidence + "\n" + state + "\n";
  }

  /// Throws core::InputFailure when it cannot be judged.
  const Reported& judged(const std::string& evidence) {
    const Reported& reported = looked_at(evidence);
    reported.errors.throw_if_any();
    return reported;
  }

  const Reported& looked_at(const std::string& evidence) {
    Reported& reported = reports_[evidence];
    look_at(evidence, reported);
    return reported;
  }

  /// Each by one thread, on as many as there are cores.
  void look_at_all(const std::vector<std::string>& found) {
    std::vector<std::pair<const std::string*, Reported*>> work;
    for (const std::string& evidence : found) work.emplace_back(&evidence, &reports_[evidence]);
    run_each(work.size(), std::thread::hardware_concurrency(),
             [&](std::size_t i) { look_at(*work[i].first, *work[i].second); });
  }

  /// Touches nothing else that changes.
  void look_at(const std::string& evidence, Reported& reported) {
    std::string state;
    try {
      state = folder_.snapshot(evidence).state;
      if (state == reported.state) return;
      Judged judged = judge_.judge(folder_.path(evidence).string(), {});
      Reported fresh{state, nullptr, report_content(judged, options_.judging, line_.language), {}, {}};
      fresh.assessment = std::make_unique<const validators::Assessment>(std::move(judged.assessment));
      fresh.content.assessment = fresh.assessment.get();
      fresh.page = report::html(report::report_json(fresh.content), line_.language);
      reported = std::move(fresh);
    } catch (const core::InputFailure& failure) {
      reported = {state, nullptr, {}, {}, failure.errors()};
    }
  }

  const Options& options_;
  const CommandLine& line_;
  Folder folder_;
  Judge judge_;
  std::map<std::string, Reported> reports_;
};

int run(const Options& options, const CommandLine& line) {
  if (!options.judging.criteria.pack.empty()) validators::load_pack(options.judging.criteria.pack);
  Pages pages(options, line);
  HttpServer server(options.address, static_cast<std::uint16_t>(options.port), line.language);
  const EndSignals signals;
  server.start([&pages](const Request& request) { return pages.answer(request); });
  print(line.say({fmt::format("{}\n按 Ctrl-C 结束\n", server.url()), server.url() + "\nCtrl-C ends it\n"}));
  if (!server.is_loopback()) {
    print(
        line.say({"注意：HTTP 不加密，同一网络中的人可能读到内容和令牌\n",
                  "note: HTTP is not encrypted; who is on the same network may read what is shown, and the token\n"}));
  }
  std::fflush(stdout);
  signals.wait();
  return kEveryClausePasses;
}

}  // namespace

void add_serve(CLI::App& app, CommandLine& line) {
  CLI::App* verb =
      add_verb(app, line, "serve",
               {"在浏览器中查看一个文件夹里的全部证据，只读", "show all evidence of a folder in a browser, read-only"});
  const auto options = std::make_shared<Options>();
  verb->add_option("DIR", options->directory,
                   line.say({"存放证据文件夹的文件夹（至多往下找两层）",
                             "folder of evidence folders (looked for two levels down at most)"}))
      ->required()
      ->type_name("");
  constexpr int kMostPort = 65535;
  verb->add_option("--port", options->port,
                   line.say({"端口，默认 8017；0 为任意空闲端口", "port, 8017 by default; 0 is any that is free"}))
      ->check(CLI::Range(0, kMostPort).description(""))
      ->type_name("N");
  verb->add_option("--bind", options->address,
                   line.say({"监听的 IP 地址；默认只有本机可访问，换成别的地址时须凭启动时显示的令牌访问",
                             "IP address to listen on; by default only this machine reaches it, on another a token is "
                             "wanted, which is shown at the start"}))
      ->type_name("ADDRESS");
  verb->add_flag(
      "--follow", options->follow,
      line.say({"测量进行中随时更新打开的报告和列表；文件 10 秒内有变化的标为“临时”",
                "keep open reports and the list up to date while a measurement runs; provisional while a file has "
                "changed in the last 10 s"}));
  add_judging_options(*verb, line, options->judging);
  verb->footer(line.say({"退出码：0 用 Ctrl-C 或 SIGTERM 正常结束；2 输入有误，或无法监听",
                         "Exit code: 0 ended by Ctrl-C or SIGTERM; 2 the input is wrong, or it cannot listen"}));
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
