#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plantproof::plants::xr {

/// How long somebody bears what he sees: until, of the last frames, more were disturbed than he tolerates.
class Endurance {
 public:
  /// Of `window` frames, at least 1, that many times `tolerated_ratio`.
  Endurance(std::size_t window, double tolerated_ratio)
      : was_disturbed_(window), most_(tolerated_ratio * static_cast<double>(window)) {}

  /// One more frame. False: he has had enough.
  [[nodiscard]] bool bears(bool is_disturbed) {
    disturbed_ += static_cast<std::int64_t>(is_disturbed) - static_cast<std::int64_t>(was_disturbed_[next_]);
    was_disturbed_[next_] = is_disturbed;
    next_ = (next_ + 1) % was_disturbed_.size();
    return static_cast<double>(disturbed_) <= most_;
  }

 private:
  std::vector<bool> was_disturbed_;  ///< a ring
  std::size_t next_ = 0;
  double most_;
  std::int64_t disturbed_ = 0;
};

}  // namespace plantproof::plants::xr
