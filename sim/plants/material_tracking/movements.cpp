#include "material_tracking/movements.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace plantproof::plants::material {
namespace {

/// Poisson: as many events as there are in a unit of time.
std::int64_t poisson(core::Draws& draws, double mean) {
  std::int64_t count = -1;
  for (double passed = 0; passed <= mean; ++count) passed += draws.exponential();
  return count;
}

}  // namespace

Movements::Movements(const scenarios::MaterialTracking& parameters, std::vector<Way> ways, Stock& stock,
                     Forklifts& forklifts, Plant& plant, core::Instant end)
    : parameters_(parameters),
      stock_(stock),
      forklifts_(forklifts),
      plant_(plant),
      start_(plant.simulation.now()),
      end_(end) {
  double sum = 0;
  for (std::size_t rank = 1; rank <= stock.items(); ++rank) {
    sum += std::pow(static_cast<double>(rank), -parameters.items.zipf_exponent.value);
    cumulative_.push_back(sum);
  }
  for (double& share : cumulative_) share /= sum;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const auto& route = parameters.routes[i];
    routes_.push_back({&route, ways[i], plant.draws("route " + route.name.value)});
    if (route.trips_per_h.value > 0) next_trip(routes_.back());
  }
}

std::size_t Movements::popular(double uniform) const {
  const auto found = std::ranges::upper_bound(cumulative_, uniform);
  return std::min(static_cast<std::size_t>(found - cumulative_.begin()), cumulative_.size() - 1);
}

double Movements::busiest() const {
  double most = 0;
  for (const auto& hour : parameters_.hours) most = std::max(most, hour.load_ratio.value);
  return parameters_.hours.empty() ? 1 : most;
}

double Movements::load(core::Instant when) const {
  if (parameters_.hours.empty() || busiest() == 0) return 1;
  const auto hour = static_cast<std::size_t>(core::in_hours(when - start_));
  return parameters_.hours[hour % parameters_.hours.size()].load_ratio.value / busiest();
}

// Trips on demand are a Poisson process, thinned from that of the busiest hour; those to refill have a timetable, and
// the first is somewhere in its first period.
void Movements::next_trip(Route& route) {
  const bool is_on_demand = route.parameters->reason.value == scenarios::MaterialTracking::Reason::Demand;
  const core::Instant now = plant_.simulation.now();
  const double gap_s = core::kSecondsPerHour / route.parameters->trips_per_h.value;
  double wait_s = gap_s;
  if (is_on_demand) {
    if (busiest() == 0) return;
    wait_s = gap_s * route.draws.exponential() / busiest();
  } else if (now == start_) {
    wait_s = gap_s * route.draws.uniform();
  }
  const core::Instant when = now + core::of_seconds(wait_s);
  if (when >= end_) return;
  plant_.simulation.at(when, [this, &route, is_on_demand] {
    if (!is_on_demand || route.draws.uniform() < load(plant_.simulation.now())) trip(route);
    next_trip(route);
  });
}

void Movements::trip(Route& route) {
  const bool is_on_demand = route.parameters->reason.value == scenarios::MaterialTracking::Reason::Demand;
  const std::vector<std::size_t> items = is_on_demand ? demanded(route) : lacking(route);
  if (items.empty()) return;
  if (!route.way.gate) {
    return forklifts_.carry({route.way.from, route.way.to, items.front(), static_cast<std::int64_t>(items.size())});
  }
  Passage passage;
  passage.from = route.way.from;
  passage.to = route.way.to;
  passage.speed_mps = route.parameters->speed_mps.value;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t row = i / static_cast<std::size_t>(route.parameters->row_bins.value);
    const double behind_m = (static_cast<double>(row) + route.draws.uniform()) * parameters_.portal.row_m.value;
    passage.bins.push_back({items[i], behind_m, {}, {}});
  }
  route.way.gate->pass(std::move(passage));
}

// A forklift's pallet has one item, a load that goes through a gate any.

std::vector<std::size_t> Movements::demanded(Route& route) {
  std::vector<std::size_t> items;
  const std::int64_t count = 1 + poisson(route.draws, static_cast<double>(route.parameters->bins.value - 1));
  std::size_t item = popular(route.draws.uniform());
  for (std::int64_t i = 0; i < count; ++i) {
    if (stock_.promise(route.way.from, route.way.to, item)) items.push_back(item);
    if (route.way.gate) item = popular(route.draws.uniform());
  }
  return items;
}

std::vector<std::size_t> Movements::lacking(const Route& route) {
  std::vector<std::size_t> items;
  std::vector<std::int64_t> lacks;
  for (std::size_t item = 0; item < stock_.items(); ++item) lacks.push_back(stock_.lacking(route.way.to, item));
  while (items.size() < static_cast<std::size_t>(route.parameters->bins.value)) {
    const auto most = std::ranges::max_element(lacks);
    if (*most <= 0) break;
    const auto item = static_cast<std::size_t>(most - lacks.begin());
    if (!stock_.promise(route.way.from, route.way.to, item)) {
      *most = 0;
      continue;
    }
    items.push_back(item);
    const std::int64_t still = *most - 1;
    if (!route.way.gate) std::ranges::fill(lacks, 0);
    *most = still;
  }
  return items;
}

}  // namespace plantproof::plants::material
