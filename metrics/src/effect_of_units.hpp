#pragma once

#include <span>

#include "core/confidence.hpp"

namespace plantproof::metrics {

/// By how much a sample counts for less when judged by at least two units of it, such as runs: Dependence::between.
/// `sums` are those of the units, about their share of the whole; `squares` > 0 is the sum of squares of the values,
/// which is what the sums would vary by if the values were independent.
double effect_of_units(std::span<const double> sums, double squares, core::Confidence confidence);

}  // namespace plantproof::metrics
