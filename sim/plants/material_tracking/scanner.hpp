#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/random.hpp"
#include "material_tracking/booking.hpp"
#include "material_tracking/handling.hpp"
#include "material_tracking/passage.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// A person with a bar code scanner, at a gate or on a forklift: scans bin by bin what has been moved, types in how
/// many pieces it holds, and now and then forgets one or gets a digit wrong.
class Scanner : public GateWatcher, public LoadWatcher {
 public:
  /// All but the name outlive it.
  Scanner(const scenarios::MaterialTracking::Scanning& scanning, const std::string& where, const Stock& stock,
          Book& book, Plant& plant);

  void watch(const std::shared_ptr<const Passage>& passage) override;
  void handled(const Handling& handling) override;

 private:
  /// What is typed in for so many pieces.
  [[nodiscard]] std::int64_t typed(std::int64_t pieces);
  [[nodiscard]] bool forgets();

  const scenarios::MaterialTracking::Scanning& scanning_;
  const Stock& stock_;
  Book& book_;
  Plant& plant_;
  core::Draws slips_;
};

/// The number with one of its digits replaced by another: which, and by which, the draws say. At least 0.
[[nodiscard]] std::int64_t with_a_wrong_digit(std::int64_t number, core::Draws& draws);

}  // namespace plantproof::plants::material
