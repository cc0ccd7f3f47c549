#include "delay_tally.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace plantproof::metrics {
namespace {

constexpr double kNsPerMs = 1e6;
constexpr double kNever = std::numeric_limits<double>::infinity();

/// Stretches twice as long, and again, until they are that long.
std::vector<Sums::Stretch> joined(const std::vector<Sums::Stretch>& stretches, int doublings) {
  std::vector<Sums::Stretch> result;
  for (const Sums::Stretch& stretch : stretches) {
    const std::int64_t index = stretch.index >> doublings;
    if (result.empty() || result.back().index != index) {
      result.push_back({index, stretch.n, stretch.sum});
    } else {
      result.back().n += stretch.n;
      result.back().sum += stretch.sum;
    }
  }
  return result;
}

int longest_of(const std::vector<DelayTally::Flow>& run) {
  int log2_length = 0;
  for (const auto& [flow, late] : run) log2_length = std::max(log2_length, flow->stretches.log2_length());
  return log2_length;
}

/// The sum of squares of whole numbers about their mean.
double squares_about_mean(std::int64_t n, Wide sum, Wide squares) {
  if (n == 0) return 0;
  const Wide centre = sum / n;  // near enough for the rest to be small
  const Wide about = squares - 2 * centre * sum + centre * centre * n;
  const double off = static_cast<double>(sum - centre * n) / static_cast<double>(n);
  return static_cast<double>(about) - off * off * static_cast<double>(n);
}

constexpr std::int64_t kFirstGuess = 4096;  // messages
constexpr std::size_t kManyFlows = 1000;    // whose classes are wider, to take less memory

/// The share to keep of so many messages, for the kKnownShare of more like them to be among it.
double guessed_share(std::int64_t n) {
  return 1.1 * kKnownShare + 5 * std::sqrt(kKnownShare / static_cast<double>(std::max<std::int64_t>(n, 1)));
}

struct LateLook {
  std::vector<LateMessages> flows;

  void add(std::size_t flow, const MeasuredMessage& message) { flows[flow].add(message); }
  void merge(LateLook&& next) {
    for (std::size_t i = 0; i < flows.size(); ++i) flows[i].merge(std::move(next.flows[i]));
  }
};

}  // namespace

std::uint32_t& DelayClasses::count_of_new(std::uint64_t octave, std::uint64_t index) {
  if (octaves_.empty()) first_octave_ = octave;
  if (octave < first_octave_) {
    octaves_.insert(octaves_.begin(), first_octave_ - octave, {});
    first_octave_ = octave;
  }
  if (octave - first_octave_ >= octaves_.size()) octaves_.resize(octave - first_octave_ + 1);
  std::vector<std::uint32_t>& counts = octaves_[octave - first_octave_];
  if (counts.empty()) counts.resize(in_octave());
  return counts[index];
}

void DelayClasses::merge(const DelayClasses& others) {
  not_positive_ += others.not_positive_;
  for (std::size_t octave = 0; octave < others.octaves_.size(); ++octave) {
    const std::vector<std::uint32_t>& counts = others.octaves_[octave];
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] > 0) count(others.first_octave_ + octave, i) += counts[i];
    }
  }
}

std::vector<Ranked::Step> DelayClasses::steps() const {
  std::vector<Ranked::Step> result;
  std::int64_t below = not_positive_;
  for (std::size_t octave = 0; octave < octaves_.size(); ++octave) {
    for (std::size_t i = 0; i < octaves_[octave].size(); ++i) {
      const std::uint32_t counted = octaves_[octave][i];
      if (counted == 0) continue;
      const std::uint64_t bits = ((first_octave_ + octave) << bits_ | i) << (kFractionBits - bits_);
      result.push_back({std::bit_cast<double>(bits), below});
      below += counted;
    }
  }
  return result;
}

DelayStretches::Stretch& DelayStretches::of(core::Instant sent) {
  const auto found = [&] { return std::ranges::lower_bound(stretches_, index_of(sent), {}, &Stretch::index); };
  if (const auto at = found(); at == stretches_.end() || at->index != index_of(sent)) {
    stretches_.insert(at, Stretch{.index = index_of(sent)});
    make_few();
  }
  return *found();
}

