#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text set in columns, whatever its language: a Chinese character counts two. Texts are UTF-8 from anywhere; what could
// disturb a terminal is replaced by U+FFFD, and line ends and tabs by a space.
namespace plantproof::report {

/// What a piece of text is, for the eye; only drawn where colour is wanted.
enum class Ink { Plain, Strong, Faint, Good, Bad, Open };

/// The text in its ink; unchanged without colour.
std::string drawn(std::string_view text, Ink ink, bool colour);

/// The text in lines of at most `width` columns (at least 2), none for an empty text. Lines break at spaces and between
/// Chinese characters, never before a closing mark or between a number and its comparator or unit; a word longer than a
/// line is broken where it ends. Spaces at the very beginning indent every line, where there is room for it.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

struct Cell {
  std::string text;
  Ink ink = Ink::Plain;
};

struct Column {
  std::string header;
  bool is_right_aligned = false;
};

/// Lines of a table: the headers, a rule, then a row for each of `rows`, which have a cell a column. At most `width`
/// columns wide: where that is not enough the widest column gives way, and its cells take several lines. No line ends
/// in spaces.
std::string table(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows, std::size_t width,
                  bool colour);

}  // namespace plantproof::report
