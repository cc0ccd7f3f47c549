#include "metrics/stops.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "data/evidence.hpp"
#include "kept.hpp"
#include "metrics/surroundings.hpp"
#include "rows.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using Track = std::vector<const data::RadioSample*>;

double metres(const PathPoint& a, const PathPoint& b) {
  return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m);
}
PathPoint point_of(const data::RadioSample& sample) {
  return {sample.x_m, sample.y_m};
}
double seconds(Instant from, Instant to) {
  return core::in_seconds(to - from);
}
bool is_gap(const data::RadioSample& before, const data::RadioSample& after) {
  return seconds(before.time, after.time) > kLongestGapS;
}

/// A vehicle that does not move, mission or not.
struct Stand {
  Instant from;
  Instant to;
  PathPoint at;
};

std::vector<Stand> stands_of(const Track& track) {
  std::vector<Stand> stands;
  for (std::size_t first = 0; first < track.size();) {
    std::size_t last = first;
    const PathPoint at = point_of(*track[first]);
    while (last + 1 < track.size() && !is_gap(*track[last], *track[last + 1]) &&
           metres(at, point_of(*track[last + 1])) <= kStandsWithinM)
      ++last;
    const bool is_long = seconds(track[first]->time, track[last]->time) >= kLeastStopS;
    if (is_long) stands.push_back({track[first]->time, track[last]->time, at});
    first = is_long ? last + 1 : first + 1;
  }
  return stands;
}

/// Where vehicles have stood, and how often they came by.
class Places {
 public:
  /// The number of the place there: a new one, counted from 0, where there is none yet.
  std::size_t number(const PathPoint& at) {
    if (const Place* place = nearest(at)) return static_cast<std::size_t>(place - places_.data());
    places_.emplace_back().at = at;
    by_square_[square(at)].push_back(places_.size() - 1);
    return places_.size() - 1;
  }

  void stood(const PathPoint& at) { ++places_[number(at)].stood; }

  /// Of places that are all known. A way between two positions is taken as straight.
  void came_by(const Track& track) {
    ++leg_;
    for (std::size_t i = 0; i < track.size(); ++i) {
      ++leg_;
      const PathPoint to = point_of(*track[i]);
      if (i == 0 || is_gap(*track[i - 1], *track[i])) {
        ++leg_;
        see(to);
        continue;
      }
      const PathPoint from = point_of(*track[i - 1]);
      const double steps = std::max(1.0, std::ceil(2 * metres(from, to) / kPlaceWithinM));
      for (double step = 0; step <= steps; ++step)
        see({from.x_m + (to.x_m - from.x_m) * step / steps, from.y_m + (to.y_m - from.y_m) * step / steps});
    }
  }

  [[nodiscard]] bool is_of_work(const PathPoint& at) {
    const Place* place = nearest(at);
    return place != nullptr && place->is_of_work();
  }
  [[nodiscard]] std::int64_t count_of_work() const { return std::ranges::count_if(places_, &Place::is_of_work); }

 private:
  struct Place {
    PathPoint at;
    std::int64_t stood = 0;
    std::int64_t visits = 0;
    std::int64_t last_leg = -1;  ///< on which somebody was there

    [[nodiscard]] bool is_of_work() const {
      return visits >= kLeastVisits && static_cast<double>(stood) >= kStandingShare * static_cast<double>(visits);
    }
  };
  using Square = std::pair<std::int64_t, std::int64_t>;

  static Square square(const PathPoint& at) {
    return {std::llround(at.x_m / kPlaceWithinM), std::llround(at.y_m / kPlaceWithinM)};
  }

  template <class Use>
  void each_near(const PathPoint& at, const Use& use) {
    const auto [column, row] = square(at);
    for (std::int64_t x = column - 1; x <= column + 1; ++x) {
      for (std::int64_t y = row - 1; y <= row + 1; ++y) {
        const auto found = by_square_.find({x, y});
        if (found == by_square_.end()) continue;
        for (const std::size_t index : found->second) {
          const double away_m = metres(places_[index].at, at);
          if (away_m <= kPlaceWithinM) use(places_[index], away_m);
        }
      }
    }
  }

