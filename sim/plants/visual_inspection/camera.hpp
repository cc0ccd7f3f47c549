#pragma once

#include <cstdint>

#include "visual_inspection/item.hpp"
#include "visual_inspection/note.hpp"

namespace plantproof::plants::inspection {

/// The camera of a line: takes images of the item before it, compresses and sends them.
class Camera {
 public:
  /// All references outlive the camera.
  Camera(Plant& plant, const scenarios::VisualInspection& parameters, const Items& items);

  /// Where its images go.
  void connect(network::FlowId images) { images_ = images; }
  /// The item has come into view: its first images.
  void see(std::int64_t item);
  /// An order has come. Images are taken again as long as the item is in view.
  void obey(const Note& order);

 private:
  void take(std::int64_t item, std::int64_t number);

  Plant& plant_;
  const scenarios::VisualInspection& parameters_;
  const Items& items_;
  network::FlowId images_{};
  std::int64_t coarseness_;
};

}  // namespace plantproof::plants::inspection
