#include "metrics/dependence.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

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
  void add(double value) {
    if (n_ == 0) first_ = value;
    sum_ += value - first_;
    ++n_;
  }
  [[nodiscard]] double value() const { return n_ == 0 ? 0 : first_ + sum_ / static_cast<double>(n_); }
  [[nodiscard]] std::size_t n() const { return n_; }

 private:
  double first_ = 0;
  double sum_ = 0;
  std::size_t n_ = 0;
};

/// What to multiply a variance by that is known with `df` degrees of freedom, for a normal bound of a mean of that
/// skewness to hold.
double allowance(double df, double skewness, core::Confidence confidence) {
  const double z = student::normal(confidence);
  constexpr double kNoConfidence = 1e-6;  // at 50 % the bound is the estimate itself
  if (z < kNoConfidence) return 1;
  return square((student::critical(df, confidence) + student::skewed(skewness, confidence)) / z);
}

/// 1 + 2 * (sum of autocorrelations), and the lag within which all but 1/e of that sum lies.
struct Autocorrelations {
  double effect = 1;
  double memory = 0;
};

/// A stretch of values that follow each other.
class Stretch {
 public:
  Stretch() = default;
  explicit Stretch(std::vector<double> values) : values_(std::move(values)) {}
  void add(double value) { values_.push_back(value); }
  void centre() {
    RunningMean mean;
    for (const double value : values_) mean.add(value);
    for (double& value : values_) value -= mean.value();
  }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] const std::vector<double>& values() const { return values_; }
  /// The sum of the products of values `lag` apart.
  [[nodiscard]] double product(std::size_t lag) const {
    double sum = 0;
    for (std::size_t i = lag; i < values_.size(); ++i) sum += values_[i - lag] * values_[i];
    return sum;
  }
  /// The sums of so many values each; the rest that fills none is left out.
  [[nodiscard]] Stretch sums_of(std::size_t length) const {
    Stretch sums;
    for (std::size_t first = 0; first + length <= values_.size(); first += length) {
      double sum = 0;
      for (std::size_t i = first; i < first + length; ++i) sum += values_[i];
      sums.add(sum);
    }
    return sums;
  }

 private:
  std::vector<double> values_;
};

