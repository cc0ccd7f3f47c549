#pragma once

#include "core/random.hpp"

namespace plantproof::plants {

/// Standard normal, by inversion: one uniform number for each.
double normal(core::Draws& draws);
/// Lognormal of this mean and ratio of standard deviation to mean, both at least 0.
double lognormal(core::Draws& draws, double mean, double spread_ratio);

}  // namespace plantproof::plants
