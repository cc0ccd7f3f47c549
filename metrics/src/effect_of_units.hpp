#pragma once

#include <span>

#include "core/confidence.hpp"

namespace plantproof::metrics {

/// By how much a sample counts for less when judged by at least two units of it, such as runs, of these sums and
/// numbers of rows, each above 0: Dependence::between. `squares` > 0 is the sum of squares of all values about their
/// mean, which is what the sums would vary by if the values were independent.
double effect_of_units(std::span<const double> sums, std::span<const double> sizes, double squares,
                       core::Confidence confidence);

/// The same of a single run, judged by its tenths: by how far the sums of all tenths that overlap, about a tenth of the
/// whole, lie apart. `expected` > 0 is the square that such a sum of independent values has on average. At least 1.
inline constexpr int kTenths = 10;
double effect_of_tenths(double mean_square, double mean_cube, double expected, core::Confidence confidence);

}  // namespace plantproof::metrics
