#include "metrics/outlier.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "metrics/mean.hpp"
#include "student.hpp"

namespace plantproof::metrics {

std::optional<std::size_t> outlier(std::span<const double> sample) {
  constexpr double kAlpha = 0.01;
  const Moments seen = moments(sample);
  if (seen.n < 3 || seen.variance <= 0) return std::nullopt;
  const auto distance = [&](double x) { return std::abs(x - seen.mean); };
  const auto farthest = std::ranges::max_element(sample, {}, distance);
  const auto n = static_cast<double>(seen.n);
  const double t = student::critical(n - 2, core::Confidence::from_alpha(kAlpha / (2 * n)));
  const double critical = (n - 1) / std::sqrt(n) * std::sqrt(t * t / (n - 2 + t * t));
  if (distance(*farthest) <= critical * std::sqrt(seen.variance)) return std::nullopt;
  return static_cast<std::size_t>(std::distance(sample.begin(), farthest));
}

}  // namespace plantproof::metrics
