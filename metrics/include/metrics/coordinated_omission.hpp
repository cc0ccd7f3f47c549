#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/confidence.hpp"
#include "core/time.hpp"

namespace plantproof::metrics {

/// A request of one sender and when its answer came.
struct Exchange {
  std::int64_t sequence = 0;
  core::Instant sent;
  std::optional<core::Instant> answered;  ///< none: lost
};

/// What is known of whether a sender keeps its schedule when an answer is late.
struct SenderPace {
  core::Nanoseconds pace{0};  ///< between two sends, the answer to the first being in time; the period where none is
  std::int64_t late_answers = 0;       ///< answers later than the pace, the next request being there too
  std::int64_t held_back = 0;          ///< of those, requests that were sent only when the answer was there
  core::Nanoseconds longest_delay{0};  ///< the most that one of these left later than its pace
  bool waits = false;
};

/// Whether sends follow late answers instead of the schedule, which leaves out of a sample just the requests that would
/// have been slow (coordinated omission; Tene, "How not to measure latency", 2013). Exchanges in the order they were
/// sent; may be empty; only those of consecutive sequence numbers are compared. A sender that keeps its schedule, its
/// jitter being on either side of the median interval, sends after a late answer at most every other time: it is said
/// to wait where as many of its sends as were held back have a probability of at most alpha in a sign test. So fewer
/// than five late answers never show it at 95 %. period > 0 (assertion).
SenderPace sender_pace(std::span<const Exchange> exchanges, core::Nanoseconds period, core::Confidence confidence);

/// The same of exchanges that come one by one, or in stretches that follow each other, in two passes: first the
/// sender's pace, of as many intervals as are kept, then the answers that took longer.
class PaceOfSender {
 public:
  explicit PaceOfSender(core::Nanoseconds period) : period_(period) {}
  void add(const Exchange& exchange);
  void merge(const PaceOfSender& next);
  /// The median interval, of the first 65 536, but no less than the period.
  [[nodiscard]] core::Nanoseconds pace() const;

 private:
  void see(const Exchange& exchange, const Exchange& next);

  core::Nanoseconds period_;
  std::optional<Exchange> first_;
  Exchange last_;
  std::vector<core::Nanoseconds> intervals_;
};

class LateAnswers {
 public:
  explicit LateAnswers(core::Nanoseconds pace) : seen_{.pace = pace} {}
  void add(const Exchange& exchange);
  void merge(const LateAnswers& next);
  [[nodiscard]] SenderPace seen(core::Confidence confidence) const;

 private:
  void see(const Exchange& exchange, const Exchange& next);

  SenderPace seen_;
  std::optional<Exchange> first_;
  Exchange last_;
};

}  // namespace plantproof::metrics
