#include "cloud_robot/sway.hpp"

#include <cmath>
#include <cstddef>

#include "plants/variates.hpp"

namespace plantproof::plants::assembly {

Sway::Sway(double spread, double time_s, core::Nanoseconds step, core::Instant origin, core::Draws draws)
    : spread_(spread),
      rate_(1 / time_s),
      step_s_(core::in_seconds(step)),
      step_(step),
      origin_(origin),
      draws_(draws),
      grid_{{spread * normal(draws_), spread * rate_ * normal(draws_)}} {}

Sway::State Sway::at(core::Instant when) {
  const core::Nanoseconds since = when - origin_;
  const auto before = static_cast<std::size_t>(since / step_);
  while (grid_.size() < before + 2) go_on();
  const State& from = grid_[before];
  const State& to = grid_[before + 1];
  const double part = core::in_seconds(since % step_) / step_s_;
  const double rest = 1 - part;
  return {(1 + 2 * part) * rest * rest * from.place + part * rest * rest * step_s_ * from.speed +
              part * part * (3 - 2 * part) * to.place - part * part * rest * step_s_ * to.speed,
          6 * part * rest * (to.place - from.place) / step_s_ + rest * (1 - 3 * part) * from.speed +
              part * (3 * part - 2) * to.speed};
}

double Sway::expected(const State& known, double after_s) const {
  const double h = rate_ * after_s;
  return std::exp(-h) * ((1 + h) * known.place + after_s * known.speed);
}

void Sway::go_on() {
  const State from = grid_.back();
  const double h = rate_ * step_s_;
  const double kept = std::exp(-h);
  // Covariance of what the noise adds, in units of the spread and of the spread a time: P - F P F'.
  const double of_place = 1 - kept * kept * ((1 + h) * (1 + h) + h * h);
  const double of_both = 2 * h * h * kept * kept;
  const double of_speed = 1 - kept * kept * (h * h + (1 - h) * (1 - h));
  const double first = std::sqrt(of_place);
  const double second = of_both / first;
  const double third = std::sqrt(of_speed - second * second);
  const double noise = normal(draws_);
  const double other_noise = normal(draws_);
  grid_.push_back({expected(from, step_s_) + spread_ * first * noise,
                   kept * ((1 - h) * from.speed - rate_ * h * from.place) +
                       spread_ * rate_ * (second * noise + third * other_noise)});
}

}  // namespace plantproof::plants::assembly
