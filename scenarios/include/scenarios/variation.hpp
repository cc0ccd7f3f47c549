#pragma once

#include <string>
#include <vector>

#include "core/text.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::scenarios {

/// A number of a scenario as it could be otherwise: a parameter, or the same parameter of every item of a list.
struct Variation {
  std::string path;  ///< items of a list as N: "process.stations.N.work_s"
  core::Text title;
  core::Text value;  ///< as it is, with its unit; of a list the least and the most
  bool is_assumption = true;
  /// Settings, "path=value" each. Empty where the parameter's range, or that it is whole, leaves no other value.
  std::vector<std::string> lower;
  std::vector<std::string> higher;
  core::Text lower_value;
  core::Text higher_value;
};

/// Every number of a scenario's hall, process and networks that is not 0, by so much less and more: `share` of it
/// (above 0, below 1: assertion), at least by 1 where it is whole, and a level in decibels by what that share of its
/// power is. A value beyond the parameter's range becomes the end of the range.
std::vector<Variation> variations(const Scenario& scenario, double share);

/// The paths, as above, of what cannot be varied by a share: numbers that are 0, choices, and switches.
std::vector<std::string> not_varied(const Scenario& scenario);

}  // namespace plantproof::scenarios
