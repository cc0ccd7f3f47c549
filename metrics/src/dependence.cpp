#include "metrics/dependence.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "effect_of_units.hpp"
#include "student.hpp"
#include "tails.hpp"

namespace plantproof::metrics {
namespace {

double square(double x) {
  return x * x;
}

/// A mean that equal values leave exactly theirs, so that what does not vary has no deviations to correlate.
class RunningMean {
 public:
  void add(double value) { mean_ += (value - mean_) / ++n_; }
  [[nodiscard]] double value() const { return mean_; }

 private:
  double mean_ = 0;
  double n_ = 0;
};

/// What to multiply a variance by that is known with `df` degrees of freedom, for a normal bound of a mean of that
/// skewness to hold.
double allowance(double df, double skewness, core::Confidence confidence) {
  const double z = student::normal(confidence);
  constexpr double kNoConfidence = 1e-6;  // at 50 % the bound is the estimate itself
  if (z < kNoConfidence) return 1;
  return square((student::critical(std::max(df, 1.0), confidence) + student::skewed(skewness, confidence)) / z);
}

/// 1 + 2 * (sum of autocorrelations), and the lag within which all but 1/e of that sum lies.
struct Autocorrelations {
  double effect = 1;
  double memory = 0;
};

/// By the initial monotone sequence. `product(lag)` is the sum of the products of values `lag` apart, of lag 0 ..
/// last_lag.
template <class Product>
Autocorrelations initial_sequence(Product product, std::int64_t last_lag) {
  const double squares = product(0);
  if (squares <= 0) return {};
  std::vector<double> sums;  // up to each pair of lags, without lag 0
  double least = std::numeric_limits<double>::infinity();
  double sum = -1;
  for (std::int64_t lag = 0; lag < last_lag; lag += 2) {
    const double pair = ((lag == 0 ? squares : product(lag)) + product(lag + 1)) / squares;
    if (pair <= 0) break;
    least = std::min(least, pair);
    sum += least;
    sums.push_back(sum);
  }
  if (sum <= 0) return {};
  const auto most = std::ranges::lower_bound(sums, sum * (1 - std::exp(-1.0)));
  return {1 + 2 * sum, static_cast<double>(2 * (most - sums.begin()) + 1)};
}

/// A stretch of values that follow each other, about their mean.
class Stretch {
 public:
  void add(double value) { values_.push_back(value); }
  void centre() {
    RunningMean mean;
    for (const double value : values_) mean.add(value);
    for (double& value : values_) value -= mean.value();
  }
  [[nodiscard]] std::int64_t size() const { return std::ssize(values_); }
  [[nodiscard]] double product(std::int64_t lag) const {
    double sum = 0;
    for (std::size_t i = static_cast<std::size_t>(lag); i < values_.size(); ++i) {
      sum += values_[i - static_cast<std::size_t>(lag)] * values_[i];
    }
    return sum;
  }

 private:
  std::vector<double> values_;
};

/// The same of zeros and ones, which are told by where the ones are: most shares are rare.
class EventStretch {
 public:
  void add(double value) {
    if (value != 0) events_.push_back(size_);
    ++size_;
  }
  void centre() { mean_ = static_cast<double>(events_.size()) / static_cast<double>(size_); }
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] double product(std::int64_t lag) const {
    if (lag >= size_) return 0;
    std::int64_t both = 0;
    for (auto early = events_.begin(), late = events_.begin(); early != events_.end() && late != events_.end();
         ++early) {
      while (late != events_.end() && *late < *early + lag) ++late;
      if (late != events_.end() && *late == *early + lag) ++both;
    }
    const auto before_end = std::ranges::lower_bound(events_, size_ - lag) - events_.begin();
    const auto after_start = events_.end() - std::ranges::lower_bound(events_, lag);
    return static_cast<double>(both) - mean_ * static_cast<double>(before_end + after_start) +
           square(mean_) * static_cast<double>(size_ - lag);
  }

 private:
  std::vector<std::int64_t> events_;  ///< where the ones are, in order
  std::int64_t size_ = 0;
  double mean_ = 0;
};

template <class Any>
Autocorrelations initial_sequence(const std::vector<Any>& stretches) {
  std::int64_t longest = 0;
  for (const Any& stretch : stretches) longest = std::max(longest, stretch.size());
  return initial_sequence(
      [&](std::int64_t lag) {
        double sum = 0;
        for (const Any& stretch : stretches) sum += stretch.product(lag);
        return sum;
      },
      longest - 1);
}

/// The stretches of every stream of every run, each about its own mean.
template <class Any>
std::vector<Any> by_stream(std::span<const Series> runs) {
  std::vector<Any> stretches;
  for (const Series& run : runs) {
    assert(run.streams.empty() || run.streams.size() == run.values.size());
    std::map<std::uint32_t, std::size_t> index;
    std::uint32_t last = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < run.values.size(); ++i) {
      const std::uint32_t stream = run.streams.empty() ? 0 : run.streams[i];
      if (i == 0 || stream != last) {
        const auto [entry, is_new] = index.emplace(stream, stretches.size());
        if (is_new) stretches.emplace_back();
        at = entry->second;
        last = stream;
      }
      stretches[at].add(run.values[i]);
    }
  }
  for (Any& stretch : stretches) stretch.centre();
  return stretches;
}

bool has_several_streams(const Series& run) {
  return std::ranges::adjacent_find(run.streams, std::not_equal_to()) != run.streams.end();
}

