#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/tables.hpp"

namespace plantproof::deployment {

/// Whether a name fits a pattern, in which * stands for anything.
bool matches(std::string_view pattern, std::string_view name);

/// The first of the patterns that a name fits.
std::optional<std::size_t> first_match(const std::vector<std::string>& patterns, std::string_view name);

/// The QoS flows of the radio: each by its rule, and apart from the others of that rule at the same end, so that a
/// device's flows do not share a queue or a grant.
struct RadioFlows {
  std::vector<std::size_t> rule;               ///< of each radio flow
  std::map<std::string, std::size_t> of_flow;  ///< the radio flow of a flow
};

/// As few as are needed. `rule_of` has the rule of each flow, in their order.
RadioFlows radio_flows(const std::vector<data::Flow>& flows, const std::vector<std::size_t>& rule_of);

}  // namespace plantproof::deployment
