#include "input/number.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace plantproof::input {

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  // Nearly every number of a long table is digits alone, too few to overflow; from_chars takes longer over them.
  constexpr std::size_t kNeverTooLarge = 18;
  if (!text.empty() && text.size() <= kNeverTooLarge) {
    std::uint64_t digits = 0;
    std::uint64_t greatest = 0;
    for (const char c : text) {
      const std::uint64_t digit = static_cast<unsigned char>(c) - std::uint64_t{'0'};
      greatest |= digit | (digit + 6);  // 16 and more where it is none
      digits = digits * 10 + digit;
    }
    if (greatest < 16) return static_cast<std::int64_t>(digits);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> parse_scaled(std::string_view text, int power) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) {
    std::string digits(text);
    digits.append(static_cast<std::size_t>(power), '0');
    return text.empty() || text == "-" ? std::nullopt : parse_integer(digits);
  }
  std::string_view fraction = text.substr(point + 1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  for (const char c : fraction) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  const std::string_view whole = text.substr(0, point);
  if (fraction.size() > static_cast<std::size_t>(power) || whole.empty() || whole == "-") return std::nullopt;
  std::string digits(whole);
  digits += fraction;
  digits.append(static_cast<std::size_t>(power) - fraction.size(), '0');
  return parse_integer(digits);
}

}  // namespace plantproof::input
