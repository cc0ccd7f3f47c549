#include "stations.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/quantile_rank.hpp"
#include "data/pass.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;

/// The gaps of all stations in one run, in steps of so long, from where each station's begin.
struct GapsLook {
  const std::vector<const Window*>* windows = nullptr;
  const std::map<std::string, std::int64_t>* from_ns = nullptr;
  std::int64_t step_ns = 1;
  data::ByName<StationGaps> stations;

  StationGaps& gaps_of(const std::string& station) {
    StationGaps& gaps = stations[station];
    if (!gaps.counts()) {
      const auto from = from_ns->find(station);
      gaps.count_from(from != from_ns->end() ? from->second : 0, step_ns);
    }
    return gaps;
  }
  void add(const data::ProducedUnit& unit) {
    StationGaps& gaps = gaps_of(unit.station);
    if (const auto window = window_at(*windows, unit.time)) gaps.see(*window, unit.time);
  }
  void merge(const GapsLook& next) {
    next.stations.for_each([&](const std::string& name, const StationGaps& gaps) { gaps_of(name).merge(gaps); });
  }
};

/// The 5 % quantile by rank, of the gaps counted in steps that get shorter from pass to pass.
Stations find_stations(const data::Evidence& evidence, bool with_gaps) {
  Stations found;
  std::int64_t step_ns = 1;
  for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
    for (const Window& window : windows_of(evidence, phase))
      step_ns = std::max(step_ns, (window.end - window.start).count());
  }
  do {
    constexpr std::int64_t kSteps = StationGaps::kSteps;
    step_ns = (step_ns + kSteps - 1) / kSteps;
    std::map<std::string, StationGaps> gaps;
    for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
      const std::vector<Window> windows = windows_of(evidence, phase);
      for (const auto& run : rows_of<data::ProducedUnit>(evidence, phase).runs) {
        const std::vector<const Window*> of_run = windows_of_run(windows, *run.tables);
        const auto look =
            data::pass<data::ProducedUnit>(*run.tables, GapsLook{&of_run, &found.fastest_gap, step_ns, {}});
        look.stations.for_each([&](const std::string& name, const StationGaps& of_station) {
          found.names[phase].insert(name);
          const auto [all, is_new] = gaps.try_emplace(name, of_station);
          if (!is_new) all->second.add(of_station);
        });
      }
    }
    if (!with_gaps) break;
    for (const auto& [name, of_station] : gaps) {
      if (of_station.n() > 0)
        found.fastest_gap[name] = of_station.from_ns(core::QuantileRank(5, 100).nearest_rank(of_station.n()));
    }
  } while (step_ns > 1);
  return found;
}

}  // namespace

void StationGaps::add(const StationGaps& other) {
  n_ += other.n_;
  shorter_ += other.shorter_;
  for (std::size_t i = 0; i < steps_.size(); ++i) steps_[i] += other.steps_[i];
}

void StationGaps::merge(const StationGaps& next) {
  add(next);
  if (next.first_) follow(*next.first_, *next.last_);
}

std::int64_t StationGaps::from_ns(std::int64_t rank) const {
  std::int64_t until = shorter_;
  std::size_t step = 0;
  while ((until += steps_[step]) < rank) ++step;
  return from_ns_ + step_ns_ * static_cast<std::int64_t>(step);
}

void StationGaps::follow(const Finished& first, const Finished& last) {
  if (last_ && last_->window == first.window) count((first.at - last_->at).count());
  if (!first_) first_ = first;
  last_ = last;
}

void StationGaps::count(std::int64_t gap_ns) {
  ++n_;
  if (gap_ns < from_ns_) {
    ++shorter_;
  } else if (const auto step = static_cast<std::size_t>((gap_ns - from_ns_) / step_ns_); step < kSteps) {
    ++steps_[step];
  }
}

const Stations& stations_of(const data::Evidence& evidence, bool with_gaps) {
  return evidence.once(with_gaps ? "stations and their fastest gaps" : "stations",
                       [with_gaps](const data::Evidence& of) { return find_stations(of, with_gaps); });
}

}  // namespace plantproof::metrics
