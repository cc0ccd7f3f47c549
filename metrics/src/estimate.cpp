#include "metrics/estimate.hpp"

#include <cmath>
#include <utility>

namespace plantproof::metrics {
namespace {

template <class Bounded>
void move_axis(Bounded& bounded, double scale, double offset) {
  for (std::optional<double>* number : {&bounded.value, &bounded.lower, &bounded.upper}) {
    if (*number) **number = scale * **number + offset;
  }
  if (scale < 0) std::swap(bounded.lower, bounded.upper);
}

}  // namespace

Estimate affine(Estimate estimate, double scale, double offset) {
  move_axis(estimate, scale, offset);
  if (estimate.companion) move_axis(*estimate.companion, scale, offset);
  if (estimate.clock) *estimate.clock *= std::abs(scale);
  if (estimate.needed_n) {
    estimate.needed_n = [needed = std::move(estimate.needed_n), scale, offset](const core::Requirement& requirement) {
      return needed({scale < 0 ? mirrored(requirement.comparator) : requirement.comparator,
                     (requirement.limit - offset) / scale});
    };
  }
  return estimate;
}

Estimate as_estimate(const Companion& companion) {
  Estimate estimate;
  estimate.value = companion.value;
  estimate.lower = companion.lower;
  estimate.upper = companion.upper;
  estimate.method = companion.method;
  return estimate;
}

}  // namespace plantproof::metrics
