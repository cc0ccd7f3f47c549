#pragma once

#include <compare>

namespace plantproof::core {

/// A frequency, or a width in frequency: carrier, bandwidth, Doppler shift.
class Hertz {
 public:
  constexpr Hertz() = default;
  constexpr explicit Hertz(double hz) : hz_(hz) {}
  static constexpr Hertz from_ghz(double ghz) { return Hertz(ghz * 1e9); }

  [[nodiscard]] constexpr double hz() const { return hz_; }
  [[nodiscard]] constexpr double ghz() const { return hz_ / 1e9; }

  friend constexpr auto operator<=>(Hertz, Hertz) = default;

 private:
  double hz_ = 0;
};

}  // namespace plantproof::core
