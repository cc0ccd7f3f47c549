#include "data/csv.hpp"

#include <cstring>

#include "input/utf8.hpp"

namespace plantproof::data {
namespace {

bool is_ascii(std::string_view text) {
  unsigned char seen = 0;
  for (const char c : text) seen = static_cast<unsigned char>(seen | static_cast<unsigned char>(c));
  return seen < 0x80;
}

/// Where the cell that begins at `begin` ends; null where a quote is not closed.
const char* end_of_cell(const char* begin, const char* end, char delimiter) {
  const char* at = begin;
  while (at != end && *at != delimiter) {
    if (*at++ != '"') continue;
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
    if (at == nullptr) return nullptr;
    ++at;
  }
  return at;
}

}  // namespace

CsvLines::CsvLines(const TextBlock& block, CsvDialect dialect)
    : dialect_(dialect), rest_(block.text), line_(block.lines_before) {}

bool CsvLines::next() {
  cells_.clear();
  starts_.clear();
  problem_.reset();
  while (!rest_.empty()) {
    const std::size_t newline = rest_.find('\n');
    text_ = rest_.substr(0, newline);
    rest_.remove_prefix(newline == std::string_view::npos ? rest_.size() : newline + 1);
    ++line_;
    if (text_.ends_with('\r')) text_.remove_suffix(1);
    if (text_.empty()) continue;
    if (!is_ascii(text_) && !input::is_utf8(text_)) {
      refuse({"不是 UTF-8 文本（也许是 GBK）：请另存为 UTF-8", "this is not UTF-8 text (GBK?): save it as UTF-8"});
    } else if (dialect_.quotes && text_.find('"') != std::string_view::npos) {
      split_quoted();
    } else {
      split();
    }
    return true;
  }
  return false;
}

void CsvLines::split() {
  const char* const end = text_.data() + text_.size();
  const char* begin = text_.data();
  while (const void* stop = std::memchr(begin, dialect_.delimiter, static_cast<std::size_t>(end - begin))) {
    const char* const at = static_cast<const char*>(stop);
    add(begin, at, {begin, at});
    begin = at + 1;
  }
  add(begin, end, {begin, end});
}

void CsvLines::split_quoted() {
  const char* const end = text_.data() + text_.size();
  unescaped_.clear();
  unescaped_.reserve(text_.size());  // cells are views of it
  for (const char* begin = text_.data();; ++begin) {
    const char* const stop = end_of_cell(begin, end, dialect_.delimiter);
    if (stop == nullptr) {
      refuse({"引号没有在本行内闭合", "a quote is not closed in its line"});
      return;
    }
    std::string_view cell(begin, stop);
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
      cell = cell.substr(1, cell.size() - 2);
      const std::size_t first = unescaped_.size();
      for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell.substr(i, 2) == "\"\"") ++i;
        unescaped_ += cell[i];
      }
      cell = std::string_view(unescaped_).substr(first);
    }
    add(begin, stop, cell);
    if (stop == end) return;
    begin = stop;
  }
}

void CsvLines::add(const char* begin, const char* end, std::string_view cell) {
  if (dialect_.fold_delimiters && begin == end) return;
  cells_.push_back(cell);
  starts_.push_back(static_cast<std::size_t>(begin - text_.data()));
}

void CsvLines::refuse(core::Text what) {
  cells_.clear();
  starts_.clear();
  problem_ = std::move(what);
}

std::size_t CsvLines::column(std::size_t cell) const {
  if (problem_) return 0;
  return 1 + input::characters(text_.substr(0, cell < starts_.size() ? starts_[cell] : text_.size()));
}

bool CsvReader::next() {
  while (!lines_.next()) {
    auto block = blocks_.next();
    if (!block) return false;
    block_ = std::move(*block);
    lines_ = CsvLines(block_, dialect_);
  }
  return true;
}

}  // namespace plantproof::data
