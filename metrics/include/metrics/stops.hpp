#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/circumstances.hpp"
#include "metrics/picture.hpp"

namespace plantproof::data {
class Evidence;
}

namespace plantproof::metrics {

inline constexpr double kStandsWithinM = 0.5;  ///< a vehicle stands while its positions are no further from the first
inline constexpr double kLeastStopS = 5;       ///< what is shorter is no stop
inline constexpr double kBeforeStopS = 5;      ///< so long before a stop its cause is looked for
inline constexpr double kLongOfflineS = 0.5;   ///< without network for less, as in a handover, stops nobody
inline constexpr double kPlaceWithinM = 1;     ///< so near each other vehicles stand at the same place
inline constexpr std::size_t kMostListedStops = 40;  ///< of a phase
inline constexpr std::int64_t kLeastVisits = 3;
inline constexpr double kStandingShare = 0.9;

/// What the evidence says of the seconds before a stop. It tells what came before, not what follows from what.
enum class StopCause : std::uint8_t {
  Offline,   ///< the vehicle was without network
  Messages,  ///< messages to or from it were lost, or later than their deadline
  Unknown,   ///< neither: it waited for others, or for something that no table tells
};
inline constexpr std::size_t kStopCauses = 3;

struct Stop {
  std::string run;
  std::string vehicle;
  double start_s = 0;  ///< from the first position of the run; as exact as positions are frequent
  double length_s = 0;
  PathPoint at;
  StopCause cause = StopCause::Unknown;
  std::int64_t missed = 0;          ///< messages lost or late before it
  std::optional<double> nearest_m;  ///< to the nearest other vehicle as it stopped; none: no other's place was known
  std::string nearest;
};

struct StopSum {
  std::int64_t count = 0;
  double length_s = 0;
};

/// Stops at one place that have the same before them.
struct StopSpot {
  PathPoint at;  ///< of the first of them
  StopCause cause = StopCause::Unknown;
  StopSum sum;
};

struct PhaseStops {
  bool is_pilot = true;                     ///< else the baseline
  std::int64_t runs = 0;                    ///< that know places of vehicles on missions
  std::vector<StopSpot> spots;              ///< the kMostMarks with most time, the most first
  std::int64_t left_out = 0;                ///< stops at other spots
  std::vector<Stop> longest;                ///< the kMostListedStops longest, by run and time
  std::array<StopSum, kStopCauses> sums{};  ///< of all, by cause
  double on_missions_s = 0;                 ///< of all vehicles, as far as there are positions
  double unseen_s = 0;                      ///< on missions, without positions
};

/// Where vehicles stood on their missions although nothing tells that they were to: in each phase that knows positions
/// of vehicles on missions, the baseline first.
struct Stops {
  std::vector<PhaseStops> phases;
  PathPoint least;  ///< of all positions of these vehicles
  PathPoint most;
  std::int64_t places_of_work = 0;
};

/// Of a vehicle, positions come from the table `radio`, missions from `missions`. A stop is a stand of kLeastStopS or
/// more during a mission, of which the part in it counts. Planned, and no stop, is a stand in which the mission
/// finishes, and one at a place of work: where, of kLeastVisits visits by vehicles or more, kStandingShare were stands,
/// all runs of both phases taken together, so that the evidence itself tells where vehicles load. A stand at such a
/// place is never a stop, however long. None where no run knows the place of a vehicle on a mission.
std::optional<Stops> stops_of(const data::Evidence& evidence);

}  // namespace plantproof::metrics