/// The runs with their streams merged in the order of time, each value about its stream's mean in the run.
std::vector<Stretch> by_run(std::span<const Series> runs) {
  std::vector<Stretch> stretches;
  for (const Series& run : runs) {
    std::map<std::uint32_t, RunningMean> means;
    for (std::size_t i = 0; i < run.values.size(); ++i) means[run.streams[i]].add(run.values[i]);
    Stretch& stretch = stretches.emplace_back();
    for (std::size_t i = 0; i < run.values.size(); ++i) {
      stretch.add(run.values[i] - means[run.streams[i]].value());
    }
  }
  return stretches;
}

template <class Any>
Dependence dependence(std::span<const Series> runs, core::Confidence confidence, double share_of_events) {
  Dependence result;
  result.runs = 0;
  result.events = 0;
  double n = 0;
  RunningMean mean;
  for (const Series& run : runs) {
    for (const double value : run.values) {
      assert(std::isfinite(value));
      mean.add(value);
    }
    n += static_cast<double>(run.values.size());
    result.runs += run.values.empty() ? 0 : 1;
  }
  result.n = n;
  if (n == 0) return result;
  double squares = 0;
  std::vector<double> of_runs;
  for (const Series& run : runs) {
    double of_run = 0;
    for (const double value : run.values) {
      of_run += value - mean.value();
      squares += square(value - mean.value());
    }
    if (!run.values.empty()) of_runs.push_back(of_run);
  }
  if (squares <= 0) return result;

  Autocorrelations within = initial_sequence(by_stream<Any>(runs));
  if (std::ranges::all_of(runs, [](const Series& run) { return !run.streams.empty() || run.values.empty(); }) &&
      std::ranges::any_of(runs, has_several_streams)) {
    const Autocorrelations merged = initial_sequence(by_run(runs));
    if (merged.effect > within.effect) within = merged;
  }
  const double counted = share_of_events * n / within.effect;
  result.within = 1 + (within.effect - 1) * allowance(counted / 2, 0, confidence);
  result.memory = within.memory;
  if (result.runs > 1) {
    result.between = effect_of_units(of_runs, squares, confidence);
  }
  result.events = counted;
  return result;
}

}  // namespace

double effect_of_units(std::span<const double> sums, double squares, core::Confidence confidence) {
  constexpr double kUnseen = 1.5;  // units short of the bad days are also short of the tail that skewness tells of
  const Tails tails = tails_of(sums);
  return std::max(1.0, tails.variance * static_cast<double>(sums.size()) / squares *
                           allowance(tails.df, kUnseen * std::abs(tails.skewness_of_mean), confidence));
}

double Dependence::design_effect() const {
  return std::min(std::max({1.0, within, between, agreed}), std::max(1.0, n));
}

std::optional<int> Dependence::deciding_runs() const {
  const bool decide = runs > 1 && between > std::max({1.0, within, agreed});
  return decide ? std::optional(static_cast<int>(runs)) : std::nullopt;
}

double design_effect_of_bursts(double mean_length) {
  assert(mean_length >= 1);
  return 2 * mean_length - 1;
}

Dependence dependence_of_mean(std::span<const Series> runs, core::Confidence confidence) {
  Dependence result = dependence<Stretch>(runs, confidence, 1);
  result.events = std::numeric_limits<double>::infinity();
  return result;
}

Dependence dependence_of_share(std::span<const Series> runs, double burst_length, core::Confidence confidence) {
  assert(burst_length >= 1);
  double n = 0;
  double ones = 0;
  for (const Series& run : runs) {
    n += static_cast<double>(run.values.size());
    for (const double value : run.values) {
      assert(value == 0 || value == 1);
      ones += value;
    }
  }
  Dependence result = dependence<EventStretch>(runs, confidence, n > 0 ? std::min(ones, n - ones) / n : 0);
  result.agreed = design_effect_of_bursts(burst_length);
  return result;
}

std::vector<core::Text> notes_on(const Dependence& dependence, const core::Text& events) {
  std::vector<core::Text> notes;
  const double effect = dependence.design_effect();
  const std::string times = core::decimal(effect, 3);
  constexpr double kWorthTelling = 1.1;  // the effective n is printed anyway
  const double largest = std::max({dependence.within, dependence.between, dependence.agreed});
  if (effect > kWorthTelling && largest == dependence.between) {
    notes.push_back({fmt::format("以 {} 个批次为单位：批次间的差异，连同批次之少，使方差按独立时的 {} 倍计",
                                 dependence.runs, times),
                     fmt::format("the {} runs are the units: their spread, and that they are so few, make the variance "
                                 "count {} times that of independent rows",
                                 dependence.runs, times)});
  } else if (effect > kWorthTelling && largest == dependence.within) {
    notes.push_back({fmt::format("相邻的行相关：方差为独立时的 {} 倍", times),
                     fmt::format("neighbouring rows depend on each other: the variance is {} times that of "
                                 "independent ones",
                                 times)});
  }
  if (dependence.events < kEventsThatTellBursts) {
    const std::string burst_length = core::decimal((dependence.agreed + 1) / 2, 4);
    notes.push_back(
        {fmt::format("{}太少，看不出是否成串：按约定每次扰动平均 {} 行（burst_length）", events.zh, burst_length),
         fmt::format("too few {} to tell how long bursts are: {} in a disturbance on average, as "
                     "agreed (burst_length)",
                     events.en, burst_length)});
  }
  return notes;
}

}  // namespace plantproof::metrics
