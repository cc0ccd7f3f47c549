#include "nr/slot_pattern.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

using core::Language;
using testing::AllOf;
using testing::HasSubstr;

constexpr auto k30 = SubcarrierSpacing::Khz30;

std::optional<SlotPattern> read(std::string_view pattern, std::string_view special, core::InputErrors& errors,
                                SubcarrierSpacing spacing = k30) {
  return SlotPattern::tdd({pattern, {"hall.yaml", 7, 12}, special, {"hall.yaml", 8, 17}}, spacing, errors);
}

SlotPattern tdd(std::string_view pattern, std::string_view special = "", SubcarrierSpacing spacing = k30) {
  core::InputErrors errors;
  const auto read_pattern = read(pattern, special, errors, spacing);
  EXPECT_TRUE(errors.empty()) << errors.message(Language::En);
  return read_pattern.value();
}

/// A character a symbol: D, U, - for guard, + for both.
std::string drawn(const SlotPattern& pattern) {
  std::string text;
  for (int symbol = 0; symbol < pattern.symbols(); ++symbol) {
    const bool down = pattern.carries(Direction::Downlink, symbol);
    const bool up = pattern.carries(Direction::Uplink, symbol);
    text += down && up ? '+' : down ? 'D' : up ? 'U' : '-';
  }
  return text;
}

const std::string kDownlinkSlot(14, 'D');
const std::string kUplinkSlot(14, 'U');

TEST(SlotPattern, DrawsTheSymbolsOfItsSlots) {
  RecordProperty("clause", "TS 38.213 11.1");
  EXPECT_EQ(drawn(tdd("DDDSU", "10:2:2")),
            kDownlinkSlot + kDownlinkSlot + kDownlinkSlot + "DDDDDDDDDD--UU" + kUplinkSlot);
  EXPECT_EQ(drawn(tdd("DU")), kDownlinkSlot + kUplinkSlot);
  EXPECT_EQ(drawn(tdd("U")), kUplinkSlot);
  EXPECT_EQ(drawn(tdd("S", "0:14:0")), std::string(14, '-'));
  EXPECT_EQ(drawn(SlotPattern::fdd(k30)), std::string(14, '+'));
}

