#include "data/plain_messages.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "data/column.hpp"
#include "input/utf8.hpp"

namespace plantproof::data {
namespace {

constexpr std::ptrdiff_t kWord = 8;                                  // characters that are looked at together
constexpr std::ptrdiff_t kMostDigits = 19;                           // what has more may not fit
constexpr auto kGreatest = static_cast<std::uint64_t>(kFarthestNs);  // of what every column's range holds

constexpr std::uint64_t eight_times(unsigned char character) {
  return character * 0x0101010101010101U;
}

/// Marks the eight characters that are this one, rightly up to the first of them.
constexpr std::uint64_t marks(std::uint64_t eight, unsigned char character) {
  const std::uint64_t differ = eight ^ eight_times(character);
  return (differ - eight_times(1)) & ~differ & eight_times(0x80);
}

/// How many of eight characters come before the first marked one.
int before_mark(std::uint64_t marked) {
  return std::countr_zero(marked) / 8;
}

/// How many of eight characters, from the first on, are digits.
int digits_of(std::uint64_t eight) {
  constexpr std::uint64_t kHigh = eight_times(0xF0);
  constexpr std::uint64_t kZeros = eight_times('0');
  const std::uint64_t after_nine = eight + eight_times(6);  // of digits, still one of the sixteen from '0' on
  return before_mark(((eight & kHigh) ^ kZeros) | ((after_nine & kHigh) ^ kZeros));
}

/// The value of eight decimal digits: neighbours are joined to pairs, fours and the whole.
std::uint64_t value_of(std::uint64_t eight) {
  eight = (eight & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
  eight = (eight & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  return (eight & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
}

/// A line from some place on.
class Rest {
 public:
  /// Of a line of kWord characters at least.
  explicit Rest(std::string_view line) : at_(line.data()), end_(line.data() + line.size()) {}

  [[nodiscard]] bool is_empty() const { return at_ == end_; }
  /// Goes over a comma; false where there is none.
  bool comma() {
    if (is_empty() || *at_ != ',') return false;
    ++at_;
    return true;
  }
  /// Goes over a text without quotes; false where it is none.
  bool text(std::string& text) {
    const char* const begin = at_;
    std::uint64_t seen = 0;
    for (int before = kWord; before == kWord && !is_empty();) {
      const std::uint64_t eight = next();
      const std::uint64_t commas = marks(eight, ',');
      before = static_cast<int>(std::min<std::ptrdiff_t>(before_mark(commas), end_ - at_));
      const std::uint64_t quotes = marks(eight, '"');
      if (quotes != 0 && before_mark(quotes) < before) return false;
      if (before > 0) seen |= eight << (64 - 8 * before);
      at_ += before;
    }
    const std::string_view found(begin, static_cast<std::size_t>(at_ - begin));
    if (found.empty() || ((seen & eight_times(0x80)) != 0 && !input::is_utf8(found))) return false;
    text.assign(found);
    return true;
  }
  /// Goes over digits, none where there are none; false where they may be too many.
  bool digits(std::optional<std::int64_t>& whole) {
    static constexpr std::array<std::uint64_t, kWord + 1> kPowers = {1,       10,        100,        1'000,      10'000,
                                                                     100'000, 1'000'000, 10'000'000, 100'000'000};
    const char* const begin = at_;
    std::uint64_t number = 0;
    for (int digits = kWord; digits == kWord && !is_empty(); at_ += digits) {
      const std::uint64_t eight = next();
      digits = digits_of(eight);
      if (digits > 0)
        number = number * kPowers[static_cast<std::size_t>(digits)] + value_of(eight << (64 - 8 * digits));
    }
    if (at_ == begin) {
      whole.reset();
    } else {
      whole = static_cast<std::int64_t>(number);
    }
    return at_ - begin <= kMostDigits && number <= kGreatest;
  }

 private:
  /// The next eight characters, the first of them in the lowest byte; zeros after the end.
  [[nodiscard]] std::uint64_t next() const {
    const std::ptrdiff_t missing = std::max<std::ptrdiff_t>(kWord - (end_ - at_), 0);
    std::uint64_t eight = 0;
    std::memcpy(&eight, at_ - missing, sizeof eight);
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    return eight >> (8 * missing);
  }

  const char* at_;
  const char* end_;
};

}  // namespace

PlainMessages::PlainMessages(const TableHeader& header) : is_in_order_(header.cells == header.cell_of_column.size()) {
  for (std::size_t column = 0; column < header.cell_of_column.size(); ++column)
    is_in_order_ = is_in_order_ && header.cell_of_column[column] == column;
}

bool PlainMessages::read(std::string_view line, Message& row) const {
  if (!is_in_order_ || line.size() < kWord) return false;
  Rest rest(line);
  std::optional<std::int64_t> sequence;
  std::optional<std::int64_t> sent;
  std::optional<std::int64_t> received;
  const bool is_plain = rest.text(row.flow) && rest.comma() && rest.digits(sequence) && rest.comma() &&
                        rest.digits(sent) && rest.comma() && rest.digits(received) && rest.comma() &&
                        rest.digits(row.bytes) && rest.is_empty();
  if (!is_plain || !sequence || !sent) return false;
  row.sequence = *sequence;
  row.sent = Instant(Nanoseconds(*sent));
  row.received = received ? std::optional(Instant(Nanoseconds(*received))) : std::nullopt;
  return true;
}

}  // namespace plantproof::data
