#pragma once

#include <span>
#include <vector>

#include "core/confidence.hpp"
#include "core/time.hpp"
#include "metrics/estimate.hpp"

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

/// The union of stretches in any order, those that touch joined: when at least one of them is.
std::vector<TimeSpan> united(std::vector<TimeSpan> spans);

/// Down time along the time that was watched: pauses, and what lies between runs, are left out.
class DownTime {
 public:
  /// Appends a run. Both united; down time outside `watched` does not count.
  void add(std::span<const TimeSpan> down, std::span<const TimeSpan> watched);

  /// The share that was down of each of the equal blocks that the watched time is cut into, as near to `block` in
  /// length as whole blocks can be, at least one; none where nothing was watched. Their mean is the share of the whole.
  /// block > 0 (assertion).
  [[nodiscard]] std::vector<double> shares(core::Nanoseconds block) const;

  /// The same in blocks of at least `shortest`, doubled while neighbours are still alike: while their correlation is
  /// above 2 / sqrt(blocks) and at least ten blocks are left.
  [[nodiscard]] std::vector<double> shares_of_unlike_blocks(core::Nanoseconds shortest) const;

 private:
  std::vector<TimeSpan> down_;  ///< as if the watched time began at 0 and had no pauses
  core::Nanoseconds watched_{0};
};

/// The mean of independent numbers of 0 to 1 with the bounds of Hoeffding's first theorem (J. Am. Stat. Assoc. 58
/// (1963) 13): the m at which n KL(mean, m) = ln(1 / alpha), KL(x, m) = x ln(x/m) + (1-x) ln((1-x)/(1-m)). Nothing is
/// assumed of how they are distributed, and where all are 0 the upper bound is the exact 1 - alpha^(1/n), so that a
/// sample without failures proves no perfection. Empty: no value. Values outside 0..1 are a caller's bug (assertion).
/// needed_n keeps the mean.
Estimate bounded_mean(std::span<const double> sample, core::Confidence confidence);

}  // namespace plantproof::metrics
