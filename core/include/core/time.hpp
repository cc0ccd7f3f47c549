#pragma once

#include <chrono>
#include <cstdint>

namespace plantproof::core {

/// A length of time in whole nanoseconds: 64 bits, so +-292 years, exact. Never a double: a double loses 256 ns at
/// today's epoch.
using Nanoseconds = std::chrono::duration<std::int64_t, std::nano>;

/// A point in time: whole nanoseconds since an epoch that the evidence documents (Unix time for field data, start of
/// the run for a simulation). The clock is not the machine's: no `now()` exists for it.
struct EvidenceClock {
  using duration = Nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<EvidenceClock>;
};
using Instant = EvidenceClock::time_point;

inline constexpr double kSecondsPerHour = 3600;

/// Hours as a real number, for rates. 3 600 000 000 000 ns give 1.0.
inline double in_hours(Nanoseconds duration) {
  return std::chrono::duration<double, std::ratio<3600>>(duration).count();
}
/// Seconds as a real number.
inline double in_seconds(Nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}
/// Milliseconds as a real number: the unit in which delays are shown and judged.
inline double in_milliseconds(Nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

/// The other way round, to the nearest nanosecond.
inline Nanoseconds of_seconds(double seconds) {
  return std::chrono::round<Nanoseconds>(std::chrono::duration<double>(seconds));
}
inline Nanoseconds of_milliseconds(double milliseconds) {
  return std::chrono::round<Nanoseconds>(std::chrono::duration<double, std::milli>(milliseconds));
}
inline Nanoseconds of_microseconds(double microseconds) {
  return std::chrono::round<Nanoseconds>(std::chrono::duration<double, std::micro>(microseconds));
}

}  // namespace plantproof::core
