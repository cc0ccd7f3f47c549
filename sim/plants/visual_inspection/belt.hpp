#pragma once

#include <cstdint>

#include "visual_inspection/item.hpp"

namespace plantproof::plants::inspection {

/// Where the items of a line are inspected.
class Station {
 public:
  Station() = default;
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;
  virtual ~Station() = default;

  /// Whether another item can be presented now.
  [[nodiscard]] virtual bool has_room() const { return true; }
  /// The item is presented, now.
  virtual void present(std::int64_t item) = 0;
};

/// Brings a line's items to its station, one each takt, and stops while there is no room for the next.
class Belt {
 public:
  /// Both outlive the belt.
  Belt(Plant& plant, core::Nanoseconds takt, Items& items) : plant_(plant), takt_(takt), items_(items) {}

  /// The first item comes at `start`. The station outlives the belt.
  void run(Station& station, core::Instant start);
  /// There may be room again.
  void go_on();

 private:
  void bring();

  Plant& plant_;
  core::Nanoseconds takt_;
  Items& items_;
  Station* station_ = nullptr;
  bool is_stopped_ = false;
};

}  // namespace plantproof::plants::inspection
