#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plantproof::input {

/// The whole text as a decimal integer; nothing when it is not one or does not fit 64 bits. "+5" and " 5" are not
/// integers.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// The whole text as a finite decimal number ("-1.5", "2e3"); nothing otherwise: no "inf", no "nan", no hexadecimal.
std::optional<double> parse_number(std::string_view text);

/// The whole text as a decimal number times 10^power, exactly, as an integer: "1.25" with power 3 is 1250. Nothing when
/// the text is not a plain decimal number, when digits would be lost ("1.2345" with power 3), or when it does not fit
/// 64 bits. This is how times in s, ms or us become whole nanoseconds without passing through a double.
std::optional<std::int64_t> parse_scaled(std::string_view text, int power);

}  // namespace plantproof::input
