#include "resource_grid.hpp"

#include <algorithm>
#include <cassert>

namespace plantproof::ran {

namespace {

int overlap(int first, int end, int other_first, int other_end) {
  return std::max(0, std::min(end, other_end) - std::max(first, other_first));
}

}  // namespace

ResourceGrid::Column& ResourceGrid::column(std::int64_t symbol) {
  Column& column = columns_[static_cast<std::size_t>(symbol) % kSymbols];
  if (column.symbol != symbol) column = {symbol, first_, blocks_, blocks_};
  return column;
}

const ResourceGrid::Column* ResourceGrid::find(std::int64_t symbol) const {
  const Column& column = columns_[static_cast<std::size_t>(symbol) % kSymbols];
  return column.symbol == symbol ? &column : nullptr;
}

int ResourceGrid::free(const Opportunity& at, int limit) const {
  int taken = first_;
  for (int i = 0; i < at.symbols; ++i) {
    if (const Column* column = find(at.first_symbol + i)) taken = std::max(taken, column->dynamic);
  }
  return std::max(0, limit - taken);
}

int ResourceGrid::take(const Opportunity& at, int blocks) {
  const int first = blocks_ - free(at, blocks_);
  assert(first + blocks <= blocks_);
  for (int i = 0; i < at.symbols; ++i) column(at.first_symbol + i).dynamic = first + blocks;
  return first;
}

void ResourceGrid::take_configured(const Opportunity& at, int first, int blocks) {
  for (int i = 0; i < at.symbols; ++i) {
    Column& taken = column(at.first_symbol + i);
    const bool is_empty = taken.configured_first == taken.configured_end;
    taken.configured_first = is_empty ? first : std::min(taken.configured_first, first);
    taken.configured_end = is_empty ? first + blocks : std::max(taken.configured_end, first + blocks);
  }
}

double ResourceGrid::share(const Opportunity& at, int first, int blocks) const {
  int taken = 0;
  for (int i = 0; i < at.symbols; ++i) {
    const Column* column = find(at.first_symbol + i);
    if (column == nullptr) continue;
    taken += overlap(first, first + blocks, first_, column->dynamic) +
             overlap(first, first + blocks, column->configured_first, column->configured_end);
  }
  return static_cast<double>(taken) / (at.symbols * blocks);
}

}  // namespace plantproof::ran
