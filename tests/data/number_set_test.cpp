#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "rules_look.hpp"

namespace plantproof::data {
namespace {

/// In any pieces, which are put together in any order.
bool are_distinct_in_pieces(const std::vector<std::int64_t>& numbers, std::mt19937_64& random) {
  std::vector<NumberSet> pieces(1 + random() % 5);
  for (const std::int64_t number : numbers) pieces[random() % pieces.size()].add(number);
  while (pieces.size() > 1) {
    const std::size_t left = random() % (pieces.size() - 1);
    pieces[left].add(pieces.back());
    pieces.pop_back();
  }
  return pieces.front().are_distinct();
}

TEST(ANumberSet, KnowsWhetherEachIsThereOnce) {
  std::mt19937_64 random(1);
  int repeated = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const std::uint64_t most = trial % 3 == 0 ? 40 : 100'000;  // dense, or hardly any that follows another
    std::vector<std::int64_t> numbers;
    for (std::uint64_t count = random() % 300; count > 0; --count) {
      // Long stretches that count on, and single ones.
      auto number = static_cast<std::int64_t>(random() % most);
      for (std::uint64_t length = random() % 3 == 0 ? random() % 20 : 1; length > 0; --length)
        numbers.push_back(number++);
    }
    if (trial % 2 == 0) {
      std::ranges::sort(numbers);
      numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
      std::ranges::shuffle(numbers, random);
    }
    const bool are_distinct = std::set(numbers.begin(), numbers.end()).size() == numbers.size();
    repeated += are_distinct ? 0 : 1;
    ASSERT_EQ(are_distinct_in_pieces(numbers, random), are_distinct) << trial;
  }
  EXPECT_GT(repeated, 500);
  EXPECT_LT(repeated, 2500);
}

TEST(ATextsNumber, CountsOnWhereTheTextDoes) {
  EXPECT_EQ(number_of("A-08"), number_of("A-07") + 1);
  EXPECT_EQ(number_of("零件 10"), number_of("零件 09") + 1);
  EXPECT_NE(number_of("A-7"), number_of("A-07"));
  EXPECT_NE(number_of("A-7"), number_of("B-7"));
  EXPECT_NE(number_of("7"), number_of(""));
  EXPECT_EQ(number_of("99999999999999999"), number_of("99999999999999998") + 1);
  for (const char* text : {"", "0", "18446744073709551616", "x99999999999999999999999"}) EXPECT_GE(number_of(text), 0);
}

}  // namespace
}  // namespace plantproof::data
