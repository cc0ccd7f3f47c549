#include "report/layout.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unicode.hpp"

namespace plantproof::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Decode, ReadsEveryLengthAndEncodeWritesItBack) {
  const std::u32string codes = {U'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
  EXPECT_EQ(decode(encode(codes)), codes);
  EXPECT_EQ(encode(U"5G 产线"), "5G \xE4\xBA\xA7\xE7\xBA\xBF");
}

TEST(Decode, ReplacesWhatIsNotUtf8AndGoesOn) {
  EXPECT_EQ(decode("a\xFFz"), U"a\uFFFDz");
  EXPECT_EQ(decode("a\xE4\xB8"), U"a\uFFFD");          // cut short
  EXPECT_EQ(decode("\xE4\xB8z"), U"\uFFFDz");          // cut by another
  EXPECT_EQ(decode("\xC0\xAFz"), U"\uFFFD\uFFFDz");    // overlong '/'
  EXPECT_EQ(decode("\xE0\x80\xAFz"), U"\uFFFDz");      // overlong in three
  EXPECT_EQ(decode("\xED\xA0\x80z"), U"\uFFFDz");      // a surrogate
  EXPECT_EQ(decode("\xF4\x90\x80\x80z"), U"\uFFFDz");  // above U+10FFFF
}

TEST(WidthOf, CountsAsUnicodesEastAsianWidth) {
  // EastAsianWidth.txt: W 4E2D, AC00, 20000, 1F600; F FF08; N 0041, 0E01; Na 20A9 is H; A 2265 and 2026 are narrow
  // outside East Asia.
  EXPECT_EQ(width_of("中"), 2U);
  EXPECT_EQ(width_of("가"), 2U);
  EXPECT_EQ(width_of("\U00020000\U0001F600（"), 6U);
  EXPECT_EQ(width_of("Aก₩≥…"), 5U);
  EXPECT_EQ(width_of("ﾊｶﾀ"), 3U);  // half-width katakana
  EXPECT_EQ(width_of("e\u0301"), 1U);
  EXPECT_EQ(width_of("5G 产线"), 7U);
}

TEST(Wrap, BreaksAtSpacesAndBetweenChineseCharacters) {
  EXPECT_THAT(wrap("the quick brown fox", 10), ElementsAre("the quick", "brown fox"));
  EXPECT_THAT(wrap("设备间网络延迟", 6), ElementsAre("设备间", "网络延", "迟"));
  EXPECT_THAT(wrap("设备 5G 接入", 7), ElementsAre("设备 5G", "接入"));
  EXPECT_THAT(wrap("", 10), IsEmpty());
}

TEST(Wrap, IndentsEveryLineAsTheFirst) {
  EXPECT_THAT(wrap("  yield of all", 10), ElementsAre("  yield of", "  all"));
  EXPECT_THAT(wrap("    ab cd", 5), ElementsAre("ab cd"));  // no room for both
  EXPECT_THAT(wrap("   ", 10), IsEmpty());
}

TEST(Wrap, KeepsPunctuationAndUnitsWithWhatTheyBelongTo) {
  EXPECT_THAT(wrap("延迟，丢失", 4), ElementsAre("延", "迟，", "丢失"));
  EXPECT_THAT(wrap("网（络）", 4), ElementsAre("网", "（络", "）"));  // nothing fits that keeps both
  EXPECT_THAT(wrap("at least 50 %", 11), ElementsAre("at least", "50 %"));
  EXPECT_THAT(wrap("asked < 10 ms here", 12), ElementsAre("asked", "< 10 ms here"));
}

TEST(Wrap, BreaksAWordThatIsLongerThanALine) {
  EXPECT_THAT(wrap("ab cdefghij k", 4), ElementsAre("ab", "cdef", "ghij", "k"));
}

TEST(Wrap, ShowsNoControlCharacter) {
  EXPECT_THAT(wrap("a\x1b[2J\tb\nc\u202e", 20), ElementsAre("a\uFFFD[2J b c\uFFFD"));
}

TEST(Wrap, LosesNothingAndStaysWithinTheWidth) {
  const std::u32string letters = U"ab5%（），。 产线\u0301é…";
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    std::u32string text;
    for (auto i = random() % 200; i > 0; --i) text += letters[random() % letters.size()];
    const std::size_t width = 2 + random() % 30;
    std::string joined;
    for (const std::string& line : wrap(encode(text), width)) {
      ASSERT_LE(width_of(line), width) << "seed " << seed;
      joined += line;
    }
    std::erase(text, U' ');
    std::erase(joined, ' ');
    ASSERT_EQ(joined, encode(text)) << "seed " << seed;
  }
}

TEST(Table, LetsTheWidestColumnGiveWay) {
  EXPECT_EQ(
      table({{"id"}, {"text"}, {"n", true}}, {{{"1"}, {"产线设备 协同"}, {"20"}}, {{"12"}, {"x"}, {"3"}}}, 18, false),
      "id  text         n\n"
      "------------------\n"
      "1   产线设备    20\n"
      "    协同\n"
      "12  x            3\n");
}

TEST(Table, HasRoomForAnyCharacterInEveryColumn) {
  EXPECT_EQ(table({{""}, {"n", true}}, {{{"*"}, {"3"}}}, 20, false),
            "     n\n"
            "------\n"
            "*    3\n");
}

TEST(Drawn, WritesNoEscapeWithoutColour) {
  EXPECT_EQ(drawn("通过", Ink::Good, false), "通过");
  EXPECT_EQ(drawn("通过", Ink::Good, true), "\x1b[32m通过\x1b[0m");
}

}  // namespace
}  // namespace plantproof::report
