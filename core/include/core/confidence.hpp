#pragma once

#include <cassert>

namespace plantproof::core {

/// The confidence of a one-sided bound, 1 - alpha: 0.95 unless the parties agreed otherwise. At least 0.5, below 1.
class Confidence {
 public:
  constexpr explicit Confidence(double level) : level_(level) { assert(is_valid(level)); }
  static constexpr Confidence from_alpha(double alpha) { return Confidence(1 - alpha); }
  static constexpr bool is_valid(double level) { return level >= 0.5 && level < 1; }

  [[nodiscard]] constexpr double level() const { return level_; }
  [[nodiscard]] constexpr double alpha() const { return 1 - level_; }
  /// The confidence of each of `parts` statements that together hold at this one (Bonferroni).
  [[nodiscard]] constexpr Confidence shared_by(int parts) const { return from_alpha(alpha() / parts); }

  friend constexpr bool operator==(Confidence, Confidence) = default;

 private:
  double level_;
};

}  // namespace plantproof::core
