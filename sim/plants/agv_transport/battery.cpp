#include "agv_transport/battery.hpp"

#include <algorithm>

namespace plantproof::plants::agv {

void Battery::take(double power_kw, core::Nanoseconds duration) {
  const double energy = std::min(power_kw * core::in_hours(duration), charge_kwh_);
  charge_kwh_ -= energy;
  taken_kwh_ += energy;
}

void Battery::charge(double power_kw, core::Nanoseconds duration) {
  charge_kwh_ = std::min(capacity_kwh_, charge_kwh_ + power_kw * core::in_hours(duration));
}

core::Nanoseconds Battery::time_to(double charge_ratio, double power_kw) const {
  const double hours = std::max(0.0, capacity_kwh_ * charge_ratio - charge_kwh_) / power_kw;
  return core::of_seconds(hours * core::kSecondsPerHour);
}

}  // namespace plantproof::plants::agv
