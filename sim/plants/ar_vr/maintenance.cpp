#include "ar_vr/maintenance.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ar_vr/training.hpp"
#include "ar_vr/working_hours.hpp"
#include "plants/variates.hpp"

namespace plantproof::plants::xr {
namespace {

constexpr double kSecondsPerMinute = 60;

}  // namespace

std::string technician_name(std::int64_t index) {
  return fmt::format("technician-{}", index + 1);
}

Maintenance::Maintenance(Plant& plant, const scenarios::ArVr& parameters, Calendar& calendar,
                         std::vector<data::Session>& rows)
    : plant_(plant), parameters_(parameters), calendar_(calendar), rows_(rows) {
  for (std::int64_t i = 0; i < parameters.maintenance.technicians.value; ++i) {
    posts_.push_back({std::make_unique<Technician>(plant, parameters, technician_name(i))});
  }
  for (const scenarios::ArVr::Expert& expert : parameters.maintenance.experts) {
    experts_.push_back({&expert, fmt::format("expert-{}", experts_.size() + 1)});
  }
  expect_calls();
}

// Machines fail as a Poisson process in working hours; experts may begin to work when some wait.
void Maintenance::expect_calls() {
  const scenarios::ArVr::Maintenance& maintenance = parameters_.maintenance;
  core::Draws draws = plant_.draws("calls");
  std::int64_t number = 0;
  const double length_s = core::kSecondsPerHour * parameters_.hours.length_h.value;
  const double between_s = length_s / maintenance.calls_per_day.value;
  double after_s = between_s * draws.exponential();
  for (const core::Instant day : working_days(parameters_.hours, calendar_)) {
    for (; after_s < length_s; after_s += between_s * draws.exponential()) {
      const core::Instant when = day + core::of_seconds(after_s);
      const Call call{++number, maintenance.machines_x_m.value + maintenance.machines_length_m.value * draws.uniform(),
                      maintenance.machines_y_m.value + maintenance.machines_width_m.value * draws.uniform(), when};
      calendar_.at(when, [this, call] {
        waiting_.push_back(call);
        assign();
      });
    }
    after_s -= length_s;
    for (const Expert& expert : experts_) {
      const double begins_h = expert.hours->first_h.value - parameters_.hours.first_h.value;
      if (begins_h > 0) calendar_.at(day + core::of_seconds(core::kSecondsPerHour * begins_h), [this] { assign(); });
    }
  }
}

bool Maintenance::is_at_work(const Expert& expert) const {
  constexpr std::int64_t kDaysPerWeek = 7;
  const core::Nanoseconds passed = calendar_.now() - calendar_.start();
  const std::int64_t day = passed / core::Nanoseconds(std::chrono::hours(24));
  const double hour = core::in_hours(passed % core::Nanoseconds(std::chrono::hours(24)));
  const double first_h = expert.hours->first_h.value;
  return day % kDaysPerWeek < parameters_.hours.days_per_week.value && hour >= first_h &&
         hour < first_h + expert.hours->length_h.value;
}

void Maintenance::assign() {
  const core::Nanoseconds patience = core::of_seconds(core::kSecondsPerHour * parameters_.maintenance.patience_h.value);
  std::erase_if(waiting_, [&](const Call& call) { return calendar_.now() - call.waits_since > patience; });
  while (!waiting_.empty()) {
    const auto post = std::find_if(posts_.begin(), posts_.end(), [](const Post& each) { return !each.is_busy; });
    const auto expert = std::find_if(experts_.begin(), experts_.end(),
                                     [this](const Expert& each) { return !each.is_busy && is_at_work(each); });
    if (post == posts_.end() || expert == experts_.end()) return;
    const Call call = waiting_.front();
    waiting_.pop_front();
    begin(call, *post, *expert);
  }
}

void Maintenance::begin(const Call& call, Post& post, Expert& expert) {
  post.is_busy = true;
  expert.is_busy = true;
  calendar_.hold();
  core::Draws draws = plant_.draws(fmt::format("case {} attempt {}", call.number, call.attempts));
  const double minutes =
      lognormal(draws, parameters_.maintenance.case_min.value, parameters_.maintenance.case_spread_ratio.value);
  post.technician->walker().go(call.x_m, call.y_m, [this, call, &post, &expert, minutes] {
    guide(call, post, expert, core::of_seconds(kSecondsPerMinute * minutes));
  });
}

void Maintenance::guide(const Call& call, Post& post, Expert& expert, core::Nanoseconds case_takes) {
  const std::string session = fmt::format("call-{}-{}", call.number, call.attempts + 1);
  const std::string& technician = post.technician->name();
  const core::Instant start = calendar_.now();
  const std::size_t row = rows_.size();
  for (const std::string& person : {technician, expert.name}) {
    rows_.push_back({session, data::SessionKind::Maintenance, person, start, {}, {}, {}});
  }
  const auto ended = [this, call, &post, &expert, case_takes, row, start](const Outcome& outcome) {
    for (std::size_t i = row; i < row + 2; ++i) {
      rows_[i].end = calendar_.now();
      rows_[i].completed = outcome.is_completed;
      rows_[i].quality_ok = outcome.is_quality_ok;
    }
    post.is_busy = false;
    if (!(outcome.is_completed && outcome.is_quality_ok) && call.attempts < parameters_.maintenance.repeats.value) {
      waiting_.push_front({call.number, call.x_m, call.y_m, calendar_.now(), call.attempts + 1});
    }
    calendar_.at(std::max(calendar_.now(), start + case_takes), [this, &expert] {
      expert.is_busy = false;
      assign();
    });
    assign();
    calendar_.release();
  };
  post.technician->be_guided(session, tolerated_ratio(plant_, parameters_.tolerance, technician),
                             tolerated_ratio(plant_, parameters_.tolerance, expert.name), ended);
}

}  // namespace plantproof::plants::xr
