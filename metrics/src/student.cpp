#include "student.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace plantproof::metrics::student {

using boost::math::students_t;

double normal(core::Confidence confidence) {
  return quantile(complement(boost::math::normal(), confidence.alpha()));
}

double critical(double df, core::Confidence confidence) {
  return quantile(complement(students_t(df), confidence.alpha()));
}

double skewed(double skewness_of_mean, core::Confidence confidence) {
  const double z = normal(confidence);
  return skewness_of_mean * (2 * z * z + 1) / 6;
}

bool is_clear(double difference, double standard_error, double df, core::Confidence confidence) {
  return difference > critical(df, confidence) * standard_error;
}

double p_two_sided(double t, double df) {
  if (std::isinf(t)) return 0;
  return 2 * cdf(complement(students_t(df), std::abs(t)));
}

core::Text one_unit_has_no_spread() {
  return {"单个独立单元没有离散程度，给不出置信界：至少需要两个",
          "one independent unit has no spread: bounds need at least two"};
}

}  // namespace plantproof::metrics::student
