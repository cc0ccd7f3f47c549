#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "ar_vr/calendar.hpp"
#include "ar_vr/headset.hpp"

namespace plantproof::plants::xr {

/// The share of disturbed frames that somebody tolerates: always the same for the same person.
[[nodiscard]] double tolerated_ratio(const Plant& plant, const scenarios::ArVr::Tolerance& tolerance,
                                     const std::string& person);

/// The training area and its timetable: groups who learn at once in slots that are booked, and in the free ones those
/// who have to repeat. Each exercise of a person is a row of `sessions`.
class Training {
 public:
  /// All outlive it, and so does it the simulation's events.
  Training(Plant& plant, const scenarios::ArVr& parameters, Calendar& calendar, std::vector<data::Session>& rows);
  Training(const Training&) = delete;
  Training& operator=(const Training&) = delete;

 private:
  struct Attendance {
    std::string person;
    std::int64_t attempts = 0;
  };
  void book();
  /// Begins a session with these, of whom there are no more than headsets.
  void hold(const std::string& session, const std::vector<Attendance>& group);
  void repeat();

  Plant& plant_;
  const scenarios::ArVr& parameters_;
  Calendar& calendar_;
  std::vector<data::Session>& rows_;
  std::vector<std::unique_ptr<Headset>> headsets_;
  std::deque<Attendance> to_repeat_;
  std::int64_t repeats_ = 0;
};

/// Where headset `index` is used: the middles of equal parts of the training area, row by row.
struct Spot {
  double x_m = 0;
  double y_m = 0;
};
[[nodiscard]] Spot spot_of(const scenarios::ArVr::Training& training, std::int64_t index);
[[nodiscard]] std::string headset_name(std::int64_t index);

}  // namespace plantproof::plants::xr
