#include "input/utf8.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plantproof::input {
namespace {

TEST(IsUtf8, TakesTheFirstAndLastCharacterOfEveryLength) {
  for (const char* text : {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "中文 é 🏭"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
}

TEST(IsUtf8, RefusesIllFormedSequences) {
  const std::string ill_formed[] = {
      "\x80",  // a continuation alone
      "\xC0\xAF",
      "\xE0\x9F\xBF",      // overlong
      "\xF0\x8F\xBF\xBF",  // overlong
      "\xED\xA0\x80",      // a surrogate
      "\xF4\x90\x80\x80",
      "\xF5\x80\x80\x80",
      "\xFF",  // above U+10FFFF
      "\xE4\xB8",
      "a\xC3",
      "\xE4\xB8"
      "a",
      "\xC3(",             // cut short
      "\xD6\xD0\xCE\xC4",  // 中文 in GBK
  };
  for (const std::string& bytes : ill_formed) EXPECT_FALSE(is_utf8(bytes)) << testing::PrintToString(bytes);
}

TEST(Characters, AreCodePoints) {
  EXPECT_EQ(characters(""), 0U);
  EXPECT_EQ(characters("flow"), 4U);
  EXPECT_EQ(characters("中文é🏭"), 4U);
}

}  // namespace
}  // namespace plantproof::input
