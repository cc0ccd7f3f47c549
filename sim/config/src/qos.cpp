#include "qos.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/nearest_name.hpp"

namespace plantproof::config {
namespace {

std::vector<std::string> slice_names(const scenarios::NrNetwork& network, core::InputErrors& errors) {
  std::vector<std::string> names;
  double share = 0;
  for (const scenarios::Slice& slice : network.slices) {
    const std::string& name = slice.name.value;
    if (name.empty()) {
      errors.add(slice.name.where, {"切片要有名称", "a slice needs a name"});
    } else if (std::find(names.begin(), names.end(), name) != names.end()) {
      errors.add(slice.name.where,
                 {fmt::format("切片名称“{}”重复", name), fmt::format("there are two slices called “{}”", name)});
    }
    names.push_back(name);
    share += slice.share_ratio.value;
    constexpr double kRounding = 1e-9;
    if (share > 1 + kRounding) {
      errors.add(slice.share_ratio.where,
                 {fmt::format("到此各切片共要 {:.4g} 份资源块，只有 1 份", share),
                  fmt::format("up to here the slices share out {:.4g} of the resource blocks, there is 1", share)});
    }
  }
  return names;
}

}  // namespace

QosRows qos_rows(const scenarios::NrNetwork& network, core::InputErrors& errors) {
  const std::vector<std::string> slices = slice_names(network, errors);
  QosRows rows;
  for (const scenarios::QosFlow& flow : network.qos_flows) {
    if (const auto row = nr::five_qi(static_cast<int>(flow.five_qi.value))) {
      rows.push_back(*row);
    } else {
      std::vector<int> known;
      for (const nr::FiveQi& entry : nr::five_qis()) known.push_back(entry.value);
      errors.add(flow.five_qi.where,
                 {fmt::format("没有 5QI {}；可用的有：{}", flow.five_qi.value, fmt::join(known, ", ")),
                  fmt::format("there is no 5QI {}; there are {}", flow.five_qi.value, fmt::join(known, ", "))});
    }
    const std::string& slice = flow.slice.value;
    if (!slice.empty() && std::find(slices.begin(), slices.end(), slice) == slices.end()) {
      const core::Text hint = core::suggestion(slice, slices);
      errors.add(flow.slice.where, {fmt::format("没有切片“{}”；{}", slice, hint.zh),
                                    fmt::format("there is no slice “{}”; {}", slice, hint.en)});
    }
    if (flow.pdcp_duplication.value && network.duplication_carriers.empty()) {
      errors.add(flow.pdcp_duplication.where,
                 {"PDCP 复制要有另一个载波：请在 duplication_carriers 中给出",
                  "PDCP duplication needs another carrier: give it in duplication_carriers"});
    }
  }
  if (rows.size() < network.qos_flows.size()) return rows;  // the scheduler's may be the one that is misspelt
  const bool has_delay_critical =
      std::any_of(rows.begin(), rows.end(), [](const nr::FiveQi& row) { return row.counts_late_as_lost(); });
  if (network.scheduler.value == scenarios::Scheduler::Deadline && !has_delay_critical) {
    errors.add(network.scheduler.where,
               {"deadline 调度器按时延预算排序，但 qos_flows 中没有时延关键的 5QI（82 至 90）",
                "the deadline scheduler goes by delay budgets, but qos_flows has no delay-critical 5QI (82 to 90)"});
  }
  return rows;
}

}  // namespace plantproof::config
