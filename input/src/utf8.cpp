#include "input/utf8.hpp"

#include <algorithm>

namespace plantproof::input {
namespace {

struct Lead {
  std::size_t length;  ///< 0: no character begins with this byte
  unsigned char second_least;
  unsigned char second_most;
};

// The rows of Unicode's table 3-7.
constexpr Lead lead(unsigned char byte) {
  if (byte <= 0x7F) return {1, 0, 0};
  if (byte <= 0xC1) return {0, 0, 0};
  if (byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

constexpr bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const Lead row = lead(static_cast<unsigned char>(bytes[0]));
    if (row.length == 0 || row.length > bytes.size()) return false;
    if (row.length > 1) {
      const auto second = static_cast<unsigned char>(bytes[1]);
      if (second < row.second_least || second > row.second_most) return false;
    }
    for (std::size_t i = 2; i < row.length; ++i) {
      if (!continues(bytes[i])) return false;
    }
    bytes.remove_prefix(row.length);
  }
  return true;
}

std::size_t characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

}  // namespace plantproof::input
