#pragma once

#include <vector>

#include "channel/large_scale.hpp"
#include "core/time.hpp"
#include "data/manifest.hpp"

namespace plantproof::survey {

/// A point on the floor, in metre.
struct Waypoint {
  double x_m;
  double y_m;
};

/// A way over the floor, from point to point in straight lines at one speed.
class Route {
 public:
  /// One point or more; the same twice in a row is passed over. The speed is above 0, in metre a second; the device is
  /// carried at a height of at least 0, in metre. Anything else is a caller's bug (assertion).
  Route(std::vector<Waypoint> waypoints, double speed_m_per_s, double height_m);

  [[nodiscard]] const std::vector<Waypoint>& waypoints() const { return waypoints_; }
  [[nodiscard]] double speed_mps() const { return speed_m_per_s_; }
  [[nodiscard]] double length_m() const { return reached_m_.back(); }
  /// From the first point to the last; zero with one point.
  [[nodiscard]] core::Nanoseconds duration() const;
  /// Where the device is so long after the start: at the first point before, at the last one after the end.
  [[nodiscard]] channel::Place at(core::Nanoseconds time) const;

 private:
  std::vector<Waypoint> waypoints_;
  std::vector<double> reached_m_;  ///< how far each waypoint is along the way
  double speed_m_per_s_;
  double height_m_;
};

/// A way over a whole floor: lines along x, to and fro, equally far from each other, at most `spacing_m` (above 0,
/// assertion) and half of that distance from the walls.
Route lawn_mower(const data::Area& area, double spacing_m, double speed_m_per_s, double height_m);

}  // namespace plantproof::survey
