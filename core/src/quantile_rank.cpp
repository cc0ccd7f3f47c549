#include "core/quantile_rank.hpp"

namespace plantproof::core {

std::int64_t QuantileRank::nearest_rank(std::int64_t n) const {
  assert(n >= 1);
  // n times the numerator would overflow for long runs at extreme ranks, so whole and remainder are multiplied apart.
  const std::int64_t whole = n / denominator_;
  const std::int64_t remainder = n % denominator_;
  return whole * numerator_ + (remainder * numerator_ + denominator_ - 1) / denominator_;
}

std::string QuantileRank::name() const {
  std::string digits = "p" + std::to_string(100 * numerator_ / denominator_);
  std::int64_t rest = 100 * numerator_ % denominator_;
  if (rest != 0) digits += '.';
  for (int place = 0; rest != 0 && place < 9; ++place) {
    digits += static_cast<char>('0' + 10 * rest / denominator_);
    rest = 10 * rest % denominator_;
  }
  return digits;
}

}  // namespace plantproof::core
