#pragma once

#include "metrics/picture.hpp"
#include "verdict_json.hpp"

namespace plantproof::report {

/// A picture by its kind; numbers to six digits, what is infinite null.
Json picture_json(const metrics::Picture& picture);

}  // namespace plantproof::report