  Place* nearest(const PathPoint& at) {
    Place* nearest = nullptr;
    double least_m = std::numeric_limits<double>::infinity();
    each_near(at, [&](Place& place, double away_m) {
      if (away_m < least_m) std::tie(nearest, least_m) = std::pair(&place, away_m);
    });
    return nearest;
  }

  void see(const PathPoint& at) {
    each_near(at, [this](Place& place, double) {
      if (place.last_leg + 1 < leg_) ++place.visits;
      place.last_leg = leg_;
    });
  }

  std::vector<Place> places_;
  std::map<Square, std::vector<std::size_t>> by_square_;
  std::int64_t leg_ = 0;
};

/// One run as its stops look at it. Views into the evidence.
struct Watched {
  const data::Run* run = nullptr;
  Surroundings around;
  std::map<std::string_view, std::vector<const data::Mission*>>
      missions;  ///< those that began, of vehicles with tracks
  std::map<std::string_view, std::vector<Stand>> stands;

  [[nodiscard]] const Track& track(std::string_view vehicle) const { return around.tracks().at(vehicle); }
};

/// Nothing where it knows no place of a vehicle on a mission.
std::optional<Watched> watch(const data::Run& run) {
  if (rows_or_none<data::Mission>(run).empty() || rows_or_none<data::RadioSample>(run).empty()) return std::nullopt;
  Watched seen{&run, Surroundings(run, {}), {}, {}};
  for (const auto& mission : rows_or_none<data::Mission>(run)) {
    if (!mission.vehicle || !mission.started || !seen.around.tracks().contains(*mission.vehicle)) continue;
    seen.missions[*mission.vehicle].push_back(&mission);
  }
  if (seen.missions.empty()) return std::nullopt;
  for (const auto& [vehicle, missions] : seen.missions) seen.stands[vehicle] = stands_of(seen.track(vehicle));
  return seen;
}

/// How much of it is at or after `from` and before `to`.
core::Nanoseconds overlap(Instant begin, Instant end, Instant from, Instant to) {
  return std::max(core::Nanoseconds(0), std::min(end, to) - std::max(begin, from));
}

void add_cause(const Watched& seen, Instant from, Stop& stop) {
  const Instant before = from - core::of_seconds(kBeforeStopS);
  stop.missed = seen.around.missed(stop.vehicle, before, from);
  if (core::in_seconds(seen.around.offline(stop.vehicle, before, from)) >= kLongOfflineS) {
    stop.cause = StopCause::Offline;
  } else if (stop.missed > 0) {
    stop.cause = StopCause::Messages;
  }
}

void add_nearest(const Watched& seen, Instant from, Stop& stop) {
  for (const auto& [vehicle, missions] : seen.missions) {
    if (vehicle == stop.vehicle) continue;
    const Track& track = seen.track(vehicle);
    const auto after = std::ranges::upper_bound(track, from, {}, &data::RadioSample::time);
    if (after == track.begin() || seconds((*std::prev(after))->time, from) > kLongestGapS) continue;
    const double away_m = metres(point_of(**std::prev(after)), stop.at);
    if (stop.nearest_m && *stop.nearest_m <= away_m) continue;
    stop.nearest_m = away_m;
    stop.nearest = vehicle;
  }
}

/// What is known of a mission's time, and what is not.
void add_time(const Track& track, Instant started, Instant ended, PhaseStops& stops) {
  core::Nanoseconds seen{0};
  for (std::size_t i = 1; i < track.size(); ++i) {
    if (!is_gap(*track[i - 1], *track[i])) seen += overlap(track[i - 1]->time, track[i]->time, started, ended);
  }
  stops.on_missions_s += core::in_seconds(seen);
  stops.unseen_s += core::in_seconds(ended - started - seen);
}

