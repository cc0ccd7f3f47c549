#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/text.hpp"

namespace plantproof::data {

/// How a delimited text file is written.
struct CsvDialect {
  char delimiter = ',';  ///< any ASCII character but a quote, a line end or NUL
  bool quotes = true;    ///< "a,b" is one cell, "" inside it a quote (RFC 4180); a quoted cell ends in its line
  bool fold_delimiters =
      false;  ///< several delimiters in a row count as one, those at the line's ends as none (columns of blanks)
};

/// Reads a delimited file of UTF-8 text line by line and hashes it on the way. A byte order mark, CRLF and a missing
/// last newline are understood; lines without any character are passed over.
///
///     CsvReader reader(path, {});
///     while (reader.next()) use(reader.cells(), reader.line());
class CsvReader {
 public:
  /// Throws core::InputFailure as next() does, and when the file cannot be opened.
  CsvReader(const std::filesystem::path& path, CsvDialect dialect);
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;

  /// Goes to the next line; false at the end of the file. Throws core::InputFailure when a line is longer than 16 MiB,
  /// when there is a NUL byte (UTF-16), or when the file cannot be read on.
  bool next();

  /// The cells of this line, unquoted. Valid until next(). Empty when the line has a problem().
  [[nodiscard]] std::span<const std::string_view> cells() const;
  /// Why this line has no cells (a quote that is not closed, bytes that are not UTF-8), or nothing.
  [[nodiscard]] const std::optional<core::Text>& problem() const;
  /// The number of this line in the file, from 1.
  [[nodiscard]] std::size_t line() const;
  /// The character of this line, from 1, at which a cell begins. For an index past the last cell, where the line ends.
  [[nodiscard]] std::size_t column(std::size_t cell) const;
  /// The SHA-256 of the whole file; to be asked after next() returned false.
  [[nodiscard]] std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plantproof::data
