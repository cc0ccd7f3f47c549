#include "material_tracking/locator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plants/variates.hpp"

namespace plantproof::plants::material {
namespace {

double outside(double point_m, double middle_m, double length_m) {
  return std::max(0.0, std::abs(point_m - middle_m) - length_m / 2);
}

}  // namespace

std::optional<std::size_t> nearest_place(const scenarios::MaterialTracking& parameters, Point point) {
  std::optional<std::size_t> nearest;
  double least_m = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < parameters.places.size(); ++i) {
    const auto& place = parameters.places[i];
    const double away_m = std::hypot(outside(point.x_m, place.x_m.value, place.length_m.value),
                                     outside(point.y_m, place.y_m.value, place.width_m.value));
    if (away_m >= least_m) continue;
    least_m = away_m;
    nearest = i;
  }
  return nearest;
}

Locator::Locator(const scenarios::MaterialTracking& parameters, const std::string& forklift, const Stock& stock,
                 Book& book, Plant& plant)
    : parameters_(parameters),
      stock_(stock),
      book_(book),
      plant_(plant),
      draws_(plant.draws("location of " + forklift)) {}

double Locator::seen(double true_m) {
  const auto& location = parameters_.location;
  std::vector<double> blinks;
  for (std::int64_t i = 0; i < location.blinks.value; ++i) {
    const bool is_blocked = draws_.uniform() < location.blocked_ratio.value;
    const double error_m = is_blocked ? location.blocked_error_m.value : location.error_m.value;
    blinks.push_back(true_m + error_m * normal(draws_));
  }
  const auto middle = blinks.begin() + static_cast<std::ptrdiff_t>(blinks.size() / 2);
  std::ranges::nth_element(blinks, middle);
  return *middle;
}

void Locator::handled(const Handling& handling) {
  const Point point{seen(handling.point.x_m), seen(handling.point.y_m)};
  const double phase = draws_.uniform();
  const auto place = nearest_place(parameters_, point);
  const auto record = place ? stock_.record(*place, handling.item) : std::nullopt;
  if (!record) return;
  const std::int64_t pieces = handling.bins * stock_.pieces_in_bin(handling.item);
  const auto change = *place == handling.place ? handling.change : std::nullopt;
  const Booking booking{plant_.simulation.now(), {{*record, pieces, change}}};
  plant_.simulation.after(core::of_milliseconds(phase * parameters_.location.blink_ms.value),
                          [this, booking] { book_.take(booking); });
}

}  // namespace plantproof::plants::material
