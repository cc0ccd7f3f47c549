// The one place that knows fast-cpp-csv-parser. Its line reader and column splitter are used; number conversion is not, since it
// neither names the cell nor keeps nanoseconds, and its header is not, since it stops at the first mistake.
#include "data/csv.hpp"

#include <fmt/format.h>
#include <libfccp/csv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/input_error.hpp"
#include "input/sha256.hpp"

namespace plantproof::data {
namespace {

using Chop = void (*)(char*& line, char*& begin, char*& end);

template <char kDelimiter>
void chop_quoted(char*& line, char*& begin, char*& end) {
  using Quotes = io::double_quote_escape<kDelimiter, '"'>;
  io::detail::chop_next_column<Quotes>(line, begin, end);
  Quotes::unescape(begin, end);
}

template <char kDelimiter>
void chop_plain(char*& line, char*& begin, char*& end) {
  io::detail::chop_next_column<io::no_quote_escape<kDelimiter>>(line, begin, end);
}

// The splitter takes its delimiter at compile time, a campaign at run time: one instance for each ASCII character.
template <std::size_t... kIndex>
constexpr std::array<std::pair<Chop, Chop>, sizeof...(kIndex)> chops(std::index_sequence<kIndex...> /*all*/) {
  return {std::pair<Chop, Chop>{&chop_quoted<static_cast<char>(kIndex)>, &chop_plain<static_cast<char>(kIndex)>}...};
}
constexpr auto kChops = chops(std::make_index_sequence<128>());

// Hands the file's bytes to the line reader, hashes them, and closes a last line that has no newline (where the parser of 2016
// would compare one byte past its data).
class HashedFile : public io::ByteSourceBase {
 public:
  HashedFile(const std::filesystem::path& path, input::Sha256& hash) : file_(std::fopen(path.c_str(), "rb"), &std::fclose), path_(path.string()), hash_(hash) {
    std::error_code ignored;
    if (!file_ || std::filesystem::is_directory(path, ignored)) {
      const std::string reason = file_ ? "is a directory" : std::strerror(errno);
      throw core::InputFailure({path.string(), 0, 0},
                               {fmt::format("无法打开文件：{}", reason), fmt::format("cannot open the file: {}", reason)});
    }
  }

  int read(char* buffer, int size) override {
    std::size_t count = std::fread(buffer, 1, static_cast<std::size_t>(size), file_.get());
    if (std::ferror(file_.get()) != 0) throw std::runtime_error(std::strerror(errno));
    hash_.add({buffer, count});
    if (const void* nul = std::memchr(buffer, '\0', count)) {
      const auto line = newlines_ + std::count(static_cast<const char*>(buffer), static_cast<const char*>(nul), '\n') + 1;
      throw core::InputFailure(core::Position{path_, static_cast<std::size_t>(line), std::size_t{0}},
                               {"含有 NUL 字节：不是 UTF-8 文本（也许是 UTF-16）", "a NUL byte: this is not UTF-8 text (UTF-16?)"});
    }
    newlines_ += std::count(buffer, buffer + count, '\n');
    if (count > 0) last_ = buffer[count - 1];
    if (count < static_cast<std::size_t>(size) && last_ != '\n') buffer[count++] = last_ = '\n';
    return static_cast<int>(count);
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::string path_;
  input::Sha256& hash_;
  std::ptrdiff_t newlines_ = 0;
  char last_ = '\n';
};

}  // namespace

struct CsvReader::State {
  std::string path;
  CsvDialect dialect;
  Chop chop;
  input::Sha256 hash;
  io::LineReader lines;
  std::vector<std::string_view> cells;
  std::vector<std::size_t> columns;
  std::optional<core::Text> problem;
  std::size_t bytes_before_line = 0;

  State(const std::filesystem::path& file, CsvDialect how)
      : path(file.string()),
        dialect(how),
        chop(how.quotes ? kChops[static_cast<unsigned char>(how.delimiter)].first
                        : kChops[static_cast<unsigned char>(how.delimiter)].second),
        lines(path, std::make_unique<HashedFile>(file, hash)) {}

  void split(char* line) {
    const char* const start = line;
    while (line != nullptr) {
      char* begin = nullptr;
      char* end = nullptr;
      const auto offset = static_cast<std::size_t>(line - start);
      chop(line, begin, end);
      if (dialect.fold_delimiters && begin == end) continue;
      columns.push_back(offset + 1);
      cells.emplace_back(begin, static_cast<std::size_t>(end - begin));
    }
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
    const std::size_t length = std::strlen(line);
    try {
      state.split(line);
    } catch (const io::error::escaped_string_not_closed&) {
      state.problem = core::Text{"引号没有在本行内闭合", "a quote is not closed in its line"};
    }
    if (state.problem) {
      state.cells.clear();
      state.columns.clear();
    }
    state.columns.push_back(length + 1);
    return true;
  } catch (const io::error::line_length_limit_exceeded&) {
    throw core::InputFailure({state.path, state.lines.get_file_line(), 0},
                             {"一行超过 16 MiB：这不是文本表", "a line is longer than 16 MiB: this is no text table"});
  } catch (const std::runtime_error& error) {
    throw core::InputFailure({state.path, state.lines.get_file_line(), 0},
                             {fmt::format("读取失败：{}", error.what()), fmt::format("reading failed: {}", error.what())});
  }
}

std::span<const std::string_view> CsvReader::cells() const { return state_->cells; }
const std::optional<core::Text>& CsvReader::problem() const { return state_->problem; }
std::size_t CsvReader::line() const { return state_->lines.get_file_line(); }
std::size_t CsvReader::column(std::size_t cell) const {
  return state_->columns.empty() ? 0 : state_->columns[std::min(cell, state_->columns.size() - 1)];
}
std::string CsvReader::sha256() { return state_->hash.digest(); }

}  // namespace plantproof::data
