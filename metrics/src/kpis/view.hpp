#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "metrics/estimate.hpp"
#include "metrics/kpi.hpp"

// How KPIs look at evidence: the rows of a table over the runs of a phase, production windows, and the answers that say
// what is missing.
namespace plantproof::metrics {

/// A table's rows in one run.
template <class Row>
struct RunRows {
  const std::string* run = nullptr;
  const data::Tables* tables = nullptr;
  const std::vector<Row>* rows = nullptr;
};

/// The runs of a phase that have the table with at least one row; runs without it are named in a note.
template <class Row>
struct PhaseRows {
  std::vector<RunRows<Row>> runs;
  std::vector<core::Text> notes;

  [[nodiscard]] std::int64_t count() const {
    std::int64_t rows = 0;
    for (const auto& run : runs) rows += static_cast<std::int64_t>(run.rows->size());
    return rows;
  }
};

template <class Row>
PhaseRows<Row> rows_of(const data::Evidence& evidence, data::Phase phase) {
  PhaseRows<Row> result;
  std::string without;
  for (const data::Run& run : evidence.runs(phase)) {
    const std::vector<Row>* rows = run.tables.rows<Row>();
    if (rows != nullptr && !rows->empty()) {
      result.runs.push_back({&run.name, &run.tables, rows});
    } else {
      without += (without.empty() ? "" : ", ") + run.name;
    }
  }
  if (!result.runs.empty() && !without.empty()) {
    const std::string table = fmt::format("{}/{}", data::phase_name(phase), data::table<Row>().info.name);
    result.notes.push_back({fmt::format("以下批次没有 {} 的数据：{}", table, without),
                            fmt::format("these runs have no rows of {}: {}", table, without)});
  }
  return result;
}

inline NoAnswer no_data(core::Text reason) {
  return {NoAnswer::Why::NoData, std::move(reason)};
}
inline NoAnswer invalid(core::Text reason) {
  return {NoAnswer::Why::Invalid, std::move(reason)};
}

/// "table pilot/messages is not there or has no rows".
template <class Row>
NoAnswer no_rows(data::Phase phase) {
  const std::string table = fmt::format("{}/{}", data::phase_name(phase), data::table<Row>().info.name);
  return no_data(
      {fmt::format("没有表 {}，或表中无数据", table), fmt::format("table {} is not there, or has no rows", table)});
}

/// A production window: a shift of a run.
struct Window {
  std::string run;
  std::string shift;
  const data::Tables* tables = nullptr;
  core::Instant start;
  core::Instant end;
  std::optional<double> labour_hours;

  [[nodiscard]] std::string name() const { return run + "/" + shift; }
  [[nodiscard]] double hours() const { return core::in_hours(end - start); }
  [[nodiscard]] bool contains(core::Instant time) const { return start <= time && time < end; }
};

/// Every shift of every run of a phase that has a length; in run, then file order.
std::vector<Window> windows_of(const data::Evidence& evidence, data::Phase phase);

}  // namespace plantproof::metrics
