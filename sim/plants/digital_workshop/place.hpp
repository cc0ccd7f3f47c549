#pragma once

#include <cmath>

namespace plantproof::plants::workshop {

/// On the floor.
struct Place {
  double x_m = 0;
  double y_m = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

/// The way along aisles, which go along x and along y.
inline double aisles_m(const Place& a, const Place& b) {
  return std::abs(a.x_m - b.x_m) + std::abs(a.y_m - b.y_m);
}

}  // namespace plantproof::plants::workshop
