#pragma once

#include "field.hpp"
#include "scenarios/walk_test.hpp"

namespace plantproof::scenarios {

template <>
const std::vector<Field<WalkTest>>& fields();

}  // namespace plantproof::scenarios
