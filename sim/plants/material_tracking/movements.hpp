#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "material_tracking/forklifts.hpp"
#include "material_tracking/gate.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// What makes material move: trips on demand at random, more of them in a busy hour, for items as popular as Zipf's law
/// has it; and trips by timetable that refill their end with what people see it lacks. The network has no part in it.
class Movements {
 public:
  /// Where a route goes.
  struct Way {
    std::size_t from = 0;
    std::size_t to = 0;
    Gate* gate = nullptr;  ///< null: by forklift
  };

  /// A way for each route. Everything outlives it. No trip begins from `end` on.
  Movements(const scenarios::MaterialTracking& parameters, std::vector<Way> ways, Stock& stock, Forklifts& forklifts,
            Plant& plant, core::Instant end);
  Movements(const Movements&) = delete;
  Movements& operator=(const Movements&) = delete;

 private:
  struct Route {
    const scenarios::MaterialTracking::Route* parameters = nullptr;
    Way way;
    core::Draws draws;
  };

  void next_trip(Route& route);
  void trip(Route& route);
  [[nodiscard]] std::vector<std::size_t> demanded(Route& route);
  [[nodiscard]] std::vector<std::size_t> lacking(const Route& route);
  [[nodiscard]] std::size_t popular(double uniform) const;
  /// How busy it is, over the busiest hour.
  [[nodiscard]] double load(core::Instant when) const;
  [[nodiscard]] double busiest() const;

  const scenarios::MaterialTracking& parameters_;
  Stock& stock_;
  Forklifts& forklifts_;
  Plant& plant_;
  core::Instant start_;
  core::Instant end_;
  std::vector<double> cumulative_;  ///< share of the demand up to that item
  std::deque<Route> routes_;
};

}  // namespace plantproof::plants::material
