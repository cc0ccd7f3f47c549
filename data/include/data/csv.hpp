#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "data/text_blocks.hpp"

namespace plantproof::data {

/// How a delimited text file is written.
struct CsvDialect {
  char delimiter = ',';  ///< any ASCII character but a quote, a line end or NUL
  bool quotes = true;    ///< "a,b" is one cell, "" inside it a quote (RFC 4180); a quoted cell ends in its line
  bool fold_delimiters =
      false;  ///< several delimiters in a row count as one, those at the line's ends as none (columns of blanks)
};

/// Splits delimited UTF-8 text that is in memory into lines and cells. CRLF and a missing last newline are understood;
/// lines without any character are passed over.
///
///     CsvLines lines(block, {});
///     while (lines.next()) use(lines.cells(), lines.line());
class CsvLines {
 public:
  CsvLines() = default;
  /// The block's bytes must live as long as this.
  CsvLines(const TextBlock& block, CsvDialect dialect);

  /// Goes to the next line; false at the end.
  bool next();

  /// The cells of this line, unquoted. Valid until next(). Empty when the line has a problem().
  [[nodiscard]] std::span<const std::string_view> cells() const { return cells_; }
  /// Why this line has no cells (a quote that is not closed, bytes that are not UTF-8), or nothing.
  [[nodiscard]] const std::optional<core::Text>& problem() const { return problem_; }
  /// The number of this line in the file, from 1.
  [[nodiscard]] std::size_t line() const { return line_; }
  /// The character of this line, from 1, at which a cell begins. For an index past the last cell, where the line ends.
  /// 0 when the line has a problem().
  [[nodiscard]] std::size_t column(std::size_t cell) const;
  /// The text after this line.
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  void split();
  void split_quoted();
  void add(const char* begin, const char* end, std::string_view cell);
  void refuse(core::Text what);

  CsvDialect dialect_;
  std::string_view rest_;  ///< of the text, after this line
  std::string_view text_;  ///< of this line
  std::size_t line_ = 0;
  std::vector<std::string_view> cells_;
  std::vector<std::size_t> starts_;  ///< beside each cell, the byte of text_ it begins at
  std::string unescaped_;            ///< the cells of this line that held quotes
  std::optional<core::Text> problem_;
};

/// Reads a delimited file line by line, and hashes it on the way.
///
///     CsvReader reader(path, {});
///     while (reader.next()) use(reader.cells(), reader.line());
class CsvReader {
 public:
  /// Throws core::InputFailure as TextBlocks does.
  CsvReader(const std::filesystem::path& path, CsvDialect dialect) : blocks_(path), dialect_(dialect) {}

  /// Goes to the next line; false at the end of the file. Throws core::InputFailure as TextBlocks does.
  bool next();

  /// As of CsvLines.
  [[nodiscard]] std::span<const std::string_view> cells() const { return lines_.cells(); }
  [[nodiscard]] const std::optional<core::Text>& problem() const { return lines_.problem(); }
  [[nodiscard]] std::size_t line() const { return lines_.line(); }
  [[nodiscard]] std::size_t column(std::size_t cell) const { return lines_.column(cell); }
  /// The SHA-256 of the whole file as it is stored; to be asked after next() returned false.
  [[nodiscard]] std::string sha256() { return blocks_.sha256(); }

 private:
  TextBlocks blocks_;
  CsvDialect dialect_;
  TextBlock block_;
  CsvLines lines_;
};

}  // namespace plantproof::data
