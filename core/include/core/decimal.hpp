#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plantproof::core {

/// A number as people read it: to so many significant digits, without trailing zeros, thousands apart by a space that
/// no line breaks at: "1 230", "0.02783"; whole numbers keep all their digits. Only what is beyond 10^15 or nearer to 0
/// than 10^-4 has an exponent, "1.2e-05". The value is finite.
std::string decimal(double value, int digits);

/// "254 989".
std::string grouped(std::int64_t number);

/// "1 run", "2 runs", "1 230 runs": a number and its noun, whose English plural is in -s.
std::string counted(std::int64_t number, std::string_view noun);

/// A share as "98.33 %": four digits, and more where 0 or 100 % would be said of what is not.
std::string percent(double share);

}  // namespace plantproof::core
