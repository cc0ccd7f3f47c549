#include "tails.hpp"

#include <algorithm>
#include <cmath>

#include "metrics/mean.hpp"

namespace plantproof::metrics {

Tails tails_of(std::span<const double> units) {
  const Moments all = moments(units);
  const auto n = static_cast<double>(all.n);
  if (all.variance == 0) return {0, n - 1, 0};
  double third = 0;
  double fourth = 0;
  for (const double unit : units) {
    const double x = unit - all.mean;
    third += x * x * x / n;
    fourth += x * x * x * x / n;
  }
  const double variance = all.variance * (n - 1) / n;
  const double kurtosis = fourth / (variance * variance);
  return {all.variance, std::min(2 * n / std::max(2.0, kurtosis - 1), n - 1),
          third / std::pow(variance, 1.5) / std::sqrt(n)};
}

}  // namespace plantproof::metrics
