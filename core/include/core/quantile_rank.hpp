#pragma once

#include <cassert>
#include <cstdint>
#include <string>

namespace plantproof::core {

/// The q of a q-quantile as an exact fraction: p99.999 is 99 999 / 100 000, not the double next to it, so that a rank
/// computed from it is never off by one.
class QuantileRank {
 public:
  /// numerator / denominator with 0 < numerator < denominator; anything else is a caller's bug (assertion).
  constexpr QuantileRank(std::int64_t numerator, std::int64_t denominator)
      : numerator_(numerator), denominator_(denominator) {
    assert(0 < numerator && numerator < denominator);
  }

  [[nodiscard]] constexpr std::int64_t numerator() const { return numerator_; }
  [[nodiscard]] constexpr std::int64_t denominator() const { return denominator_; }
  /// The nearest double, for distribution functions.
  [[nodiscard]] constexpr double value() const {
    return static_cast<double>(numerator_) / static_cast<double>(denominator_);
  }
  /// 1 - q, computed from the fraction (1 - 0.99999 in doubles is off in the 12th digit).
  [[nodiscard]] constexpr double complement() const {
    return static_cast<double>(denominator_ - numerator_) / static_cast<double>(denominator_);
  }
  /// The nearest rank: the least r with r >= q n, 1-based, for n >= 1. 99 of 100 samples at p99.
  [[nodiscard]] std::int64_t nearest_rank(std::int64_t n) const;
  /// "p99", "p99.9", "p99.999".
  [[nodiscard]] std::string name() const;

  friend constexpr bool operator==(QuantileRank a, QuantileRank b) {
    return a.numerator_ * b.denominator_ == b.numerator_ * a.denominator_;
  }

 private:
  std::int64_t numerator_;
  std::int64_t denominator_;
};

}  // namespace plantproof::core
