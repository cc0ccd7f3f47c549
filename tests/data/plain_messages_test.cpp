// The short way to read messages, held against the long one over blocks that end exactly where their memory does.
#include "data/plain_messages.hpp"

#include <map>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "data/pass.hpp"

namespace plantproof::data {
namespace {

/// A block with no byte beside it.
TextBlock block_of(std::string_view text) {
  const std::shared_ptr<char[]> bytes(new char[text.size()]);
  text.copy(bytes.get(), text.size());
  return {bytes, {bytes.get(), text.size()}, 0};
}

TableHeader header_of(const std::vector<std::optional<std::size_t>>& cell_of_column = {0, 1, 2, 3, 4}) {
  return {"messages.csv", cell_of_column.size(), cell_of_column};
}

/// The rows, and whether every line is one.
struct Seen {
  std::vector<Message> rows;
  bool is_whole = false;
};

Seen seen_the_long_way(const TextBlock& block) {
  Seen seen;
  seen.is_whole = visit_rows<Message>(block, header_of(), [&](const Message& row) { seen.rows.push_back(row); });
  return seen;
}

Seen seen(const TextBlock& block) {
  Seen seen;
  const TableHeader header = header_of();
  PlainMessages plain(header);
  seen.is_whole = visit_messages(block, header, plain, [&](const Message& row) { seen.rows.push_back(row); });
  return seen;
}

void expect_the_same(std::string_view text) {
  const TextBlock block = block_of(text);
  const Seen either = seen(block);
  const Seen by_the_long = seen_the_long_way(block);
  ASSERT_EQ(either.is_whole, by_the_long.is_whole) << text;
  if (either.is_whole) {
    ASSERT_EQ(write_table(either.rows), write_table(by_the_long.rows)) << text;
  }
}

/// How many lines of a block are read the short way, the others being passed over.
int taken(std::string_view text) {
  const TextBlock block = block_of(text);
  PlainMessages plain(header_of());
  int count = 0;
  for (std::string_view rest = block.text; !rest.empty();) {
    if (plain.next(block.text, rest) != nullptr) {
      ++count;
    } else {
      rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    }
  }
  return count;
}

constexpr std::int64_t kUnixNs = 1'700'000'000'000'000'000;

/// Lines of flows with long and short names that take turns, of numbers of 0 to 19 digits.
std::vector<std::string> lines_in_turn(int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back(fmt::format("a,{},{},{},", i, i, 7 * i));
    lines.push_back(
        fmt::format("flow-02,{},{},{},100", i + 12'345'678, i + 99'999'995, 10 * i + 9'999'999'999'999'950));
    lines.push_back(fmt::format("甲机到乙机的周期数据,{},{},{},1500", i, kUnixNs + i, kUnixNs + 1000 * i));
    lines.push_back(fmt::format("seven11,{},{},,{}", 1000 + i, i + 99'999'999'999'999'995, kUnixNs));
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines, std::string_view end = "\n") {
  std::string text;
  for (const std::string& line : lines) text += fmt::format("{}{}", line, end);
  return text;
}

TEST(PlainMessages, AreAllLinesOfATableButABlocksFirstAndLast) {
  for (const std::string_view end : {"\n", "\r\n"}) {
    const std::string text = joined(lines_in_turn(200), end);
    EXPECT_GE(taken(text), 798);
    expect_the_same(text);
  }
  EXPECT_EQ(taken("a,1,1,1,1\n"), 0);
  EXPECT_EQ(taken("a,1,1,1,1\na,2,2,2,2\na,3,3,3,3"), 1);
}

TEST(PlainMessages, AreNoneOfAnotherOrderOfColumns) {
  const std::string text = joined(lines_in_turn(3));
  const TextBlock block = block_of(text);
  for (const auto& cells : {std::vector<std::optional<std::size_t>>{0, 2, 1, 3, 4}, {0, 1, 2, 3, std::nullopt}}) {
    PlainMessages plain(header_of(cells));
    std::string_view rest = block.text.substr(block.text.find('\n') + 1);
    EXPECT_EQ(plain.next(block.text, rest), nullptr);
  }
}

TEST(PlainMessages, MayEndAnywhere) {
  for (const std::string_view end : {"\n", "\r\n"}) {
    const std::string text = joined(lines_in_turn(3), end);
    for (std::size_t size = 1; size <= text.size(); ++size) expect_the_same(text.substr(0, size));
    for (std::size_t from = 1; from < text.size(); ++from) expect_the_same(text.substr(from));
  }
}

TEST(PlainMessages, AreReadAsTheLongWayDoesWhereACharacterIsAnother) {
  constexpr std::string_view kOthers = ",\n\r\"0159/:;- +.x\x7F\xB5\xFF";
  const std::string before = joined(lines_in_turn(2));
  for (const std::string& line : lines_in_turn(1)) {
    for (const std::string_view end : {"\n", "\r\n"}) {
      const std::string whole = fmt::format("{}{}", line, end);
      const std::string after = whole + joined(lines_in_turn(1));
      for (std::size_t at = 0; at < whole.size(); ++at) {
        expect_the_same(before + whole.substr(0, at) + whole.substr(at + 1) + after);
        for (const char other : kOthers) {
          std::string changed = whole;
          changed[at] = other;
          expect_the_same(before + changed + after);
          expect_the_same(before + whole.substr(0, at) + other + whole.substr(at) + after);
        }
      }
    }
  }
}

TEST(PlainMessages, AreReadAsTheLongWayDoesWhateverTheirCells) {
  const std::vector<std::string> cells = {"a",
                                          "ab",
                                          "flow-02",
                                          "\"a\"",
                                          "甲",
                                          "",
                                          "0",
                                          "7",
                                          "0000000000000000007",
                                          "00000000000000000007",
                                          "-5",
                                          "1234567",
                                          "12345678",
                                          "123456789",
                                          "1234567890123456",
                                          "12345678901234567",
                                          "4000000000000000000",
                                          "4000000000000000001",
                                          "9999999999999999999",
                                          "18446744073709551617",
                                          "7 ",
                                          "\xFF"};
  std::mt19937_64 random(5);
  int plain = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    std::string text;
    for (int line = 0; line < 6; ++line) {
      text += random() % 4 == 0 ? cells[random() % cells.size()] : cells[random() % 3];
      for (int cell = 1; cell < 5; ++cell)
        text += "," + cells[random() % 8 == 0 ? random() % cells.size() : 11 + random() % 6];
      const auto end = random() % 16;
      text += end == 0 ? "\r\n" : end == 1 ? "\n\n" : end == 2 ? ",\n" : "\n";
    }
    if (random() % 2 == 0) text.pop_back();
    ASSERT_NO_FATAL_FAILURE(expect_the_same(text)) << trial;
    plain += taken(text);
  }
  EXPECT_GT(plain, 20000);
}

TEST(ByName, FindsNamesInAnyOrder) {
  std::mt19937_64 random(2);
  std::vector<std::string> names;
  for (std::size_t length = 0; length < 20; ++length) {
    names.emplace_back(length, 'x');                                      // each the beginning of the next
    if (length > 0) names.push_back(std::string(length - 1, 'x') + 'y');  // and one that differs at its end
  }
  ByName<int> counts;
  std::map<std::string, int> expected;
  for (int i = 0; i < 20000; ++i) {
    const std::string& name =
        i % 400 < 200 ? names[static_cast<std::size_t>(i) % names.size()] : names[random() % names.size()];
    ++counts[name];
    ++expected[name];
  }
  std::map<std::string, int> found;
  counts.for_each([&](const std::string& name, int count) { found[name] = count; });
  EXPECT_EQ(found, expected);
}

TEST(ByName, TellsWhatFollowedTheLastOneWhereATextBeginsWithIt) {
  ByName<int> numbers;
  numbers["press"] = 1;
  EXPECT_EQ(numbers.next_in("weld,"), nullptr);
  numbers["weld"] = 2;
  numbers["press"];
  EXPECT_EQ(numbers.next_in("wel"), nullptr);
  ASSERT_NE(numbers.next_in("welding"), nullptr);  // and now that is the last one
  EXPECT_EQ(*numbers.next_in("press"), 1);
}

TEST(BeginsWith, ReadsNothingBesideItsTexts) {
  for (std::size_t length = 0; length < 40; ++length) {
    const TextBlock name = block_of(std::string(length, 'x'));
    for (std::size_t of_text = 0; of_text < 40; ++of_text) {
      const TextBlock text = block_of(std::string(of_text, 'x'));
      EXPECT_EQ(begins_with(text.text, name.text), length <= of_text);
    }
    for (std::size_t at = 0; at < length; ++at) {
      std::string other(length, 'x');
      other[at] = 'y';
      EXPECT_FALSE(begins_with(block_of(other).text, name.text)) << at;
    }
  }
}

}  // namespace
}  // namespace plantproof::data
