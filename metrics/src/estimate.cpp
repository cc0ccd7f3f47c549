#include "metrics/estimate.hpp"

#include <cmath>
#include <utility>

namespace plantproof::metrics {
Estimate affine(Estimate estimate, double scale, double offset) {
  for (std::optional<double>* number : {&estimate.value, &estimate.lower, &estimate.upper}) {
    if (*number) **number = scale * **number + offset;
  }
  if (estimate.clock) *estimate.clock *= std::abs(scale);
  if (scale < 0) std::swap(estimate.lower, estimate.upper);
  if (estimate.needed_n) {
    estimate.needed_n = [needed = std::move(estimate.needed_n), scale, offset](const core::Requirement& requirement) {
      return needed({scale < 0 ? mirrored(requirement.comparator) : requirement.comparator,
                     (requirement.limit - offset) / scale});
    };
  }
  return estimate;
}

}  // namespace plantproof::metrics
