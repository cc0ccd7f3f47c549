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

double truncated_normal(core::Draws& draws, double mean, double deviation, double least, double most) {
  if (deviation <= 0) return std::clamp(mean, least, most);
  const boost::math::normal distribution(mean, deviation);
  const double below = boost::math::cdf(distribution, least);
  const double within = boost::math::cdf(distribution, most) - below;
  const double uniform = std::max(below + draws.uniform() * within, std::numeric_limits<double>::min());
  return std::clamp(boost::math::quantile(distribution, uniform), least, most);
}

}  // namespace plantproof::plants
