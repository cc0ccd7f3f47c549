#include "ar_vr/working_hours.hpp"

namespace plantproof::plants::xr {

std::vector<core::Instant> working_days(const scenarios::ArVr::Hours& hours, const Calendar& calendar) {
  constexpr std::int64_t kDaysPerWeek = 7;
  const core::Nanoseconds first = core::of_seconds(core::kSecondsPerHour * hours.first_h.value);
  std::vector<core::Instant> days;
  for (std::int64_t day = 0; calendar.start() + day * std::chrono::hours(24) < calendar.end(); ++day) {
    if (day % kDaysPerWeek < hours.days_per_week.value) {
      days.push_back(calendar.start() + day * std::chrono::hours(24) + first);
    }
  }
  return days;
}

}  // namespace plantproof::plants::xr
