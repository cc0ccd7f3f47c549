#pragma once

#include <chrono>
#include <csignal>
#include <ctime>

namespace plantproof::app {

/// Blocks SIGINT and SIGTERM in this thread and those that it starts, so that they can be waited for. After the first
/// that was waited for, another ends the program at once.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
    pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
  }
  /// False where none came for so long.
  [[nodiscard]] bool wait_for(std::chrono::nanoseconds most) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(most);
    const std::timespec until{static_cast<std::time_t>(seconds.count()), static_cast<long>((most - seconds).count())};
    if (sigtimedwait(&set_, nullptr, &until) < 0) return false;
    pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
    return true;
  }

 private:
  sigset_t set_{};
};

}  // namespace plantproof::app
