#include "ar_vr/walker.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace plantproof::plants::xr {

Walker::Walker(Plant& plant, const scenarios::ArVr::Walking& walking, std::string device)
    : plant_(plant), walking_(walking), device_(std::move(device)), timer_(plant.simulation) {}

void Walker::go(double x_m, double y_m, std::function<void()> arrived) {
  const network::Position from = plant_.network->position(device_);
  const double way_x_m = x_m - from.x_m;
  const double way_y_m = y_m - from.y_m;
  const double takes_s = std::hypot(way_x_m, way_y_m) / walking_.speed_mps.value;
  constexpr double kNoWay = 1e-3;
  if (takes_s < kNoWay) {
    stop();
    return timer_.start(core::Nanoseconds(0), std::move(arrived));
  }
  plant_.network->move(device_, {way_x_m / takes_s, way_y_m / takes_s, 0});
  timer_.start(core::of_seconds(takes_s), [this, arrived = std::move(arrived)] {
    plant_.network->move(device_, {});
    arrived();
  });
}

void Walker::step_about(core::Draws draws) {
  draws_ = draws;
  const network::Position home = plant_.network->position(device_);
  step(home.x_m, home.y_m);
}

// Anywhere in the circle around his place, evenly.
void Walker::step(double x_m, double y_m) {
  timer_.start(core::of_seconds(walking_.pause_s.value * draws_.exponential()), [this, x_m, y_m] {
    const double distance_m = walking_.step_m.value * std::sqrt(draws_.uniform());
    const double angle = 2 * std::numbers::pi * draws_.uniform();
    go(x_m + distance_m * std::cos(angle), y_m + distance_m * std::sin(angle), [this, x_m, y_m] { step(x_m, y_m); });
  });
}

void Walker::stop() {
  timer_.stop();
  plant_.network->move(device_, {});
}

}  // namespace plantproof::plants::xr
