#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "data/evidence.hpp"

namespace plantproof::metrics {

/// How long a station took from one good or bad unit to the next one in the same window, counted in steps of equal
/// length. As of data::pass(); a station's units are shown in the order of time.
class StationGaps {
 public:
  static constexpr std::size_t kSteps = 4096;

  /// To be called first: the first step begins at `from_ns`.
  void count_from(std::int64_t from_ns, std::int64_t step_ns) {
    from_ns_ = from_ns;
    step_ns_ = step_ns;
    steps_.resize(kSteps);
  }
  [[nodiscard]] bool counts() const { return !steps_.empty(); }
  void see(std::size_t window, core::Instant finished) { follow({window, finished}, {window, finished}); }
  /// What followed in the same run.
  void merge(const StationGaps& next);
  /// What was counted in another one.
  void add(const StationGaps& other);
  [[nodiscard]] std::int64_t n() const { return n_; }
  /// Where the step begins that the gap of this rank is in, which must be in one.
  [[nodiscard]] std::int64_t from_ns(std::int64_t rank) const;

 private:
  struct Finished {
    std::size_t window = 0;
    core::Instant at;
  };
  void follow(const Finished& first, const Finished& last);
  void count(std::int64_t gap_ns);

  std::int64_t from_ns_ = 0;
  std::int64_t step_ns_ = 1;
  std::vector<std::int64_t> steps_;
  std::int64_t n_ = 0;        ///< gaps, the shorter and the longer ones too
  std::int64_t shorter_ = 0;  ///< than from_ns_
  std::optional<Finished> first_;
  std::optional<Finished> last_;
};

/// The stations that finish units.
struct Stations {
  std::map<data::Phase, std::set<std::string>> names;
  /// In nanoseconds, the fastest 5 % of the gaps between a station's consecutive units within a window, over both
  /// phases: what it has shown that it can do. Only of stations that finished two units in some window, and only where
  /// it was asked for.
  std::map<std::string, std::int64_t> fastest_gap;
};

/// Found once, in one pass, or in as many as it takes to find the fastest gaps, too. Windows of a run must not overlap.
const Stations& stations_of(const data::Evidence& evidence, bool with_gaps);

}  // namespace plantproof::metrics
