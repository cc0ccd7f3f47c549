#pragma once

#include <vector>

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// What the plant ar-vr does, as a scenario file describes it. Unit, range, default and its source of every member
/// stand in scenarios/src/ar_vr.cpp.
struct ArVr {
  /// What happens to time in which nobody wears a headset.
  enum class Idle { Skipped, Simulated };

  /// The working hours of a week that begins with a Monday.
  struct Hours {
    Whole days_per_week{5};
    Number first_h{8};
    Number length_h{8};
  };

  /// Pictures or sound on their way: made on a fixed schedule, sent each as one message, shown on the same schedule a
  /// fixed time later.
  struct Stream {
    Number frames_per_s{60};
    Number best_mbps{30};
    Number least_mbps{6};
    Number step_ratio{0.6};  ///< of the rate, from one step down to the next
    Number size_spread_ratio{0.105};
    Number size_least_ratio{0.5};
    Number size_most_ratio{1.5};
    Number making_ms{10};  ///< rendered, or taken, and encoded
    Number jitter_ms{2};
    Number jitter_most_ms{4};
    Number away_ms{0};      ///< one way between the plant and who is elsewhere
    Number network_ms{10};  ///< that the schedule of the display leaves to the network
    Number decoding_ms{5};
    Number acceptable_mbps{15};
    Number acceptable_ms{60};  ///< from what is shown to its being shown
    Number in_time_ratio{0.99};
    Number coarse_ratio{0.1};  ///< of frames below the acceptable rate, at most
  };

  struct Pose {
    Number interval_ms{4};
    Whole bytes{100};
  };

  struct Adaptation {
    Number window_s{1};
    Number late_ratio{0.05};
    Number calm_s{10};
  };

  /// When somebody has had enough.
  struct Tolerance {
    Number disturbed_ratio{0.25};
    Number spread_ratio{0.3};
    Number window_s{20};
  };

  struct Training {
    Number x_m;  ///< the corner of the area
    Number y_m;
    Number length_m{12};
    Number width_m{8};
    Whole headsets{4};  ///< as many learn at once
    Whole groups_per_day{2};
    Whole employees{40};
    Number slot_min{60};
    Number exercise_s{60};
    Whole repeats{1};
  };

  /// Somebody elsewhere who knows the machines.
  struct Expert {
    Number first_h{8};
    Number length_h{8};
  };

  struct Maintenance {
    Number calls_per_day{5};
    Whole technicians{2};
    Number workshop_x_m;
    Number workshop_y_m;
    Number machines_x_m;  ///< the corner of the area in which machines fail
    Number machines_y_m;
    Number machines_length_m{50};
    Number machines_width_m{30};
    std::vector<Expert> experts;
    Number guidance_s{60};
    Number case_min{45};
    Number case_spread_ratio{0.5};
    Number patience_h{4};
    Whole repeats{1};
  };

  struct Walking {
    Number speed_mps{1.2};
    Number step_m{1};
    Number pause_s{2};
  };

  Parameter<Idle> idle{Idle::Skipped};
  Hours hours;
  Training training;
  Maintenance maintenance;
  Walking walking;
  Stream video;
  Pose pose;
  Stream camera;
  Stream talk;
  Adaptation adaptation;
  Tolerance tolerance;
};

}  // namespace plantproof::scenarios
