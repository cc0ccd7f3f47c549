#pragma once

#include "visual_inspection/item.hpp"

namespace plantproof::plants::inspection {

/// How tired one is, 0 to below 1, after working for so long without a break: 1 - exp(-t / tau).
[[nodiscard]] double fatigue(const scenarios::VisualInspection::Inspectors& inspectors, core::Nanoseconds worked);
/// The share of bad items that an inspector finds after so long, and the time an item takes on average.
[[nodiscard]] double hit_ratio(const scenarios::VisualInspection::Inspectors& inspectors, core::Nanoseconds worked);
[[nodiscard]] double mean_item_s(const scenarios::VisualInspection::Inspectors& inspectors, core::Nanoseconds worked);

/// Somebody who looks at one item after the other, gets tired, and has breaks. The run begins anywhere between two of
/// them.
class Inspector {
 public:
  Inspector(const scenarios::VisualInspection::Inspectors& inspectors, core::Draws draws, core::Instant start);

  /// When the break ends that is due now; nothing while none is.
  [[nodiscard]] std::optional<core::Instant> break_until(core::Instant now);
  struct Look {
    core::Nanoseconds takes;
    data::Judgement judgement;
  };
  /// Takes an item, now.
  [[nodiscard]] Look look_at(const Item& item, core::Instant now);

 private:
  const scenarios::VisualInspection::Inspectors& inspectors_;
  core::Draws draws_;
  core::Instant rested_;  ///< since when it has been at work
};

}  // namespace plantproof::plants::inspection
