#include "line_coordination/controller.hpp"

#include <algorithm>

namespace plantproof::plants::line {

Controller::Controller(const scenarios::LineController& parameters, const std::string& station, const Plant& plant)
    : simulation_(plant.simulation) {
  core::Draws draws = plant.draws(station + "/controller");
  const double off_ppm = (2 * draws.uniform() - 1) * parameters.clock_deviation_ppm.value;
  const double period_ms = parameters.scan_ms.value * (1 + off_ppm * 1e-6);
  period_ = core::of_milliseconds(period_ms);
  phase_ = core::of_milliseconds(period_ms * draws.uniform());
}

core::Nanoseconds Controller::to_scan_after(core::Nanoseconds delay) const {
  const core::Nanoseconds earliest = simulation_.now().time_since_epoch() + delay - phase_;
  const core::Nanoseconds beyond = earliest % period_;
  if (beyond == core::Nanoseconds(0)) return delay;
  return delay + (beyond > core::Nanoseconds(0) ? period_ : core::Nanoseconds(0)) - beyond;
}

core::Nanoseconds Controller::to_scan_in(core::Nanoseconds period) const {
  return to_scan_after(std::max(period - period_ / 2, core::Nanoseconds(1)));
}

}  // namespace plantproof::plants::line
