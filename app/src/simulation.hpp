#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "command_line.hpp"
#include "scenarios/scenario.hpp"
#include "workers.hpp"

namespace plantproof::app {

/// How much is simulated, and with what set: options of every verb that simulates.
struct SimulationOptions {
  std::string scenario;
  std::string directory;
  std::string duration;
  std::optional<std::int64_t> seed;
  std::optional<std::int64_t> replications;
  int workers = 0;  ///< 0: one for each processor
  std::vector<std::string> assignments;

  /// The settings of all options, those of --set last. Throws core::InputFailure where the duration is none.
  [[nodiscard]] std::vector<std::string> settings() const;
  [[nodiscard]] int workers_or_processors() const;
};
void add_simulation_options(CLI::App& verb, const CommandLine& line, SimulationOptions& options);

/// What is simulated, as an evidence directory holds it.
struct Simulated {
  scenarios::Scenario scenario;
  std::string text;
};

/// Throws core::InputFailure where the scenario, or a setting of it, is wrong, or says nothing of a plant.
Simulated simulated_by(const std::string& scenario, const std::vector<std::string>& settings);

/// Makes the directory this simulation's: writes the scenario into it. Throws core::InputFailure where it has runs of
/// another simulation, or files that are no simulation's.
void claim(const std::filesystem::path& directory, const Simulated& simulated);

/// The runs that the directory lacks, both phases of a pair after each other.
std::vector<Job> missing_runs(const Simulated& simulated, const std::filesystem::path& directory,
                              const CommandLine& line);

/// Simulates them, so many at a time, and seals the evidence. Nothing is sealed when one fails: the others are kept.
std::vector<FailedJob> simulate_missing(const Simulated& simulated, const std::filesystem::path& directory, int workers,
                                        const CommandLine& line, const std::function<void(double)>& progress);

}  // namespace plantproof::app
