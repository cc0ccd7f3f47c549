#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/visual_inspection.hpp"

namespace plantproof::plants {

/// Items on belts are looked at, and what is found bad is taken out at a gate.
///
/// With cameras: images of every item go to an edge server, which judges each, asks for more when they disagree, and
/// tells the gate what most of them say before the item is there. With inspectors: people take items from a buffer and
/// judge at their own pace; where the buffer is full the line stops.
///
/// Evidence: inspections (an item without a result at the gate has no judgement), production (a unit is good when it is
/// good and leaves the line as good), shifts.
class VisualInspection : public Process {
 public:
  explicit VisualInspection(scenarios::VisualInspection parameters);
  ~VisualInspection() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  class Floor;
  scenarios::VisualInspection parameters_;
  std::unique_ptr<Floor> floor_;
};

}  // namespace plantproof::plants
