#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/input_error.hpp"
#include "core/text.hpp"

// What the command line knows of the terminal it runs in.
namespace plantproof::app {

enum ExitCode : int {
  kEveryClausePasses = 0,
  kAClauseFails = 1,
  kUsageOrInputError = 2,
  kNothingFailsButNotSettled = 3,
  kInternalError = 4,
};

/// The language asked for by `--lang`, else English where the locale is an English one, else Chinese.
core::Language choose_language(int argc, const char* const* argv);

/// Whether colour may be written to standard output: a terminal, and NO_COLOR not set.
bool has_colour();

/// The text with lines longer than 100 columns broken and indented as they began; tables are left as they are.
std::string wrapped(std::string_view text);

void print(std::string_view text);
void print_error(std::string_view text);

/// A progress bar on standard error, for what takes longer than a second, on a terminal only, with the seconds that are
/// left. It is wiped when it goes.
class Progress {
 public:
  explicit Progress(std::string label);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// To be handed to a library: takes the share that is done.
  std::function<void(double)> callback();

 private:
  void show(double share);
  std::string label_;
  double started_s_;
  bool is_terminal_;
  int shown_percent_ = -1;
};

}  // namespace plantproof::app
