#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "core/confidence.hpp"
#include "metrics/kriging.hpp"

namespace plantproof::calibration {

/// A hall of 100 m x 50 m in cells of 5 m, and a walk test in it. The margin above the service limit is a Gaussian
/// field of unit variance with correlation exp(-h / range_m); the samples carry independent noise on top.
struct Coverage {
  enum class Walk {
    Scattered,   ///< independent places, uniform over the hall
    Serpentine,  ///< one walk up and down five aisles, 10 m apart, samples at equal times
  };
  std::string_view name;
  int samples;
  Walk walk;
  double range_m;
  double nugget;           ///< variance of the noise; that of the field is 1
  double mean;             ///< of the field: the expected share is the normal distribution's at it
  bool path_loss = false;  ///< the mean falls with 10 n log10 of the distance to a base station, n = 2, field of 6 dB
};

/// The configurations that the bounds of metrics::covered_share are held against.
std::span<const Coverage> coverage_configurations();

/// What one walk test told, and what was true.
struct CoverageTrial {
  std::optional<double> lower;
  std::optional<double> upper;
  double share;  ///< of the cells whose centre has service, in this very field
};

/// Repeated walk tests of one configuration, each in a field of its own. The sample places are one of 16 layouts, the
/// same for every use, so that a layout's covariance is factored once.
class CoverageTrials {
 public:
  /// The readings of coverage_ratio.
  enum class Reading { Area, Samples, Kriged };

  explicit CoverageTrials(const Coverage& configuration);

  /// The same seed gives the same trial.
  [[nodiscard]] CoverageTrial operator()(std::uint64_t seed, Reading reading, core::Confidence confidence) const;

  /// The walk test of that trial, margins in units of the field's standard deviation, and the true share.
  struct Survey {
    std::vector<metrics::FieldSample> samples;
    double share;
  };
  [[nodiscard]] Survey survey(std::uint64_t seed) const;

 private:
  struct Layout {
    std::vector<metrics::FieldSample> places;  // the samples', then the cells'; the margin is the field's mean there
    Eigen::MatrixXd factor;                    // lower Cholesky factor of the field's covariance at the places
  };
  Coverage configuration_;
  std::vector<Layout> layouts_;
};

}  // namespace plantproof::calibration
