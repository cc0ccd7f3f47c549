#pragma once

#include <functional>
#include <string>

#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/ar_vr.hpp"

namespace plantproof::plants::xr {

/// Somebody on the floor who carries a device: goes straight to places, or steps about where he is.
class Walker {
 public:
  /// Parameters and plant outlive him, and so does he the simulation's events.
  Walker(Plant& plant, const scenarios::ArVr::Walking& walking, std::string device);
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  /// Goes there and stops, then calls `arrived`.
  void go(double x_m, double y_m, std::function<void()> arrived);
  /// Goes to places near the one where he is now, and looks round at each, until he is told otherwise.
  void step_about(core::Draws draws);
  void stop();

 private:
  void step(double x_m, double y_m);

  Plant& plant_;
  const scenarios::ArVr::Walking& walking_;
  std::string device_;
  core::Draws draws_{0};
  Timer timer_;
};

}  // namespace plantproof::plants::xr
