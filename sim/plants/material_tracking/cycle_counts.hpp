#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "material_tracking/journal.hpp"
#include "material_tracking/ledger.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// People who count record after record what is there, and compare it with what the books say at that moment. The next
/// is the one that has not been counted for longest, of those that have changed since. Where the quantities differ it
/// is counted once more, and the books are corrected.
class CycleCounts {
 public:
  /// Everything outlives it. No count begins from `end` on.
  CycleCounts(const scenarios::MaterialTracking::Counting& counting, const Stock& stock, Ledger& ledger,
              Journal& journal, Plant& plant, core::Instant end);
  CycleCounts(const CycleCounts&) = delete;
  CycleCounts& operator=(const CycleCounts&) = delete;

 private:
  void next();
  void count(std::size_t record);
  [[nodiscard]] std::optional<std::size_t> longest_uncounted() const;

  const scenarios::MaterialTracking::Counting& counting_;
  const Stock& stock_;
  Ledger& ledger_;
  Journal& journal_;
  Plant& plant_;
  core::Draws draws_;
  core::Instant end_;
  std::vector<double> order_;  ///< by record: least is next. Below 0 before the first count, then the time of the last
};

}  // namespace plantproof::plants::material
