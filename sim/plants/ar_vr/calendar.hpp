#pragma once

#include <functional>
#include <map>
#include <vector>

#include "plants/plant.hpp"
#include "plants/timer.hpp"

namespace plantproof::plants::xr {

/// The clock on the wall, which runs over weeks. While anybody is at it (hold() and release()), and until the last
/// message has arrived or been lost, it goes with the simulation. Else it may jump to the next appointment: then
/// nothing is under way, nobody moves, and nobody would send. It jumps by whole cycles of the radio's frame numbers,
/// 10.24 s, so slots and reports lie in time as they would.
class Calendar {
 public:
  /// Begins now. The plant outlives it.
  Calendar(Plant& plant, bool skips);
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  [[nodiscard]] core::Instant now() const { return plant_.simulation.now() + skipped_; }
  [[nodiscard]] core::Instant start() const { return start_; }
  [[nodiscard]] core::Instant end() const { return end_; }
  /// Calls `what` then, which is not in the past; never, when that is not before the end of the run.
  void at(core::Instant when, std::function<void()> what);
  /// Somebody is at it until release() has been called as often.
  void hold() { ++holds_; }
  void release();

  /// What it showed when the simulation's clock showed this, up to now.
  [[nodiscard]] core::Instant shown_at(core::Instant simulated) const;

 private:
  struct Jump {
    core::Instant simulated;
    core::Nanoseconds skipped{0};  ///< so far, from then on
  };
  void soon();
  /// Keeps the appointments that are due, then waits for the next, or jumps.
  void keep();

  Plant& plant_;
  bool skips_;
  core::Instant start_;
  core::Instant end_;
  core::Nanoseconds skipped_{0};
  std::vector<Jump> jumps_;
  int holds_ = 0;
  core::Instant quiet_from_;  ///< of the simulation: what was sent has arrived, or is lost
  std::multimap<core::Instant, std::function<void()>> appointments_;
  Timer timer_;
};

}  // namespace plantproof::plants::xr
