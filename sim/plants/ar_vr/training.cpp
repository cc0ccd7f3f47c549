#include "ar_vr/training.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "ar_vr/working_hours.hpp"
#include "plants/variates.hpp"

namespace plantproof::plants::xr {

double tolerated_ratio(const Plant& plant, const scenarios::ArVr::Tolerance& tolerance, const std::string& person) {
  core::Draws draws = plant.draws("tolerance of " + person);
  return std::min(1.0, lognormal(draws, tolerance.disturbed_ratio.value, tolerance.spread_ratio.value));
}

Spot spot_of(const scenarios::ArVr::Training& training, std::int64_t index) {
  const auto columns = static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(training.headsets.value))));
  const std::int64_t lines = (training.headsets.value + columns - 1) / columns;
  const auto middle = [](double from_m, double length_m, std::int64_t part, std::int64_t parts) {
    return from_m + length_m * (static_cast<double>(part) + 0.5) / static_cast<double>(parts);
  };
  return {middle(training.x_m.value, training.length_m.value, index % columns, columns),
          middle(training.y_m.value, training.width_m.value, index / columns, lines)};
}

std::string headset_name(std::int64_t index) {
  return fmt::format("headset-{}", index + 1);
}

Training::Training(Plant& plant, const scenarios::ArVr& parameters, Calendar& calendar,
                   std::vector<data::Session>& rows)
    : plant_(plant), parameters_(parameters), calendar_(calendar), rows_(rows) {
  for (std::int64_t i = 0; i < parameters.training.headsets.value; ++i) {
    headsets_.push_back(std::make_unique<Headset>(plant, parameters, headset_name(i)));
  }
  book();
}

// Groups are spread evenly over the slots of a day; in each of the others those repeat who have to by then.
void Training::book() {
  const scenarios::ArVr::Training& training = parameters_.training;
  constexpr double kMinutesPerHour = 60;
  const auto slots =
      static_cast<std::int64_t>(kMinutesPerHour * parameters_.hours.length_h.value / training.slot_min.value);
  const std::int64_t groups = std::min(training.groups_per_day.value, slots);
  std::int64_t courses = 0;
  std::int64_t booked = 0;
  for (const core::Instant day : working_days(parameters_.hours, calendar_)) {
    std::int64_t held = 0;
    for (std::int64_t slot = 0; slot < slots; ++slot) {
      const core::Instant when =
          day + core::of_seconds(kMinutesPerHour * training.slot_min.value * static_cast<double>(slot));
      if (held == groups || slot < held * slots / groups) {
        calendar_.at(when, [this] { repeat(); });
        continue;
      }
      ++held;
      std::vector<Attendance> group;
      for (std::int64_t i = 0; i < training.headsets.value; ++i) {
        group.push_back({fmt::format("employee-{}", booked++ % training.employees.value + 1)});
      }
      calendar_.at(when, [this, session = fmt::format("course-{}", ++courses), group] { hold(session, group); });
    }
  }
}

void Training::repeat() {
  std::vector<Attendance> group;
  while (!to_repeat_.empty() && group.size() < headsets_.size()) {
    group.push_back(to_repeat_.front());
    to_repeat_.pop_front();
  }
  if (!group.empty()) hold(fmt::format("repeat-{}", ++repeats_), group);
}

void Training::hold(const std::string& session, const std::vector<Attendance>& group) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    const std::string& person = group[i].person;
    const std::size_t row = rows_.size();
    rows_.push_back({session, data::SessionKind::Training, person, calendar_.now(), {}, {}, {}});
    calendar_.hold();
    headsets_[i]->wear(session, tolerated_ratio(plant_, parameters_.tolerance, person),
                       [this, row, attendance = group[i]](const Outcome& outcome) mutable {
                         rows_[row].end = calendar_.now();
                         rows_[row].completed = outcome.is_completed;
                         rows_[row].quality_ok = outcome.is_quality_ok;
                         const bool counts = outcome.is_completed && outcome.is_quality_ok;
                         if (!counts && attendance.attempts++ < parameters_.training.repeats.value) {
                           to_repeat_.push_back(attendance);
                         }
                         calendar_.release();
                       });
  }
}

}  // namespace plantproof::plants::xr
