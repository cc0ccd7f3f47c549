#include "digital_workshop/person.hpp"

#include <cassert>
#include <cmath>
#include <utility>

namespace plantproof::plants::workshop {

Person::Person(Plant& plant, std::string device, Place place, double speed_mps)
    : plant_(plant), device_(std::move(device)), place_(place), speed_mps_(speed_mps) {}

void Person::walk(const Place& to, std::function<void()> there) {
  assert(!is_walking_);
  is_walking_ = true;
  const double along_x_m = to.x_m - place_.x_m;
  const double along_y_m = to.y_m - place_.y_m;
  const core::Nanoseconds first = core::of_seconds(std::abs(along_x_m) / speed_mps_);
  const core::Nanoseconds second = core::of_seconds(std::abs(along_y_m) / speed_mps_);
  move(std::copysign(along_x_m == 0 ? 0 : speed_mps_, along_x_m), 0);
  plant_.simulation.after(first, [this, to, second, along_y_m, there = std::move(there)]() mutable {
    move(0, std::copysign(along_y_m == 0 ? 0 : speed_mps_, along_y_m));
    plant_.simulation.after(second, [this, to, there = std::move(there)] {
      move(0, 0);
      place_ = to;
      is_walking_ = false;
      there();
    });
  });
}

void Person::set_busy(bool is_busy) {
  if (is_busy == busy_since_.has_value()) return;
  if (busy_since_) time_busy_ += plant_.simulation.now() - *busy_since_;
  busy_since_ = is_busy ? std::optional(plant_.simulation.now()) : std::nullopt;
}

core::Nanoseconds Person::time_busy() const {
  return time_busy_ + (busy_since_ ? plant_.simulation.now() - *busy_since_ : core::Nanoseconds(0));
}

void Person::move(double x_mps, double y_mps) {
  if (!device_.empty()) plant_.network->move(device_, {x_mps, y_mps, 0});
}

}  // namespace plantproof::plants::workshop
