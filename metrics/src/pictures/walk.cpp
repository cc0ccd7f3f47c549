#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>

#include "kept.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {
namespace {

using Sample = Walk::Sample;

double distance_m(const PathPoint& a, const PathPoint& b) {
  return std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
}

/// How long a step takes, of those between samples at different times; none without any.
core::Nanoseconds median_step(const std::vector<Sample>& samples) {
  std::vector<core::Nanoseconds> steps;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (samples[i].at > samples[i - 1].at) steps.push_back(samples[i].at - samples[i - 1].at);
  }
  if (steps.empty()) return {};
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::ranges::nth_element(steps, middle);
  return *middle;
}

/// A stretch of a walk, and which of its samples stand for it in the drawing.
struct Stretch {
  std::size_t walk = 0;
  std::vector<PathPoint> points;
  std::vector<std::size_t> drawn;
};

std::vector<Stretch> stretches_of(std::size_t index, Walk& walk, double cell_m) {
  std::ranges::stable_sort(walk.samples, {}, &Sample::at);
  const core::Nanoseconds longest = kGapSteps * median_step(walk.samples);
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < walk.samples.size(); ++i) {
    const Sample& sample = walk.samples[i];
    const auto is_gap = [&](const Sample& before) {
      const core::Nanoseconds step = sample.at - before.at;
      // The recorder was off; or it was carried, or its position was lost.
      return step > longest || distance_m(before.place, sample.place) > cell_m + kFastestMps * core::in_seconds(step);
    };
    if (i == 0 || is_gap(walk.samples[i - 1])) stretches.push_back({index, {}, {}});
    stretches.back().points.push_back(sample.place);
  }
  return stretches;
}

/// Points that stand for all: each of the others is at most `within_m` from the line through them. From the last point
/// kept, a line is drawn as far as one passes all points on the way (Zhao & Saalfeld, AutoCarto 13 (1997) 214) and they
/// do not turn back.
std::vector<std::size_t> thinned(const std::vector<PathPoint>& points, double within_m) {
  // A point in front of the end may be beside the line and behind its end, each by this.
  const double sleeve_m = within_m / 2;
  std::vector<std::size_t> kept = {0};
  double first = 0;  // the direction from the last one kept to the first point away from it
  double least = 0;  // what directions after it all points on the way allow
  double most = 0;
  double furthest_m = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    for (bool is_settled = false; !is_settled;) {
      const PathPoint& from = points[kept.back()];
      const double away_m = distance_m(from, points[i]);
      is_settled = true;
      if (away_m <= sleeve_m && furthest_m <= sleeve_m) break;
      const double direction = std::atan2(points[i].y_m - from.y_m, points[i].x_m - from.x_m);
      const double half = std::asin(std::min(1.0, sleeve_m / std::max(away_m, sleeve_m)));
      if (furthest_m <= sleeve_m) {
        first = direction;
        least = -half;
        most = half;
        furthest_m = away_m;
        break;
      }
      const double turned = std::remainder(direction - first, 2 * std::numbers::pi);
      if (away_m + sleeve_m < furthest_m || turned < least || turned > most) {
        kept.push_back(i - 1);
        furthest_m = 0;
        is_settled = false;
        continue;
      }
      least = std::max(least, turned - half);
      most = std::min(most, turned + half);
      furthest_m = std::max(furthest_m, away_m);
    }
  }
  if (points.size() > 1) kept.push_back(points.size() - 1);
  return kept;
}

std::size_t points_of(const std::vector<Stretch>& stretches) {
  std::size_t points = 0;
  for (const Stretch& stretch : stretches) points += stretch.drawn.size();
  return points;
}

/// Cuts the longest lines to what there is room for, all to the same length.
void cut(std::vector<Stretch>& stretches) {
  std::vector<Stretch*> shortest_first;
  for (Stretch& stretch : stretches) shortest_first.push_back(&stretch);
  std::ranges::stable_sort(shortest_first, {}, [](const Stretch* each) { return each->drawn.size(); });
  std::size_t room = kMostPathPoints;
  for (std::size_t i = 0; i < shortest_first.size(); ++i) {
    std::vector<std::size_t>& drawn = shortest_first[i]->drawn;
    drawn.resize(std::min(drawn.size(), room / (shortest_first.size() - i)));
    room -= drawn.size();
  }
}

}  // namespace

WalkPaths walk_paths(std::vector<Walk> walks, double cell_m) {
  assert(cell_m > 0);
  WalkPaths result;
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < walks.size(); ++i) {
    for (Stretch& stretch : stretches_of(i, walks[i], cell_m)) stretches.push_back(std::move(stretch));
  }
  const auto samples_of = [](const std::vector<Stretch>& of) {
    std::int64_t samples = 0;
    for (const Stretch& stretch : of) samples += std::ssize(stretch.points);
    return samples;
  };
  result.left_out = samples_of(stretches);
  keep_greatest(stretches, kMostMarks, [](const Stretch& stretch) { return stretch.points.size(); });
  constexpr double kFinest = 20;  // of a cell, which nobody sees in the drawing
  result.within_m = cell_m / kFinest;
  for (;; result.within_m = std::min(2 * result.within_m, cell_m)) {
    for (Stretch& stretch : stretches) stretch.drawn = thinned(stretch.points, result.within_m);
    if (points_of(stretches) <= kMostPathPoints || result.within_m >= cell_m) break;
  }
  cut(stretches);
  for (const Stretch& stretch : stretches) {
    const Walk& walk = walks[stretch.walk];
    WalkPath& path = result.paths.emplace_back(WalkPath{walk.run, walk.device, 0, {}});
    path.samples = static_cast<std::int64_t>(stretch.drawn.back()) + 1;
    for (const std::size_t i : stretch.drawn) path.points.push_back(stretch.points[i]);
    result.left_out -= path.samples;
  }
  return result;
}

}  // namespace plantproof::metrics