TEST(SlotPattern, BeginsAgainAfterItsLastSlot) {
  const SlotPattern pattern = tdd("DDDSU", "10:2:2");
  EXPECT_EQ(pattern.slots(), 5);
  for (std::int64_t symbol = 0; symbol < pattern.symbols(); ++symbol) {
    for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
      EXPECT_EQ(pattern.run(direction, symbol + 1'000'000'000LL * pattern.symbols()), pattern.run(direction, symbol));
    }
  }
}

TEST(SlotPattern, SharesItsSymbolsOut) {
  // 3 slots of 14 and 10 symbols of 70 down, one slot and 2 up, 2 of guard.
  const SlotPattern pattern = tdd("DDDSU", "10:2:2");
  EXPECT_EQ(pattern.symbols(), 70);
  EXPECT_EQ(pattern.symbols(Direction::Downlink), 52);
  EXPECT_EQ(pattern.symbols(Direction::Uplink), 16);
  EXPECT_DOUBLE_EQ(pattern.share(Direction::Downlink), 52.0 / 70);
  EXPECT_DOUBLE_EQ(tdd("DDDD").share(Direction::Uplink), 0);
  EXPECT_DOUBLE_EQ(SlotPattern::fdd(k30).share(Direction::Uplink), 1);
}

TEST(SlotPattern, FillsAFrameAtItsSpacing) {
  tdd("DDDSUDDSUU", "10:2:2", SubcarrierSpacing::Khz15);
  tdd("DDDSUDDSUUDDDSUDDSUU", "10:2:2", k30);
  tdd(std::string(80, 'D'), "", SubcarrierSpacing::Khz120);
  tdd("DDDSUDDS", "10:2:2", SubcarrierSpacing::Khz60);
  core::InputErrors errors;
  EXPECT_FALSE(read("DDDSUDDS", "10:2:2", errors, SubcarrierSpacing::Khz15));
  EXPECT_THAT(errors.message(Language::En),
              AllOf(HasSubstr("hall.yaml:7:12"), HasSubstr("8 slots"), HasSubstr("it may have 1, 2, 5, 10")));
  EXPECT_THAT(errors.message(Language::Zh), AllOf(HasSubstr("8 个时隙"), HasSubstr("可用的时隙数：1, 2, 5, 10")));
}

TEST(SlotPattern, RefusesWhatIsNoPatternAndSaysWhere) {
  struct Case {
    std::string pattern;
    std::string special;
    std::string where;
    std::string en;
    std::string zh;
  };
  const Case cases[] = {
      {"", "", "hall.yaml:7:12", "has 0 slots", "有 0 个时隙"},
      {"DXU", "", "hall.yaml:7:12", "its character 2 is none of D", "第 2 个字符不对"},
      {"dddsu", "10:2:2", "hall.yaml:7:12", "its character 1 is none of D", "第 1 个字符不对"},
      {"DDDSU", "", "hall.yaml:7:12", "its symbols are not given", "没有给出它的符号数"},
      {"DU", "10:2:2", "hall.yaml:8:17", "has no S", "里没有 S"},
      {"DDDSU", "10:2", "hall.yaml:8:17", "three whole numbers", "三个整数"},
      {"DDDSU", "10:2:3", "hall.yaml:8:17", "14 symbols together", "合计 14 个符号"},
      {"DDDSU", "10:2:2:0", "hall.yaml:8:17", "three whole numbers", "三个整数"},
      {"DDDSU", "15:-3:2", "hall.yaml:8:17", "three whole numbers", "三个整数"},
      {"DDDSU", "10: 2:2", "hall.yaml:8:17", "three whole numbers", "三个整数"},
      {"DDDSU", "10:2:99999999999", "hall.yaml:8:17", "three whole numbers", "三个整数"},
  };
  for (const Case& bad : cases) {
    core::InputErrors errors;
    EXPECT_FALSE(read(bad.pattern, bad.special, errors)) << bad.pattern << ' ' << bad.special;
    EXPECT_THAT(errors.message(Language::En), AllOf(HasSubstr(bad.where), HasSubstr(bad.en)));
    EXPECT_THAT(errors.message(Language::Zh), AllOf(HasSubstr(bad.where), HasSubstr(bad.zh)));
  }
}

TEST(SlotPattern, ReportsAllThatIsWrongAtOnce) {
  core::InputErrors errors;
  EXPECT_FALSE(read("DDXSDDU", "9:2:2", errors));
  EXPECT_EQ(errors.count(), 3) << errors.message(Language::En);
}

TEST(SlotPatternNext, WaitsForTheDirection) {
  const SlotPattern pattern = tdd("DDDSU", "10:2:2");
  EXPECT_EQ(pattern.next(Direction::Uplink, Tc{0}, 1), 54);
  EXPECT_EQ(pattern.next(Direction::Uplink, Tc{0}, 2), 54);
  // Two symbols of the special slot and the uplink slot are not one run: a transmission stays in its slot.
  EXPECT_EQ(pattern.next(Direction::Uplink, Tc{0}, 3), 56);
  EXPECT_EQ(pattern.next(Direction::Uplink, symbol_start(k30, 56) + Tc{1}, 14), 126);
  EXPECT_EQ(pattern.next(Direction::Downlink, symbol_start(k30, 42), 14), 70);
  EXPECT_EQ(pattern.next(Direction::Downlink, symbol_start(k30, 42), 10), 42);
}

TEST(SlotPatternNext, StartsWhereTheMappingLetsIt) {
  const SlotPattern fdd = SlotPattern::fdd(k30);
  const StartSymbols first = start_symbols(Direction::Uplink, MappingType::A, 14);
  EXPECT_EQ(fdd.next(Direction::Uplink, Tc{0}, 14, first), 0);
  EXPECT_EQ(fdd.next(Direction::Uplink, Tc{1}, 14, first), 14);
  const StartSymbols mini = start_symbols(Direction::Downlink, MappingType::B, 4);
  EXPECT_EQ(fdd.next(Direction::Downlink, symbol_start(k30, 9) + Tc{1}, 4, mini), 10);
  EXPECT_EQ(fdd.next(Direction::Downlink, symbol_start(k30, 10) + Tc{1}, 4, mini), 14);
}

TEST(SlotPatternNext, IsNothingWhereThePatternHasNoSuchRun) {
  EXPECT_FALSE(tdd("D").next(Direction::Uplink, Tc{0}, 1));
  EXPECT_FALSE(tdd("DDDS", "10:2:2").next(Direction::Uplink, Tc{0}, 3));
  EXPECT_FALSE(SlotPattern::fdd(k30).next(Direction::Uplink, Tc{0}, 15));
  EXPECT_FALSE(SlotPattern::fdd(k30).next(Direction::Uplink, Tc{0}, 7, StartSymbols()));
}

TEST(SlotPatternNext, IsWhatACharacterByCharacterSearchFinds) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    std::string slots;
    for (int i = 0; i < 10; ++i) slots += "DSU"[below(3)];
    const int down = below(15);
    const int up = below(static_cast<unsigned>(15 - down));
    const std::string special = std::to_string(down) + ':' + std::to_string(14 - down - up) + ':' + std::to_string(up);
    const bool has_special = slots.find('S') != std::string::npos;
    const SlotPattern pattern = tdd(slots, has_special ? special : "");
    const std::string text = drawn(pattern);
    const int length = 1 + below(14);
    const int from = below(static_cast<unsigned>(text.size()));
    for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
      const std::string run(static_cast<std::size_t>(length), direction == Direction::Downlink ? 'D' : 'U');
      std::optional<std::int64_t> expected;
      for (std::size_t at = static_cast<std::size_t>(from); at < text.size() + static_cast<std::size_t>(from); ++at) {
        const std::size_t in_slot = at % 14;
        const std::string slot = text.substr(at % text.size() - in_slot, 14);
        if (slot.compare(in_slot, run.size(), run) != 0) continue;
        expected = static_cast<std::int64_t>(at);
        break;
      }
      EXPECT_EQ(pattern.next(direction, symbol_start(k30, from), length), expected)
          << slots << ' ' << special << " from " << from << " length " << length << " seed " << seed;
    }
  }
}

}  // namespace
}  // namespace plantproof::nr
