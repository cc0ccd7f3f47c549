#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plantproof::report {

/// The code points of UTF-8; what is not UTF-8 (stray, cut, overlong, surrogate, above U+10FFFF) becomes U+FFFD.
std::u32string decode(std::string_view utf8);
/// Back to UTF-8; every code point is one that decode() gives.
std::string encode(std::u32string_view text);

/// A code point that has no sign of its own but changes what is around it: control characters, and the marks that turn
/// the direction of writing. A name that holds one could clear a terminal, or make a verdict read as another.
bool is_control(char32_t code);

/// The columns that a terminal gives to a code point: 2 where Unicode's East Asian Width is W or F, 0 for combining
/// marks, otherwise 1. Ambiguous ones (≥, …, √) count 1, as in every terminal that is not set to a legacy East Asian
/// encoding.
std::size_t width_of(char32_t code);
/// The columns of a text without control characters.
std::size_t width_of(std::string_view utf8);

}  // namespace plantproof::report