void DelayStretches::make(int log2_length) {
  std::vector<Stretch> longer;
  for (const Stretch& stretch : stretches_) {
    const std::int64_t index = stretch.index >> (log2_length - log2_length_);
    if (longer.empty() || longer.back().index != index) {
      longer.push_back({index, stretch.n, stretch.lost, stretch.sum_ns});
    } else {
      longer.back().n += stretch.n;
      longer.back().lost += stretch.lost;
      longer.back().sum_ns += stretch.sum_ns;
    }
  }
  stretches_ = std::move(longer);
  log2_length_ = log2_length;
}

void DelayStretches::make_few() {
  while (stretches_.size() > most_) make(log2_length_ + 1);
}

void DelayStretches::merge(const DelayStretches& others) {
  DelayStretches more = others;
  const int log2_length = std::max(log2_length_, more.log2_length_);
  make(log2_length);
  more.make(log2_length);
  std::vector<Stretch> both;
  std::ranges::merge(stretches_, more.stretches_, std::back_inserter(both), {}, &Stretch::index, &Stretch::index);
  stretches_ = std::move(both);
  make(log2_length);  // those of one index become one
  make_few();
}

void FlowTally::merge(const FlowTally& next) {
  if (next.n > next.lost) most_ms = n == lost ? next.most_ms : std::max(most_ms, next.most_ms);
  n += next.n;
  lost += next.lost;
  sum_ns += next.sum_ns;
  squares_ns += next.squares_ns;
  classes.merge(next.classes);
  stretches.merge(next.stretches);
}

void LateMessages::merge(LateMessages&& next) {
  raise(std::max(from_ms, next.from_ms));
  std::ranges::copy_if(next.ones, std::back_inserter(ones), [&](const One& one) { return one.delay_ms >= from_ms; });
  next.ones.clear();
}

void LateMessages::raise(double ms) {
  if (ms == from_ms) return;
  from_ms = ms;
  std::erase_if(ones, [&](const One& one) { return one.delay_ms < from_ms; });
}

std::int64_t DelayTally::n() const {
  std::int64_t n = 0;
  for (const auto& run : runs_) {
    for (const auto& [flow, late] : run) n += flow->n;
  }
  return n;
}

std::int64_t DelayTally::lost() const {
  std::int64_t lost = 0;
  for (const auto& run : runs_) {
    for (const auto& [flow, late] : run) lost += flow->lost;
  }
  return lost;
}

std::optional<double> DelayTally::latest_ms() const {
  std::optional<double> latest;
  for (const auto& run : runs_) {
    for (const auto& [flow, late] : run) {
      if (flow->n > flow->lost) latest = std::max(latest.value_or(flow->most_ms), flow->most_ms);
    }
  }
  return latest;
}

std::vector<Ranked::Step> DelayTally::steps() const {
  std::optional<DelayClasses> classes;
  for (const auto& run : runs_) {
    for (const auto& [flow, late] : run) {
      if (classes) {
        classes->merge(flow->classes);
      } else {
        classes = flow->classes;
      }
    }
  }
  return classes ? classes->steps() : std::vector<Ranked::Step>();
}

double DelayTally::from_ms(double share) const {
  const std::int64_t n_of_all = n();
  const double wanted = share * static_cast<double>(n_of_all);
  if (static_cast<double>(lost()) >= wanted) return latest_ms().value_or(kNever);
  const std::vector<Ranked::Step> all = steps();
  const auto enough = std::find_if(all.rbegin(), all.rend(), [&](const Ranked::Step& step) {
    return static_cast<double>(n_of_all - step.below) >= wanted;
  });
  return enough != all.rend() ? enough->value : -kNever;
}

Ranked DelayTally::ranked(double from_ms) const {
  const auto is_known = [&](double delay_ms) { return delay_ms >= from_ms; };
  Ranked sample;
  sample.n = n();
  sample.infinite = lost();
  std::int64_t known = 0;
  for (const auto& run : runs_) {
    for (const auto& [flow, late] : run)
      known += std::ranges::count_if(late->ones, is_known, &LateMessages::One::delay_ms);
  }
  sample.greatest.reserve(static_cast<std::size_t>(known));
  for (const auto& run : runs_) {
    for (const auto& [flow, late] : run) {
      for (const LateMessages::One& one : late->ones) {
        if (is_known(one.delay_ms)) sample.greatest.push_back(one.delay_ms);
      }
    }
  }
  std::ranges::sort(sample.greatest);
  sample.body = steps();
  return sample;
}