/// By the initial monotone sequence of centred stretches.
Autocorrelations initial_sequence(const std::vector<Stretch>& stretches) {
  std::size_t longest = 0;
  for (const Stretch& stretch : stretches) longest = std::max(longest, stretch.size());
  const auto product = [&](std::size_t lag) {
    double sum = 0;
    for (const Stretch& stretch : stretches) sum += stretch.product(lag);
    return sum;
  };
  const double squares = product(0);
  if (squares <= 0) return {};
  std::vector<double> sums;  // up to each pair of lags, without lag 0
  double least = std::numeric_limits<double>::infinity();
  double sum = -1;
  for (std::size_t lag = 0; lag + 1 < longest; lag += 2) {
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

/// Of the sums of `length` neighbours each, whose variance is `one` times that of independent values.
Autocorrelations of_sums(const std::vector<Stretch>& sums, double one, double length) {
  const Autocorrelations found = initial_sequence(sums);
  return {std::max(1.0, one * found.effect), length * std::max(1.0, found.memory)};
}

/// Of many values the same from sums of neighbours, so that a long memory takes no longer than a short one: the
/// variance of the sums holds what the neighbours have in common.
Autocorrelations autocorrelations(const std::vector<Stretch>& stretches) {
  constexpr std::size_t kMostValues = 16384;
  std::size_t n = 0;
  double squares = 0;
  for (const Stretch& stretch : stretches) {
    n += stretch.size();
    squares += stretch.product(0);
  }
  const std::size_t length = (n + kMostValues - 1) / kMostValues;
  if (length <= 1 || squares <= 0) return initial_sequence(stretches);
  std::vector<Stretch> coarse;
  std::size_t in_sums = 0;
  double squares_of_sums = 0;
  for (const Stretch& stretch : stretches) {
    const Stretch& sums = coarse.emplace_back(stretch.sums_of(length));
    in_sums += sums.size() * length;
    squares_of_sums += sums.product(0);
  }
  if (in_sums == 0) return initial_sequence(stretches);
  return of_sums(coarse, squares_of_sums / static_cast<double>(in_sums) / (squares / static_cast<double>(n)),
                 static_cast<double>(length));
}

/// The streams of a run, by their numbers in order of appearance, and the mean of each. One of few rows has no mean of
/// its own worth the name: it takes the run's.
struct Streams {
  std::vector<std::size_t> of_row;
  std::vector<double> means;
  std::vector<std::size_t> sizes;
};

bool has_several_streams(const Series& run) {
  assert(run.streams.empty() || run.streams.size() == run.values.size());
  return std::ranges::adjacent_find(run.streams, std::not_equal_to()) != run.streams.end();
}

Streams streams_of(const Series& run) {
  Streams streams;
  std::unordered_map<std::uint32_t, std::size_t> index;
  std::vector<RunningMean> means;
  RunningMean of_run;
  for (std::size_t i = 0; i < run.values.size(); ++i) {
    const auto [entry, is_new] = index.emplace(run.streams[i], means.size());
    if (is_new) means.emplace_back();
    means[entry->second].add(run.values[i]);
    of_run.add(run.values[i]);
    streams.of_row.push_back(entry->second);
  }
  constexpr std::size_t kFew = 10;
  for (const RunningMean& mean : means) {
    streams.means.push_back((mean.n() < kFew ? of_run : mean).value());
    streams.sizes.push_back(mean.n());
  }
  return streams;
}

/// What rows have in common with those before them: stream by stream, or with all streams of a run in the order of
/// time, whichever is more. Memory in rows of a run.
Autocorrelations within_runs(std::span<const Series> runs) {
  std::vector<Stretch> by_stream;
  std::vector<Stretch> by_run;
  std::size_t n = 0;
  std::size_t in_longest = 0;
  const bool has_several = std::ranges::any_of(runs, has_several_streams);
  for (const Series& run : runs) {
    if (run.values.empty()) continue;
    if (!has_several_streams(run)) {
      by_stream.emplace_back(run.values);
      if (has_several) by_run.emplace_back(run.values).centre();
      in_longest += run.values.size();
    } else {
      const Streams streams = streams_of(run);
      const std::size_t first = by_stream.size();
      by_stream.resize(first + streams.means.size());
      Stretch& merged = by_run.emplace_back();
      for (std::size_t i = 0; i < run.values.size(); ++i) {
        const std::size_t stream = streams.of_row[i];
        by_stream[first + stream].add(run.values[i]);
        merged.add(run.values[i] - streams.means[stream]);
      }
      in_longest += std::ranges::max(streams.sizes);
    }
    n += run.values.size();
  }
  for (Stretch& stretch : by_stream) stretch.centre();
  Autocorrelations most = autocorrelations(by_stream);
  if (!has_several) return most;
  most.memory *= static_cast<double>(n) / static_cast<double>(in_longest);
  const Autocorrelations merged = autocorrelations(by_run);
  return merged.effect > most.effect ? merged : most;
}

/// By how much the sum of the runs varies more than that of independent values, with `squares` in all.
double between_runs(std::span<const Series> runs, double mean, double squares, core::Confidence confidence) {
  std::vector<double> sums;
  std::vector<double> sizes;
  for (const Series& run : runs) {
    if (run.values.empty()) continue;
    double sum = 0;
    for (const double value : run.values) sum += value - mean;
    sums.push_back(sum);
    sizes.push_back(static_cast<double>(run.values.size()));
  }
  return effect_of_units(sums, sizes, squares, confidence);
}

/// The same of a single run, by its tenths; the last rows are followed by the first ones, so that all rows count alike.
double between_tenths(const Series& run, core::Confidence confidence) {
  const std::size_t rows = run.values.size();
  const std::size_t length = rows / kTenths;
  if (length < 2) return 1;
  Stretch centred(run.values);
  centred.centre();
  const double squares = centred.product(0);
  if (squares <= 0) return 1;
  const std::vector<double>& values = centred.values();
  double of_tenth = std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(length), 0.0);
  double sum_of_squares = 0;
  double sum_of_cubes = 0;
  std::size_t next = length;
  for (const double first : values) {
    sum_of_squares += square(of_tenth);
    sum_of_cubes += square(of_tenth) * of_tenth;
    of_tenth += values[next] - first;
    if (++next == rows) next = 0;
  }
  const auto n = static_cast<double>(rows);
  const auto in_tenth = static_cast<double>(length);
  const double expected = squares / n * in_tenth * (n - in_tenth) / (n - 1);
  return effect_of_tenths(sum_of_squares / n, sum_of_cubes / n, expected, confidence);
}

void add_within(Dependence& result, const Autocorrelations& within, double share_of_events,
                core::Confidence confidence) {
  result.events = share_of_events * result.n / within.effect;
  result.within = 1 + (within.effect - 1) * allowance(std::max(1.0, result.events / 2), 0, confidence);
  result.memory = within.memory;
}

Dependence dependence(std::span<const Series> runs, core::Confidence confidence, double share_of_events) {
  Dependence result;
  result.runs = 0;
  result.events = 0;
  RunningMean mean;
  for (const Series& run : runs) {
    for (const double value : run.values) {
      assert(std::isfinite(value));
      mean.add(value);
    }
    result.runs += run.values.empty() ? 0 : 1;
  }
  result.n = static_cast<double>(mean.n());
  double squares = 0;
  for (const Series& run : runs) {
    for (const double value : run.values) squares += square(value - mean.value());
  }
  if (squares <= 0) return result;

  add_within(result, within_runs(runs), share_of_events, confidence);
  if (result.runs > 1) result.between = between_runs(runs, mean.value(), squares, confidence);
  for (const Series& run : runs) {
    // A short run beside it does not hide what a long one shows.
    const bool is_most = 2 * static_cast<double>(run.values.size()) > result.n;
    if (is_most) result.between = std::max(result.between, between_tenths(run, confidence));
  }
  return result;
}

// Of values too many to keep.

using Stretches = std::vector<Sums::Stretch>;

/// The stretches of a stream, to be taken as deviations from a mean.
struct Deviations {
  const Stretches* stretches = nullptr;
  double mean = 0;

  [[nodiscard]] double sum_of(const Sums::Stretch& stretch) const { return stretch.sum - stretch.n * mean; }
};

/// Those of one index as one, in the order of time; each is 2^shift of what they were.
Stretches joined(const std::vector<Deviations>& streams, int shift = 0) {
  std::size_t count = 0;
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (const Deviations& stream : streams) {
    const Stretches& list = *stream.stretches;
    count += list.size();
    if (list.empty()) continue;
    first = std::min(first, list.front().index >> shift);
    last = std::max(last, list.back().index >> shift);
  }
  constexpr std::size_t kMostEmpty = 8;  // so many times as many
  Stretches result;
  if (count == 0) return result;
  const auto add_all = [&](const auto& of_index) {
    for (const Deviations& stream : streams) {
      for (const Sums::Stretch& stretch : *stream.stretches) {
        Sums::Stretch& all = of_index(stretch.index >> shift);
        all.n += stretch.n;
        all.sum += stream.sum_of(stretch);
      }
    }
  };
  if (static_cast<std::size_t>(last - first) < kMostEmpty * count) {
    result.resize(static_cast<std::size_t>(last - first) + 1);
    add_all([&](std::int64_t index) -> Sums::Stretch& { return result[static_cast<std::size_t>(index - first)]; });
    for (std::size_t i = 0; i < result.size(); ++i) result[i].index = first + static_cast<std::int64_t>(i);
    std::erase_if(result, [](const Sums::Stretch& stretch) { return stretch.n == 0; });
    return result;
  }
  std::map<std::int64_t, Sums::Stretch> by_index;
  add_all([&](std::int64_t index) -> Sums::Stretch& {
    return by_index.try_emplace(index, Sums::Stretch{.index = index}).first->second;
  });
  for (const auto& [index, stretch] : by_index) result.push_back(stretch);
  return result;
}

double mean_of(const Sums& run) {
  double n = 0;
  double sum = 0;
  for (const Sums::Stream& stream : run.streams) {
    n += stream.n;
    sum += stream.sum;
  }
  return n > 0 ? sum / n : 0;
}

double size_of(const Sums& run) {
  return std::transform_reduce(run.streams.begin(), run.streams.end(), 0.0, std::plus<>(),
                               [](const Sums::Stream& stream) { return stream.n; });
}

/// How many stretches there are when each is 2^shift of what they were.
std::size_t count_of(const std::vector<Deviations>& streams, int shift) {
  std::size_t count = 0;
  for (const Deviations& stream : streams) {
    std::optional<std::int64_t> last;
    for (const Sums::Stretch& stretch : *stream.stretches) {
      if (last != stretch.index >> shift) ++count;
      last = stretch.index >> shift;
    }
  }
  return count;
}

/// By the sums of streams' stretches, whose values have `squares` in all.
Autocorrelations autocorrelations(const std::vector<Deviations>& streams, double squares) {
  constexpr std::size_t kMostStretches = 65536;
  if (squares <= 0) return {};
  int shift = 0;
  while (count_of(streams, shift) > kMostStretches) ++shift;
  double n = 0;
  double squares_of_sums = 0;
  std::vector<Stretch> sums;
  for (const Deviations& stream : streams) {
    Stretch& of = sums.emplace_back();
    for (const Sums::Stretch& stretch : joined({stream}, shift)) {
      of.add(stretch.sum);
      n += stretch.n;
      squares_of_sums += square(stretch.sum);
    }
  }
  return of_sums(sums, squares_of_sums / squares, n / static_cast<double>(count_of(streams, shift)));
}

Autocorrelations within_runs(std::span<const Sums> runs) {
  constexpr double kFew = 10;
  std::vector<Deviations> by_stream;
  std::vector<Stretches> runs_as_one;
  double squares_by_stream = 0;
  double squares_by_run = 0;
  double n = 0;
  double in_longest = 0;
  bool has_several = false;
  for (const Sums& run : runs) {
    const double of_run = mean_of(run);
    double longest = 0;
    std::vector<Deviations> all;
    for (const Sums::Stream& stream : run.streams) {
      if (stream.n == 0) continue;
      const double mean = stream.n < kFew ? of_run : stream.mean();
      by_stream.push_back({&stream.stretches, stream.mean()});
      all.push_back({&stream.stretches, mean});
      squares_by_stream += stream.squares;
      squares_by_run += stream.squares + stream.n * square(stream.mean() - mean);
      longest = std::max(longest, stream.n);
    }
    n += size_of(run);
    in_longest += longest;
    has_several = has_several || longest < size_of(run);
    runs_as_one.push_back(joined(all));
  }
  Autocorrelations most = autocorrelations(by_stream, squares_by_stream);
  if (!has_several) return most;
  most.memory *= n / in_longest;
  std::vector<Deviations> by_run;
  for (const Stretches& run : runs_as_one) by_run.push_back({&run, 0});
  const Autocorrelations merged = autocorrelations(by_run, squares_by_run);
  return merged.effect > most.effect ? merged : most;
}

double between_tenths(const Sums& run, double squares, core::Confidence confidence) {
  const double mean = mean_of(run);
  std::vector<Deviations> streams;
  for (const Sums::Stream& stream : run.streams) streams.push_back({&stream.stretches, mean});
  const Stretches all = joined(streams);
  const std::size_t length = all.size() / kTenths;
  if (length < 2 || squares <= 0) return 1;
  const double n = size_of(run);
  Sums::Stretch tenth;
  for (std::size_t i = 0; i < length; ++i) {
    tenth.n += all[i].n;
    tenth.sum += all[i].sum;
  }
  double sum_of_squares = 0;
  double sum_of_cubes = 0;
  double expected = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    sum_of_squares += square(tenth.sum);
    sum_of_cubes += square(tenth.sum) * tenth.sum;
    expected += squares / n * tenth.n * (n - tenth.n) / (n - 1);
    const Sums::Stretch& next = all[(i + length) % all.size()];
    tenth.n += next.n - all[i].n;
    tenth.sum += next.sum - all[i].sum;
  }
  const auto tenths = static_cast<double>(all.size());
  return effect_of_tenths(sum_of_squares / tenths, sum_of_cubes / tenths, expected / tenths, confidence);
}

