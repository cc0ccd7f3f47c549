#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"
#include "scenarios/process.hpp"

namespace plantproof::scenarios {

/// How fast evidence comes about in a plant of this kind: assumptions to plan a measurement with, until somebody knows
/// better. Nothing is judged by them.
struct Planning {
  double shift_h = 8;                           ///< length of a shift or run, hours
  std::map<std::string, double> rows_per_hour;  ///< by what is counted: "inspections", "messages" (of one flow), ...
  std::map<std::string, int> groups;            ///< how many of what each has a rate of its own: "flows", "stages"
  int runs = 1;                                 ///< runs, of equal length, that a campaign consists of
  struct Floor {
    double length_m = 0;
    double width_m = 0;
  };
  std::optional<Floor> floor;  ///< the area whose coverage is asked for
};

/// How much of a plant is simulated.
struct Runs {
  Number duration_s{3600};  ///< of a run
  Whole replications{6};    ///< runs of each phase, each with random numbers of its own
  Whole seed{1};            ///< of all random numbers
};

/// The plant before 5G (baseline) or with it (pilot).
struct Phase {
  Network network;
  std::optional<Process> process;  ///< the scenario's, with what the phase says of its own
};

/// A plant situation that is judged: what it is called and which criteria pack judges it.
struct Scenario {
  std::string id;
  core::Text title;
  core::Text situation;  ///< two or three sentences: what happens in the plant, and why the network matters to it
  std::string criteria;  ///< id of the pack
  std::optional<Planning> planning;
  Runs runs;
  std::optional<Hall> hall;        ///< there where a phase is
  std::optional<Process> process;  ///< there where a phase is, if plants of this scenario are known
  std::optional<Phase> pilot;
  std::optional<Phase> baseline;
};

/// Reads a scenario file. It may end with `set`, a list of parameters by their path that replace what stands above:
/// `- pilot.network.gnbs.0.x_m: 30  # assumption`. Throws core::InputFailure with everything that is wrong at once.
Scenario parse_scenario(const std::string& file, std::string_view text);

/// Everything that runs, hall, process and networks of a scenario consist of, part by part, defaults as well as what
/// its file says; of a phase's process only what differs from the scenario's. Empty where it has no phase.
std::vector<ParameterRow> parameters(const Scenario& scenario);
/// The same of how much is simulated, a hall, a network of each kind in the order of `kind`, and the process of each
/// scenario that has one, whose lists have one item each: all parameters there are. Their values are the defaults,
/// where there are any.
std::vector<ParameterRow> all_parameters();

/// The nine scenarios that are compiled in, in the order of the notice.
const std::vector<Scenario>& scenarios();
/// Their ids, in the same order.
const std::vector<std::string>& scenario_ids();
/// The scenario of that id, or null.
const Scenario* find_scenario(std::string_view id);

}  // namespace plantproof::scenarios
