#include "scenarios/variation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <fmt/format.h>

namespace plantproof::scenarios {
namespace {

/// The rows of one parameter, of each item of the list it may be in.
struct Group {
  std::string path;
  std::vector<const ParameterRow*> rows;
};

/// What a plant consists of, without how much of it is simulated and without names.
std::vector<Group> groups_of(const std::vector<ParameterRow>& rows) {
  std::vector<Group> groups;
  for (const ParameterRow& row : rows) {
    if (row.is_part() || row.path.find('.') == std::string::npos) continue;
    const std::string pattern = row.pattern();
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& other) { return other.path == pattern; });
    if (group == groups.end()) group = groups.insert(groups.end(), {pattern, {}});
    group->rows.push_back(&row);
  }
  return groups;
}

bool can_vary(const Group& group) {
  return std::any_of(group.rows.begin(), group.rows.end(),
                     [](const ParameterRow* row) { return row->number && *row->number != 0; });
}

bool is_level(const ParameterInfo& info) {
  const std::string unit = info.unit().en;
  return unit == "dB" || unit == "dBm" || unit == "dBi";
}

/// The row's number made `factor` times as large, as it is written.
std::string changed(const ParameterRow& row, double factor) {
  const ParameterInfo& info = *row.info;
  double value = is_level(info) ? *row.number + 10 * std::log10(factor) : *row.number * factor;
  if (row.is_whole) {
    const bool is_more = value > *row.number;
    value = is_more ? std::max(std::floor(value), *row.number + 1) : std::min(std::ceil(value), *row.number - 1);
  }
  value = std::clamp(value, info.least.value_or(value), info.most.value_or(value));
  return row.is_whole ? fmt::format("{:.0f}", value) : fmt::format("{:.6g}", value);
}

std::string as_it_is(const ParameterRow& row) {
  return row.is_whole ? fmt::format("{:.0f}", *row.number) : fmt::format("{:.6g}", *row.number);
}

/// What the group's rows say, each as `written` writes it: one value, or the first and the last by size.
template <class Written>
core::Text values_of(const Group& group, const Written& written) {
  const auto [least, most] =
      std::minmax_element(group.rows.begin(), group.rows.end(),
                          [](const ParameterRow* a, const ParameterRow* b) { return *a->number < *b->number; });
  const std::string first = written(**least);
  const std::string last = written(**most);
  return group.rows.front()->info->with_unit(first == last ? first : first + " … " + last);
}

struct Changed {
  std::vector<std::string> settings;
  core::Text value;
};

Changed changed(const Group& group, double factor) {
  Changed result;
  for (const ParameterRow* row : group.rows) {
    if (*row->number == 0) continue;
    if (const std::string value = changed(*row, factor); value != as_it_is(*row))
      result.settings.push_back(row->path + "=" + value);
  }
  result.value = values_of(
      group, [&](const ParameterRow& row) { return *row.number == 0 ? as_it_is(row) : changed(row, factor); });
  return result;
}

}  // namespace

std::vector<Variation> variations(const Scenario& scenario, double share) {
  assert(share > 0 && share < 1);
  const std::vector<ParameterRow> rows = parameters(scenario);
  std::vector<Variation> all;
  for (const Group& group : groups_of(rows)) {
    if (!can_vary(group)) continue;
    Changed lower = changed(group, 1 - share);
    Changed higher = changed(group, 1 + share);
    const bool is_assumption = std::any_of(group.rows.begin(), group.rows.end(),
                                           [](const ParameterRow* row) { return row->origin.is_assumption; });
    all.push_back({group.path, group.rows.front()->title, values_of(group, as_it_is), is_assumption,
                   std::move(lower.settings), std::move(higher.settings), std::move(lower.value),
                   std::move(higher.value)});
  }
  return all;
}

std::vector<std::string> not_varied(const Scenario& scenario) {
  const std::vector<ParameterRow> rows = parameters(scenario);
  std::vector<std::string> paths;
  for (const Group& group : groups_of(rows)) {
    const ParameterRow& row = *group.rows.front();
    const bool decides = row.number || !row.info->choices.empty() || row.value.en == "true" || row.value.en == "false";
    if (decides && !can_vary(group)) paths.push_back(group.path);
  }
  return paths;
}

}  // namespace plantproof::scenarios
