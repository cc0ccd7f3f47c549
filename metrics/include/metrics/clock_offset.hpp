#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/time.hpp"

namespace plantproof::metrics {

/// What one message says of clock B against clock A, when both directions are measured. theta(t) is what B shows less
/// what A shows, t by A. A message A sent bounds it from above, theta(sent) <= received by B - sent by A; one B sent
/// bounds it from below, theta(received) >= sent by B - received by A: no message arrives before it was sent. Both are
/// exact whatever the clocks' rates.
struct OffsetBound {
  core::Instant at;         ///< by clock A: when A sent the message, or received it
  core::Nanoseconds offset; /**< the most (A's message) or the least (B's) that B can be ahead of A there, negative
                                where it is behind */
};

/// A clock of constant rate against another: every theta(t) = a + b t that the bounds leave possible.
struct ClockLine {
  core::Instant middle;  ///< of the time that the bounds span
  core::Nanoseconds span{0};
  double offset_ms = 0;  ///< theta(middle): the midpoint of what is possible, right where least delays are symmetric
  double half_width_ms = 0;  ///< how far theta(middle) may be from it, whatever the delays are
  double drift_ppm = 0;      ///< b, the midpoint
  double least_drift_ppm = 0;
  double most_drift_ppm = 0;
};

/// Why there is no line.
enum class NoClockLine {
  OneDirection,  ///< no bound on one of the sides
  NoOverlap,     ///< one side's bounds all lie before the other's, or at one time: the drift is not bounded
  Impossible,    ///< no constant rate satisfies the bounds: a clock was set or steered meanwhile, or times are wrong
};

/// The bounds of one side that those of a long measurement leave of use: to the lines of clock_line(), and to a clock
/// that runs away by no more than kMostClockRate. They are few, and the same in whatever order bounds come.
class TightBounds {
 public:
  enum class Side { Most, Least };
  explicit TightBounds(Side side) : side_(side) {}

  void add(const OffsetBound& bound);
  void merge(const TightBounds& others);
  /// In the order of their times.
  [[nodiscard]] std::vector<OffsetBound> bounds() const;

 private:
  void thin_out();

  Side side_;
  std::vector<OffsetBound> bounds_;
  std::size_t thin_at_ = 256;
};

/// The lines that pass below every `most` and above every `least`: a linear program over the lower convex hull of the
/// one and the upper hull of the other, solved exactly by its vertices (Moon, Skelly, Towsley, IEEE INFOCOM 1999;
/// Zhang, Liu, Xia, IEEE INFOCOM 2002). Bounds in any order, within a hundred days of each other; either side may be
/// empty.
std::variant<ClockLine, NoClockLine> clock_line(std::span<const OffsetBound> most, std::span<const OffsetBound> least);

/// How fast one clock may run away from another: each within 500 ppm of true, the frequency tolerance of NTP (RFC 5905)
/// and the most a Linux kernel steers by; crystals of Ethernet and 5G devices keep 100 ppm.
inline constexpr int kMostClockRatePpm = 1000;
inline constexpr double kMostClockRate = kMostClockRatePpm * 1e-6;

/// What theta can be at one time, in milliseconds; least <= most where it can be anything.
struct OffsetRange {
  core::Instant at;
  double least_ms = 0;
  double most_ms = 0;
};

/// Narrows every range, in place, to what the others leave possible when theta changes by at most kMostClockRate: it
/// holds for a clock that drifts or is steered, and does not take the drift for constant as clock_line() does. Ranges
/// in the order of their times (assertion); may be empty. False where no such theta exists: a clock was set meanwhile,
/// or times are wrong; the ranges then mean nothing.
[[nodiscard]] bool narrow(std::span<OffsetRange> ranges);

/// What theta can be at any time by these bounds, in any order, and by a declared most difference, >= 0, of a clock as
/// narrow() takes it.
class ClockRange {
 public:
  ClockRange(std::span<const OffsetBound> most, std::span<const OffsetBound> least, core::Nanoseconds declared);

  /// False where no theta satisfies the bounds; at() then means nothing.
  [[nodiscard]] bool is_possible() const { return is_possible_; }
  [[nodiscard]] OffsetRange at(core::Instant time) const;

 private:
  double declared_ms_;
  std::vector<OffsetRange> ranges_;  ///< at the times of the bounds
  bool is_possible_;
};

}  // namespace plantproof::metrics
