#pragma once

#include <vector>

#include "scenarios/parameter.hpp"
#include "scenarios/walk_test.hpp"

namespace plantproof::scenarios {

/// What the plant digital-workshop does, as a scenario file describes it. Unit, range, default and its source of every
/// member stand in scenarios/src/digital_workshop.cpp.
struct DigitalWorkshop {
  /// Machines that can do the same work, in a row along x.
  struct Group {
    Name name;
    Whole machines;
    Number x_m;  ///< of the first
    Number y_m;
    Number pitch_m;
  };

  struct Step {
    Name group;
    Number setup_s;
    Number cycle_s;
    Whole program_bytes;
    Whole tools;
  };

  struct Product {
    Name name;
    Number share_ratio;
    std::vector<Step> steps;
  };

  struct Orders {
    Whole released;
    Whole least_pieces;
    Whole most_pieces;
    Number setup_spread_ratio;
    Number cycle_spread_ratio;
    Number program_spread_ratio;
    Number scrap_ratio;
  };

  struct Machining {
    Number tool_life_min;
    Number tool_change_s;
    Number fault_free_h;
    Number repair_s;
  };

  struct Spot {
    Number x_m;
    Number y_m;
  };

  struct Crew {
    Whole operators;
    Whole carriers;
    Number walking_mps;
    Number handling_s;
    Spot crib;
    Spot store;
  };

  enum class Way { Networked, Terminals };

  struct Messages {
    Number status_period_s;
    Whole status_bytes;
    Whole letter_bytes;
    Number repeat_s;
    Number answer_s;
    Number lost_after_s;
    Number ahead_s;
  };

  struct Files {
    Whole block_bytes;
    Whole request_bytes;
    Number timeout_s;
    Whole tool_record_bytes;
  };

  struct Terminals {
    std::vector<Spot> places;
    Number round_s{60};
    Number look_up_s{40};
    Number load_s{30};
    Number type_in_s{8};
    Number typing_error_ratio{0.003};
  };

  std::vector<Group> groups;
  std::vector<Product> products;
  Orders orders;
  Machining machining;
  Crew crew;
  Parameter<Way> way{Way::Networked};
  Messages messages;
  Files files;
  Terminals terminals;
  WalkTest survey;
};

}  // namespace plantproof::scenarios
