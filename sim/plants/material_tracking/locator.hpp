#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "material_tracking/booking.hpp"
#include "material_tracking/handling.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// The terminal of a forklift: a sensor on the fork says that a load is picked up or put down, and UWB where, by the
/// median of the last blinks. It is booked with the next blink at the place that is nearest to that point.
class Locator : public LoadWatcher {
 public:
  /// All but the name outlive it.
  Locator(const scenarios::MaterialTracking& parameters, const std::string& forklift, const Stock& stock, Book& book,
          Plant& plant);

  void handled(const Handling& handling) override;

 private:
  [[nodiscard]] double seen(double true_m);

  const scenarios::MaterialTracking& parameters_;
  const Stock& stock_;
  Book& book_;
  Plant& plant_;
  core::Draws draws_;
};

/// The place that is nearest to a point, 0 m from one that lies in it, the first of several; nothing where there is no
/// place.
[[nodiscard]] std::optional<std::size_t> nearest_place(const scenarios::MaterialTracking& parameters, Point point);

}  // namespace plantproof::plants::material
