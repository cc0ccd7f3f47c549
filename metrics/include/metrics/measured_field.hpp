#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "metrics/kriging.hpp"
#include "metrics/middle.hpp"

// Where a field was measured, of samples too many to keep: what kriging takes of them. Both Squares and MeasuredPlaces
// are shown samples in any order, and merge() takes what others were shown: the same bits however they are divided. The
// memory depends on the floor, not on how many samples there are.
namespace plantproof::metrics {

/// A square of the floor: whole numbers, doubles since a sample may be as far from the grid as it likes.
struct Square {
  double column = 0;
  double row = 0;

  friend bool operator==(const Square&, const Square&) = default;
  /// A number that any two squares have in common by a chance of 1 in 2^64.
  [[nodiscard]] std::uint64_t hash(std::uint64_t seed = 0) const;
};

/// The squares of the floor that samples were taken in: quarters of a cell by quarters, or halves by halves where those
/// are more than kMost, or whole cells where these are: a median over a wide square is smoother than the field.
class Squares {
 public:
  static constexpr std::size_t kMost = 2500;

  explicit Squares(const Grid& grid) : grid_(grid) {}
  /// Finite, as everywhere here (assertion).
  void add(double x_m, double y_m);
  void merge(const Squares& next);

  [[nodiscard]] const Grid& grid() const { return grid_; }
  /// Along each side of a cell.
  [[nodiscard]] int parts() const;
  /// How many there are.
  [[nodiscard]] std::size_t count() const;
  /// Row by row, at most kMost: of more, those whose hashes are least, which is as good as drawn at random.
  [[nodiscard]] std::vector<Square> drawn(std::uint64_t seed) const;
  /// Of the grid's cells.
  [[nodiscard]] std::int64_t cells_measured() const;

 private:
  struct Hash {
    std::size_t operator()(const Square& square) const { return square.hash(); }
  };
  struct Division {
    int parts = 1;
    bool is_too_fine = false;  ///< then it holds none
    std::unordered_set<Square, Hash> squares;

    void add(const Square& square);
  };
  [[nodiscard]] const Division& chosen() const;

  Grid grid_;
  Square last_{0.5, 0.5};  ///< quarter that was added; none yet is no whole number
  std::array<Division, 3> divisions_{Division{4, false, {}}, Division{2, false, {}}, Division{1, false, {}}};
};

/// A place that was measured: the mean place and the median margin of the samples in a square of the floor. Coordinates
/// are from the grid's origin, in whole micrometres of each sample.
struct MeasuredPlace {
  FieldSample point{};
  std::int64_t samples = 0;
  Square cell;  ///< that it is in
};

/// What kriging takes of all samples.
struct MeasuredField {
  std::vector<MeasuredPlace> places;  ///< row by row of their squares
  std::size_t places_in_all = 0;      ///< of which these were drawn
  std::int64_t cells_measured = 0;    ///< of the grid's
};

/// The places that were measured in squares that were drawn, in as many passes over the samples as again() asks for.
class MeasuredPlaces {
 public:
  MeasuredPlaces(const Squares& squares, std::uint64_t seed);
  void add(const FieldSample& sample);
  void merge(const MeasuredPlaces& next);
  /// After a pass over all samples: whether they have to be shown once more.
  bool again();
  /// Once again() was false.
  [[nodiscard]] MeasuredField field() const;

 private:
  __extension__ using Wide = __int128;  // sums of whole numbers, so that they are the same in any order
  struct Hash {
    std::size_t operator()(const Square& square) const { return square.hash(); }
  };
  struct Place {
    Square square;
    Wide x_um = 0;
    Wide y_um = 0;
    Middle margin_db;
  };

  Grid grid_;
  int parts_;
  std::size_t places_in_all_;
  std::int64_t cells_measured_;
  bool is_first_pass_ = true;
  std::vector<Place> places_;
  std::unordered_map<Square, std::size_t, Hash> number_of_;
};

/// As covered_share() of the samples themselves.
Estimate covered_share(const MeasuredField& field, const Grid& grid, core::Confidence confidence, std::uint64_t seed);

}  // namespace plantproof::metrics
