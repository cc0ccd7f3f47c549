#include "report/layout.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "unicode.hpp"

namespace plantproof::report {
namespace {

constexpr std::size_t kNarrowest = 2;  ///< holds any character
constexpr std::size_t kGap = 2;        ///< columns between those of a table

bool is_space(char32_t code) {
  return code == U' ';
}

std::u32string printable(std::string_view text) {
  std::u32string codes = decode(text);
  for (char32_t& code : codes) {
    if (code == U'\n' || code == U'\t' || code == U'\r') {
      code = U' ';
    } else if (is_control(code)) {
      code = 0xFFFD;
    }
  }
  return codes;
}

bool is_digit(char32_t code) {
  return code >= U'0' && code <= U'9';
}
bool is_letter(char32_t code) {
  return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z');
}

/// Whether the space at `text[at]` holds a number together with its comparator or its unit: "< 10 ms", "50 %".
bool is_within_quantity(std::u32string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size()) return false;
  const char32_t before = text[at - 1];
  const char32_t after = text[at + 1];
  if (is_digit(before)) return after == U'%' || is_letter(after);
  return is_digit(after) && std::u32string_view(U"<>≤≥").find(before) != std::u32string_view::npos;
}

/// Whether a line may end before `text[at]`, 0 < at < size.
bool may_break(std::u32string_view text, std::size_t at) {
  constexpr std::u32string_view kClosing = U"，。、；：？！）】》」』”’…%,.;:?!)]}/";
  constexpr std::u32string_view kOpening = U"（【《「『“‘([{";
  const char32_t before = text[at - 1];
  const char32_t after = text[at];
  if (is_space(after)) return !is_within_quantity(text, at);
  if (kClosing.find(after) != std::u32string_view::npos || kOpening.find(before) != std::u32string_view::npos)
    return false;
  if (is_space(before)) return !is_within_quantity(text, at - 1);
  return width_of(before) == 2 || width_of(after) == 2;
}

std::vector<std::size_t> column_widths(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                                       std::size_t width) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    widths.push_back(std::max(kNarrowest, width_of(columns[i].header)));
    for (const std::vector<Cell>& row : rows) widths.back() = std::max(widths.back(), width_of(row[i].text));
  }
  const std::size_t room = width - kGap * (columns.size() - 1);
  while (std::accumulate(widths.begin(), widths.end(), std::size_t{0}) > room)
    --*std::max_element(widths.begin(), widths.end());
  return widths;
}

}  // namespace

std::string drawn(std::string_view text, Ink ink, bool colour) {
  std::string plain(text);
  if (!colour || text.empty()) return plain;
  switch (ink) {
    case Ink::Plain:
      return plain;
    case Ink::Strong:
      return "\x1b[1m" + plain + "\x1b[0m";
    case Ink::Faint:
      return "\x1b[2m" + plain + "\x1b[0m";
    case Ink::Good:
      return "\x1b[32m" + plain + "\x1b[0m";
    case Ink::Bad:
      return "\x1b[1;31m" + plain + "\x1b[0m";
    case Ink::Open:
      return "\x1b[33m" + plain + "\x1b[0m";
  }
  return plain;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  assert(width >= 2);
  const std::u32string codes = printable(text);
  const std::u32string_view all = codes;
  std::size_t indent = std::min(all.find_first_not_of(U' '), all.size());
  if (indent + 2 > width) indent = 0;
  std::vector<std::string> lines;
  for (std::size_t start = indent; start < all.size();) {
    std::size_t columns = indent;
    std::size_t end = start;
    std::size_t cut = start;
    for (; end < all.size() && columns + width_of(all[end]) <= width; ++end) {
      if (end > start && may_break(all, end)) cut = end;
      columns += width_of(all[end]);
    }
    if (end == all.size() || may_break(all, end) || cut == start) cut = end;
    std::u32string_view line = all.substr(start, cut - start);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    if (!line.empty()) lines.push_back(std::string(indent, ' ') + encode(line));
    for (start = cut; start < all.size() && is_space(all[start]);) ++start;
  }
  return lines;
}

std::string table(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows, std::size_t width,
                  bool colour) {
  const std::vector<std::size_t> widths = column_widths(columns, rows, width);
  const auto row_text = [&](const std::vector<Cell>& row) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(wrap(row[i].text, widths[i]));
      height = std::max(height, cells.back().size());
    }
    std::string text;
    for (std::size_t line = 0; line < height; ++line) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string cell = line < cells[i].size() ? cells[i][line] : std::string();
        const std::string space(widths[i] - width_of(cell), ' ');
        const std::string inked = drawn(cell, row[i].ink, colour);
        text += (columns[i].is_right_aligned ? space + inked : inked + space) + std::string(kGap, ' ');
      }
      text.erase(text.find_last_not_of(' ') + 1);
      text += '\n';
    }
    return text;
  };
  std::vector<Cell> headers;
  for (const Column& column : columns) headers.push_back({column.header, Ink::Strong});
  const std::size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (columns.size() - 1));
  std::string text = row_text(headers) + drawn(std::string(total, '-'), Ink::Faint, colour) + '\n';
  for (const std::vector<Cell>& row : rows) text += row_text(row);
  return text;
}

}  // namespace plantproof::report
