#include "resource_grid.hpp"

#include <algorithm>
#include <cassert>

#include "core/random.hpp"
#include "nr/numerology.hpp"

namespace plantproof::ran {

namespace {

int overlap(int first, int end, int other_first, int other_end) {
  return std::max(0, std::min(end, other_end) - std::max(first, other_first));
}

}  // namespace

ResourceGrid::ResourceGrid(int first, std::uint64_t seed) : first_(first), seed_(seed), columns_(kSymbols) {}

ResourceGrid::Column& ResourceGrid::column(std::int64_t symbol) {
  Column& column = columns_[static_cast<std::size_t>(symbol) % kSymbols];
  if (column.symbol != symbol) column = {symbol, {}, {first_, first_}};
  return column;
}

const ResourceGrid::Column* ResourceGrid::find(std::int64_t symbol) const {
  const Column& column = columns_[static_cast<std::size_t>(symbol) % kSymbols];
  return column.symbol == symbol ? &column : nullptr;
}

int ResourceGrid::place_of(std::int64_t slot, int limit) const {
  const auto room = static_cast<std::uint64_t>(std::max(1, limit - first_));
  return first_ + static_cast<int>(core::mixed(seed_, static_cast<std::uint64_t>(slot)) % room);
}

ResourceGrid::Room ResourceGrid::room(const Opportunity& at, int limit) const {
  Room room{true, {first_, limit}, {first_, limit}};
  for (std::int64_t symbol = at.first_symbol; symbol < at.first_symbol + at.symbols; ++symbol) {
    const Column* column = find(symbol);
    if (column == nullptr) continue;
    const bool has_upper = column->upper.first < column->upper.end;
    if (!has_upper && column->lower.first == column->lower.end) continue;
    room.is_untouched = false;
    room.upper.first = std::max(room.upper.first, has_upper ? column->upper.end : column->lower.end);
    room.lower.first = std::max(room.lower.first, column->lower.end);
    if (has_upper) room.lower.end = std::min(room.lower.end, column->upper.first);
  }
  return room;
}

int ResourceGrid::free(const Opportunity& at, int limit) const {
  const Room found = room(at, limit);
  if (found.is_untouched) return std::max(0, limit - first_);
  return std::max({0, found.upper.end - found.upper.first, found.lower.end - found.lower.first});
}

int ResourceGrid::take(const Opportunity& at, int limit, int blocks, int expected) {
  const Room found = room(at, limit);
  int first = found.upper.first;
  if (found.is_untouched) {
    const int highest = std::clamp(limit - expected, first_, limit - blocks);
    first = std::min(place_of(nr::slot_of_symbol(at.first_symbol), limit), highest);
  }
  const bool is_upper = first + blocks <= found.upper.end;
  if (!is_upper) first = found.lower.first;
  assert(first >= first_ && first + blocks <= (is_upper ? found.upper.end : found.lower.end));
  for (std::int64_t symbol = at.first_symbol; symbol < at.first_symbol + at.symbols; ++symbol) {
    Column& taken = column(symbol);
    if (!is_upper) {
      taken.lower.end = first + blocks;
    } else if (taken.upper.first == taken.upper.end) {
      taken.upper = {first, first + blocks};
    } else {
      taken.upper.end = first + blocks;
    }
  }
  return first;
}

double ResourceGrid::share(const Opportunity& at, int first, int blocks) const {
  int taken = 0;
  for (std::int64_t symbol = at.first_symbol; symbol < at.first_symbol + at.symbols; ++symbol) {
    const Column* column = find(symbol);
    if (column == nullptr) continue;
    for (const Range& range : {column->upper, column->lower}) {
      taken += overlap(first, first + blocks, range.first, range.end);
    }
  }
  return static_cast<double>(taken) / (at.symbols * blocks);
}

}  // namespace plantproof::ran
