#include "ar_vr/calendar.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace plantproof::plants::xr {
namespace {

constexpr core::Nanoseconds kCycle =
    std::chrono::milliseconds(10'240);  // 1024 frames: TS 38.211, 4.3.1; TS 38.331, SFN

}  // namespace

Calendar::Calendar(Plant& plant, bool skips)
    : plant_(plant),
      skips_(skips),
      start_(plant.simulation.now()),
      end_(start_ + plant.duration),
      quiet_from_(start_),
      timer_(plant.simulation) {
  soon();
}

void Calendar::at(core::Instant when, std::function<void()> what) {
  assert(when >= now());
  if (when >= end_) return;
  appointments_.emplace(when, std::move(what));
  soon();
}

void Calendar::release() {
  assert(holds_ > 0);
  if (--holds_ > 0) return;
  quiet_from_ = plant_.simulation.now() + plant_.messaging->log().lifetime();
  soon();
}

core::Instant Calendar::shown_at(core::Instant simulated) const {
  const auto next = std::upper_bound(jumps_.begin(), jumps_.end(), simulated,
                                     [](core::Instant time, const Jump& jump) { return time < jump.simulated; });
  return next == jumps_.begin() ? simulated : simulated + std::prev(next)->skipped;
}

// Not at once: what calls this may have more appointments to make.
void Calendar::soon() {
  timer_.start(core::Nanoseconds(0), [this] { keep(); });
}

void Calendar::keep() {
  while (!appointments_.empty() && appointments_.begin()->first <= now()) {
    const std::function<void()> what = std::move(appointments_.begin()->second);
    appointments_.erase(appointments_.begin());
    what();
  }
  core::Nanoseconds wait = (appointments_.empty() ? end_ : appointments_.begin()->first) - now();
  const core::Instant simulated = plant_.simulation.now();
  if (skips_ && holds_ == 0) {
    if (simulated < quiet_from_) {
      wait = std::min(wait, quiet_from_ - simulated);
    } else if (wait >= kCycle) {
      skipped_ += wait - wait % kCycle;
      jumps_.push_back({simulated, skipped_});
      wait %= kCycle;
    }
  }
  const bool is_over = appointments_.empty() && wait.count() <= 0;
  if (!is_over) timer_.start(wait, [this] { keep(); });
}

}  // namespace plantproof::plants::xr