Dependence dependence(std::span<const Sums> runs, core::Confidence confidence, double share_of_events) {
  Dependence result;
  result.runs = 0;
  result.events = 0;
  double sum = 0;
  for (const Sums& run : runs) {
    result.n += size_of(run);
    sum += size_of(run) * mean_of(run);
    result.runs += size_of(run) > 0 ? 1 : 0;
  }
  if (result.n == 0) return result;
  const double mean = sum / result.n;
  double squares = 0;
  std::vector<double> sums;
  std::vector<double> sizes;
  const auto squares_about = [](const Sums& run, double centre) {
    double total = 0;
    for (const Sums::Stream& stream : run.streams) total += stream.squares + stream.n * square(stream.mean() - centre);
    return total;
  };
  for (const Sums& run : runs) {
    squares += squares_about(run, mean);
    if (size_of(run) == 0) continue;
    sizes.push_back(size_of(run));
    sums.push_back(size_of(run) * (mean_of(run) - mean));
  }
  if (squares <= 0) return result;
  add_within(result, within_runs(runs), share_of_events, confidence);
  if (result.runs > 1) result.between = effect_of_units(sums, sizes, squares, confidence);
  for (const Sums& run : runs) {
    if (2 * size_of(run) <= result.n) continue;
    result.between = std::max(result.between, between_tenths(run, squares_about(run, mean_of(run)), confidence));
  }
  return result;
}

