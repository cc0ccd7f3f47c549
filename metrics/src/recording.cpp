#include "metrics/recording.hpp"

#include <algorithm>

#include "data/evidence.hpp"

namespace plantproof::metrics {
namespace {

RecordedRun recorded(data::Phase phase, const data::Run& run) {
  RecordedRun recorded{std::string(data::phase_name(phase)), run.name, {}, {}};
  data::for_each_table([&]<class Row>(const data::TableDefinition<Row>& definition) {
    const std::vector<Row>* rows = run.tables.rows<Row>();
    if (rows == nullptr) return;
    for (const auto& column : definition.columns) {
      if (column.instant == nullptr) continue;
      for (const Row& row : *rows) {
        const auto time = column.instant(row);
        if (!time) continue;
        recorded.first = std::min(recorded.first.value_or(*time), *time);
        recorded.last = std::max(recorded.last.value_or(*time), *time);
      }
    }
  });
  return recorded;
}

}  // namespace

Recording recording_of(const data::Evidence& evidence) {
  Recording recording;
  for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot}) {
    for (const data::Run& run : evidence.runs(phase)) recording.runs.push_back(recorded(phase, run));
  }
  const data::Manifest& manifest = evidence.manifest();
  recording.measured_by = manifest.measured_by;
  for (const auto& [table, declared] : manifest.clock_uncertainty) {
    if (declared.of_difference) recording.clocks.push_back({table, "", *declared.of_difference});
    for (const auto& [name, clock] : declared.of_clock) recording.clocks.push_back({table, name, clock.uncertainty});
    if (declared.of_other_clocks) recording.clocks.push_back({table, "default", *declared.of_other_clocks});
  }
  for (const auto& [path, sha256] : manifest.files) recording.files.push_back({path, sha256});
  if (const auto& note = manifest.simulation)
    recording.simulation = {note->seed, note->scenario_sha256, note->tool_version};
  return recording;
}

}  // namespace plantproof::metrics
