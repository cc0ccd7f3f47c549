#pragma once

#include <cstdint>
#include <vector>

namespace plantproof::metrics {

/// What one run saw, in the order of time. A sample is a span of these, one a run: the runs are independent of each
/// other, the values of a run need not be.
struct Series {
  std::vector<double> values;
  /// Beside each value, which flow, loop or station it came from; empty where all came from one.
  std::vector<std::uint32_t> streams;
};

}  // namespace plantproof::metrics
