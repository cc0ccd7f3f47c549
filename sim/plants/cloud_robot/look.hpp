#pragma once

#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace plantproof::plants::assembly {

/// Millimetres along and across the belt.
struct Offset {
  double x = 0;
  double y = 0;
};

enum class Step { Pick, Fit };

/// What a robot may be told: do it; throw the part away; look again.
enum class Action { Act, Reject, Wait };

/// Where an image says a target is.
struct Pose {
  std::int64_t part = 0;
  Step step = Step::Pick;
  core::Instant exposed;
  Offset measured;
  double speed_error_mmps = 0;  ///< of the speed at which it is taken to have moved on since
  bool looks_faulty = false;
};

/// What the computer makes of a look.
struct Plan {
  std::optional<Pose> pose;  ///< of the newest image of this target; none: none has been judged
  double neighbour_mm = 0;   ///< where the twin expects the neighbour's hand when the arms pass
  Action action = Action::Wait;
};

/// A robot before its target. It takes images, and sets off at an instant of its programme, if it knows what to do.
struct Look {
  std::int64_t number = 0;  ///< of the robot's, from 0
  std::int64_t part = 0;
  Step step = Step::Pick;
  core::Instant sets_off;
  std::optional<Plan> plan{};  ///< that the computer has made, before the robot sets off
  bool is_told = false;        ///< the plan has come to the robot, before it sets off
};

}  // namespace plantproof::plants::assembly
