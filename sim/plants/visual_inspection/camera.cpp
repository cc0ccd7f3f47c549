#include "visual_inspection/camera.hpp"

#include "visual_inspection/classifier.hpp"

namespace plantproof::plants::inspection {

Camera::Camera(Plant& plant, const scenarios::VisualInspection& parameters, const Items& items)
    : plant_(plant), parameters_(parameters), items_(items), coarseness_(parameters.camera.coarseness.value) {}

void Camera::see(std::int64_t item) {
  for (std::int64_t i = 0; i < parameters_.camera.images.value; ++i) {
    plant_.simulation.after(i * core::of_milliseconds(parameters_.camera.interval_ms.value),
                            [this, item, i] { take(item, i); });
  }
}

void Camera::obey(const Note& order) {
  coarseness_ = order.coarseness;
  const core::Instant out_of_view =
      items_[order.item].presented + core::of_seconds(parameters_.view_m.value / parameters_.belt_speed_mps.value);
  for (std::int64_t i = 0; i < order.number; ++i) {
    const core::Nanoseconds wait = i * core::of_milliseconds(parameters_.camera.interval_ms.value);
    if (plant_.simulation.now() + wait > out_of_view) return;
    plant_.simulation.after(
        wait, [this, item = order.item, number = parameters_.camera.images.value + i] { take(item, number); });
  }
}

void Camera::take(std::int64_t item, std::int64_t number) {
  plant_.simulation.after(
      core::of_milliseconds(parameters_.camera.encoding_ms.value), [this, note = Note{item, number, coarseness_}] {
        plant_.messaging->send(images_, image_bytes(parameters_.camera, note.coarseness), note.packed());
      });
}

}  // namespace plantproof::plants::inspection
