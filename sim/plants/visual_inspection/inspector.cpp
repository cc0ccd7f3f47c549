#include "visual_inspection/inspector.hpp"

#include <algorithm>
#include <cmath>

#include "plants/variates.hpp"

namespace plantproof::plants::inspection {

double fatigue(const scenarios::VisualInspection::Inspectors& inspectors, core::Nanoseconds worked) {
  return 1 - std::exp(-core::in_seconds(worked) / (60 * inspectors.tiring_min.value));
}

double hit_ratio(const scenarios::VisualInspection::Inspectors& inspectors, core::Nanoseconds worked) {
  return inspectors.hit_ratio.value * (1 - inspectors.tired_hit_loss_ratio.value * fatigue(inspectors, worked));
}

double mean_item_s(const scenarios::VisualInspection::Inspectors& inspectors, core::Nanoseconds worked) {
  return inspectors.item_s.value * (1 + inspectors.tired_slowing_ratio.value * fatigue(inspectors, worked));
}

Inspector::Inspector(const scenarios::VisualInspection::Inspectors& inspectors, core::Draws draws, core::Instant start)
    : inspectors_(inspectors), draws_(draws) {
  const double cycle_min = inspectors.work_min.value + inspectors.break_min.value;
  rested_ = start - core::of_seconds(60 * (draws_.uniform() * cycle_min - inspectors.break_min.value));
}

// A break is over at rested_, which then is not in the past.
std::optional<core::Instant> Inspector::break_until(core::Instant now) {
  const core::Nanoseconds work = core::of_seconds(60 * inspectors_.work_min.value);
  if (now - rested_ >= work) rested_ = now + core::of_seconds(60 * inspectors_.break_min.value);
  return now < rested_ ? std::optional(rested_) : std::nullopt;
}

Inspector::Look Inspector::look_at(const Item& item, core::Instant now) {
  const core::Nanoseconds worked = now - rested_;
  const double takes_s = lognormal(draws_, mean_item_s(inspectors_, worked), inspectors_.spread_ratio.value);
  const double says_bad = item.defect_mm ? hit_ratio(inspectors_, worked) : inspectors_.false_reject_ratio.value;
  return {core::of_seconds(takes_s), draws_.uniform() < says_bad ? data::Judgement::Bad : data::Judgement::Good};
}

}  // namespace plantproof::plants::inspection
