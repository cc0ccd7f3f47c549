#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "opportunities.hpp"

namespace plantproof::ran {

/// Which resource blocks of one cell and direction are given away, symbol by symbol: dynamic transmissions from the
/// lowest block upwards, configured ones above them, where their plan has put them. Remembers kSymbols symbols: those
/// on the air and those that are granted ahead.
class ResourceGrid {
 public:
  static constexpr std::size_t kSymbols = 2048;

  /// Blocks [0, first) are never given away.
  ResourceGrid(int first, int blocks) : first_(first), blocks_(blocks), columns_(kSymbols) {}

  /// How many blocks below `limit` nobody has in any symbol of the opportunity.
  [[nodiscard]] int free(const Opportunity& at, int limit) const;
  /// Gives away so many of them, no more than are free; returns the first block.
  int take(const Opportunity& at, int blocks);
  /// Gives away blocks [first, first + blocks) of the part that is reserved for configured resources.
  void take_configured(const Opportunity& at, int first, int blocks);
  /// The share of the blocks [first, first + blocks) and the symbols of `at` that is given away, 0 to 1.
  [[nodiscard]] double share(const Opportunity& at, int first, int blocks) const;

 private:
  struct Column {
    std::int64_t symbol = -1;
    int dynamic = 0;           // blocks [first_, dynamic)
    int configured_first = 0;  // and those between the ends of configured ones
    int configured_end = 0;
  };
  Column& column(std::int64_t symbol);
  [[nodiscard]] const Column* find(std::int64_t symbol) const;

  int first_;
  int blocks_;
  std::vector<Column> columns_;
};

}  // namespace plantproof::ran
