#include "input/number.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace plantproof::input {
namespace {

TEST(ParseInteger, TakesNoByteForADigitThatIsNone) {
  for (int byte = 0; byte < 256; ++byte) {
    const auto c = static_cast<char>(byte);
    const bool is_digit = '0' <= c && c <= '9';
    for (const std::string& text : {std::string(1, c), std::string("1") + c, std::string("12345678") + c + "9"})
      EXPECT_EQ(parse_integer(text).has_value(), is_digit) << byte;
  }
  EXPECT_EQ(parse_integer("123456789012345678"), 123456789012345678);
  EXPECT_EQ(parse_integer("1234567890123456789"), 1234567890123456789);
}

TEST(ParseInteger, TakesTheWholeRangeOf64Bits) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-0"), 0);
  EXPECT_EQ(parse_integer("007"), 7);
  EXPECT_EQ(parse_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_integer("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_integer("9223372036854775808"), std::nullopt);
  EXPECT_EQ(parse_integer("-9223372036854775809"), std::nullopt);
}

TEST(ParseInteger, TakesNothingElse) {
  for (const char* text : {"", "-", "+5", " 5", "5 ", "5.0", "1e3", "0x10", "5\n", "五", "1,000"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

TEST(ParseNumber, TakesFiniteDecimals) {
  EXPECT_EQ(parse_number("-1.5"), -1.5);
  EXPECT_EQ(parse_number("2e3"), 2000);
  EXPECT_EQ(parse_number("0.1"), 0.1);
  EXPECT_TRUE(std::signbit(*parse_number("-0")));
  EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
}

TEST(ParseNumber, TakesNothingElse) {
  for (const char* text :
       {"", "inf", "-inf", "nan", "NaN", "infinity", "1e400", "0x10", "+1", " 1", "1 ", "1,5", "1.5.2", "--1", "e3"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(ParseScaled, IsExactWhereADoubleIsNot) {
  EXPECT_EQ(parse_scaled("1.25", 3), 1250);
  EXPECT_EQ(parse_scaled("1754559185.173722001", 9), 1'754'559'185'173'722'001);
  EXPECT_EQ(parse_scaled("-0.5", 3), -500);
  EXPECT_EQ(parse_scaled("0.000000001", 9), 1);
  EXPECT_EQ(parse_scaled("12", 0), 12);
  EXPECT_EQ(parse_scaled("1.500000", 1), 15);
  EXPECT_EQ(parse_scaled("-9223372036.854775808", 9), std::numeric_limits<std::int64_t>::min());
}

TEST(ParseScaled, RefusesWhatWouldLoseDigitsOrNotFit) {
  EXPECT_EQ(parse_scaled("1.2345", 3), std::nullopt);
  EXPECT_EQ(parse_scaled("0.5", 0), std::nullopt);
  EXPECT_EQ(parse_scaled("9223372036.854775808", 9), std::nullopt);
  EXPECT_EQ(parse_scaled("9223372037", 9), std::nullopt);
}

TEST(ParseScaled, TakesNothingButPlainDecimals) {
  for (const char* text :
       {"", "-", ".", ".5", "-.5", "+1.5", "1e3", "1.5e3", "1.-5", "1-2.5", " 1.5", "1.5 ", "1.2.3", "--1", "inf"}) {
    EXPECT_EQ(parse_scaled(text, 3), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace plantproof::input
