#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace plantproof::metrics {

/// The numbers in the middle of more than can be kept, exactly, in as many passes over them as that takes: one where no
/// more than `most` are different, seldom more than two otherwise.
///
///     do {
///       for (const double number : numbers) middle.add(number);
///     } while (middle.again());
///
/// In every pass the numbers are counted in classes, as narrow as leaves no more than `most` with numbers in them; the
/// next pass looks into the classes that the middle lies in. What is found is the same in whatever order the numbers
/// are shown, and however they are divided.
class Middle {
 public:
  /// `most` is at least 4 (assertion).
  explicit Middle(std::size_t most);
  /// Not NaN (assertion); infinities are numbers as others. What is shown after the last pass is passed over.
  void add(double number);
  /// What another has seen in the same pass.
  void merge(const Middle& next);
  /// After a pass over all numbers: whether they have to be shown once more.
  bool again();

  /// How many numbers there are.
  [[nodiscard]] std::int64_t n() const { return n_; }
  /// The numbers of rank n / 2 and n / 2 + 1, or both that in the middle of an odd n.
  struct Numbers {
    double lower = 0;  ///< the median by nearest rank
    double upper = 0;
  };
  /// Once again() was false; none without numbers.
  [[nodiscard]] std::optional<Numbers> numbers() const { return numbers_; }

 private:
  using Key = std::uint64_t;  ///< in the order of the numbers
  struct Class {
    Key index = 0;  ///< the key over the width of classes, 2^log2_width_
    std::int64_t n = 0;
  };

  void widen(int log2_width);
  void make_few();

  std::size_t most_;
  Key first_ = 0;  ///< and last key of those that are looked at in this pass
  Key last_ = std::numeric_limits<Key>::max();
  std::int64_t n_ = 0;
  std::int64_t below_ = 0;  ///< the first key
  bool is_counted_ = false;
  int log2_width_ = 0;
  std::vector<Class> classes_;  ///< by index
  std::optional<Numbers> numbers_;
};

/// How many classes each of so many may have, for their memory together to be bounded.
std::size_t most_classes_of(std::size_t middles);

}  // namespace plantproof::metrics
