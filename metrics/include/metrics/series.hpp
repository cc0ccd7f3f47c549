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

/// What one run saw where its values are too many to keep: their sums in equal stretches of time, stream by stream.
struct Sums {
  struct Stretch {
    std::int64_t index = 0;  ///< the stretches of one index, of all streams of the run, are at the same time
    double n = 0;            ///< above 0
    double sum = 0;
  };
  struct Stream {
    double n = 0;
    double sum = 0;
    double squares = 0;              ///< of the deviations from the stream's own mean
    std::vector<Stretch> stretches;  ///< in the order of time

    [[nodiscard]] double mean() const { return n > 0 ? sum / n : 0; }
  };
  std::vector<Stream> streams;
};

}  // namespace plantproof::metrics
