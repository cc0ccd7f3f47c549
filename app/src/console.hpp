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

/// Throws core::InputFailure when standard output takes no more: its disk is full, or it is closed.
void print(std::string_view text);
/// Where standard error takes no more, nobody can be told.
void print_error(std::string_view text);

/// Lets a write fail that would otherwise end the process (to a file that may not grow further, here and in processes
/// that are started) or go into another file (to a closed standard stream, whose number the next file takes). To be
/// called before anything is opened.
void make_failed_writes_errors();

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
