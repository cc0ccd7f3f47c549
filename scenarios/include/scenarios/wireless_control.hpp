#pragma once

#include <vector>

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// What the plant wireless-control does, as a scenario file describes it: a section of a web line, whose tension and
/// edge are held by closed loops. Unit, range, default and its source of every member stand in
/// scenarios/src/wireless_control.cpp.
struct WirelessControl {
  /// A span of web and the driven roller at its end, which holds the tension in it. In the order of the web's way.
  struct Roller {
    Name name;
    Number x_m;  ///< of the roller; the load cell is under a roller in the middle of the span
    Number y_m;
    Number span_m;
    Number tension_n{130};
  };

  /// A servo axis that moves the web sideways, and a sensor of its edge right behind.
  struct Guide {
    Name name;
    Number x_m;
    Number y_m;
  };

  struct Web {
    Number speed_mps{2};
    Number stiffness_kn{100};  ///< Young's modulus times cross-section: force for a strain of 1
    Number tension_tolerance_ratio{0.1};
    Number edge_tolerance_mm{0.5};
    Number flaw_spacing_m{20'000};  ///< in the mean, of flaws at which it breaks; 0: none
  };

  /// What keeps the loops busy.
  struct Disturbances {
    Number roll_mm{800};  ///< diameter of the roll at the unwinder
    Number out_of_round_mm{0.2};
    Number slip_ratio{0.0002};  ///< standard deviation of a roller's speed over its set-point
    Number drift_mmps{1};       ///< standard deviation of the edge's sideways speed
    Number correlation_s{0.5};  ///< of slip and drift
    Number cell_noise_ratio{0.002};
    Number edge_noise_mm{0.02};
  };

  /// The controllers at the edge, and the messages of their loops.
  struct Control {
    Number period_ms{20};
    Number deadline_ms{10};  ///< from the sample to its command's effect: what the controllers are designed for
    Number closed_loop_ratio{1};
    Number compute_ms{0.5};
    Whole message_bytes{20};
    Number clock_deviation_ppm{50};
    Switch is_recorded{true};  ///< each cycle: the evidence table `control_cycles`
  };

  struct Drive {
    Number lag_ms{20};
    Number trim_ratio{0.02};  ///< of the line's speed, at most
    Number axis_mmps{50};     ///< speed of a guide's axis, at most
    Number survival_ms{60};   ///< without a command for so long a drive stops the section
  };

  struct Stops {
    Number restart_s{30};
    Number rethread_s{120};
    Number spread_ratio{0.3};
    Number start_tension_ratio{0.8};
    Number start_waste_m{20};
  };

  struct Orders {
    Number length_m;  ///< of good web, in the mean
    Number spread_ratio{0.5};
    Number unit_m{1};  ///< of web that is judged and counted as one
  };

  struct ChangeOver {
    Number tooling_s;
    Whole connectors{0};
    Number connector_s{0};
    Number test_s{0};
  };

  /// Cables in moving chains, one for each loop.
  struct Cables {
    Number life_h{0};  ///< scale of Weibull's distribution, of running time; 0: there are no cables
    Number shape{2};
    Number repair_s{600};
  };

  std::vector<Roller> rollers;
  std::vector<Guide> guides;
  Web web;
  Disturbances disturbances;
  Control control;
  Drive drive;
  Stops stops;
  Orders orders;
  ChangeOver change_over;
  Cables cables;
  Whole operators{2};
};

}  // namespace plantproof::scenarios
