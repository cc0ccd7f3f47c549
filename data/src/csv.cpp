// The one place that knows fast-cpp-csv-parser. Its line reader and column splitter are used; number conversion is not,
// since it neither names the cell nor keeps nanoseconds, and its header is not, since it stops at the first mistake.
#include "data/csv.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <libfccp/csv.h>

#include "core/input_error.hpp"
#include "input/byte_stream.hpp"
#include "input/utf8.hpp"

namespace plantproof::data {
namespace {

// Cuts the next cell off a line, as it is written: a quoted one with its quotes.
using Chop = void (*)(char*& line, char*& begin, char*& end);

// The splitter takes its delimiter at compile time, a campaign at run time: one instance for each ASCII character.
template <std::size_t... kIndex>
constexpr std::array<std::pair<Chop, Chop>, sizeof...(kIndex)> chops(std::index_sequence<kIndex...> /*all*/) {
  using io::detail::chop_next_column;
  return {std::pair<Chop, Chop>{&chop_next_column<io::double_quote_escape<static_cast<char>(kIndex), '"'>>,
                                &chop_next_column<io::no_quote_escape<static_cast<char>(kIndex)>>}...};
}
constexpr auto kChops = chops(std::make_index_sequence<128>());

using Quotes = io::double_quote_escape<',', '"'>;  // what is inside quotes does not depend on the delimiter

bool is_ascii(std::string_view text) {
  unsigned char seen = 0;
  for (const char c : text) seen = static_cast<unsigned char>(seen | static_cast<unsigned char>(c));
  return seen < 0x80;
}

// Hands the file's bytes to the line reader, and closes a last line that has no newline (where the parser of 2016 would
// compare one byte past its data).
class Bytes : public io::ByteSourceBase {
 public:
  Bytes(input::ByteStream& stream, std::string path) : stream_(stream), path_(std::move(path)) {}

  int read(char* buffer, int size) override {
    std::size_t count = stream_.read({buffer, static_cast<std::size_t>(size)});
    if (const void* nul = std::memchr(buffer, '\0', count)) {
      const auto line =
          newlines_ + std::count(static_cast<const char*>(buffer), static_cast<const char*>(nul), '\n') + 1;
      throw core::InputFailure(
          core::Position{path_, static_cast<std::size_t>(line), std::size_t{0}},
          {"含有 NUL 字节：不是 UTF-8 文本（也许是 UTF-16）", "a NUL byte: this is not UTF-8 text (UTF-16?)"});
    }
    newlines_ += std::count(buffer, buffer + count, '\n');
    if (count > 0) last_ = buffer[count - 1];
    if (count < static_cast<std::size_t>(size) && last_ != '\n') buffer[count++] = last_ = '\n';
    return static_cast<int>(count);
  }

 private:
  input::ByteStream& stream_;
  std::string path_;
  std::ptrdiff_t newlines_ = 0;
  char last_ = '\n';
};

}  // namespace

struct CsvReader::State {
  std::string path;
  CsvDialect dialect;
  Chop chop;
  input::ByteStream bytes;
  io::LineReader lines;
  std::vector<std::string_view> cells;
  std::vector<std::size_t> columns;
  std::optional<core::Text> problem;

  State(const std::filesystem::path& file, CsvDialect how)
      : path(file.string()),
        dialect(how),
        chop(how.quotes ? kChops[static_cast<unsigned char>(how.delimiter)].first
                        : kChops[static_cast<unsigned char>(how.delimiter)].second),
        bytes(file),
        lines(path, std::make_unique<Bytes>(bytes, path)) {}

  void split(char* line, bool ascii) {
    std::size_t column = 1;
    while (line != nullptr) {
      char* begin = nullptr;
      char* end = nullptr;
      chop(line, begin, end);
      const std::string_view written(begin, static_cast<std::size_t>(end - begin));
      const std::size_t start = column;
      column += (ascii ? written.size() : input::characters(written)) + 1;
      if (dialect.fold_delimiters && written.empty()) continue;
      if (dialect.quotes) Quotes::unescape(begin, end);
      columns.push_back(start);
      cells.emplace_back(begin, static_cast<std::size_t>(end - begin));
    }
    columns.push_back(column - 1);
  }

  void refuse(core::Text what) {
    cells.clear();
    columns.clear();
    problem = std::move(what);
  }
};

CsvReader::CsvReader(const std::filesystem::path& path, CsvDialect dialect)
    : state_(std::make_unique<State>(path, dialect)) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

bool CsvReader::next() {
  State& state = *state_;
  state.cells.clear();
  state.columns.clear();
  state.problem.reset();
  try {
    char* line = state.lines.next_line();
    while (line != nullptr && *line == '\0') line = state.lines.next_line();
    if (line == nullptr) return false;
    const bool ascii = is_ascii(line);
    if (!ascii && !input::is_utf8(line)) {
      state.refuse(
          {"不是 UTF-8 文本（也许是 GBK）：请另存为 UTF-8", "this is not UTF-8 text (GBK?): save it as UTF-8"});
      return true;
    }
    try {
      state.split(line, ascii);
    } catch (const io::error::escaped_string_not_closed&) {
      state.refuse({"引号没有在本行内闭合", "a quote is not closed in its line"});
    }
    return true;
  } catch (const io::error::line_length_limit_exceeded&) {
    throw core::InputFailure({state.path, state.lines.get_file_line(), 0},
                             {"一行超过 16 MiB：这不是文本表", "a line is longer than 16 MiB: this is no text table"});
  }
}

std::span<const std::string_view> CsvReader::cells() const {
  return state_->cells;
}
const std::optional<core::Text>& CsvReader::problem() const {
  return state_->problem;
}
std::size_t CsvReader::line() const {
  return state_->lines.get_file_line();
}
std::size_t CsvReader::column(std::size_t cell) const {
  return state_->columns.empty() ? 0 : state_->columns[std::min(cell, state_->columns.size() - 1)];
}
std::string CsvReader::sha256() {
  return state_->bytes.sha256();
}

}  // namespace plantproof::data
