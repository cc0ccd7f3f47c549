#include "metrics/stops.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "data/evidence.hpp"
#include "data/pass.hpp"
#include "kept.hpp"
#include "metrics/surroundings.hpp"
#include "rows.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;

double metres(const PathPoint& a, const PathPoint& b) {
  return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m);
}
double seconds(Instant from, Instant to) {
  return core::in_seconds(to - from);
}

/// A vehicle's place at a time.
struct Position {
  Instant time;
  PathPoint at;
};
Position position_of(const data::RadioSample& sample) {
  return {sample.time, {sample.x_m, sample.y_m}};
}
bool is_gap(const Position& before, const Position& after) {
  return seconds(before.time, after.time) > kLongestGapS;
}

/// A vehicle that does not move, mission or not.
struct Stand {
  Instant from;
  Instant to;
  PathPoint at;
};

/// Where a vehicle stood, found while its positions are shown in order of time. It stands from a position to the last
/// of those after it that are near it; where that is too short, the position after it may begin a stand.
class Stands {
 public:
  void add(const Position& position) {
    pending_.push_back(position);
    settle(false);
  }
  /// After the last position.
  std::vector<Stand> found() {
    settle(true);
    return std::move(found_);
  }

 private:
  void settle(bool is_end) {
    while (!pending_.empty()) {
      while (last_ + 1 < pending_.size() && stays(pending_[last_ + 1])) ++last_;
      const bool is_long = seconds(pending_.front().time, pending_[last_].time) >= kLeastStopS;
      if (last_ + 1 == pending_.size() && !is_end) {
        if (is_long) forget_inner();
        return;
      }
      if (is_long) found_.push_back({pending_.front().time, pending_[last_].time, pending_.front().at});
      pending_.erase(pending_.begin(), pending_.begin() + (is_long ? static_cast<std::ptrdiff_t>(last_) + 1 : 1));
      last_ = 0;
    }
  }
  [[nodiscard]] bool stays(const Position& next) const {
    return !is_gap(pending_[last_], next) && metres(pending_.front().at, next.at) <= kStandsWithinM;
  }
  /// Nothing begins there any more.
  void forget_inner() {
    pending_.erase(pending_.begin() + 1, pending_.end() - 1);
    last_ = pending_.size() - 1;
  }

  std::deque<Position> pending_;
  std::size_t last_ = 0;  ///< of pending_: it stands up to there
  std::vector<Stand> found_;
};

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

  /// A vehicle's way so far. Each position ends a leg, and a gap as well.
  struct Way {
    std::optional<Position> last;
    std::int64_t leg = 0;
    std::map<std::size_t, std::int64_t> last_leg;  ///< on which it was at a place, by the number of the place
  };
  /// Of places that are all known. A way between two positions is taken as straight.
  void go_on(Way& way, const Position& to) {
    const auto from = std::exchange(way.last, to);
    ++way.leg;
    if (!from || is_gap(*from, to)) {
      ++way.leg;
      see(way, to.at);
      return;
    }
    const double steps = std::max(1.0, std::ceil(2 * metres(from->at, to.at) / kPlaceWithinM));
    for (double step = 0; step <= steps; ++step)
      see(way, {from->at.x_m + (to.at.x_m - from->at.x_m) * step / steps,
                from->at.y_m + (to.at.y_m - from->at.y_m) * step / steps});
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

  void see(Way& way, const PathPoint& at) {
    each_near(at, [&](Place& place, double) {
      std::int64_t& last =
          way.last_leg.try_emplace(static_cast<std::size_t>(&place - places_.data()), -1).first->second;
      if (last + 1 < way.leg) ++place.visits;
      last = way.leg;
    });
  }

  std::vector<Place> places_;
  std::map<Square, std::vector<std::size_t>> by_square_;
};

/// A stretch of time.
struct Stretch {
  Instant from;
  Instant to;
};

