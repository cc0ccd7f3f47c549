#include "material_tracking/stock.hpp"

#include <algorithm>
#include <cassert>

namespace plantproof::plants::material {

Stock::Stock(const scenarios::MaterialTracking& plant, core::Draws draws, Journal& journal) : journal_(journal) {
  for (const auto& place : plant.places) targets_.push_back(place.bins.value);
  const std::int64_t least = plant.items.least_pieces.value;
  const std::int64_t most = std::max(least, plant.items.most_pieces.value);
  for (std::int64_t i = 0; i < plant.items.count.value; ++i) {
    pieces_.push_back(least + static_cast<std::int64_t>(draws.uniform() * static_cast<double>(most - least + 1)));
  }
  for (const std::int64_t target : targets_) bins_.insert(bins_.end(), items(), target);
  leaving_.resize(bins_.size());
  coming_.resize(bins_.size());
}

std::optional<std::size_t> Stock::record(std::size_t place, std::size_t item) const {
  if (targets_[place] == 0) return std::nullopt;
  return place * items() + item;
}

std::int64_t Stock::lacking(std::size_t place, std::size_t item) const {
  const auto of = record(place, item);
  return of ? std::max<std::int64_t>(0, targets_[place] - bins_[*of] + leaving_[*of] - coming_[*of]) : 0;
}

bool Stock::promise(std::size_t from, std::size_t to, std::size_t item) {
  if (const auto of = record(from, item)) {
    if (leaving_[*of] >= bins_[*of]) return false;
    ++leaving_[*of];
  }
  if (const auto of = record(to, item)) ++coming_[*of];
  return true;
}

std::optional<std::size_t> Stock::leave(std::size_t place, std::size_t item, std::int64_t bins, core::Instant now) {
  if (const auto of = record(place, item)) leaving_[*of] -= bins;
  return change(place, item, -bins, now);
}

std::optional<std::size_t> Stock::come(std::size_t place, std::size_t item, std::int64_t bins, core::Instant now) {
  if (const auto of = record(place, item)) coming_[*of] -= bins;
  return change(place, item, bins, now);
}

std::optional<std::size_t> Stock::change(std::size_t place, std::size_t item, std::int64_t bins, core::Instant now) {
  const auto of = record(place, item);
  if (!of) return std::nullopt;
  bins_[*of] += bins;
  assert(bins_[*of] >= 0);
  return journal_.changed(*of, now);
}

}  // namespace plantproof::plants::material
