#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"

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

/// A plant situation that is judged: what it is called and which criteria pack judges it.
struct Scenario {
  std::string id;
  core::Text title;
  core::Text situation;  ///< two or three sentences: what happens in the plant, and why the network matters to it
  std::string criteria;  ///< id of the pack
  std::optional<Planning> planning;
};

/// Reads a scenario file. Throws core::InputFailure with everything that is wrong at once.
Scenario parse_scenario(const std::string& file, std::string_view text);

/// The nine scenarios that are compiled in, in the order of the notice.
const std::vector<Scenario>& scenarios();
/// Their ids, in the same order.
const std::vector<std::string>& scenario_ids();
/// The scenario of that id, or null.
const Scenario* find_scenario(std::string_view id);

}  // namespace plantproof::scenarios
