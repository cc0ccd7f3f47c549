#pragma once

#include <vector>

#include "scenarios/parameter.hpp"
#include "scenarios/walk_test.hpp"

namespace plantproof::scenarios {

/// What the plant cloud-robot does, as a scenario file describes it: assembly cells of two robots each, which take
/// parts from a moving carrier and fit them into a fixture. Unit, range, default and its source of every member stand
/// in scenarios/src/cloud_robot.cpp.
struct CloudRobot {
  /// Where a cell's fixture is; a robot stands on either side of it.
  struct Cell {
    Number x_m;
    Number y_m;
  };

  /// What a robot reaches for: it moves on at a speed, and sways about where that would bring it.
  struct Target {
    Number speed_mmps{0};
    Number speed_error_ratio{0.01};
    Number sway_mm;  ///< standard deviation along either axis
    Number sway_s{0.4};
    Number tolerance_mm;  ///< how far off a hand may come
  };

  /// The hands' ways: the means of lognormal times, except the approach.
  struct Motion {
    Number fetch_s{1};
    Number transfer_s{0.8};
    Number fit_s{0.4};
    Number spread_ratio{0.1};
    Number approach_ms{100};  ///< from setting off to the contact
  };

  struct Camera {
    Whole width_px{2448};
    Whole height_px{2048};
    Number field_of_view_mm{500};
    Number localisation_px{0.5};  ///< standard deviation of a place in the image along either axis
    Number bits_per_pixel{1};     ///< after compression
    Number encoding_ms{15};
    Whole coarseness{0};  ///< an image of coarseness n has every 2^n-th pixel of every 2^n-th row
    Whole images{3};      ///< of every look
    Number interval_ms{160};
    Number patience_ms{5000};  ///< an image without a receipt for so long is given up
  };

  /// The other robot of the cell, whose hand moves about in the space that both use.
  struct Neighbour {
    Number sway_mm{150};
    Number sway_s{0.3};
    Number free_mm{300};      ///< so far from its middle its hand may come before it is in the way
    Number passage_ms{10};    ///< from setting off to where the arms are nearest
    Number tolerance_mm{12};  ///< of the twin's prediction
  };

  /// People who reach into a robot's zone.
  struct Visits {
    Number every_s{30};
    Number stay_s{2};
    Number spread_ratio{0.5};
  };

  enum class Way { Edge, Local };

  /// The computer that thinks for the robots, all of them at the edge, or one beside each.
  struct Computer {
    Whole gpus{2};
    Number inference_ms{20};
    Number misread_ratio{0.002};
    Number deciding_ms{2};
    Number lead_ms{10};  ///< before the robot sets off it begins to decide
  };

  struct Messages {
    Number state_ms{8};  ///< period of a robot's state
    Whole state_bytes{120};
    Whole receipt_bytes{32};
    Whole look_bytes{64};
    Whole command_bytes{64};
  };

  /// What goes wrong takes time.
  struct Recovery {
    Number stop_s{1};
    Number reject_s{0.5};
    Number miss_s{2};
    Number touch_s{20};
    Number jam_s{30};
  };

  std::vector<Cell> cells;
  Number apart_m{2};  ///< the two robots of a cell
  Number faulty_ratio{0.02};
  Number look_ms{480};  ///< from the first image until the robot sets off
  Target carrier{.speed_mmps = Number(100), .sway_mm = Number(3), .tolerance_mm = Number(5)};
  Target fixture{.sway_mm = Number(0.9), .tolerance_mm = Number(1.5)};
  Motion motion;
  Camera camera;
  Neighbour neighbour;
  Visits visits;
  Parameter<Way> way{Way::Edge};
  Computer computer;
  Messages messages;
  Recovery recovery;
  WalkTest survey;
};

}  // namespace plantproof::scenarios
