#include "ar_vr/playout.hpp"

namespace plantproof::plants::xr {

void Playout::receive(std::int64_t frame, core::Instant origin, core::Instant ready) {
  if (!shown_ || frame > shown_->number) waiting_.push_back({frame, origin, ready});
}

Playout::Shown Playout::show(std::int64_t frame, core::Instant now) {
  const Frame* newest = nullptr;
  for (const Frame& each : waiting_) {
    const bool is_there = each.ready <= now && each.number <= frame;
    if (is_there && (newest == nullptr || each.number > newest->number)) newest = &each;
  }
  Shown result;
  if (newest != nullptr) {
    result.is_new = true;
    result.is_in_time = newest->number == frame;
    shown_ = *newest;
    std::erase_if(waiting_, [this](const Frame& each) { return each.number <= shown_->number; });
  }
  if (shown_) result.age = now - shown_->origin;
  return result;
}

}  // namespace plantproof::plants::xr