void add_stops(const Watched& seen, Places& places, PhaseStops& stops) {
  Instant begin = Instant::max();
  Instant end = Instant::min();
  for (const auto& [device, track] : seen.around.tracks()) {
    begin = std::min(begin, track.front()->time);
    end = std::max(end, track.back()->time);
  }
  std::vector<Stop> found;
  for (const auto& [vehicle, missions] : seen.missions) {
    for (const data::Mission* mission : missions) {
      const Instant ended = mission->finished.value_or(std::max(end, *mission->started));
      add_time(seen.track(vehicle), *mission->started, ended, stops);
      for (const Stand& stand : seen.stands.at(vehicle)) {
        const bool is_last = mission->finished && stand.from <= ended && ended <= stand.to;
        const double length_s = core::in_seconds(overlap(stand.from, stand.to, *mission->started, ended));
        if (is_last || length_s < kLeastStopS || places.is_of_work(stand.at)) continue;
        const Instant from = std::max(stand.from, *mission->started);
        Stop& stop = found.emplace_back();
        stop.run = seen.run->name;
        stop.vehicle = vehicle;
        stop.start_s = seconds(begin, from);
        stop.length_s = length_s;
        stop.at = stand.at;
        add_cause(seen, from, stop);
        add_nearest(seen, from, stop);
      }
    }
  }
  std::ranges::stable_sort(found, {}, &Stop::start_s);
  ++stops.runs;
  std::ranges::move(found, std::back_inserter(stops.longest));
}

/// Of all stops, in `longest`, what is drawn and listed.
void sum_up(PhaseStops& stops) {
  std::array<Places, kStopCauses> places;
  std::array<std::vector<StopSpot>, kStopCauses> spots;
  for (const Stop& stop : stops.longest) {
    const auto cause = static_cast<std::size_t>(stop.cause);
    const std::size_t number = places[cause].number(stop.at);
    if (number == spots[cause].size()) spots[cause].push_back({stop.at, stop.cause, {}});
    for (StopSum* sum : {&spots[cause][number].sum, &stops.sums[cause]}) {
      ++sum->count;
      sum->length_s += stop.length_s;
    }
    ++stops.left_out;
  }
  for (auto& of_cause : spots) std::ranges::move(of_cause, std::back_inserter(stops.spots));
  std::ranges::stable_sort(stops.spots, std::greater<>(), [](const StopSpot& spot) { return spot.sum.length_s; });
  if (stops.spots.size() > kMostMarks) stops.spots.resize(kMostMarks);
  for (const StopSpot& spot : stops.spots) stops.left_out -= spot.sum.count;
  keep_greatest(stops.longest, kMostListedStops, [](const Stop& stop) { return stop.length_s; });
}

}  // namespace

std::optional<Stops> stops_of(const data::Evidence& evidence) {
  Places places;
  std::vector<std::pair<bool, std::vector<Watched>>> phases;
  for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot}) {
    std::vector<Watched> runs;
    for (const data::Run& run : evidence.runs(phase)) {
      if (auto seen = watch(run)) runs.push_back(std::move(*seen));
    }
    if (!runs.empty()) phases.emplace_back(phase == data::Phase::Pilot, std::move(runs));
  }
  if (phases.empty()) return std::nullopt;
  const auto each_run = [&phases](const auto& use) {
    for (const auto& [is_pilot, runs] : phases) std::ranges::for_each(runs, use);
  };
  each_run([&](const Watched& seen) {
    for (const auto& [vehicle, stands] : seen.stands) {
      for (const Stand& stand : stands) places.stood(stand.at);
    }
  });
  each_run([&](const Watched& seen) {
    for (const auto& [vehicle, missions] : seen.missions) places.came_by(seen.track(vehicle));
  });
  Stops stops;
  constexpr double kFar = std::numeric_limits<double>::infinity();
  stops.least = {kFar, kFar};
  stops.most = {-kFar, -kFar};
  each_run([&](const Watched& seen) {
    for (const auto& [vehicle, missions] : seen.missions) {
      for (const data::RadioSample* sample : seen.track(vehicle)) {
        stops.least = {std::min(stops.least.x_m, sample->x_m), std::min(stops.least.y_m, sample->y_m)};
        stops.most = {std::max(stops.most.x_m, sample->x_m), std::max(stops.most.y_m, sample->y_m)};
      }
    }
  });
  stops.places_of_work = places.count_of_work();
  for (const auto& [is_pilot, runs] : phases) {
    PhaseStops& of = stops.phases.emplace_back();
    of.is_pilot = is_pilot;
    for (const Watched& seen : runs) add_stops(seen, places, of);
    sum_up(of);
  }
  return stops;
}

}  // namespace plantproof::metrics
