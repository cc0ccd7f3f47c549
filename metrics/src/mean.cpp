#include "metrics/mean.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "least.hpp"
#include "student.hpp"

namespace plantproof::metrics {

Moments moments(std::span<const double> sample) {
  Moments result;
  double squares = 0;
  for (const double x : sample) {
    assert(std::isfinite(x));
    const double from_old = x - result.mean;
    result.mean += from_old / static_cast<double>(++result.n);
    squares += from_old * (x - result.mean);
  }
  if (result.n > 1) result.variance = squares / static_cast<double>(result.n - 1);
  return result;
}

Estimate mean(std::span<const double> sample, core::Confidence confidence) {
  const Moments seen = moments(sample);
  Estimate estimate;
  estimate.method = Method::StudentT;
  estimate.n = seen.n;
  estimate.effective_n = static_cast<double>(seen.n);
  if (seen.n == 0) return estimate;
  estimate.value = seen.mean;
  if (seen.n == 1) {
    estimate.notes.push_back(student::one_unit_has_no_spread());
    return estimate;
  }
  const auto units = static_cast<double>(seen.n);
  const double margin = student::critical(units - 1, confidence) * std::sqrt(seen.variance / units);
  estimate.lower = seen.mean - margin;
  estimate.upper = seen.mean + margin;
  estimate.needed_n = [seen, confidence](const core::Requirement& requirement) {
    return least(2, kMostUnits, [&](std::int64_t n) {
      const auto n_units = static_cast<double>(n);
      return student::is_clear(std::abs(seen.mean - requirement.limit), std::sqrt(seen.variance / n_units), n_units - 1,
                               confidence);
    });
  };
  return estimate;
}

double lag1_autocorrelation(std::span<const double> series) {
  const double centre = moments(series).mean;
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    squares += (series[i] - centre) * (series[i] - centre);
    if (i > 0) products += (series[i - 1] - centre) * (series[i] - centre);
  }
  return squares > 0 ? products / squares : 0;
}

double ar1_effective_n(std::int64_t n, double r1) {
  assert(n >= 0 && -1 < r1 && r1 <= 1);
  const auto samples = static_cast<double>(n);
  return std::min(samples, samples * (1 - r1) / (1 + r1));
}

}  // namespace plantproof::metrics
