#include "plants/lognormal.hpp"

#include <cmath>
#include <numbers>

namespace plantproof::plants {

double lognormal(core::Draws& draws, double mean, double spread_ratio) {
  const double variance = std::log1p(spread_ratio * spread_ratio);
  const double radius = std::sqrt(-2 * std::log(1 - draws.uniform()));
  const double normal = radius * std::cos(2 * std::numbers::pi * draws.uniform());
  return mean * std::exp(std::sqrt(variance) * normal - variance / 2);
}

}  // namespace plantproof::plants