/// A vehicle on missions.
struct Vehicle {
  std::vector<const data::Mission*> missions;  ///< those that began
  std::vector<Stand> stands;
  std::vector<Stretch> seen;  ///< from position to position, without gaps
};

/// Long enough to be a stop, if it is at no place of work.
struct LikelyStop {
  Stop stop;
  Instant from;
};

/// One run as its stops look at it. Views into the evidence.
struct Watched {
  const data::Run* run = nullptr;
  Surroundings around;
  std::map<std::string_view, Vehicle> vehicles;  ///< those with positions
  Instant begin = Instant::max();                ///< of the positions of all devices
  Instant end = Instant::min();
  PathPoint least;  ///< of the positions of these vehicles
  PathPoint most;
  std::vector<LikelyStop> stops;  ///< vehicle by vehicle, mission by mission
};

/// How much of it is at or after `from` and before `to`.
core::Nanoseconds overlap(Instant begin, Instant end, Instant from, Instant to) {
  return std::max(core::Nanoseconds(0), std::min(end, to) - std::max(begin, from));
}

Instant end_of(const data::Mission& mission, const Watched& seen) {
  return mission.finished.value_or(std::max(seen.end, *mission.started));
}

void add_likely_stops(Watched& seen) {
  for (const auto& [name, vehicle] : seen.vehicles) {
    for (const data::Mission* mission : vehicle.missions) {
      const Instant ended = end_of(*mission, seen);
      for (const Stand& stand : vehicle.stands) {
        const bool is_last = mission->finished && stand.from <= ended && ended <= stand.to;
        const double length_s = core::in_seconds(overlap(stand.from, stand.to, *mission->started, ended));
        if (is_last || length_s < kLeastStopS) continue;
        LikelyStop& likely = seen.stops.emplace_back();
        likely.from = std::max(stand.from, *mission->started);
        likely.stop.run = seen.run->name;
        likely.stop.vehicle = name;
        likely.stop.start_s = seconds(seen.begin, likely.from);
        likely.stop.length_s = length_s;
        likely.stop.at = stand.at;
      }
    }
  }
}

/// Nothing where it knows no place of a vehicle on a mission.
std::optional<Watched> watch(const data::Run& run) {
  struct Track {
    Stands stands;
    std::optional<Position> last;
  };
  std::map<std::string_view, Vehicle> vehicles;
  for (const auto& mission : rows_or_none<data::Mission>(run)) {
    if (mission.vehicle && mission.started) vehicles[*mission.vehicle].missions.push_back(&mission);
  }
  if (vehicles.empty() || run.tables.count<data::RadioSample>() == 0) return std::nullopt;
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Watched seen{&run, Surroundings(run, {}), {}, Instant::max(), Instant::min(), {kFar, kFar}, {-kFar, -kFar}, {}};
  std::map<std::string_view, Track> tracks;
  data::visit_in_order<data::RadioSample>(run.tables, [&](const data::RadioSample& sample) {
    seen.begin = std::min(seen.begin, sample.time);
    seen.end = std::max(seen.end, sample.time);
    const auto vehicle = vehicles.find(sample.device);
    if (vehicle == vehicles.end()) return;
    Track& track = tracks[vehicle->first];
    const Position position = position_of(sample);
    track.stands.add(position);
    std::vector<Stretch>& stretches = vehicle->second.seen;
    if (track.last && !is_gap(*track.last, position)) {
      stretches.back().to = position.time;
    } else if (!stretches.empty() && stretches.back().from == stretches.back().to) {
      stretches.back() = {position.time, position.time};
    } else {
      stretches.push_back({position.time, position.time});
    }
    track.last = position;
    seen.least = {std::min(seen.least.x_m, sample.x_m), std::min(seen.least.y_m, sample.y_m)};
    seen.most = {std::max(seen.most.x_m, sample.x_m), std::max(seen.most.y_m, sample.y_m)};
  });
  if (tracks.empty()) return std::nullopt;
  for (auto& [name, track] : tracks) {
    Vehicle& vehicle = seen.vehicles[name] = std::move(vehicles.at(name));
    vehicle.stands = track.stands.found();
  }
  add_likely_stops(seen);
  return seen;
}