std::vector<Sums> DelayTally::sums() const {
  std::vector<Sums> result;
  for (const auto& run : runs_) {
    Sums& of_run = result.emplace_back();
    const int log2_length = longest_of(run);
    for (const auto& [flow, late] : run) {
      Sums::Stream& stream = of_run.streams.emplace_back();
      const std::int64_t arrived = flow->n - flow->lost;
      stream.n = static_cast<double>(arrived);
      stream.sum = static_cast<double>(flow->sum_ns) / kNsPerMs;
      stream.squares = squares_about_mean(arrived, flow->sum_ns, flow->squares_ns) / (kNsPerMs * kNsPerMs);
      std::vector<Sums::Stretch> stretches;
      for (const DelayStretches::Stretch& stretch : flow->stretches.stretches()) {
        if (stretch.n == stretch.lost) continue;
        stretches.push_back({stretch.index, static_cast<double>(stretch.n - stretch.lost),
                             static_cast<double>(stretch.sum_ns) / kNsPerMs});
      }
      stream.stretches = joined(stretches, log2_length - flow->stretches.log2_length());
    }
  }
  return result;
}

std::vector<Sums> DelayTally::beyond(double x_ms, bool with_x) const {
  const bool with_lost = with_x || x_ms < kNever;
  std::vector<Sums> result;
  for (const auto& run : runs_) {
    Sums& of_run = result.emplace_back();
    const int log2_length = longest_of(run);
    for (const auto& [flow, late] : run) {
      std::vector<Sums::Stretch> stretches;
      for (const DelayStretches::Stretch& stretch : flow->stretches.stretches())
        stretches.push_back(
            {stretch.index, static_cast<double>(stretch.n), with_lost ? static_cast<double>(stretch.lost) : 0.0});
      auto at = stretches.begin();
      for (const LateMessages::One& one : late->ones) {
        if (one.delay_ms < x_ms || (!with_x && one.delay_ms == x_ms)) continue;
        const std::int64_t index = flow->stretches.index_of(one.sent);
        while (at->index < index) ++at;
        ++at->sum;
      }
      Sums::Stream& stream = of_run.streams.emplace_back();
      stream.n = static_cast<double>(flow->n);
      for (const Sums::Stretch& stretch : stretches) stream.sum += stretch.sum;
      stream.squares = flow->n > 0 ? stream.sum * (1 - stream.sum / stream.n) : 0;
      stream.stretches = joined(stretches, log2_length - flow->stretches.log2_length());
    }
  }
  return result;
}

std::size_t most_stretches_of(std::size_t streams) {
  constexpr std::size_t kMostInAll = std::size_t{1} << 19;
  constexpr std::size_t kLeast = 128;
  constexpr std::size_t kMost = 8192;
  return std::clamp(kMostInAll / std::max<std::size_t>(1, streams), kLeast, kMost);
}

RunTallies::RunTallies(std::size_t flows, std::size_t in_all)
    : tallies_(flows, FlowTally(most_stretches_of(in_all), in_all > kManyFlows ? 5 : 8)),
      late_(flows),
      next_guess_(kFirstGuess) {}

void RunTallies::merge(RunTallies&& next) {
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    tallies_[i].merge(next.tallies_[i]);
    late_[i].merge(std::move(next.late_[i]));
  }
  n_ += next.n_;
  while (next_guess_ <= n_) next_guess_ *= 2;
}

void RunTallies::guess() {
  next_guess_ *= 2;
  std::vector<DelayTally::Flow> all;
  for (const FlowTally& tally : tallies_) all.push_back({&tally, nullptr});
  const double from_of_all = DelayTally({all}).from_ms(guessed_share(n_));
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const double from = std::min(from_of_all, DelayTally({{all[i]}}).from_ms(guessed_share(tallies_[i].n)));
    late_[i].raise(std::max(late_[i].from_ms, from));
  }
}

std::vector<LateMessages> late_messages(const MeasuredDelays& delays, const data::Evidence& evidence,
                                        std::span<const double> from_ms) {
  LateLook nothing;
  for (const double from : from_ms) nothing.flows.push_back({from, {}});
  return delays.pass(evidence, nothing).flows;
}

}  // namespace plantproof::metrics
