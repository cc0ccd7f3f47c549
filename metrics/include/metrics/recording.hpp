#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace plantproof::data {
class Evidence;
}

namespace plantproof::metrics {

/// When a run took place: from the first to the last moment that any of its tables knows of.
struct RecordedRun {
  std::string phase;
  std::string run;
  std::optional<core::Instant> first;  ///< none: its tables know no time
  std::optional<core::Instant> last;
};

/// How far clocks were declared to be off: the difference of any two of a table, or one clock of the messages.
struct DeclaredClock {
  std::string table;
  std::string clock;  ///< empty: any two of the table; "default": those not named
  core::Nanoseconds uncertainty{0};
};

/// How evidence came about, as far as its tables do not tell.
struct Recording {
  struct File {
    std::string path;
    std::string sha256;
  };
  struct Simulation {
    std::int64_t seed = 0;
    std::string scenario_sha256;
    std::string tool_version;
  };
  std::string measured_by;        ///< organisation and name; empty: nobody says
  std::vector<RecordedRun> runs;  ///< the baseline's before the pilot's
  std::vector<DeclaredClock> clocks;
  std::vector<File> files;  ///< as listed; none: unsealed
  std::optional<Simulation> simulation;
};

Recording recording_of(const data::Evidence& evidence);

}  // namespace plantproof::metrics
