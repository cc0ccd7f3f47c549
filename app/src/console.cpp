#include "console.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/input_error.hpp"
#include "input/file.hpp"
#include "report/layout.hpp"

namespace plantproof::app {
namespace {

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read once, before any thread
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

core::Language choose_language(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const std::string_view next = i + 1 < argc ? argv[i + 1] : "";
    if (argument == "--lang=en" || (argument == "--lang" && next == "en")) return core::Language::En;
    if (argument == "--lang=zh" || (argument == "--lang" && next == "zh")) return core::Language::Zh;
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string_view locale = environment(name);
    if (!locale.empty()) return locale.starts_with("en") ? core::Language::En : core::Language::Zh;
  }
  return core::Language::Zh;
}

bool has_colour() {
  return ::isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR").empty();
}

std::string wrapped(std::string_view text) {
  constexpr std::size_t kColumns = 100;
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::vector<std::string> lines =
        line.starts_with('|') ? std::vector{std::string(line)} : report::wrap(line, kColumns);
    for (const std::string& part : lines) result += part + "\n";
    if (lines.empty()) result += "\n";
  }
  return result;
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
  const core::Text reason = errno == EBADF ? core::Text{"它已关闭", "it is closed"} : input::system_reason(errno);
  throw core::InputFailure({}, {fmt::format("无法写到标准输出：{}", reason.zh),
                                fmt::format("cannot write to standard output: {}", reason.en)});
}
void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void make_failed_writes_errors() {
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // takes the least number that is free
  }
}

Progress::Progress(std::string label)
    : label_(std::move(label)), started_s_(now_s()), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_percent_ >= 0) print_error("\r\033[K");
}

std::function<void(double)> Progress::callback() {
  if (!is_terminal_) return {};
  return [this](double share) { show(share); };
}

void Progress::show(double share) {
  const int percent = static_cast<int>(100 * std::clamp(share, 0.0, 1.0));
  const double taken_s = now_s() - started_s_;
  if (percent == shown_percent_ || taken_s < 1) return;
  shown_percent_ = percent;
  constexpr int kWidth = 40;
  const int filled = percent * kWidth / 100;
  const std::string left = share > 0 ? fmt::format("({:.0f} s)", taken_s * (1 - share) / share) : std::string();
  print_error(fmt::format("\r{} [{}{}] {:3} % {:<9}", label_, std::string(static_cast<std::size_t>(filled), '#'),
                          std::string(static_cast<std::size_t>(kWidth - filled), '.'), percent, left));
  std::fflush(stderr);
}

}  // namespace plantproof::app
