#include "wireless_control/pi_controller.hpp"

#include <algorithm>
#include <cassert>

namespace plantproof::plants::control {

LoopModel model_of(const scenarios::WirelessControl& parameters, const scenarios::WirelessControl::Roller& roller) {
  const scenarios::WirelessControl::Web& web = parameters.web;
  return {web.stiffness_kn.value * 1000 / roller.span_m.value, web.speed_mps.value / roller.span_m.value,
          parameters.drive.trim_ratio.value * web.speed_mps.value};
}

LoopModel model_of(const scenarios::WirelessControl& parameters, const scenarios::WirelessControl::Guide& /*guide*/) {
  return {1, 0, parameters.drive.axis_mmps.value};
}

PiSettings simc(const LoopModel& model, const scenarios::WirelessControl& parameters) {
  const double half_lag_s = parameters.drive.lag_ms.value / 2 / 1000;
  const double hold_s = parameters.control.period_ms.value / 2 / 1000;
  const double delay_s = parameters.control.deadline_ms.value / 1000 + hold_s + half_lag_s;
  const double closed_and_delay_s = (1 + parameters.control.closed_loop_ratio.value) * delay_s;
  PiSettings settings;
  settings.gain = (1 + half_lag_s * model.rate_hz) / (model.slope * closed_and_delay_s);
  settings.integral_s = 4 * closed_and_delay_s;
  if (model.rate_hz > 0) settings.integral_s = std::min(settings.integral_s, 1 / model.rate_hz + half_lag_s);
  return settings;
}

void PiController::reset(std::int64_t next) {
  integral_ = 0;
  last_ = next - 1;
}

double PiController::command(std::int64_t cycle, double deviation) {
  assert(awaits(cycle));
  const double more = deviation * period_s_ * static_cast<double>(cycle - last_);
  last_ = cycle;
  const double wanted = -settings_.gain * (deviation + (integral_ + more) / settings_.integral_s);
  const double command = std::clamp(wanted, -greatest_command_, greatest_command_);
  if (wanted == command || (wanted < command) != (deviation > 0)) integral_ += more;
  return command;
}

}  // namespace plantproof::plants::control
