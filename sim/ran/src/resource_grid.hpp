#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "opportunities.hpp"

namespace plantproof::ran {

/// Which resource blocks of one cell and direction are given away, symbol by symbol. Dynamic transmissions begin at
/// another place of the band in every slot and cell, so that a retransmission finds another channel and two lightly
/// loaded cells seldom meet; from there they go upwards to the end, and then on from the lower edge. Remembers kSymbols
/// symbols: those on the air and those that are granted ahead.
class ResourceGrid {
 public:
  static constexpr std::size_t kSymbols = 2048;

  /// Blocks [0, first) are never given away. Grids of different seeds begin at different places.
  ResourceGrid(int first, std::uint64_t seed);

  /// The most blocks below `limit`, side by side, that nobody has in any symbol of the opportunity.
  [[nodiscard]] int free(const Opportunity& at, int limit) const;
  /// Gives away so many of them, no more than are free; returns the first block. Where it is the opportunity's first,
  /// it leaves room above for `expected` blocks in all, so that they need not go on from the lower edge.
  int take(const Opportunity& at, int limit, int blocks, int expected);
  /// The share of the blocks [first, first + blocks) and the symbols of `at` that is given away, 0 to 1.
  [[nodiscard]] double share(const Opportunity& at, int first, int blocks) const;

 private:
  /// Blocks [first, end).
  struct Range {
    int first = 0;
    int end = 0;
  };
  struct Column {
    std::int64_t symbol = -1;
    Range upper;  // given away from the slot's place on
    Range lower;  // and from the band's lower edge
  };
  /// What is free in all symbols of an opportunity.
  struct Room {
    bool is_untouched;
    Range upper;
    Range lower;
  };
  [[nodiscard]] Room room(const Opportunity& at, int limit) const;
  Column& column(std::int64_t symbol);
  [[nodiscard]] const Column* find(std::int64_t symbol) const;
  [[nodiscard]] int place_of(std::int64_t slot, int limit) const;

  int first_;
  std::uint64_t seed_;
  std::vector<Column> columns_;
};

}  // namespace plantproof::ran
