#pragma once

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "random.hpp"

// What the nine stories have in common. Every sample counts time from midnight of its run's first day, so that its
// numbers stay short.
namespace plantproof::samples {

using core::Instant;
using core::Nanoseconds;
using data::Run;
using data::Tables;

/// Whether the plant keeps what was promised, or breaks it for the one reason that README.md names.
enum class Outcome { Pass, Fail };

/// So many seconds, in whole microseconds.
inline Nanoseconds seconds(double count) {
  return std::chrono::microseconds(std::llround(count * 1e6));
}
inline Nanoseconds milliseconds(double count) {
  return seconds(count / 1000);
}
inline Instant time_of_day(int hour, int minute = 0) {
  return Instant(std::chrono::hours(hour) + std::chrono::minutes(minute));
}

/// Five runs, day1 to day5: equal names of the two phases are pairs.
inline std::vector<Run> five_days(const std::function<void(int day, Tables& tables)>& fill) {
  std::vector<Run> runs;
  for (int day = 1; day <= 5; ++day) fill(day, runs.emplace_back(Run{fmt::format("day{}", day), {}}).tables);
  return runs;
}

inline data::Manifest manifest_of(std::string scenario) {
  data::Manifest manifest;
  manifest.provenance.scenario = std::move(scenario);
  manifest.provenance.origin = core::Origin::Synthetic;
  return manifest;
}

/// The last station of a line, where units are counted.
struct LastStation {
  std::string name;
  double cycle_s = 0;       ///< when nothing waits
  double mean_wait_s = 0;   ///< for the station before, for a retry, for a person
  double bad_share = 0;     ///< of the units
  double labour_hours = 0;  ///< of a shift
};

/// The early and the late shift of a day: shifts and production.
void work_two_shifts(Tables& tables, const LastStation& station, Random& random);

data::Evidence digital_workshop(Outcome outcome);
data::Evidence visual_inspection(Outcome outcome);
data::Evidence ar_vr(Outcome outcome);
data::Evidence wireless_control(Outcome outcome);
data::Evidence cloud_robot(Outcome outcome);
data::Evidence material_tracking(Outcome outcome);
data::Evidence agv_transport(Outcome outcome);
data::Evidence data_collection(Outcome outcome);
data::Evidence line_coordination(Outcome outcome);

}  // namespace plantproof::samples