template <class Run>
Dependence of_mean(std::span<const Run> runs, core::Confidence confidence) {
  Dependence result = dependence(runs, confidence, 1);
  result.events = std::numeric_limits<double>::infinity();
  return result;
}

/// Of n zeros and ones.
template <class Run>
Dependence of_share(std::span<const Run> runs, double n, double ones, double burst_length,
                    core::Confidence confidence) {
  assert(burst_length >= 1);
  Dependence result = dependence(runs, confidence, n > 0 ? std::min(ones, n - ones) / n : 0);
  result.agreed = design_effect_of_bursts(burst_length);
  return result;
}

}  // namespace

double effect_of_units(std::span<const double> sums, std::span<const double> sizes, double squares,
                       core::Confidence confidence) {
  const double rows = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  const double mean = std::accumulate(sums.begin(), sums.end(), 0.0) / rows;
  std::vector<double> deviations;
  double variance = 0;
  double squares_of_shares = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    // A unit that is much of the whole pulls the mean towards it and so hides its own deviation.
    const double share = sizes[i] / rows;
    deviations.push_back((sums[i] - sizes[i] * mean) / std::sqrt(1 - share));
    variance += square(deviations.back());
    squares_of_shares += square(share);
  }
  constexpr double kUnseen = 1.5;  // units short of the bad days are also short of the tail that skewness tells of
  const Tails tails = tails_of(deviations);
  constexpr double kLeastDegrees = 0.8;  // of one long run among short ones: held in trials
  const double df = std::max(kLeastDegrees, std::min(tails.df, 1 / squares_of_shares - 1));
  return std::max(1.0, variance / squares * allowance(df, kUnseen * std::abs(tails.skewness_of_mean), confidence));
}

