#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "visual_inspection/belt.hpp"
#include "visual_inspection/inspector.hpp"

namespace plantproof::plants::inspection {

/// The inspectors of a line, and the items that wait for them.
class Bench : public Station {
 public:
  /// All references outlive the bench.
  Bench(Plant& plant, const scenarios::VisualInspection::Inspectors& inspectors, const Items& items, Belt& belt);

  [[nodiscard]] bool has_room() const override;
  void present(std::int64_t item) override;

 private:
  struct Seat {
    Inspector inspector;
    bool is_busy = false;  ///< looks at an item, or has a break
  };
  void go_on();
  void work(Seat& seat);
  void free(Seat& seat);

  Plant& plant_;
  const scenarios::VisualInspection::Inspectors& inspectors_;
  const Items& items_;
  Belt& belt_;
  std::vector<Seat> seats_;
  std::deque<std::int64_t> waiting_;
};

}  // namespace plantproof::plants::inspection
