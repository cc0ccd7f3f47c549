#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "delays.hpp"
#include "metrics/quantile.hpp"
#include "metrics/series.hpp"

// The delays of messages too many to keep: what a verdict on them needs. The memory depends on the number of flows and
// on the share of messages that quantiles are asked of, not on how long the measurement is.
namespace plantproof::metrics {

__extension__ using Wide = __int128;  // sums of whole numbers, so that they are the same in any order

/// As std::llround(), of at most 2^53, without a call.
inline std::int64_t nearest_whole(double x) {
  const auto whole = static_cast<std::int64_t>(x);
  const double rest = x - static_cast<double>(whole);
  return whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

/// How many delays are in classes, each a 2^bits-th of an octave wide.
class DelayClasses {
 public:
  explicit DelayClasses(int bits) : bits_(bits) {}
  void add(double delay_ms) {
    if (delay_ms <= 0) {
      ++not_positive_;
      return;
    }
    const std::uint64_t index = std::bit_cast<std::uint64_t>(delay_ms) >> (kFractionBits - bits_);
    ++count(index >> bits_, index & (in_octave() - 1));
  }
  void merge(const DelayClasses& others);
  /// The lower ends of the classes that are not empty.
  [[nodiscard]] std::vector<Ranked::Step> steps() const;

 private:
  static constexpr int kFractionBits = 52;  // of a double; before them is its exponent, the octave

  [[nodiscard]] std::uint64_t in_octave() const { return std::uint64_t{1} << bits_; }
  std::uint32_t& count(std::uint64_t octave, std::uint64_t index) {
    const std::uint64_t at = octave - first_octave_;
    return at < octaves_.size() && !octaves_[at].empty() ? octaves_[at][index] : count_of_new(octave, index);
  }
  std::uint32_t& count_of_new(std::uint64_t octave, std::uint64_t index);

  int bits_;
  std::uint64_t first_octave_ = 0;
  std::vector<std::vector<std::uint32_t>> octaves_;  ///< empty where an octave has none
  std::int64_t not_positive_ = 0;
};

/// Counts and sums of delays in stretches of time of equal length, the least power of two of nanoseconds of which no
/// more than so many are not empty: the same however the messages are divided.
class DelayStretches {
 public:
  struct Stretch {
    std::int64_t index = 0;  ///< time over length, rounded down
    std::uint32_t n = 0;     ///< messages, the lost ones too
    std::uint32_t lost = 0;
    std::int64_t sum_ns = 0;
  };
  explicit DelayStretches(std::size_t most) : most_(most) {}
  void add(core::Instant sent, std::optional<std::int64_t> delay_ns) {
    const bool is_in_last = !stretches_.empty() && stretches_.back().index == index_of(sent);
    Stretch& stretch = is_in_last ? stretches_.back() : of(sent);
    ++stretch.n;
    if (delay_ns) {
      stretch.sum_ns += *delay_ns;
    } else {
      ++stretch.lost;
    }
  }
  void merge(const DelayStretches& others);
  /// Joins them to stretches of 2^log2_length ns each, which is not less than they are long.
  void make(int log2_length);
  [[nodiscard]] int log2_length() const { return log2_length_; }
  [[nodiscard]] const std::vector<Stretch>& stretches() const { return stretches_; }
  [[nodiscard]] std::int64_t index_of(core::Instant sent) const {
    return sent.time_since_epoch().count() >> log2_length_;
  }

 private:
  /// Makes it where it is not there.
  Stretch& of(core::Instant sent);
  void make_few();

  std::size_t most_;
  int log2_length_ = 0;
  std::vector<Stretch> stretches_;  ///< by index
};

/// The share of delays, the greatest, that are known one by one of those too many to keep: enough for the bounds of
/// p99.
inline constexpr double kKnownShare = 0.025;

/// The delays that took that long or longer, one by one, in the order they were sent.
struct LateMessages {
  struct One {
    core::Instant sent;
    double delay_ms = 0;
  };
  double from_ms = -std::numeric_limits<double>::infinity();
  std::deque<One> ones;

  void add(const MeasuredMessage& message) {
    if (message.apparent && message.delay_ms >= from_ms) ones.push_back({message.sent, message.delay_ms});
  }
  /// What is known then are those that are known of both. Leaves `next` without any: there may be millions.
  void merge(LateMessages&& next);
  /// Forgets those that took less; `ms` is not less than what it was.
  void raise(double ms);
};

/// The delays of one flow in one run.
struct FlowTally {
  FlowTally(std::size_t most_stretches, int class_bits) : classes(class_bits), stretches(most_stretches) {}
  void add(const MeasuredMessage& message) {
    ++n;
    if (!message.apparent) {
      ++lost;
      stretches.add(message.sent, std::nullopt);
      return;
    }
    constexpr double kNsPerMs = 1e6;
    constexpr double kMostNs = 9e15;  // a hundred days; what is longer counts as that in the mean
    const std::int64_t ns = nearest_whole(std::clamp(message.delay_ms * kNsPerMs, -kMostNs, kMostNs));
    most_ms = n - lost == 1 ? message.delay_ms : std::max(most_ms, message.delay_ms);
    sum_ns += ns;
    squares_ns += Wide{ns} * ns;
    classes.add(message.delay_ms);
    stretches.add(message.sent, ns);
  }
  void merge(const FlowTally& next);

  std::int64_t n = 0;
  std::int64_t lost = 0;
  double most_ms = 0;  ///< of those that arrived
  Wide sum_ns = 0;
  Wide squares_ns = 0;
  DelayClasses classes;
  DelayStretches stretches;
};

/// One flow's delays, or those of several together.
class DelayTally {
 public:
  struct Flow {
    const FlowTally* tally = nullptr;
    const LateMessages* late = nullptr;
  };
  /// A run each; the tallies must outlive this.
  explicit DelayTally(std::vector<std::vector<Flow>> runs) : runs_(std::move(runs)) {}

  [[nodiscard]] std::int64_t n() const;
  [[nodiscard]] std::int64_t lost() const;
  /// Of those that arrived; none where none did.
  [[nodiscard]] std::optional<double> latest_ms() const;
  /// The delay from which on at least that share of them lies: the lower end of a class, or the latest that arrived
  /// where as many were lost.
  [[nodiscard]] double from_ms(double share) const;
  /// With what is known one by one of `late`, from that delay on.
  [[nodiscard]] Ranked ranked(double from_ms) const;
  /// Of those that arrived.
  [[nodiscard]] std::vector<Sums> sums() const;
  [[nodiscard]] std::vector<Sums> beyond(double x_ms, bool with_x) const;

 private:
  [[nodiscard]] std::vector<Ranked::Step> steps() const;

  std::vector<std::vector<Flow>> runs_;
};

/// How many stretches of time each of so many flows or loops may have.
std::size_t most_stretches_of(std::size_t streams);

/// As of MeasuredDelays::pass(): tallies of the flows of a run, and of each what may turn out to be the latest
/// kKnownShare of its own delays, and of all: guessed from the messages before, so that one pass will do where the
/// guess holds.
class RunTallies {
 public:
  /// `in_all` is how many flows the runs have together, which share the memory.
  RunTallies(std::size_t flows, std::size_t in_all);
  void add(std::size_t flow, const MeasuredMessage& message) {
    tallies_[flow].add(message);
    late_[flow].add(message);
    if (++n_ == next_guess_) guess();
  }
  void merge(RunTallies&& next);

  [[nodiscard]] const std::vector<FlowTally>& tallies() const { return tallies_; }
  [[nodiscard]] const std::vector<LateMessages>& late() const { return late_; }

 private:
  void guess();

  std::vector<FlowTally> tallies_;
  std::vector<LateMessages> late_;
  std::int64_t n_ = 0;
  std::int64_t next_guess_;
};

/// What took `from_ms`, beside MeasuredDelays::flows, or longer: in one pass.
std::vector<LateMessages> late_messages(const MeasuredDelays& delays, const data::Evidence& evidence,
                                        std::span<const double> from_ms);

}  // namespace plantproof::metrics
