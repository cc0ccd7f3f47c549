#pragma once

#include <cstdint>

#include "scenarios/visual_inspection.hpp"

namespace plantproof::plants::inspection {

/// The bytes of an image, every 2^coarseness-th pixel of every 2^coarseness-th row of it.
[[nodiscard]] std::int64_t image_bytes(const scenarios::VisualInspection::Camera& camera, std::int64_t coarseness);

/// How likely one image of an item leads to the wrong judgement.
///
/// A defect covers a disc of n pixels across. An ideal observer sees it with the detectability d' = contrast / noise x
/// sqrt(pi n^2 / 4): contrast against the noise of a pixel, by the root of the number of pixels (Rose, J. Opt. Soc. Am.
/// 38, 1948). Noise is that of the camera, and what compression to R bits a pixel leaves of the surface's texture,
/// 2^-R of its standard deviation (rate distortion of a Gaussian source: Cover & Thomas, Elements of Information
/// Theory, 10.3.2). The classifier is trained for each coarseness: it calls a defect what exceeds half the
/// detectability of the smallest one. And once in a while, independently of all that, something else turns an image.
class Classifier {
 public:
  explicit Classifier(const scenarios::VisualInspection& parameters);

  /// d' of a defect of that size.
  [[nodiscard]] double detectability(double defect_mm, std::int64_t coarseness) const;
  /// The probability that an image of a good item shows a defect to it.
  [[nodiscard]] double false_alarm_ratio(std::int64_t coarseness) const;
  /// The probability that an image of a defect of that size does not.
  [[nodiscard]] double miss_ratio(double defect_mm, std::int64_t coarseness) const;

 private:
  double smallest_mm_;
  double disturbed_;
  double per_mm_;  ///< detectability of a defect of 1 mm at full resolution
};

}  // namespace plantproof::plants::inspection
