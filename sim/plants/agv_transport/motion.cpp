#include "agv_transport/motion.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace plantproof::plants::agv {
namespace {

constexpr double kNothing = 1e-9;  // metres, and square metres a square second, that rounding leaves

Stretch stretch(double place_m, double speed_mps, double acceleration_mps2, double length_m) {
  const double end = std::sqrt(std::max(0.0, speed_mps * speed_mps + 2 * acceleration_mps2 * length_m));
  return {2 * length_m / (speed_mps + end), acceleration_mps2, place_m + length_m, end};
}

}  // namespace

double Stretch::place_after(double elapsed_s) const {
  const double left = std::max(0.0, duration_s - elapsed_s);
  return place_m - (speed_mps - acceleration_mps2 * left / 2) * left;
}

double Stretch::speed_after(double elapsed_s) const {
  return std::max(0.0, speed_mps - acceleration_mps2 * std::max(0.0, duration_s - elapsed_s));
}

std::optional<Stretch> next_stretch(const Dynamics& dynamics, double place_m, double speed_mps, double top_mps,
                                    const std::vector<SpeedLimit>& limits, double mark_m) {
  const double up = dynamics.acceleration_mps2;
  const double down = dynamics.deceleration_mps2;
  const double speed2 = speed_mps * speed_mps;
  // Who brakes all the time has speed^2 + 2 down place unchanged: the least of the limits decides.
  double brake2 = std::numeric_limits<double>::infinity();  // the square of the speed from which one must brake here
  for (const SpeedLimit& limit : limits) {
    const bool is_ahead = limit.place_m > place_m + kNothing;
    const bool is_a_stop_here = limit.speed_mps == 0 && limit.place_m > place_m - kNothing;
    if (!is_ahead && !is_a_stop_here) continue;
    brake2 = std::min(brake2, limit.speed_mps * limit.speed_mps + 2 * down * (limit.place_m - place_m));
  }
  const double to_mark = mark_m - place_m;
  assert(to_mark > 0);
  if (speed_mps > top_mps + kNothing) {
    return stretch(place_m, speed_mps, -down, std::min(to_mark, (speed2 - top_mps * top_mps) / (2 * down)));
  }
  if (brake2 <= speed2 + kNothing) {
    if (speed2 <= kNothing) return std::nullopt;
    double length = to_mark;  // a limit is a mark as well: there braking ends
    for (const SpeedLimit& limit : limits) {
      if (limit.place_m > place_m + kNothing) length = std::min(length, limit.place_m - place_m);
    }
    return stretch(place_m, speed_mps, -down, std::min(length, speed2 / (2 * down)));
  }
  if (speed_mps < top_mps - kNothing) {
    const double to_top = (top_mps * top_mps - speed2) / (2 * up);
    const double to_brake = (brake2 - speed2) / (2 * (up + down));
    return stretch(place_m, speed_mps, up, std::min({to_mark, to_top, to_brake}));
  }
  if (speed_mps <= kNothing) return std::nullopt;
  return stretch(place_m, speed_mps, 0, std::min(to_mark, (brake2 - speed2) / (2 * down)));
}

}  // namespace plantproof::plants::agv