double effect_of_tenths(double mean_square, double mean_cube, double expected, core::Confidence confidence) {
  const double effect = mean_square / expected;
  if (effect <= 1) return 1;
  constexpr double kUnseen = 2;
  const double skewness = mean_cube / std::pow(mean_square, 1.5) / std::sqrt(double{kTenths});
  const double in_common = std::abs(skewness) * (1 - 1 / effect);  // the bounds know that of independent values
  constexpr double kDegrees = 1.5 * (kTenths - 1);                 // overlapping, they tell half as much again
  return 1 + (effect - 1) * allowance(kDegrees, kUnseen * in_common, confidence);
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
  return of_mean(runs, confidence);
}

Dependence dependence_of_share(std::span<const Series> runs, double burst_length, core::Confidence confidence) {
  double n = 0;
  double ones = 0;
  for (const Series& run : runs) {
    n += static_cast<double>(run.values.size());
    for (const double value : run.values) {
      assert(value == 0 || value == 1);
      ones += value;
    }
  }
  return of_share(runs, n, ones, burst_length, confidence);
}

Dependence dependence_of_mean(std::span<const Sums> runs, core::Confidence confidence) {
  return of_mean(runs, confidence);
}

Dependence dependence_of_share(std::span<const Sums> runs, double burst_length, core::Confidence confidence) {
  double n = 0;
  double ones = 0;
  for (const Sums& run : runs) {
    n += size_of(run);
    ones += size_of(run) * mean_of(run);
  }
  return of_share(runs, n, ones, burst_length, confidence);
}

