#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace plantproof::plants::material {

/// A point on the floor.
struct Point {
  double x_m = 0;
  double y_m = 0;
};

/// A forklift has put down bins, or has picked them up: then they are fewer than 0.
struct Handling {
  std::size_t place = 0;
  Point point;
  std::size_t item = 0;
  std::int64_t bins = 0;
  std::optional<std::size_t> change;  ///< the row of the journal, where stock is kept
};

/// Who watches a forklift.
class LoadWatcher {
 public:
  LoadWatcher() = default;
  LoadWatcher(const LoadWatcher&) = delete;
  LoadWatcher& operator=(const LoadWatcher&) = delete;
  virtual ~LoadWatcher() = default;

  /// It has, now.
  virtual void handled(const Handling& handling) = 0;
};

}  // namespace plantproof::plants::material
