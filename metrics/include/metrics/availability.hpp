#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/confidence.hpp"
#include "core/time.hpp"
#include "metrics/estimate.hpp"
#include "metrics/series.hpp"

namespace plantproof::metrics {

/// A message that a periodic sender sent, and whether it arrived by its deadline.
struct Transfer {
  core::Instant sent;
  bool in_time = false;
};

/// A stretch of time, `end` excluded.
struct TimeSpan {
  core::Instant start;
  core::Instant end;

  [[nodiscard]] core::Nanoseconds length() const { return end - start; }
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

/// When a communication service was down (3GPP TS 22.104, 3.1 and annex C: an application tolerates missing messages
/// for its survival time): k messages failed in a row, each `period` long, are down time max(0, k period - survival),
/// which begins when the survival time of the first is over. Transfers of one sender in the order they were sent, may
/// be empty; a pause of two periods or more between two of them ends a row of failures, since nothing was sent that
/// could fail. period > 0, survival >= 0 (assertion). In order of time, apart from each other.
std::vector<TimeSpan> down_times(std::span<const Transfer> transfers, core::Nanoseconds period,
                                 core::Nanoseconds survival);

/// The time in which the sender was watched: a period from every message, without its pauses.
std::vector<TimeSpan> watched_times(std::span<const Transfer> transfers, core::Nanoseconds period);

/// Both of them, of transfers that come one by one, or in stretches that follow each other: what is kept are rows of
/// failures, and pauses.
class ServiceTimes {
 public:
  /// As down_times() asks.
  ServiceTimes(core::Nanoseconds period, core::Nanoseconds survival);
  void add(const Transfer& transfer);
  void merge(const ServiceTimes& next);
  [[nodiscard]] std::vector<TimeSpan> down() const;
  [[nodiscard]] const std::vector<TimeSpan>& watched() const { return watched_; }

 private:
  /// Failures that follow each other.
  struct Failures {
    core::Instant first;
    std::int64_t count = 0;
  };
  [[nodiscard]] bool is_pause(core::Instant next) const;
  void close();

  core::Nanoseconds period_;
  core::Nanoseconds survival_;
  std::vector<Failures> failures_;  ///< those longer than the survival time, and those at either end
  std::vector<TimeSpan> watched_;
  core::Instant last_;       ///< transfer, where something is watched
  bool is_failing_ = false;  ///< the last of the failures goes on
};

/// The union of stretches in any order, those that touch joined: when at least one of them is.
std::vector<TimeSpan> united(std::vector<TimeSpan> spans);

/// Down time along the time that was watched in one run: the pauses of its senders are left out.
class DownTime {
 public:
  /// Both united; down time outside `watched` does not count.
  DownTime(std::span<const TimeSpan> down, std::span<const TimeSpan> watched);

  [[nodiscard]] core::Nanoseconds watched() const { return watched_; }
  [[nodiscard]] core::Nanoseconds down() const;

  /// How many equal slots the watched time has, to the nearest: one at least where something was watched. slot > 0
  /// (assertion).
  [[nodiscard]] std::int64_t slots(core::Nanoseconds slot) const;
  /// Ones where it was down and zeros where it was up, in these slots: every outage takes the slots nearest to its
  /// length, at least one, from the one in which it begins.
  [[nodiscard]] Series in_slots(core::Nanoseconds slot) const;
  /// The same, too many to keep: the sums of at most so many stretches of equal length.
  [[nodiscard]] Sums in_stretches(core::Nanoseconds slot, std::int64_t most) const;

 private:
  /// Slots that follow each other, `end` excluded.
  struct Slots {
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };
  /// Those in which it was down, in their order and apart from each other.
  [[nodiscard]] std::vector<Slots> down_slots(core::Nanoseconds slot) const;

  std::vector<TimeSpan> down_;  ///< as if the watched time began at 0 and had no pauses
  core::Nanoseconds watched_{0};
};

/// The share of time that a service was down, 0..1: all down time over all watched time of the runs, which may be
/// empty. No value where nothing was watched.
///
/// With enough outages (kEventsThatTellBursts, each lasting or near one another as they may) it is a share of slots
/// whose dependence is estimated, within the runs and between them: see `proportion` of a series. With fewer nobody can
/// tell from the sample how long an outage lasts, and so how many long ones there may be that were not seen. Then the
/// agreed mean length of an outage takes the place of that estimate. Without one, several runs are as many independent
/// numbers between 0 and 1 (bounded_mean), and one run gives no bounds; the notes say what would.
///
/// slot: the transfer interval, or the shortest of several; > 0 (assertion). agreed: none where nothing was agreed on.
/// n counts slots.
Estimate down_share(std::span<const DownTime> runs, core::Nanoseconds slot, std::optional<core::Nanoseconds> agreed,
                    core::Confidence confidence);

/// The mean of independent numbers of 0 to 1 with the bounds of Hoeffding's first theorem (J. Am. Stat. Assoc. 58
/// (1963) 13): the m at which n KL(mean, m) = ln(1 / alpha), KL(x, m) = x ln(x/m) + (1-x) ln((1-x)/(1-m)). Nothing is
/// assumed of how they are distributed, and where all are 0 the upper bound is the exact 1 - alpha^(1/n), so that a
/// sample without failures proves no perfection. `weights`, one a number and above 0, make it a weighted mean, whose n
/// is their sum over the largest: the logarithm of the moment generating function that the theorem bounds is convex in
/// the weight. Without numbers: no value. Values outside 0..1 are a caller's bug (assertion). needed_n keeps the mean
/// and counts units of the largest weight.
Estimate bounded_mean(std::span<const double> sample, std::span<const double> weights, core::Confidence confidence);

}  // namespace plantproof::metrics
