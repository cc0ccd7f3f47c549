#pragma once

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// How somebody walks the whole floor with a scanner, along parallel lines.
struct WalkTest {
  Number spacing_m{5};  ///< of the lines, at most
  Number walking_mps{1};
  Number interval_s{1};  ///< from one sample to the next
};

}  // namespace plantproof::scenarios
