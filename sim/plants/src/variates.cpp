#include "plants/variates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>

namespace plantproof::plants {

double normal(core::Draws& draws) {
  const double uniform = std::max(draws.uniform(), std::numeric_limits<double>::min());
  return boost::math::quantile(boost::math::normal(), uniform);
}

double lognormal(core::Draws& draws, double mean, double spread_ratio) {
  const double variance = std::log1p(spread_ratio * spread_ratio);
  return mean * std::exp(std::sqrt(variance) * normal(draws) - variance / 2);
}

}  // namespace plantproof::plants
