#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <numbers>
#include <string_view>
#include <tuple>
#include <utility>

#include "kept.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {
namespace {

double distance_m(const PathPoint& a, const PathPoint& b) {
  return std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
}

/// Cuts the longest lines to what there is room for, all to the same length.
template <class Point>
void cut(std::vector<std::vector<Point>>& lines) {
  std::vector<std::vector<Point>*> shortest_first;
  for (auto& line : lines) shortest_first.push_back(&line);
  std::ranges::stable_sort(shortest_first, {}, [](const auto* line) { return line->size(); });
  std::size_t room = kMostPathPoints;
  for (std::size_t i = 0; i < shortest_first.size(); ++i) {
    std::vector<Point>& line = *shortest_first[i];
    line.resize(std::min(line.size(), room / (shortest_first.size() - i)));
    room -= line.size();
  }
}

}  // namespace

void WalkLines::Thinned::keep(const Drawn& point) {
  if (kept_.size() <= kMostPathPoints) kept_.push_back(point);
  furthest_m_ = 0;
}

/// From the last point kept, a line is drawn as far as one passes all points on the way (Zhao & Saalfeld, AutoCarto 13
/// (1997) 214) and they do not turn back. Whether this one is on it.
bool WalkLines::Thinned::takes(const PathPoint& point) {
  // A point in front of the end may be beside the line and behind its end, each by this.
  const double sleeve_m = within_m_ / 2;
  const PathPoint& from = kept_.back().at;
  const double away_m = distance_m(from, point);
  if (away_m <= sleeve_m && furthest_m_ <= sleeve_m) return true;
  const double direction = std::atan2(point.y_m - from.y_m, point.x_m - from.x_m);
  const double half = std::asin(std::min(1.0, sleeve_m / std::max(away_m, sleeve_m)));
  if (furthest_m_ <= sleeve_m) {
    first_ = direction;
    least_ = -half;
    most_ = half;
    furthest_m_ = away_m;
    return true;
  }
  const double turned = std::remainder(direction - first_, 2 * std::numbers::pi);
  if (away_m + sleeve_m < furthest_m_ || turned < least_ || turned > most_) return false;
  least_ = std::max(least_, turned - half);
  most_ = std::min(most_, turned + half);
  furthest_m_ = std::max(furthest_m_, away_m);
  return true;
}

void WalkLines::Thinned::add(const PathPoint& point) {
  const Drawn now{point, n_++};
  if (now.number == 0) {
    keep(now);
  } else if (kept_.size() <= kMostPathPoints) {
    while (!takes(point)) keep(last_);  // once: nothing is drawn from there yet
  }
  last_ = now;
}

auto WalkLines::Thinned::drawn() const -> std::vector<Drawn> {
  std::vector<Drawn> drawn = kept_;
  if (n_ > 1 && drawn.size() <= kMostPathPoints) drawn.push_back(last_);
  return drawn;
}

WalkLines::WalkLines(double cell_m) : cell_m_(cell_m) {
  assert(cell_m > 0);
  constexpr double kFinest = 20;  // of a cell, which nobody sees in the drawing
  widths_m_.push_back(cell_m / kFinest);
  while (widths_m_.back() < cell_m) widths_m_.push_back(std::min(2 * widths_m_.back(), cell_m));
}

std::size_t WalkLines::walk(const std::string& run, const std::string& device) {
  const auto of_run = std::ranges::find(runs_, run);
  const auto number = static_cast<std::size_t>(of_run - runs_.begin());
  if (of_run == runs_.end()) runs_.push_back(run);
  const auto [found, is_new] = numbers_.try_emplace({number, device}, devices_.size());
  if (is_new) {
    devices_.emplace_back();
    devices_.back().run = number;
    devices_.back().name = device;
  }
  return found->second;
}

void WalkLines::add(std::size_t walk, core::Instant at, const PathPoint& place) {
  if (has_drawn_) return;
  Device& device = devices_[walk];
  const auto step = device.last_at ? at - *device.last_at : core::Nanoseconds(0);
  if (!knows_steps_) {
    if (device.last_at && step > core::Nanoseconds(0)) device.steps_ns.add(static_cast<double>(step.count()));
    device.last_at = at;
    return;
  }
  // The recorder was off; or it was carried, or its position was lost.
  const bool is_gap =
      device.stretch && (step > device.longest_step ||
                         distance_m(device.last_place, place) > cell_m_ + kFastestMps * core::in_seconds(step));
  if (is_gap) {
    ended_.push_back(std::move(*device.stretch));
    device.stretch.reset();
    if (ended_.size() > 2 * kMostMarks) ended_ = longest(std::move(ended_));
  }
  if (!device.stretch) {
    device.stretch.emplace(Stretch{walk, at, 0, {}});
    for (const double width_m : widths_m_) device.stretch->lines.emplace_back(width_m);
  }
  for (Thinned& line : device.stretch->lines) line.add(place);
  ++device.stretch->samples;
  ++samples_;
  device.last_at = at;
  device.last_place = place;
}

bool WalkLines::again() {
  has_drawn_ = knows_steps_;
  if (has_drawn_) return false;
  knows_steps_ = true;
  for (Device& device : devices_) {
    if (device.steps_ns.again()) knows_steps_ = false;
    device.last_at.reset();
    const auto median = device.steps_ns.numbers();
    if (median) device.longest_step = kGapSteps * core::Nanoseconds(static_cast<std::int64_t>(median->upper));
  }
  return true;
}

auto WalkLines::longest(std::vector<Stretch> stretches) const -> std::vector<Stretch> {
  std::ranges::sort(stretches, {}, [this](const Stretch& stretch) {
    const Device& device = devices_[stretch.walk];
    return std::tuple(device.run, std::string_view(device.name), stretch.start);
  });
  keep_greatest(stretches, kMostMarks, [](const Stretch& stretch) { return stretch.samples; });
  return stretches;
}

WalkPaths WalkLines::paths() const {
  std::vector<Stretch> stretches = ended_;
  for (const Device& device : devices_) {
    if (device.stretch) stretches.push_back(*device.stretch);
  }
  stretches = longest(std::move(stretches));
  WalkPaths result;
  std::vector<std::vector<Thinned::Drawn>> lines;
  for (std::size_t i = 0; i < widths_m_.size(); ++i) {
    result.within_m = widths_m_[i];
    lines.clear();
    std::size_t points = 0;
    for (const Stretch& stretch : stretches) points += lines.emplace_back(stretch.lines[i].drawn()).size();
    if (points <= kMostPathPoints) break;
  }
  cut(lines);
  result.left_out = samples_;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const Device& device = devices_[stretches[i].walk];
    WalkPath& path = result.paths.emplace_back(WalkPath{runs_[device.run], device.name, 0, {}});
    path.samples = lines[i].back().number + 1;
    for (const Thinned::Drawn& point : lines[i]) path.points.push_back(point.at);
    result.left_out -= path.samples;
  }
  return result;
}

}  // namespace plantproof::metrics
