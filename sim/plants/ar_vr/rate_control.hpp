#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/ar_vr.hpp"

namespace plantproof::plants::xr {

/// The rates of a stream, Mbit/s: the best, and from each the next as long as it is not below the least. At least one.
[[nodiscard]] std::vector<double> rates_of(const scenarios::ArVr::Stream& stream);

/// Who receives a stream says which step of its rates he wants: one down after a window with many late frames, one up
/// after some time with none. The window after a change shows frames from before it, and does not count.
class RateControl {
 public:
  RateControl(const scenarios::ArVr::Adaptation& adaptation, const scenarios::ArVr::Stream& stream);

  /// One more frame was, or was not, in time.
  void shown(bool is_in_time);
  [[nodiscard]] std::int64_t step() const { return step_; }

 private:
  void change(std::int64_t step);

  double late_ratio_;
  std::int64_t window_;     ///< in frames
  std::int64_t calm_most_;  ///< in windows
  std::int64_t last_step_;
  std::int64_t step_ = 0;
  std::int64_t seen_ = 0;
  std::int64_t late_ = 0;
  std::int64_t calm_ = 0;
  bool has_changed_ = false;
};

}  // namespace plantproof::plants::xr
