#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"

namespace plantproof::scenarios {

/// A plant situation that is judged: what it is called and which criteria pack judges it.
struct Scenario {
  std::string id;
  core::Text title;
  core::Text situation;  ///< two or three sentences: what happens in the plant, and why the network matters to it
  std::string criteria;  ///< id of the pack
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
