#include "core/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace plantproof::core {
namespace {

std::string written(double value, std::chars_format format, int precision) {
  std::array<char, 400> text{};  // the largest double has 309 digits before its point
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format, precision).ptr;
  return {text.data(), end};
}

/// Sets the thousands of the whole part apart.
std::string with_groups(std::string text) {
  constexpr std::string_view kSpace = "\u00a0";
  constexpr std::size_t kDigits = 3;
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > first + kDigits;) {
    at -= kDigits;
    text.insert(at, kSpace);
  }
  return text;
}

}  // namespace

std::string decimal(double value, int digits) {
  const double magnitude = std::abs(value);
  if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e15)) {
    return written(value, std::chars_format::general, digits);
  }
  const int exponent = magnitude == 0 ? 0 : static_cast<int>(std::floor(std::log10(magnitude)));
  std::string text = written(value, std::chars_format::fixed, std::max(0, digits - 1 - exponent));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : with_groups(std::move(text));
}

std::string grouped(std::int64_t number) {
  return with_groups(std::to_string(number));
}

std::string counted(std::int64_t number, std::string_view noun) {
  return grouped(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string percent(double share) {
  constexpr int kMostDigits = 15;
  int digits = 4;
  const auto is_rounded_to_certainty = [&] { return share < 1 && decimal(100 * share, digits) == "100"; };
  while (digits < kMostDigits && is_rounded_to_certainty()) ++digits;
  return decimal(100 * share, digits) + " %";
}

}  // namespace plantproof::core
