#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "core/text.hpp"

namespace plantproof::app {

/// What a verb needs besides its own options, and where it leaves what is to be done.
struct CommandLine {
  core::Language language = core::Language::Zh;
  std::function<int()> run;  ///< set by the verb that was chosen; returns the exit code

  [[nodiscard]] std::string say(const core::Text& text) const { return text.in(language); }
};

/// A subcommand with the headings of its help in the user's language.
CLI::App* add_verb(CLI::App& app, const CommandLine& line, const std::string& name, const core::Text& what);

// Each verb adds its subcommand with its options; choosing it sets `run`.
void add_list(CLI::App& app, CommandLine& line);
void add_explain(CLI::App& app, CommandLine& line);
void add_import(CLI::App& app, CommandLine& line);
void add_assess(CLI::App& app, CommandLine& line);
void add_plan(CLI::App& app, CommandLine& line);

/// Parses the arguments and runs the verb. Returns the exit code; throws what the verb throws.
int run_command_line(int argc, const char* const* argv);

}  // namespace plantproof::app
