#pragma once

#include <optional>
#include <vector>

namespace plantproof::plants::agv {

/// How a vehicle can move along its way.
struct Dynamics {
  double acceleration_mps2 = 0;  ///< above 0, as is the next
  double deceleration_mps2 = 0;
};

/// At this place a vehicle is not faster than that.
struct SpeedLimit {
  double place_m = 0;
  double speed_mps = 0;
};

/// A time of constant acceleration.
struct Stretch {
  double duration_s = 0;
  double acceleration_mps2 = 0;
  double place_m = 0;    ///< at its end
  double speed_mps = 0;  ///< at its end

  /// So long after its beginning, by how much it is short of its end.
  [[nodiscard]] double place_after(double elapsed_s) const;
  [[nodiscard]] double speed_after(double elapsed_s) const;
};

/// What a vehicle does next that is at `place_m` with this speed, wants to drive as fast as `top_mps` and keeps every
/// limit ahead of it (those behind do not matter): it speeds up, keeps its speed or brakes, at most until `mark_m`,
/// which is ahead. Faster than `top_mps` it brakes to that. None: it stands and has to.
std::optional<Stretch> next_stretch(const Dynamics& dynamics, double place_m, double speed_mps, double top_mps,
                                    const std::vector<SpeedLimit>& limits, double mark_m);

}  // namespace plantproof::plants::agv
