#include "channel/blockage.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace plantproof::channel {
namespace {

/// The ray in one view, top or side: from its start to its end across and along, past a screen `along` from the start.
struct View {
  double along;
  double length;
  double start;
  double end;

  /// How much longer the way over an edge is than the ray.
  [[nodiscard]] double detour(double edge) const {
    return std::hypot(along, edge - start) + std::hypot(length - along, end - edge) - std::hypot(length, end - start);
  }
};

/// F_1 + F_2 of the two edges of a screen in one view.
double shadow(const View& view, double low, double high, double wavelength) {
  const auto edge = [&](double detour) {
    return std::atan(std::numbers::pi / 2 * std::sqrt(std::numbers::pi / wavelength * std::max(detour, 0.0))) /
           std::numbers::pi;
  };
  const double over_low = edge(view.detour(low));
  const double over_high = edge(view.detour(high));
  const double ray = view.start + (view.end - view.start) * view.along / view.length;
  return low < ray && ray < high ? over_low + over_high : std::abs(over_low - over_high);
}

double loss_db(const Place& a, const Place& b, const Box& box, double wavelength) {
  const double distance = distance_2d_m(a, b);
  if (distance == 0) return 0;
  const double x = (b.x_m - a.x_m) / distance;
  const double y = (b.y_m - a.y_m) / distance;
  const double along = (box.middle.x_m - a.x_m) * x + (box.middle.y_m - a.y_m) * y;
  if (along <= 0 || along >= distance) return 0;
  const double aside = (box.middle.y_m - a.y_m) * x - (box.middle.x_m - a.x_m) * y;
  const double azimuth = box.azimuth_deg * std::numbers::pi / 180;
  const double length_along = x * std::cos(azimuth) + y * std::sin(azimuth);
  const double length_across = y * std::cos(azimuth) - x * std::sin(azimuth);
  const double half = (box.length_m * std::abs(length_across) + box.width_m * std::abs(length_along)) / 2;
  const double from_above = shadow({along, distance, 0, 0}, aside - half, aside + half, wavelength);
  const double from_the_side =
      shadow({along, distance, a.z_m, b.z_m}, box.middle.z_m, box.middle.z_m + box.height_m, wavelength);
  return -20 * std::log10(1 - from_above * from_the_side);
}

}  // namespace

core::Decibel blockage_loss(const Place& a, const Place& b, std::span<const Box> boxes, core::Hertz carrier) {
  const double wavelength = wavelength_m(carrier);
  double sum = 0;
  for (const Box& box : boxes) sum += loss_db(a, b, box, wavelength);
  return core::Decibel(sum);
}

}  // namespace plantproof::channel
