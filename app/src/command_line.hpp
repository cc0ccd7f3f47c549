#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "core/confidence.hpp"
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

/// What a verb judges by, when the user says so: a pack other than the scenario's, a confidence other than the pack's.
struct Criteria {
  std::string pack;
  std::optional<double> level;

  /// The pack asked for, else the scenario's own.
  [[nodiscard]] const std::string& pack_or(const std::string& own) const { return pack.empty() ? own : pack; }
  /// The confidence asked for. Throws core::InputFailure when there is no such confidence.
  [[nodiscard]] std::optional<core::Confidence> confidence() const;
};
void add_criteria_options(CLI::App& verb, const CommandLine& line, Criteria& criteria);

/// The option that names the file a verb writes to; empty for standard output.
void add_output_option(CLI::App& verb, const CommandLine& line, std::string& output);
/// Writes a text to that file, or prints it.
void write_to(const std::string& output, const std::string& text);

/// The hours in "s", "min", "h" or "d"; nothing for another unit.
std::optional<double> hours_of_unit(std::string_view unit);
/// The hours in "60s", "90min", "4h" or "2d"; nothing when it is no length of time above 0.
std::optional<double> parse_hours(const std::string& text);

/// The share in "20%" or "0.2"; nothing when it is no number.
std::optional<double> parse_share(std::string_view text);

// Each verb adds its subcommand with its options; choosing it sets `run`.
void add_list(CLI::App& app, CommandLine& line);
void add_explain(CLI::App& app, CommandLine& line);
void add_import(CLI::App& app, CommandLine& line);
void add_assess(CLI::App& app, CommandLine& line);
void add_plan(CLI::App& app, CommandLine& line);
void add_report(CLI::App& app, CommandLine& line);
void add_compare(CLI::App& app, CommandLine& line);
void add_simulate(CLI::App& app, CommandLine& line);
void add_run(CLI::App& app, CommandLine& line);
void add_sensitivity(CLI::App& app, CommandLine& line);
void add_serve(CLI::App& app, CommandLine& line);

/// Parses the arguments and runs the verb. Returns the exit code; throws what the verb throws.
int run_command_line(int argc, const char* const* argv);

}  // namespace plantproof::app
