#include "metrics/measured_field.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

namespace plantproof::metrics {
namespace {

/// The finalizer of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014, 453): every bit depends on every other.
std::uint64_t mixed(std::uint64_t bits) {
  bits += 0x9e3779b97f4a7c15U;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31);
}

/// The one that holds the square when each side is cut into so many times fewer parts.
Square wider(const Square& square, int times) {
  return {std::floor(square.column / times), std::floor(square.row / times)};
}

std::int64_t micrometres(double m) {
  constexpr double kFurthestM = 1e12;  // what is further counts as that
  return std::llround(std::clamp(m, -kFurthestM, kFurthestM) * 1e6);
}

}  // namespace

std::uint64_t Square::hash(std::uint64_t seed) const {
  // Adding 0 makes one zero of both.
  return mixed(mixed(seed ^ std::bit_cast<std::uint64_t>(column + 0.0)) ^ std::bit_cast<std::uint64_t>(row + 0.0));
}

void Squares::Division::add(const Square& square) {
  if (is_too_fine) return;
  squares.insert(square);
  if (parts == 1 || squares.size() <= kMost) return;
  is_too_fine = true;
  squares = {};
}

void Squares::add(double x_m, double y_m) {
  assert(std::isfinite(x_m) && std::isfinite(y_m));
  const int finest = divisions_.front().parts;
  const double side_m = grid_.cell_m / finest;
  const Square quarter{std::floor((x_m - grid_.origin_x_m) / side_m), std::floor((y_m - grid_.origin_y_m) / side_m)};
  if (quarter == last_) return;
  last_ = quarter;
  for (Division& division : divisions_) division.add(wider(quarter, finest / division.parts));
}

void Squares::merge(const Squares& next) {
  for (std::size_t i = 0; i < divisions_.size(); ++i) {
    Division& division = divisions_[i];
    if (next.divisions_[i].is_too_fine) {
      division.is_too_fine = true;
      division.squares = {};
    }
    for (const Square& square : next.divisions_[i].squares) division.add(square);
  }
}

const Squares::Division& Squares::chosen() const {
  return *std::ranges::find(divisions_, false, &Division::is_too_fine);
}

int Squares::parts() const {
  return chosen().parts;
}

std::size_t Squares::count() const {
  return chosen().squares.size();
}

std::vector<Square> Squares::drawn(std::uint64_t seed) const {
  std::vector<Square> squares(chosen().squares.begin(), chosen().squares.end());
  const auto by_row = [](const Square& square) { return std::pair(square.row, square.column); };
  if (squares.size() > kMost) {
    std::ranges::sort(squares, {}, [&](const Square& square) { return std::pair(square.hash(seed), by_row(square)); });
    squares.resize(kMost);
  }
  std::ranges::sort(squares, {}, by_row);
  return squares;
}

std::int64_t Squares::cells_measured() const {
  return std::ranges::count_if(divisions_.back().squares, [&](const Square& cell) {
    return cell.column >= 0 && cell.column < grid_.columns && cell.row >= 0 && cell.row < grid_.rows;
  });
}

MeasuredPlaces::MeasuredPlaces(const Squares& squares, std::uint64_t seed)
    : grid_(squares.grid()),
      parts_(squares.parts()),
      places_in_all_(squares.count()),
      cells_measured_(squares.cells_measured()) {
  const std::vector<Square> drawn = squares.drawn(seed);
  const Middle nothing(most_classes_of(drawn.size()));
  for (const Square& square : drawn) {
    number_of_.emplace(square, places_.size());
    places_.push_back({square, 0, 0, nothing});
  }
}

void MeasuredPlaces::add(const FieldSample& sample) {
  const double side_m = grid_.cell_m / parts_;
  const double x_m = sample.x_m - grid_.origin_x_m;
  const double y_m = sample.y_m - grid_.origin_y_m;
  const auto found = number_of_.find({std::floor(x_m / side_m), std::floor(y_m / side_m)});
  if (found == number_of_.end()) return;
  Place& place = places_[found->second];
  place.margin_db.add(sample.margin_db);
  if (!is_first_pass_) return;
  place.x_um += micrometres(x_m);
  place.y_um += micrometres(y_m);
}

void MeasuredPlaces::merge(const MeasuredPlaces& next) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    Place& place = places_[i];
    place.margin_db.merge(next.places_[i].margin_db);
    if (!is_first_pass_) continue;
    place.x_um += next.places_[i].x_um;
    place.y_um += next.places_[i].y_um;
  }
}

bool MeasuredPlaces::again() {
  is_first_pass_ = false;
  bool is_open = false;
  for (Place& place : places_) is_open = place.margin_db.again() || is_open;
  return is_open;
}

MeasuredField MeasuredPlaces::field() const {
  MeasuredField field{{}, places_in_all_, cells_measured_};
  for (const Place& place : places_) {
    const std::int64_t n = place.margin_db.n();
    const auto mean_m = [n](Wide sum_um) { return static_cast<double>(sum_um) / 1e6 / static_cast<double>(n); };
    const Middle::Numbers margin_db = *place.margin_db.numbers();
    field.places.push_back({{mean_m(place.x_um), mean_m(place.y_um), std::midpoint(margin_db.lower, margin_db.upper)},
                            n,
                            wider(place.square, parts_)});
  }
  return field;
}

Estimate covered_share(std::span<const FieldSample> samples, const Grid& grid, core::Confidence confidence,
                       std::uint64_t seed) {
  Squares squares(grid);
  for (const FieldSample& sample : samples) squares.add(sample.x_m, sample.y_m);
  MeasuredPlaces places(squares, seed);
  do {
    for (const FieldSample& sample : samples) places.add(sample);
  } while (places.again());
  return covered_share(places.field(), grid, confidence, seed);
}

}  // namespace plantproof::metrics
