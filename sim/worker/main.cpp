// plantproof-sim: simulates one run of one phase of a scenario and writes its tables. `plantproof simulate` starts one
// for each run; so may anything else, on any machine.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/input_error.hpp"
#include "core/random.hpp"
#include "data/evidence.hpp"
#include "input/file.hpp"
#include "plants/run.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof {
namespace {

constexpr int kDone = 0;
constexpr int kInputError = 2;
constexpr int kInternalError = 4;

struct Options {
  std::string scenario;
  std::string phase;
  std::uint64_t run = 1;
  std::string directory;
  std::string language = "zh";
};

/// Writes the tables of the run beside where they belong and moves them there: a run is there whole or not at all.
void simulate(const Options& options) {
  namespace fs = std::filesystem;
  const scenarios::Scenario scenario = scenarios::parse_scenario(options.scenario, input::read_file(options.scenario));
  const data::Phase phase = options.phase == "pilot" ? data::Phase::Pilot : data::Phase::Baseline;
  const std::uint64_t seed = core::mixed(static_cast<std::uint64_t>(scenario.runs.seed.value), options.run);
  const data::Run run{std::to_string(options.run), plants::simulate_run(scenario, phase, seed, [](double share) {
                        fmt::print("{:.2f}\n", share);
                        std::fflush(stdout);
                      })};
  const fs::path place = fs::path(std::string(data::phase_name(phase))) / run.name;
  const fs::path unfinished = fs::path(options.directory) / fmt::format(".unfinished-{}-{}", options.phase, run.name);
  fs::remove_all(unfinished);
  data::write_run(unfinished, phase, run);
  fs::create_directories((fs::path(options.directory) / place).parent_path());
  fs::remove_all(fs::path(options.directory) / place);
  fs::rename(unfinished / place, fs::path(options.directory) / place);
  fs::remove_all(unfinished);
}

int run(int argc, const char* const* argv) {
  Options options;
  CLI::App app("plantproof-sim: one run of one phase of a scenario", "plantproof-sim");
  app.add_option("SCENARIO", options.scenario, "scenario file")->required();
  app.add_option("--phase", options.phase)->check(CLI::IsMember({"baseline", "pilot"}))->required();
  app.add_option("--run", options.run,
                 "its number and name; the run's random numbers follow from it and the scenario's seed");
  app.add_option("-o,--output", options.directory, "evidence directory")->required();
  app.add_option("--lang", options.language, "of errors")->check(CLI::IsMember({"zh", "en"}));
  CLI11_PARSE(app, argc, argv);
  try {
    simulate(options);
    return kDone;
  } catch (const core::InputFailure& failure) {
    fmt::print(stderr, "{}",
               failure.errors().message(options.language == "en" ? core::Language::En : core::Language::Zh));
    return kInputError;
  } catch (const std::exception& error) {
    fmt::print(stderr, "plantproof-sim: {}\n", error.what());
    return kInternalError;
  }
}

}  // namespace
}  // namespace plantproof

int main(int argc, char** argv) {
  return plantproof::run(argc, argv);
}