std::vector<core::Text> notes_on(const Dependence& dependence, const core::Text& events) {
  const double agreed = std::max(1.0, dependence.agreed);
  const std::string times = core::decimal(dependence.design_effect(), 3);
  const std::string burst_length = core::decimal((agreed + 1) / 2, 4);
  const bool is_as_agreed = std::max(dependence.within, dependence.between) <= agreed;
  if (is_as_agreed && dependence.events < kEventsThatTellBursts) {
    return {{fmt::format("{}太少，看不出是否成串：按每次扰动平均 {} 行计（burst_length）", events.zh, burst_length),
             fmt::format("too few {} to tell how long bursts are: a disturbance is taken to make {} of them on average "
                         "(burst_length)",
                         events.en, burst_length)}};
  }
  if (times == "1") return {};
  if (is_as_agreed) {
    return {{fmt::format("按每次扰动平均 {} 行计（burst_length），方差按独立时的 {} 倍计", burst_length, times),
             fmt::format("a disturbance is taken to make {} {} on average (burst_length): the variance counts {} times "
                         "that of independent rows",
                         burst_length, events.en, times)}};
  }
  if (dependence.within > dependence.between) {
    return {{fmt::format("相邻的行相关：方差按独立时的 {} 倍计", times),
             fmt::format("neighbouring rows depend on each other: the variance counts {} times that of independent "
                         "rows",
                         times)}};
  }
  if (dependence.runs > 1) {
    return {{fmt::format("以 {} 个批次为单位：批次间的差异，连同批次之少，使方差按独立时的 {} 倍计", dependence.runs,
                         times),
             fmt::format("the {} runs are the units: their spread, and that they are so few, make the variance count "
                         "{} times that of independent rows",
                         dependence.runs, times)}};
  }
  return {
      {fmt::format("只有一个批次：由其各十分之一段的差异，方差按独立时的 {} 倍计", times),
       fmt::format("a single run: from how its tenths differ, the variance counts {} times that of independent rows",
                   times)}};
}

}  // namespace plantproof::metrics
