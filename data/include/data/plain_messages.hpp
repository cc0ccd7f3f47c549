#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "data/by_name.hpp"
#include "data/table_io.hpp"

namespace plantproof::data {

/// The short way to read the lines of the table messages. Nearly every one has its columns in order and no quotes, its
/// numbers are digits alone, as many of them as in its flow's line before, and flows take turns. So where each number
/// is is known before it is read, and nothing has to be looked for. What it takes it reads as the long way does
/// (tests/data/pass_test.cpp); the rest is for that.
class PlainMessages {
 public:
  explicit PlainMessages(const TableHeader& header);

  /// Reads the first line of the rest of a block, and takes it off. Null, with nothing taken off, where the line is not
  /// plain, or is the first or the last of the block: what is read lies within that. The row is there until the next
  /// line is read.
  const Message* next(std::string_view block, std::string_view& rest);

 private:
  /// A number in a line, and the words that hold its digits.
  struct Number {
    Number() = default;
    Number(std::size_t begin, std::size_t end);
    [[nodiscard]] bool is_there() const { return digits != 0; }

    std::int16_t comma = 0;       ///< before it
    std::int16_t word = 0;        ///< the first one; may begin before the number, and before the line
    std::int32_t more_words = 0;  ///< after that
    std::uint64_t digits = 0;     ///< ones where the first word has digits
    std::uint64_t seen = 0;       ///< these digits in the line before, which change seldom
    std::uint64_t value = 0;      ///< of what was seen
  };
  /// Where a line's numbers are: sequence, sent, received, bytes.
  struct Shape {
    std::array<Number, 4> numbers;
    std::size_t length = std::numeric_limits<std::size_t>::max() / 2;  ///< without the line's end; no line is as long
  };
  struct Flow {
    Message row;  ///< without a name where the flow's is not plain
    Shape shape;  ///< of its last line
  };

  static std::optional<Shape> shape_of(std::string_view rest, std::size_t name);
  /// Whether the first line has the flow's shape: then it is read.
  static bool read(Flow& flow, std::string_view block, std::string_view& rest);
  const Message* read_of_any_flow(std::string_view block, std::string_view& rest);

  bool is_in_order_;  ///< the header has every column, in the order of the table's definition
  ByName<Flow> flows_;
};

}  // namespace plantproof::data
