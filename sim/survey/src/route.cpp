#include "survey/route.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace plantproof::survey {

Route::Route(std::vector<Waypoint> waypoints, double speed_m_per_s, double height_m)
    : waypoints_(std::move(waypoints)), speed_m_per_s_(speed_m_per_s), height_m_(height_m) {
  assert(!waypoints_.empty() && speed_m_per_s > 0 && height_m >= 0);
  reached_m_.push_back(0);
  for (std::size_t i = 1; i < waypoints_.size(); ++i) {
    const Waypoint& from = waypoints_[i - 1];
    const Waypoint& to = waypoints_[i];
    reached_m_.push_back(reached_m_.back() + std::hypot(to.x_m - from.x_m, to.y_m - from.y_m));
  }
}

core::Nanoseconds Route::duration() const {
  return core::of_seconds(length_m() / speed_m_per_s_);
}

channel::Place Route::at(core::Nanoseconds time) const {
  const double walked_m = std::clamp(core::in_seconds(time) * speed_m_per_s_, 0.0, length_m());
  const auto next = std::ranges::upper_bound(reached_m_, walked_m);
  if (next == reached_m_.end()) return {waypoints_.back().x_m, waypoints_.back().y_m, height_m_};
  const auto to = static_cast<std::size_t>(next - reached_m_.begin());
  const std::size_t from = to - 1;
  const double share = (walked_m - reached_m_[from]) / (reached_m_[to] - reached_m_[from]);
  return {std::lerp(waypoints_[from].x_m, waypoints_[to].x_m, share),
          std::lerp(waypoints_[from].y_m, waypoints_[to].y_m, share), height_m_};
}

Route lawn_mower(const data::Area& area, double spacing_m, double speed_m_per_s, double height_m) {
  assert(spacing_m > 0 && area.length_m > 0 && area.width_m > 0);
  const double lines = std::ceil(area.width_m / spacing_m);
  const double spacing = area.width_m / lines;
  const double margin = std::min(spacing, area.length_m) / 2;
  std::vector<Waypoint> waypoints;
  for (int line = 0; line < static_cast<int>(lines); ++line) {
    const double y = area.origin_y_m + (line + 0.5) * spacing;
    double from = area.origin_x_m + margin;
    double to = area.origin_x_m + area.length_m - margin;
    if (line % 2 == 1) std::swap(from, to);
    waypoints.push_back({from, y});
    waypoints.push_back({to, y});
  }
  return {std::move(waypoints), speed_m_per_s, height_m};
}

}  // namespace plantproof::survey
