#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "digital_workshop/place.hpp"
#include "plants/plant.hpp"

namespace plantproof::plants::workshop {

/// Somebody who walks along the aisles, first along x, then along y, and takes the device of his name, if he has one,
/// with him.
class Person {
 public:
  /// `device` is his handheld's name in the network; empty: he has none. The plant outlives him.
  Person(Plant& plant, std::string device, Place place, double speed_mps);

  /// Walks there and calls `there`. He does not walk yet (assertion).
  void walk(const Place& to, std::function<void()> there);
  /// Where he stands, or sets out from.
  [[nodiscard]] const Place& place() const { return place_; }

  /// From now on he is at work, or is no longer.
  void set_busy(bool is_busy);
  [[nodiscard]] bool is_busy() const { return busy_since_.has_value(); }
  /// How long he has been at work, until now.
  [[nodiscard]] core::Nanoseconds time_busy() const;

 private:
  void move(double x_mps, double y_mps);

  Plant& plant_;
  std::string device_;
  Place place_;
  double speed_mps_;
  bool is_walking_ = false;
  std::optional<core::Instant> busy_since_;
  core::Nanoseconds time_busy_{0};
};

}  // namespace plantproof::plants::workshop
