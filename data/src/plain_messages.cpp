#include "data/plain_messages.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "input/utf8.hpp"

namespace plantproof::data {
namespace {

constexpr std::int64_t kNeverTooLarge = 18;  // digits, of a column whose range holds any number of so many

// Columns, as the table's definition numbers them; the last one is `bytes`.
constexpr std::size_t kFlow = 0;
constexpr std::size_t kSequence = 1;
constexpr std::size_t kSent = 2;
constexpr std::size_t kReceived = 3;

}  // namespace

PlainMessages::PlainMessages(const TableHeader& header) : is_whole_(header.cells == column_of_cell_.size()) {
  for (std::size_t column = 0; column < header.cell_of_column.size(); ++column) {
    const auto cell = header.cell_of_column[column];
    is_whole_ = is_whole_ && cell;
    if (is_whole_) column_of_cell_[*cell] = column;
  }
}

bool PlainMessages::read(std::string_view line, Message& row) const {
  if (!is_whole_) return false;
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t cell = 0; cell < column_of_cell_.size(); ++cell) {
    if (cell > 0) {
      if (at == end || *at != ',') return false;
      ++at;
    }
    const char* const begin = at;
    if (column_of_cell_[cell] == kFlow) {
      unsigned char seen = 0;
      for (; at != end && *at != ','; ++at) {
        if (*at == '"') return false;
        seen |= static_cast<unsigned char>(*at);
      }
      if (at == begin || (seen >= 0x80 && !input::is_utf8({begin, at}))) return false;
      row.flow.assign(begin, at);
      continue;
    }
    std::uint64_t number = 0;
    for (; at != end; ++at) {
      const std::uint64_t digit = static_cast<unsigned char>(*at) - std::uint64_t{'0'};
      if (digit > 9) break;
      number = number * 10 + digit;
    }
    if (at - begin > kNeverTooLarge) return false;
    const auto whole = static_cast<std::int64_t>(number);
    const bool is_empty = at == begin;
    switch (column_of_cell_[cell]) {
      case kSequence:
        row.sequence = whole;
        break;
      case kSent:
        row.sent = Instant(Nanoseconds(whole));
        break;
      case kReceived:
        row.received = is_empty ? std::nullopt : std::optional(Instant(Nanoseconds(whole)));
        continue;
      default:
        row.bytes = is_empty ? std::nullopt : std::optional(whole);
        continue;
    }
    if (is_empty) return false;
  }
  return at == end;
}

}  // namespace plantproof::data
