#pragma once

#include <vector>

#include "ar_vr/calendar.hpp"
#include "scenarios/ar_vr.hpp"

namespace plantproof::plants::xr {

/// When work begins on each working day of the calendar, from its start, a Monday's midnight, to its end.
[[nodiscard]] std::vector<core::Instant> working_days(const scenarios::ArVr::Hours& hours, const Calendar& calendar);

}  // namespace plantproof::plants::xr
