#include "ar_vr/ar_vr.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ar_vr/calendar.hpp"
#include "ar_vr/maintenance.hpp"
#include "ar_vr/training.hpp"
#include "core/input_error.hpp"

namespace plantproof::plants {

using xr::Headset;
using xr::Technician;

/// Everybody there while a run lasts.
class ArVr::Floor {
 public:
  Floor(Plant& plant, const scenarios::ArVr& parameters)
      : plant_(plant),
        calendar_(plant, parameters.idle.value == scenarios::ArVr::Idle::Skipped),
        training_(plant, parameters, calendar_, rows_),
        maintenance_(plant, parameters, calendar_, rows_) {}

  [[nodiscard]] const xr::Calendar& calendar() const { return calendar_; }
  void finish() { plant_.tables.emplace<data::Session>() = std::move(rows_); }

 private:
  Plant& plant_;
  std::vector<data::Session> rows_;
  xr::Calendar calendar_;
  xr::Training training_;
  xr::Maintenance maintenance_;
};

ArVr::ArVr(scenarios::ArVr parameters) : parameters_(std::move(parameters)) {
  constexpr double kSecondsPerMinute = 60;
  const scenarios::ArVr::Training& training = parameters_.training;
  if (training.exercise_s.value > kSecondsPerMinute * training.slot_min.value) {
    throw core::InputFailure(
        training.exercise_s.where,
        {fmt::format("一次练习 {} s，超过时段的 {} min", training.exercise_s.value, training.slot_min.value),
         fmt::format("an exercise of {} s does not fit into a slot of {} min", training.exercise_s.value,
                     training.slot_min.value)});
  }
}

ArVr::~ArVr() = default;

Population ArVr::population() const {
  Population population;
  population.servers = {xr::kRenderer, xr::kExperts};
  for (std::int64_t i = 0; i < parameters_.training.headsets.value; ++i) {
    const std::string name = xr::headset_name(i);
    const xr::Spot spot = xr::spot_of(parameters_.training, i);
    population.machines.push_back({name, "training", spot.x_m, spot.y_m});
    population.transfers.push_back(Headset::pose_flow(name));
    population.transfers.push_back(Headset::video_flow(name));
  }
  for (std::int64_t i = 0; i < parameters_.maintenance.technicians.value; ++i) {
    const std::string name = xr::technician_name(i);
    population.machines.push_back(
        {name, "maintenance", parameters_.maintenance.workshop_x_m.value, parameters_.maintenance.workshop_y_m.value});
    population.transfers.push_back(Technician::camera_flow(name));
    population.transfers.push_back(Technician::talk_flow(name));
  }
  return population;
}

void ArVr::start(Plant& plant) {
  if (plant.messaging != nullptr) floor_ = std::make_unique<Floor>(plant, parameters_);
}

void ArVr::finish() {
  if (floor_) floor_->finish();
}

core::Instant ArVr::in_evidence(core::Instant simulated) const {
  return floor_ ? floor_->calendar().shown_at(simulated) : simulated;
}

}  // namespace plantproof::plants
