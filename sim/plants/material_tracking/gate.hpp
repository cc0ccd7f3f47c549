#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "material_tracking/passage.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// What goes through a gate, one load after the other, and changes the stock bin by bin.
class Gate {
 public:
  /// Everything outlives it.
  Gate(const scenarios::MaterialTracking::Portal& portal, Stock& stock, GateWatcher& watcher, Plant& plant)
      : portal_(portal), stock_(stock), watcher_(watcher), plant_(plant) {}
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// A load is at the gate, now, and passes when those before it have. Its bins are promised.
  void pass(Passage passage);

 private:
  void next();

  const scenarios::MaterialTracking::Portal& portal_;
  Stock& stock_;
  GateWatcher& watcher_;
  Plant& plant_;
  std::deque<Passage> waiting_;
  bool is_busy_ = false;
};

}  // namespace plantproof::plants::material
