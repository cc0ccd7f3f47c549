#include "student.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace plantproof::metrics::student {

using boost::math::students_t;

double normal(core::Confidence confidence) {
  return quantile(complement(boost::math::normal(), confidence.alpha()));
}

double share_below(double z) {
  return cdf(boost::math::normal(), z);
}

double critical(double df, core::Confidence confidence) {
  return quantile(complement(students_t(df), confidence.alpha()));
}

double skewed(double skewness_of_mean, core::Confidence confidence) {
  const double z = normal(confidence);
  return skewness_of_mean * (2 * z * z + 1) / 6;
}

double p_two_sided(double t, double df) {
  if (std::isinf(t)) return 0;
  return 2 * cdf(complement(students_t(df), std::abs(t)));
}

}  // namespace plantproof::metrics::student
