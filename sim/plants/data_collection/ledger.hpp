#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "data/tables.hpp"

namespace plantproof::plants::collection {

/// What became of every record that was due.
class Ledger {
 public:
  /// A value belongs to its instant when it was read before the next was due.
  explicit Ledger(core::Nanoseconds period) : period_(period) {}

  /// A record is due, now: its number.
  std::size_t due(const std::string& source, core::Instant now) {
    rows_.push_back({source, now, {}, {}});
    return rows_.size() - 1;
  }
  /// Its gateway has read it.
  void read(std::size_t record, core::Instant now) { rows_[record].valid = now - rows_[record].due <= period_; }
  /// The historian has it, for the first time or again.
  void received(std::size_t record, core::Instant now) {
    if (!rows_[record].received) rows_[record].received = now;
  }

  /// Where nothing was received, nothing is said to be valid.
  [[nodiscard]] std::vector<data::Record> rows() const {
    std::vector<data::Record> rows = rows_;
    for (data::Record& row : rows) {
      if (!row.received) row.valid.reset();
    }
    return rows;
  }

 private:
  core::Nanoseconds period_;
  std::vector<data::Record> rows_;
};

}  // namespace plantproof::plants::collection
