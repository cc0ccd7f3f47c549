#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "data/evidence.hpp"

namespace plantproof::metrics {

/// The stations that finish units.
struct Stations {
  std::map<data::Phase, std::set<std::string>> names;
  /// In nanoseconds, the fastest 5 % of the gaps between a station's consecutive units within a window, over both
  /// phases: what it has shown that it can do. Only of stations that finished two units in some window.
  std::map<std::string, std::int64_t> fastest_gap;
};

/// Found once. Windows of a run must not overlap.
const Stations& stations_of(const data::Evidence& evidence);

}  // namespace plantproof::metrics
