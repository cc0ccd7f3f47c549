#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace plantproof::scenarios {

/// A scenario as somebody asks for it: a file, and settings that replace what it says, the later over the earlier.
struct ScenarioSource {
  struct Document {
    std::string file;  ///< its name in errors
    std::string text;
  };
  Document scenario;
  /// Each is a variant (a map with `variant_of` and `set`), or only the list that `set` is.
  std::vector<Document> settings;
};

/// What is meant by an id, a variant's id ("line-coordination/narrow-band"), or the path of a scenario's or a variant's
/// file; `assignments` are "path=value" each, as of the option --set. Throws core::InputFailure, with the nearest id,
/// when there is no such scenario, or an assignment has no `=`.
ScenarioSource scenario_source(const std::string& id_or_file, const std::vector<std::string>& assignments = {});

/// Throws core::InputFailure with everything that is wrong at once, at its place in the document it is in.
Scenario parse_scenario(const ScenarioSource& source);

/// The same as one scenario file, which says it all. The source must be one that parses.
std::string whole_text(const ScenarioSource& source);

/// The ids of the variants that are compiled in, "line-coordination/narrow-band", in their order.
std::vector<std::string> variant_ids();

}  // namespace plantproof::scenarios
