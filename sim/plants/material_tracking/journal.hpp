#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "data/tables.hpp"

namespace plantproof::plants::material {

/// What became of every change of the stock: when it was seen, and whether the quantity was right when somebody
/// counted. A count belongs to the last change before it.
class Journal {
 public:
  /// The names of the records.
  explicit Journal(std::vector<std::string> records) : records_(std::move(records)), last_(records_.size()) {}

  /// A record has changed, now: the row of it.
  std::size_t changed(std::size_t record, core::Instant now) {
    last_[record] = rows_.size();
    rows_.push_back({records_[record], now, {}, {}, {}});
    return rows_.size() - 1;
  }
  /// The books show it, for the first time or again, and say that there is so much.
  void shown(std::size_t row, core::Instant now, std::int64_t reported) {
    if (rows_[row].visible) return;
    rows_[row].visible = now;
    if (!rows_[row].actual_quantity) rows_[row].reported_quantity = static_cast<double>(reported);
  }
  /// Whether a record has changed since it was last counted.
  [[nodiscard]] bool is_to_count(std::size_t record) const {
    return last_[record] && !rows_[*last_[record]].actual_quantity;
  }
  /// Somebody has counted a record that was to be counted.
  void counted(std::size_t record, std::int64_t actual, std::int64_t reported) {
    data::StockChange& row = rows_[*last_[record]];
    row.actual_quantity = static_cast<double>(actual);
    row.reported_quantity = static_cast<double>(reported);
  }

  [[nodiscard]] const std::vector<data::StockChange>& rows() const { return rows_; }

 private:
  std::vector<std::string> records_;
  std::vector<std::optional<std::size_t>> last_;  ///< row of each record
  std::vector<data::StockChange> rows_;
};

}  // namespace plantproof::plants::material
