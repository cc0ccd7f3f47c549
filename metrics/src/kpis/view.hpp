#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "metrics/estimate.hpp"
#include "metrics/kpi.hpp"
#include "metrics/series.hpp"

// How KPIs look at evidence: the rows of a table over the runs of a phase, production windows, and the answers that say
// what is missing.
namespace plantproof::metrics {

/// A table's rows in one run.
template <class Row>
struct RunRows {
  std::size_t index = 0;  ///< of the phase's runs
  const std::string* run = nullptr;
  const data::Tables* tables = nullptr;
  const std::vector<Row>* rows = nullptr;  ///< null where they are on disk
};

/// The runs of a phase that have the table with at least one row; runs without it are named in a note.
template <class Row>
struct PhaseRows {
  std::vector<RunRows<Row>> runs;
  std::vector<core::Text> notes;

  [[nodiscard]] std::int64_t count() const {
    std::int64_t rows = 0;
    for (const auto& run : runs) rows += run.tables->template count<Row>();
    return rows;
  }
};

/// Whether rows of a phase are too many to keep.
template <class Row>
bool are_many(const PhaseRows<Row>& rows) {
  return std::ranges::any_of(rows.runs, [](const auto& run) { return run.tables->template on_disk<Row>() != nullptr; });
}

template <class Row>
PhaseRows<Row> rows_of(const data::Evidence& evidence, data::Phase phase) {
  PhaseRows<Row> result;
  std::string without;
  const std::vector<data::Run>& runs = evidence.runs(phase);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const data::Run& run = runs[i];
    if (run.tables.count<Row>() > 0) {
      const bool is_on_disk = run.tables.on_disk<Row>() != nullptr;
      result.runs.push_back({i, &run.name, &run.tables, is_on_disk ? nullptr : run.tables.rows<Row>()});
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

/// Collects what a run saw, in whatever order, and puts it in the order of time.
class Observations {
 public:
  /// The stream's name must outlive the collection.
  void add(core::Instant at, std::string_view stream, double value) { seen_.push_back({at, stream, value}); }
  void add(const Observations& others);
  [[nodiscard]] bool empty() const { return seen_.empty(); }
  [[nodiscard]] Series in_order_of_time() const;

 private:
  struct Seen {
    core::Instant at;
    std::string_view stream;
    double value;
  };
  std::vector<Seen> seen_;
};

// When a row was observed and in which stream of its run: rows of a stream follow each other.
inline core::Instant observed_at(const data::ProducedUnit& unit) {
  return unit.time;
}
inline core::Instant observed_at(const data::Inspection& item) {
  return item.presented;
}
inline core::Instant observed_at(const data::ControlCycle& cycle) {
  return cycle.time;
}
inline core::Instant observed_at(const data::Decision& decision) {
  return decision.time;
}
inline core::Instant observed_at(const data::StockChange& change) {
  return change.changed;
}
inline core::Instant observed_at(const data::RadioSample& sample) {
  return sample.time;
}
inline const std::string& stream_of(const data::ProducedUnit& unit) {
  return unit.station;
}
inline const std::string& stream_of(const data::Inspection& item) {
  return item.station;
}
inline const std::string& stream_of(const data::ControlCycle& cycle) {
  return cycle.loop;
}
inline const std::string& stream_of(const data::Decision& decision) {
  return decision.robot;
}
inline const std::string& stream_of(const data::StockChange& /*change*/) {
  static const std::string kOne;  // the changes of a store are one stream: an item seldom changes twice
  return kOne;
}
inline const std::string& stream_of(const data::RadioSample& sample) {
  return sample.device;
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

struct RunTimes {
  core::Instant first;
  core::Instant last;
};

/// The first and the last moment that any of a run's tables knows of; none where they know no time.
std::optional<RunTimes> times_of(const data::Tables& tables);

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

/// Those of one run, in the order given.
std::vector<const Window*> windows_of_run(const std::vector<Window>& windows, const data::Tables& run);

/// Which one a time falls into, of windows that are in the order of time and do not overlap.
std::optional<std::size_t> window_at(const std::vector<const Window*>& windows, core::Instant time);

}  // namespace plantproof::metrics
