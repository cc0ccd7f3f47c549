#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "material_tracking/journal.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// What there really is, item by item and place by place, in whole bins. A record is an item at a place that keeps
/// stock. What of it is promised to a trip stays until it is taken away.
class Stock {
 public:
  /// Every place has at first what it is meant to hold. The journal outlives it.
  Stock(const scenarios::MaterialTracking& plant, core::Draws draws, Journal& journal);

  [[nodiscard]] std::size_t places() const { return targets_.size(); }
  [[nodiscard]] std::size_t items() const { return pieces_.size(); }
  [[nodiscard]] std::size_t records() const { return bins_.size(); }
  /// Nothing where the place keeps no stock.
  [[nodiscard]] std::optional<std::size_t> record(std::size_t place, std::size_t item) const;

  /// Pieces in a bin of the item.
  [[nodiscard]] std::int64_t pieces_in_bin(std::size_t item) const { return pieces_[item]; }
  /// Pieces of a record.
  [[nodiscard]] std::int64_t pieces(std::size_t record) const { return bins_[record] * pieces_[record % items()]; }
  /// Bins that the place is short of, with those that are on their way to it; never below 0.
  [[nodiscard]] std::int64_t lacking(std::size_t place, std::size_t item) const;

  /// Promises a bin of the item, which goes from place to place; false where there is none.
  bool promise(std::size_t from, std::size_t to, std::size_t item);
  /// Bins that were promised leave a place, or come to one, now: the row of the journal, none without stock.
  std::optional<std::size_t> leave(std::size_t place, std::size_t item, std::int64_t bins, core::Instant now);
  std::optional<std::size_t> come(std::size_t place, std::size_t item, std::int64_t bins, core::Instant now);

 private:
  std::optional<std::size_t> change(std::size_t place, std::size_t item, std::int64_t bins, core::Instant now);

  Journal& journal_;
  std::vector<std::int64_t> targets_;  ///< by place; 0: no stock is kept
  std::vector<std::int64_t> pieces_;   ///< by item
  std::vector<std::int64_t> bins_;     ///< by record, those of places without stock among them
  std::vector<std::int64_t> leaving_;  ///< promised, by record
  std::vector<std::int64_t> coming_;
};

}  // namespace plantproof::plants::material
