#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.hpp"

namespace plantproof::plants::xr {

/// What a display shows: at each of its times the newest frame that is ready, or the one before again.
class Playout {
 public:
  /// The frame of that number will be ready then. `origin` is when that was which it shows.
  void receive(std::int64_t frame, core::Instant origin, core::Instant ready);

  struct Shown {
    bool is_in_time = false;                 ///< it is the frame of this time
    bool is_new = false;                     ///< it was not shown before
    std::optional<core::Nanoseconds> age{};  ///< since its origin; none: nothing has ever come
  };
  /// It is the time of that frame, now. Times do not go back.
  Shown show(std::int64_t frame, core::Instant now);

 private:
  struct Frame {
    std::int64_t number = 0;
    core::Instant origin;
    core::Instant ready;
  };
  std::optional<Frame> shown_;
  std::vector<Frame> waiting_;
};

}  // namespace plantproof::plants::xr