/// Finds who was nearest to likely stops when they began, while positions are shown, each vehicle's in order of time.
class Nearest {
 public:
  explicit Nearest(std::vector<LikelyStop>& stops) {
    for (LikelyStop& stop : stops) by_time_.push_back(&stop);
    std::ranges::stable_sort(by_time_, {}, &LikelyStop::from);
  }
  /// That of `vehicle`; `last` is the one before, and none at the beginning.
  void add(std::string_view vehicle, const std::optional<Position>& last, Instant next) {
    std::size_t& settled = settled_[vehicle];
    for (; settled < by_time_.size() && by_time_[settled]->from < next; ++settled) {
      LikelyStop& likely = *by_time_[settled];
      if (!last || likely.stop.vehicle == vehicle || seconds(last->time, likely.from) > kLongestGapS) continue;
      const double away_m = metres(last->at, likely.stop.at);
      Stop& stop = likely.stop;
      if (stop.nearest_m && std::pair(*stop.nearest_m, std::string_view(stop.nearest)) <= std::pair(away_m, vehicle))
        continue;
      stop.nearest_m = away_m;
      stop.nearest = vehicle;
    }
  }

 private:
  std::vector<LikelyStop*> by_time_;
  std::map<std::string_view, std::size_t> settled_;  ///< how many of them, by vehicle
};

/// Once all places are known.
void follow(Watched& seen, Places& places) {
  Nearest nearest(seen.stops);
  std::map<std::string_view, Places::Way> ways;
  data::visit_in_order<data::RadioSample>(seen.run->tables, [&](const data::RadioSample& sample) {
    const auto vehicle = seen.vehicles.find(sample.device);
    if (vehicle == seen.vehicles.end()) return;
    Places::Way& way = ways[vehicle->first];
    nearest.add(vehicle->first, way.last, sample.time);
    places.go_on(way, position_of(sample));
  });
  for (const auto& [vehicle, way] : ways) nearest.add(vehicle, way.last, Instant::max());
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

/// What is known of a mission's time, and what is not.
void add_time(const Vehicle& vehicle, Instant started, Instant ended, PhaseStops& stops) {
  core::Nanoseconds seen{0};
  for (const Stretch& stretch : vehicle.seen) seen += overlap(stretch.from, stretch.to, started, ended);
  stops.on_missions_s += core::in_seconds(seen);
  stops.unseen_s += core::in_seconds(ended - started - seen);
}

void add_stops(const Watched& seen, Places& places, PhaseStops& stops) {
  for (const auto& [name, vehicle] : seen.vehicles) {
    for (const data::Mission* mission : vehicle.missions)
      add_time(vehicle, *mission->started, end_of(*mission, seen), stops);
  }
  std::vector<Stop> found;
  for (const LikelyStop& likely : seen.stops) {
    if (places.is_of_work(likely.stop.at)) continue;
    found.push_back(likely.stop);
    add_cause(seen, likely.from, found.back());
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
    for (auto& [is_pilot, runs] : phases) std::ranges::for_each(runs, use);
  };
  each_run([&](const Watched& seen) {
    for (const auto& [name, vehicle] : seen.vehicles) {
      for (const Stand& stand : vehicle.stands) places.stood(stand.at);
    }
  });
  each_run([&](Watched& seen) { follow(seen, places); });
  Stops stops;
  stops.least = phases.front().second.front().least;
  stops.most = phases.front().second.front().most;
  each_run([&](const Watched& seen) {
    stops.least = {std::min(stops.least.x_m, seen.least.x_m), std::min(stops.least.y_m, seen.least.y_m)};
    stops.most = {std::max(stops.most.x_m, seen.most.x_m), std::max(stops.most.y_m, seen.most.y_m)};
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
