#pragma once

#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"

namespace plantproof::plants::assembly {

/// How something moves about its middle that is held by a spring, critically damped, and pushed at random: a carrier on
/// its chain, a hand that its sensors guide. With a = 1 / time:
///   x'' = -2 a x' - a^2 x + white noise,
/// a stationary Gaussian process with E x(s) x(t) = spread^2 (1 + h) e^-h, h = a |t - s| (Matérn's with 3/2: Rasmussen
/// & Williams, Gaussian Processes for Machine Learning (2006), 4.2). It is continued from grid instant to grid instant
/// by its exact transition; in between lies the cubic that has place and speed of both ends: a standard deviation of
/// spread (step / time)^1.5 / 7 away at most. So the path depends on the draws only, whoever asks and when.
class Sway {
 public:
  struct State {
    double place = 0;  ///< in the unit of the spread
    double speed = 0;  ///< a second
  };

  /// `spread` is the standard deviation of the place, at least 0; `time_s` and `step` are above 0.
  Sway(double spread, double time_s, core::Nanoseconds step, core::Instant origin, core::Draws draws);

  /// At an instant not before the origin, in any order.
  [[nodiscard]] State at(core::Instant when);
  /// The place to be expected so long after a state that is known, at least 0 s: its conditional mean.
  [[nodiscard]] double expected(const State& known, double after_s) const;

 private:
  void go_on();

  double spread_;
  double rate_;  ///< a
  double step_s_;
  core::Nanoseconds step_;
  core::Instant origin_;
  core::Draws draws_;
  std::vector<State> grid_;
};

}  // namespace plantproof::plants::assembly
