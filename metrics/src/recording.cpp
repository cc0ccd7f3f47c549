#include "metrics/recording.hpp"

#include "data/evidence.hpp"
#include "kpis/view.hpp"

namespace plantproof::metrics {
namespace {

RecordedRun recorded(data::Phase phase, const data::Run& run) {
  RecordedRun recorded{std::string(data::phase_name(phase)), run.name, {}, {}};
  if (const auto times = times_of(run.tables)) {
    recorded.first = times->first;
    recorded.last = times->last;
  }
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
