#include "flow_rules.hpp"

#include <algorithm>

namespace plantproof::deployment {

bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*') {
    return !name.empty() && pattern.front() == name.front() && matches(pattern.substr(1), name.substr(1));
  }
  for (std::size_t taken = 0; taken <= name.size(); ++taken) {
    if (matches(pattern.substr(1), name.substr(taken))) return true;
  }
  return false;
}

std::optional<std::size_t> first_match(const std::vector<std::string>& patterns, std::string_view name) {
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (matches(patterns[i], name)) return i;
  }
  return std::nullopt;
}

RadioFlows radio_flows(const std::vector<data::Flow>& flows, const std::vector<std::size_t>& rule_of) {
  RadioFlows result;
  std::vector<std::vector<const data::Flow*>> members;  // of each radio flow
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const data::Flow& flow = flows[i];
    const auto shares_an_end = [&](const data::Flow* other) {
      return other->source == flow.source || other->destination == flow.destination;
    };
    std::size_t at = 0;
    while (at < members.size() &&
           (result.rule[at] != rule_of[i] || std::any_of(members[at].begin(), members[at].end(), shares_an_end))) {
      ++at;
    }
    if (at == members.size()) {
      members.emplace_back();
      result.rule.push_back(rule_of[i]);
    }
    members[at].push_back(&flow);
    result.of_flow[flow.flow] = at;
  }
  return result;
}

}  // namespace plantproof::deployment
