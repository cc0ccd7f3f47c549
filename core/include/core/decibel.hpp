#pragma once

#include <cmath>
#include <compare>

namespace plantproof::core {

/// A ratio of powers on the logarithmic scale (gain, loss, SINR). Decibels add.
class Decibel {
 public:
  constexpr Decibel() = default;
  constexpr explicit Decibel(double db) : db_(db) {}
  /// Of a ratio above 0: the other way round of linear().
  static Decibel of_ratio(double ratio) { return Decibel(10 * std::log10(ratio)); }

  [[nodiscard]] constexpr double db() const { return db_; }
  /// The ratio itself: 3 dB is 1.995.
  [[nodiscard]] double linear() const { return std::pow(10.0, db_ / 10.0); }

  friend constexpr auto operator<=>(Decibel, Decibel) = default;  // NOLINT(modernize-use-nullptr): its own 0
  friend constexpr Decibel operator+(Decibel a, Decibel b) { return Decibel(a.db_ + b.db_); }
  friend constexpr Decibel operator-(Decibel a, Decibel b) { return Decibel(a.db_ - b.db_); }
  friend constexpr Decibel operator-(Decibel a) { return Decibel(-a.db_); }

 private:
  double db_ = 0;
};

/// A power level relative to one milliwatt (SS-RSRP, transmit power). It is a point, not a difference: two levels do
/// not add
/// (`Dbm + Dbm` does not compile; add powers in milliwatt), their difference is a Decibel.
class Dbm {
 public:
  constexpr Dbm() = default;
  constexpr explicit Dbm(double dbm) : dbm_(dbm) {}
  /// Of a power above 0 in milliwatt: the other way round of milliwatt().
  static Dbm of_milliwatt(double milliwatt) { return Dbm(10 * std::log10(milliwatt)); }

  [[nodiscard]] constexpr double dbm() const { return dbm_; }
  [[nodiscard]] double milliwatt() const { return std::pow(10.0, dbm_ / 10.0); }

  friend constexpr auto operator<=>(Dbm, Dbm) = default;  // NOLINT(modernize-use-nullptr)
  friend constexpr Dbm operator+(Dbm level, Decibel gain) { return Dbm(level.dbm_ + gain.db()); }
  friend constexpr Dbm operator-(Dbm level, Decibel loss) { return Dbm(level.dbm_ - loss.db()); }
  friend constexpr Decibel operator-(Dbm a, Dbm b) { return Decibel(a.dbm_ - b.dbm_); }

 private:
  double dbm_ = 0;
};

}  // namespace plantproof::core
