#pragma once

#include "core/random.hpp"

namespace plantproof::plants {

/// A lognormal number of that mean, at least 0, and of that standard deviation over mean, at least 0; takes two
/// numbers from the stream.
[[nodiscard]] double lognormal(core::Draws& draws, double mean, double spread_ratio);

}  // namespace plantproof::plants
