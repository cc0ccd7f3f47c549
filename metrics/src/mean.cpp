#include "metrics/mean.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "least.hpp"
#include "metrics/dependence.hpp"
#include "student.hpp"
#include "tails.hpp"

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

namespace {

/// The means of batches twice as long as the memory of a series: nearly independent units. The rest of a run that does
/// not fill a batch is left out.
std::vector<double> batch_means(std::span<const Series> runs, const Dependence& dependence) {
  constexpr double kNegligible = 1.3;  // single values keep the most for the moments
  const auto length =
      dependence.within < kNegligible ? std::size_t{1} : 2 * static_cast<std::size_t>(dependence.memory);
  std::vector<double> means;
  for (const Series& run : runs) {
    for (std::size_t first = 0; first + length <= run.values.size(); first += length) {
      means.push_back(moments(std::span(run.values).subspan(first, length)).mean);
    }
  }
  return means;
}

std::vector<double> batch_means(std::span<const Sums> runs, const Dependence& dependence) {
  std::vector<double> means;
  for (const Sums& run : runs) {
    std::map<std::int64_t, Sums::Stretch> by_time;
    for (const Sums::Stream& stream : run.streams) {
      for (const Sums::Stretch& stretch : stream.stretches) {
        by_time[stretch.index].n += stretch.n;
        by_time[stretch.index].sum += stretch.sum;
      }
    }
    Sums::Stretch batch;
    for (const auto& [index, stretch] : by_time) {
      batch.n += stretch.n;
      batch.sum += stretch.sum;
      if (batch.n < 2 * dependence.memory) continue;
      means.push_back(batch.sum / batch.n);
      batch = {};
    }
  }
  return means;
}

/// Of values with these moments, that dependence, and the means of batches of them.
Estimate mean_of(const Moments& seen, const Dependence& dependence, const std::vector<double>& batches,
                 core::Confidence confidence) {
  Estimate estimate;
  estimate.method = Method::StudentT;
  estimate.n = seen.n;
  if (seen.n == 0) return estimate;
  estimate.value = seen.mean;
  estimate.effective_n = static_cast<double>(seen.n) / dependence.design_effect();
  estimate.notes = notes_on(dependence);
  const Tails tails = batches.empty() ? Tails{} : tails_of(batches);
  constexpr double kFewestDegrees = 20;
  if (tails.df < kFewestDegrees) {
    estimate.notes = {
        {fmt::format("均值由少数样本决定（自由度 {:.1f}，至少要 {:g}）：没有置信界", tails.df, kFewestDegrees),
         fmt::format("few of the values carry the mean ({:.1f} degrees of freedom, {:g} are needed): no bounds",
                     tails.df, kFewestDegrees)}};
    return estimate;
  }
  estimate.deciding_runs = dependence.deciding_runs();
  const double error = std::sqrt(seen.variance / estimate.effective_n);
  constexpr double kUnseen = 2;  // a mean short of the truth is also short of the tail that skewness tells of
  const double skewed = kUnseen * student::skewed(tails.skewness_of_mean, confidence);
  const double t = student::critical(tails.df, confidence);
  const double below = error * (t + std::max(0.0, -skewed));
  const double above = error * (t + std::max(0.0, skewed));
  estimate.lower = seen.mean - below;
  estimate.upper = seen.mean + above;
  estimate.needed_n = [=](const core::Requirement& requirement) -> std::optional<std::int64_t> {
    const double distance = requirement.limit - seen.mean;
    if (distance == 0) return std::nullopt;
    const double n = std::ceil(static_cast<double>(seen.n) * std::pow((distance > 0 ? above : below) / distance, 2));
    if (n > static_cast<double>(kMostUnits)) return std::nullopt;
    return std::max(std::int64_t{2}, static_cast<std::int64_t>(n));
  };
  return estimate;
}

}  // namespace

Estimate mean(std::span<const Series> runs, core::Confidence confidence) {
  std::vector<double> values;
  for (const Series& run : runs) values.insert(values.end(), run.values.begin(), run.values.end());
  const Dependence dependence = dependence_of_mean(runs, confidence);
  return mean_of(moments(values), dependence, batch_means(runs, dependence), confidence);
}

Estimate mean(std::span<const Sums> runs, core::Confidence confidence) {
  Moments seen;
  double n = 0;
  double sum = 0;
  for (const Sums& run : runs) {
    for (const Sums::Stream& stream : run.streams) {
      n += stream.n;
      sum += stream.sum;
    }
  }
  seen.n = std::llround(n);
  if (n > 0) seen.mean = sum / n;
  for (const Sums& run : runs) {
    for (const Sums::Stream& stream : run.streams) {
      const double apart = stream.mean() - seen.mean;
      if (n > 1) seen.variance += (stream.squares + stream.n * apart * apart) / (n - 1);
    }
  }
  const Dependence dependence = dependence_of_mean(runs, confidence);
  return mean_of(seen, dependence, batch_means(runs, dependence), confidence);
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

}  // namespace plantproof::metrics
