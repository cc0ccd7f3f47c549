#include "material_tracking/forklifts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace plantproof::plants::material {

std::string Forklifts::name(std::size_t number) {
  return fmt::format("forklift-{}", number + 1);
}

Forklifts::Forklifts(const scenarios::MaterialTracking& parameters, const std::vector<LoadWatcher*>& watchers,
                     Stock& stock, Plant& plant)
    : parameters_(parameters), stock_(stock), plant_(plant), draws_(plant.draws("places of pallets")) {
  const Point begins{parameters.forklifts.x_m.value, parameters.forklifts.y_m.value};
  for (LoadWatcher* watcher : watchers) forklifts_.push_back({name(forklifts_.size()), begins, watcher});
}

void Forklifts::carry(const Pallet& pallet) {
  waiting_.push_back(pallet);
  next();
}

void Forklifts::next() {
  const auto free = std::ranges::find(forklifts_, false, &Forklift::is_busy);
  if (free == forklifts_.end() || waiting_.empty()) return;
  const Pallet pallet = waiting_.front();
  waiting_.pop_front();
  free->is_busy = true;
  work(*free, pallet);
}

void Forklifts::work(Forklift& forklift, const Pallet& pallet) {
  const Point taken = point_in(pallet.from);
  const Point put = point_in(pallet.to);
  const core::Nanoseconds handling = core::of_seconds(parameters_.forklifts.handling_s.value);
  drive(forklift, taken, [this, &forklift, pallet, put, handling] {
    plant_.simulation.after(handling, [this, &forklift, pallet, put, handling] {
      handle(forklift, pallet.from, pallet.item, -pallet.bins);
      drive(forklift, put, [this, &forklift, pallet, handling] {
        plant_.simulation.after(handling, [this, &forklift, pallet] {
          handle(forklift, pallet.to, pallet.item, pallet.bins);
          forklift.is_busy = false;
          next();
        });
      });
    });
  });
}

void Forklifts::handle(Forklift& forklift, std::size_t place, std::size_t item, std::int64_t bins) {
  const core::Instant now = plant_.simulation.now();
  const auto change = bins < 0 ? stock_.leave(place, item, -bins, now) : stock_.come(place, item, bins, now);
  forklift.watcher->handled({place, forklift.point, item, bins, change});
}

// Aisles run along the hall and across it.
void Forklifts::drive(Forklift& forklift, Point to, const std::function<void()>& arrived) {
  go(forklift, to.x_m, forklift.point.y_m, [this, &forklift, to, arrived] { go(forklift, to.x_m, to.y_m, arrived); });
}

void Forklifts::go(Forklift& forklift, double x_m, double y_m, const std::function<void()>& arrived) {
  const double ahead_x_m = x_m - forklift.point.x_m;
  const double ahead_y_m = y_m - forklift.point.y_m;
  const double away_m = std::hypot(ahead_x_m, ahead_y_m);
  if (away_m == 0) return arrived();
  const double speed_mps = parameters_.forklifts.speed_mps.value;
  if (plant_.network) {
    plant_.network->move(forklift.name, {ahead_x_m / away_m * speed_mps, ahead_y_m / away_m * speed_mps, 0});
  }
  plant_.simulation.after(core::of_seconds(away_m / speed_mps), [this, &forklift, x_m, y_m, arrived] {
    forklift.point = {x_m, y_m};
    if (plant_.network) plant_.network->move(forklift.name, {});
    arrived();
  });
}

Point Forklifts::point_in(std::size_t place) {
  const auto& rectangle = parameters_.places[place];
  const double along = draws_.uniform() - 0.5;
  const double across = draws_.uniform() - 0.5;
  return {rectangle.x_m.value + along * rectangle.length_m.value,
          rectangle.y_m.value + across * rectangle.width_m.value};
}

}  // namespace plantproof::plants::material
