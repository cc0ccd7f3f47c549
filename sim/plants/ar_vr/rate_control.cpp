#include "ar_vr/rate_control.hpp"

#include <algorithm>
#include <cmath>

namespace plantproof::plants::xr {

std::vector<double> rates_of(const scenarios::ArVr::Stream& stream) {
  std::vector<double> rates = {stream.best_mbps.value};
  while (rates.back() * stream.step_ratio.value >= stream.least_mbps.value) {
    rates.push_back(rates.back() * stream.step_ratio.value);
  }
  return rates;
}

RateControl::RateControl(const scenarios::ArVr::Adaptation& adaptation, const scenarios::ArVr::Stream& stream)
    : late_ratio_(adaptation.late_ratio.value),
      window_(std::max<std::int64_t>(1, std::llround(adaptation.window_s.value * stream.frames_per_s.value))),
      calm_most_(std::max<std::int64_t>(1, std::llround(adaptation.calm_s.value / adaptation.window_s.value))),
      last_step_(static_cast<std::int64_t>(rates_of(stream).size()) - 1) {}

void RateControl::shown(bool is_in_time) {
  late_ += is_in_time ? 0 : 1;
  if (++seen_ < window_) return;
  const bool was_bad = static_cast<double>(late_) > late_ratio_ * static_cast<double>(window_);
  calm_ = late_ == 0 ? calm_ + 1 : 0;
  seen_ = 0;
  late_ = 0;
  if (has_changed_) {
    has_changed_ = false;
  } else if (was_bad && step_ < last_step_) {
    change(step_ + 1);
  } else if (calm_ >= calm_most_ && step_ > 0) {
    change(step_ - 1);
  }
}

void RateControl::change(std::int64_t step) {
  step_ = step;
  calm_ = 0;
  has_changed_ = true;
}

}  // namespace plantproof::plants::xr
