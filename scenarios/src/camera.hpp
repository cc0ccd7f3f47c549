#pragma once

#include "field.hpp"

// What plants with cameras say alike of them.
namespace plantproof::scenarios {

inline Origin camera_manual() {
  return from("Teledyne DALSA Genie Nano", {"M2450（Sony IMX250）手册", "manual, M2450 (Sony IMX250)"});
}

template <auto kMember>
auto image_width() {
  return field_of<kMember>("width_px", {"图像宽", "width of the image"}).between(16, 20'000).otherwise(camera_manual());
}

template <auto kMember>
auto image_height() {
  return field_of<kMember>("height_px", {"图像高", "height of the image"})
      .between(16, 20'000)
      .otherwise(camera_manual());
}

template <auto kMember>
auto bits_per_pixel() {
  return field_of<kMember>("bits_per_pixel", {"压缩后每像素比特数", "bits a pixel after compression"})
      .between(0.05, 12)
      .otherwise(assumption({"JPEG 8:1，视觉无损", "JPEG at 8:1, visually lossless"}));
}

template <auto kMember>
auto encoding_time() {
  return field_of<kMember>("encoding_ms", {"压缩一张图像的时间", "to compress an image"})
      .between(0, 10'000)
      .otherwise(assumption({"相机内 FPGA 压缩", "compressed in the camera's FPGA"}));
}

}  // namespace plantproof::scenarios
