#include "data/plain_messages.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "data/column.hpp"
#include "input/utf8.hpp"

namespace plantproof::data {
namespace {

constexpr std::size_t kWord = 8;                     // characters that are read together
constexpr std::uint64_t kOfWord = 100'000'000;       // what so many digits count to
constexpr std::size_t kMostDigits = 19;              // what has more may not fit
constexpr std::size_t kLongestName = 256;            // that is looked for
constexpr std::uint64_t kEach = 0x0101010101010101;  // of a word's characters

bool is_digit(char c) {
  return '0' <= c && c <= '9';
}

/// Of what has no comma.
bool is_plain(std::string_view name) {
  return !name.empty() && name.find_first_of("\"\n") == std::string_view::npos && input::is_utf8(name);
}

/// Eight digits, the first of them in the lowest byte; what is no digit is more than nine.
std::uint64_t digits_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word ^ kEach * '0';
}

/// Joins digits to numbers, and keeps in mind whether they all were some.
class Digits {
 public:
  std::uint64_t value(std::uint64_t digits) {
    wrong_ |= (digits + kEach * (0x80 - 10)) | digits;   // highest bits from ten on
    digits = (digits * 2561 >> 8) & 0x00FF00FF00FF00FF;  // neighbours are joined to pairs, fours and the whole
    digits = (digits * 6553601 >> 16) & 0x0000FFFF0000FFFF;
    return digits * 42949672960001 >> 32;
  }
  [[nodiscard]] bool are_right() const { return (wrong_ & kEach * 0x80) == 0; }

 private:
  std::uint64_t wrong_ = 0;
};

}  // namespace

PlainMessages::PlainMessages(const TableHeader& header) : is_in_order_(header.cells == header.cell_of_column.size()) {
  for (std::size_t column = 0; column < header.cell_of_column.size(); ++column)
    is_in_order_ = is_in_order_ && header.cell_of_column[column] == column;
}

PlainMessages::Number::Number(std::size_t begin, std::size_t end) : comma(static_cast<std::int16_t>(begin - 1)) {
  const std::size_t words = std::max<std::size_t>((end - begin + kWord - 1) / kWord, 1);
  word = static_cast<std::int16_t>(end - kWord * words);
  more_words = static_cast<std::int32_t>(words) - 1;
  if (begin < end) digits = ~std::uint64_t{0} << 8 * (kWord * words - (end - begin));
}

std::optional<PlainMessages::Shape> PlainMessages::shape_of(std::string_view rest, std::size_t name) {
  Shape shape;
  std::size_t at = name;
  for (Number& number : shape.numbers) {
    if (at == rest.size() || rest[at] != ',') return std::nullopt;
    const std::size_t begin = ++at;
    while (at < rest.size() && is_digit(rest[at])) ++at;
    if (at - begin > kMostDigits) return std::nullopt;
    number = Number(begin, at);
  }
  const auto& [sequence, sent, received, bytes] = shape.numbers;
  if (!sequence.is_there() || !sent.is_there()) return std::nullopt;
  shape.length = at;
  return shape;
}

inline bool PlainMessages::read(Flow& flow, std::string_view block, std::string_view& rest) {
  constexpr auto kGreatest = static_cast<std::uint64_t>(kFarthestNs);  // of what every column's range holds
  Shape& shape = flow.shape;
  if (rest.size() < shape.length + 2 || rest.size() + kWord > block.size()) return false;
  const char* const line = rest.data();
  Digits digits;
  std::array<std::uint64_t, std::tuple_size_v<decltype(shape.numbers)>> values{};
  bool is_wrong = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Number& number = shape.numbers[i];
    const char* word = line + number.word;
    if (const std::uint64_t first = digits_at(word) & number.digits; first != number.seen) {
      number.seen = first;
      number.value = digits.value(first);
    }
    std::uint64_t value = number.value;
    if (number.more_words > 0) value = value * kOfWord + digits.value(digits_at(word += kWord));
    if (number.more_words > 1) {
      value = value * kOfWord + digits.value(digits_at(word + kWord));
      is_wrong = is_wrong || value > kGreatest;
    }
    is_wrong = is_wrong || line[number.comma] != ',';
    values[i] = value;
  }
  const char* const end = line + shape.length;
  const std::size_t line_end = *end == '\r' ? 2 : 1;
  if (is_wrong || !digits.are_right() || end[line_end - 1] != '\n') {
    shape = Shape();  // that what was seen were digits is not sure
    return false;
  }
  rest.remove_prefix(shape.length + line_end);

  const auto whole = [&](std::size_t i) { return static_cast<std::int64_t>(values[i]); };
  const auto instant = [&](std::size_t i) { return Instant(Nanoseconds(whole(i))); };
  flow.row.sequence = whole(0);
  flow.row.sent = instant(1);
  flow.row.received = shape.numbers[2].is_there() ? std::optional(instant(2)) : std::nullopt;
  flow.row.bytes = shape.numbers[3].is_there() ? std::optional(whole(3)) : std::nullopt;
  return true;
}

const Message* PlainMessages::next(std::string_view block, std::string_view& rest) {
  Flow* const flow = flows_.next_in(rest);
  return flow != nullptr && read(*flow, block, rest) ? &flow->row : read_of_any_flow(block, rest);
}

const Message* PlainMessages::read_of_any_flow(std::string_view block, std::string_view& rest) {
  const std::size_t length = rest.substr(0, kLongestName).find(',');
  if (!is_in_order_ || length == std::string_view::npos) return nullptr;
  const std::string_view name = rest.substr(0, length);
  Flow& flow = flows_[name];
  if (flow.row.flow.empty() && is_plain(name)) flow.row.flow = name;
  if (flow.row.flow.empty()) return nullptr;
  if (read(flow, block, rest)) return &flow.row;
  const std::optional<Shape> shape = shape_of(rest, length);
  if (!shape) return nullptr;
  flow.shape = *shape;
  return read(flow, block, rest) ? &flow.row : nullptr;
}

}  // namespace plantproof::data
