#pragma once

#include <vector>

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// What the plant visual-inspection does, as a scenario file describes it. Unit, range, default and its source of every
/// member stand in scenarios/src/visual_inspection.cpp.
struct VisualInspection {
  /// Where a line is inspected: its camera and its reject gate stand there.
  struct Line {
    Number x_m;
    Number y_m;
  };

  /// What a bad item has.
  struct Defects {
    Number ratio{0.01};       ///< of items that are bad
    Number smallest_mm{0.3};  ///< what is smaller is no defect
    Number size_exponent{3};  ///< of the density of sizes: size^-exponent from the smallest on
    Number contrast_ratio{0.05};
  };

  enum class Way { Cameras, Inspectors };

  struct Camera {
    Whole width_px{2448};
    Whole height_px{2048};
    Number field_of_view_mm{150};  ///< the width of the image on the belt
    Number snr_db{39.4};
    Number texture_ratio{0.05};
    Number bits_per_pixel{1};  ///< after compression
    Number encoding_ms{15};
    Whole images{3};  ///< of every item
    Number interval_ms{40};
    Whole retakes{2};  ///< more images when the first disagree
    Whole coarseness{0};
  };

  /// Coarser images when the network is slow. An image of coarseness n has every 2^n-th pixel of every 2^n-th row.
  struct Adaptation {
    Switch enabled{true};
    Whole coarsest{2};
    Number slow_ms{400};
    Whole calm_items{20};
  };

  struct Server {
    Whole gpus{2};
    Number inference_ms{20};
    Number disturbed_ratio{0.002};
    Number reserve_ms{100};
    Whole order_bytes{64};
    Whole result_bytes{64};
  };

  enum class Unjudged { Pass, Reject };

  struct Inspectors {
    Whole per_line{2};
    Number item_s{2};
    Number spread_ratio{0.3};
    Number hit_ratio{0.8};
    Number false_reject_ratio{0.02};
    Number tiring_min{30};
    Number tired_hit_loss_ratio{0.15};
    Number tired_slowing_ratio{0.1};
    Number work_min{120};
    Number break_min{10};
    Whole buffer_items{20};
  };

  std::vector<Line> lines;
  Number takt_s{0.8};
  Number belt_speed_mps{0.25};
  Number view_m{0.15};
  Number gate_m{0.3};
  Number attendants{1};
  Defects defects;
  Parameter<Way> way{Way::Cameras};
  Camera camera;
  Adaptation adaptation;
  Server server;
  Parameter<Unjudged> unjudged{Unjudged::Reject};
  Inspectors inspectors;
};

}  // namespace plantproof::scenarios
