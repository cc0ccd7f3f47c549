#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "scenarios/agv_transport.hpp"

namespace plantproof::plants::agv {

/// Something that is to be carried.
struct TransportOrder {
  core::Instant requested;
  std::string from;  ///< stations
  std::string to;
};

/// The orders of a run in the order of their times. Some wait at its beginning; after that each flow of material is a
/// Poisson process of its own.
[[nodiscard]] std::vector<TransportOrder> draw_orders(const std::vector<scenarios::MaterialFlow>& flows,
                                                      core::Instant begin, core::Nanoseconds duration,
                                                      core::Draws draws);

}  // namespace plantproof::plants::agv
