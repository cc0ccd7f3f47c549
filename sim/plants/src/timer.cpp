#include "plants/timer.hpp"

#include <utility>

namespace plantproof::plants {

void Timer::start(core::Nanoseconds delay, std::function<void()> what) {
  const std::int64_t mine = ++*started_;
  simulation_->after(delay, [started = std::weak_ptr(started_), mine, what = std::move(what)] {
    const auto now = started.lock();
    if (now && *now == mine) what();
  });
}

}  // namespace plantproof::plants
