#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/time.hpp"

namespace plantproof::plants {

/// Alike processors with one queue: who comes first goes first, to whichever is free first.
class Gpus {
 public:
  /// At least one.
  explicit Gpus(std::size_t count) : free_from_(count) {}

  /// A job of that length comes, now, which never goes back: when it is done.
  core::Instant done(core::Instant now, core::Nanoseconds length) {
    core::Instant& free_from = *std::min_element(free_from_.begin(), free_from_.end());
    return free_from = std::max(now, free_from) + length;
  }

 private:
  std::vector<core::Instant> free_from_;
};

}  // namespace plantproof::plants
