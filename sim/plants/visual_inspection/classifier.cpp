#include "visual_inspection/classifier.hpp"

#include <cmath>
#include <numbers>

namespace plantproof::plants::inspection {
namespace {

/// The probability that a standard normal variable is greater.
double normal_tail(double z) {
  return std::erfc(z / std::numbers::sqrt2) / 2;
}

}  // namespace

std::int64_t image_bytes(const scenarios::VisualInspection::Camera& camera, std::int64_t coarseness) {
  const auto step = std::int64_t{1} << coarseness;
  const std::int64_t pixels = (camera.width_px.value / step) * (camera.height_px.value / step);
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(pixels) * camera.bits_per_pixel.value / 8));
}

Classifier::Classifier(const scenarios::VisualInspection& parameters)
    : smallest_mm_(parameters.defects.smallest_mm.value), disturbed_(parameters.server.disturbed_ratio.value) {
  const scenarios::VisualInspection::Camera& camera = parameters.camera;
  const double camera_noise = std::pow(10, -camera.snr_db.value / 20);
  const double compression_noise = camera.texture_ratio.value * std::exp2(-camera.bits_per_pixel.value);
  const double pixels_per_mm = static_cast<double>(camera.width_px.value) / camera.field_of_view_mm.value;
  per_mm_ = parameters.defects.contrast_ratio.value / std::hypot(camera_noise, compression_noise) *
            std::sqrt(std::numbers::pi / 4) * pixels_per_mm;
}

double Classifier::detectability(double defect_mm, std::int64_t coarseness) const {
  return defect_mm * per_mm_ * std::exp2(-static_cast<double>(coarseness));
}

double Classifier::false_alarm_ratio(std::int64_t coarseness) const {
  return disturbed_ + (1 - disturbed_) * normal_tail(detectability(smallest_mm_, coarseness) / 2);
}

double Classifier::miss_ratio(double defect_mm, std::int64_t coarseness) const {
  const double margin = detectability(defect_mm, coarseness) - detectability(smallest_mm_, coarseness) / 2;
  return disturbed_ + (1 - disturbed_) * normal_tail(margin);
}

}  // namespace plantproof::plants::inspection
