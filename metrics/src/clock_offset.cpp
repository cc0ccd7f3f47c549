#include "metrics/clock_offset.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace plantproof::metrics {
namespace {

/// A bound as a point of the plane, in nanoseconds from a common time.
struct Point {
  double t = 0;
  double theta = 0;
};

/// theta(t) = a + b t.
struct Line {
  double a = 0;
  double b = 0;
};

double slope(const Point& from, const Point& to) {
  return (to.theta - from.theta) / (to.t - from.t);
}

/// The vertices of the lower hull, in order of time (Andrew's monotone chain).
std::vector<Point> lower_hull(std::vector<Point> points) {
  std::ranges::sort(points,
                    [](const Point& a, const Point& b) { return std::pair(a.t, a.theta) < std::pair(b.t, b.theta); });
  std::vector<Point> hull;
  for (const Point& point : points) {
    if (!hull.empty() && hull.back().t == point.t) continue;
    while (hull.size() >= 2 && slope(hull[hull.size() - 2], hull.back()) >= slope(hull.back(), point)) hull.pop_back();
    hull.push_back(point);
  }
  return hull;
}

std::vector<Point> points_of(std::span<const OffsetBound> bounds, core::Instant origin, double sign) {
  std::vector<Point> points;
  points.reserve(bounds.size());
  for (const OffsetBound& bound : bounds) {
    points.push_back(
        {static_cast<double>((bound.at - origin).count()), sign * static_cast<double>(bound.offset.count())});
  }
  return points;
}

/// The range of b for which some a exists: every point above against every point below (Fourier-Motzkin).
struct SlopeRange {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

SlopeRange slopes_between(const std::vector<Point>& above, const std::vector<Point>& below) {
  constexpr double kNone = std::numeric_limits<double>::infinity();
  SlopeRange range;
  for (const Point& high : above) {
    for (const Point& low : below) {
      if (low.t < high.t) range.most = std::min(range.most, slope(low, high));
      if (high.t < low.t) range.least = std::max(range.least, slope(high, low));
      if (high.t == low.t && high.theta < low.theta) return {kNone, -kNone};
    }
  }
  return range;
}

/// The slopes at which the greatest (or least) possible a changes its vertex: the hull's edges, and the range's ends.
std::vector<double> corners(const std::vector<Point>& hull, const SlopeRange& range) {
  std::vector<double> slopes = {range.least, range.most};
  for (std::size_t i = 1; i < hull.size(); ++i) {
    const double edge = slope(hull[i - 1], hull[i]);
    if (range.least < edge && edge < range.most) slopes.push_back(edge);
  }
  return slopes;
}

/// By what another time leaves possible.
void narrow_by(OffsetRange& range, const OffsetRange& neighbour) {
  const double apart_ms = std::abs(core::in_milliseconds(range.at - neighbour.at)) * kMostClockRate;
  range.least_ms = std::max(range.least_ms, neighbour.least_ms - apart_ms);
  range.most_ms = std::min(range.most_ms, neighbour.most_ms + apart_ms);
}

__extension__ using Wide = __int128;  // products of two times, exactly

/// A bound with theta in the direction in which less is tighter.
struct Tight {
  std::int64_t t = 0;
  std::int64_t theta = 0;
};

/// Of bounds in the order of time those that no clock within kMostClockRate makes follow from another.
std::vector<Tight> not_implied(const std::vector<Tight>& sorted) {
  constexpr Wide kMillion = 1000000;
  const auto cone = [](const Tight& one, int sign) {
    return one.theta * kMillion + sign * Wide{kMostClockRatePpm} * one.t;
  };
  std::vector<Tight> forward;
  for (const Tight& one : sorted) {
    if (forward.empty() || cone(one, -1) < cone(forward.back(), -1)) forward.push_back(one);
  }
  // Each of these is below the cone of those before it, so the last of them has the lowest.
  std::vector<Tight> both;
  for (std::size_t i = forward.size(); i-- > 0;) {
    if (both.empty() || cone(forward[i], 1) < cone(both.back(), 1)) both.push_back(forward[i]);
  }
  std::ranges::reverse(both);
  return both;
}

/// Of bounds in the order of time the vertices of their lower hull.
std::vector<Tight> hull_of(const std::vector<Tight>& sorted) {
  std::vector<Tight> hull;
  const auto is_below = [](const Tight& a, const Tight& b, const Tight& c) {  // b, the line from a to c
    return (Wide{b.theta} - a.theta) * (Wide{c.t} - b.t) < (Wide{c.theta} - b.theta) * (Wide{b.t} - a.t);
  };
  for (const Tight& point : sorted) {
    if (!hull.empty() && hull.back().t == point.t) continue;
    while (hull.size() >= 2 && !is_below(hull[hull.size() - 2], hull.back(), point)) hull.pop_back();
    hull.push_back(point);
  }
  return hull;
}

}  // namespace

void TightBounds::add(const OffsetBound& bound) {
  bounds_.push_back(bound);
  if (bounds_.size() >= thin_at_) thin_out();
}

void TightBounds::merge(const TightBounds& others) {
  bounds_.insert(bounds_.end(), others.bounds_.begin(), others.bounds_.end());
  if (bounds_.size() >= thin_at_) thin_out();
}

void TightBounds::thin_out() {
  const std::int64_t sign = side_ == Side::Most ? 1 : -1;
  const auto less = [](const Tight& a, const Tight& b) { return std::pair(a.t, a.theta) < std::pair(b.t, b.theta); };
  std::vector<Tight> sorted;
  for (const OffsetBound& bound : bounds_)
    sorted.push_back({bound.at.time_since_epoch().count(), sign * bound.offset.count()});
  std::ranges::sort(sorted, less);
  std::vector<Tight> kept;
  std::ranges::set_union(not_implied(sorted), hull_of(sorted), std::back_inserter(kept), less);
  bounds_.clear();
  for (const Tight& one : kept)
    bounds_.push_back({core::Instant(core::Nanoseconds(one.t)), core::Nanoseconds(sign * one.theta)});
  thin_at_ = std::max(thin_at_, 2 * bounds_.size());
}

std::vector<OffsetBound> TightBounds::bounds() const {
  TightBounds thin = *this;
  thin.thin_out();
  return std::move(thin.bounds_);
}

std::variant<ClockLine, NoClockLine> clock_line(std::span<const OffsetBound> most, std::span<const OffsetBound> least) {
  if (most.empty() || least.empty()) return NoClockLine::OneDirection;
  core::Instant first = most.front().at;
  core::Instant last = first;
  for (const auto& bounds : {most, least}) {
    for (const OffsetBound& bound : bounds) {
      first = std::min(first, bound.at);
      last = std::max(last, bound.at);
    }
  }
  const core::Instant middle = first + (last - first) / 2;
  const std::vector<Point> above = lower_hull(points_of(most, middle, 1));
  std::vector<Point> below = lower_hull(points_of(least, middle, -1));
  for (Point& point : below) point.theta = -point.theta;

  const SlopeRange drift = slopes_between(above, below);
  constexpr double kRounding = 1e-12;
  if (drift.least - drift.most > kRounding) return NoClockLine::Impossible;
  if (std::isinf(drift.least) || std::isinf(drift.most)) return NoClockLine::NoOverlap;
  // The middle is the origin, so that theta(middle) is a: its extremes are at vertices of the possible (a, b).
  double highest = -std::numeric_limits<double>::infinity();
  double lowest = std::numeric_limits<double>::infinity();
  for (const double b : corners(above, drift)) {
    double a = std::numeric_limits<double>::infinity();
    for (const Point& point : above) a = std::min(a, point.theta - b * point.t);
    highest = std::max(highest, a);
  }
  for (const double b : corners(below, drift)) {
    double a = -std::numeric_limits<double>::infinity();
    for (const Point& point : below) a = std::max(a, point.theta - b * point.t);
    lowest = std::min(lowest, a);
  }
  constexpr double kNsPerMs = 1e6;
  constexpr double kPpm = 1e6;
  return ClockLine{.middle = middle,
                   .span = last - first,
                   .offset_ms = (lowest + highest) / 2 / kNsPerMs,
                   .half_width_ms = (highest - lowest) / 2 / kNsPerMs,
                   .drift_ppm = (drift.least + drift.most) / 2 * kPpm,
                   .least_drift_ppm = drift.least * kPpm,
                   .most_drift_ppm = drift.most * kPpm};
}

bool narrow(std::span<OffsetRange> ranges) {
  assert(std::ranges::is_sorted(ranges, {}, &OffsetRange::at));
  for (std::size_t i = 1; i < ranges.size(); ++i) narrow_by(ranges[i], ranges[i - 1]);
  for (std::size_t i = ranges.size(); i-- > 1;) narrow_by(ranges[i - 1], ranges[i]);
  return std::ranges::all_of(ranges, [](const OffsetRange& range) { return range.least_ms <= range.most_ms; });
}

ClockRange::ClockRange(std::span<const OffsetBound> most, std::span<const OffsetBound> least,
                       core::Nanoseconds declared)
    : declared_ms_(core::in_milliseconds(declared)) {
  for (const OffsetBound& bound : most)
    ranges_.push_back({bound.at, -declared_ms_, std::min(declared_ms_, core::in_milliseconds(bound.offset))});
  for (const OffsetBound& bound : least)
    ranges_.push_back({bound.at, std::max(-declared_ms_, core::in_milliseconds(bound.offset)), declared_ms_});
  std::ranges::stable_sort(ranges_, {}, &OffsetRange::at);
  is_possible_ = narrow(ranges_);
}

OffsetRange ClockRange::at(core::Instant time) const {
  OffsetRange range{time, -declared_ms_, declared_ms_};
  const auto after = std::ranges::lower_bound(ranges_, time, {}, &OffsetRange::at);
  if (after != ranges_.end()) narrow_by(range, *after);
  if (after != ranges_.begin()) narrow_by(range, *std::prev(after));
  return range;
}

}  // namespace plantproof::metrics
