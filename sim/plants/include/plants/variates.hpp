#pragma once

#include "core/random.hpp"

namespace plantproof::plants {

/// Standard normal, by inversion: one uniform number for each.
double normal(core::Draws& draws);
/// Lognormal of this mean and ratio of standard deviation to mean, both at least 0.
double lognormal(core::Draws& draws, double mean, double spread_ratio);
/// Normal of this mean and standard deviation, at least 0, on condition that it is from `least` to `most`.
double truncated_normal(core::Draws& draws, double mean, double deviation, double least, double most);

}  // namespace plantproof::plants
