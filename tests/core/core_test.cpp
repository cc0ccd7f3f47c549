#include <gtest/gtest.h>

#include "core/decibel.hpp"
#include "core/decimal.hpp"
#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "core/quantile_rank.hpp"

namespace plantproof::core {
namespace {

template <class T>
concept Adds = requires(T a, T b) {
  a + b;
};
static_assert(Adds<Decibel>);
static_assert(!Adds<Dbm>, "two power levels do not add");

TEST(QuantileRank, IsExactWhereADoubleIsNot) {
  EXPECT_EQ(QuantileRank(99, 100).nearest_rank(100), 99);
  EXPECT_EQ(QuantileRank(99, 100).nearest_rank(101), 100);
  EXPECT_EQ(QuantileRank(99999, 100000).nearest_rank(100000), 99999);
  EXPECT_EQ(QuantileRank(1, 2).nearest_rank(1), 1);
  EXPECT_EQ(QuantileRank(999, 1000).nearest_rank(9'000'000'000'000'000'000), 8'991'000'000'000'000'000);
}

TEST(QuantileRank, IsNamedAsEngineersWriteIt) {
  EXPECT_EQ(QuantileRank(99, 100).name(), "p99");
  EXPECT_EQ(QuantileRank(999, 1000).name(), "p99.9");
  EXPECT_EQ(QuantileRank(99999, 100000).name(), "p99.999");
  EXPECT_EQ(QuantileRank(1, 2).name(), "p50");
}

TEST(Dbm, DiffersFromAnotherByADecibel) {
  EXPECT_DOUBLE_EQ((Dbm(-80) - Dbm(-105)).db(), 25);
  EXPECT_DOUBLE_EQ((Dbm(-80) + Decibel(3)).dbm(), -77);
  EXPECT_NEAR(Dbm(0).milliwatt(), 1, 1e-12);
}

TEST(NearestName, FindsTheMisspeltOne) {
  const std::vector<std::string> names = {"sent_ns", "received_ns", "bytes"};
  EXPECT_EQ(nearest_name("recieved_ns", names), "received_ns");
  EXPECT_EQ(nearest_name("Sent_NS", names), "sent_ns");
  EXPECT_EQ(nearest_name("temperature", names), std::nullopt);
  EXPECT_EQ(nearest_name("sent_ns", {}), std::nullopt);
}

TEST(Suggestion, SaysWhenThereIsNoValidName) {
  EXPECT_EQ(suggestion("agv-1", {}).en, "there is no valid name");
}

TEST(InputErrors, StandInTheOrderOfTheirFiles) {
  InputErrors errors;
  errors.add({"b.csv", 7, 2}, {"错", "seventh"});
  errors.add({"a.csv", 1, 0}, {"错", "other file"});
  errors.add({"b.csv", 7, 1}, {"错", "first column"});
  errors.add({"b.csv", 2, 9}, {"错", "second line"});
  errors.add({"b.csv", 7, 1}, {"错", "first column again"});
  errors.add({"b.csv", 0, 0}, {"错", "whole file"});
  EXPECT_EQ(errors.message(Language::En),
            "b.csv: whole file\nb.csv:2:9: second line\nb.csv:7:1: first column\nb.csv:7:1: first column again\n"
            "b.csv:7:2: seventh\na.csv:1: other file\n");
}

TEST(InputErrors, AddedTogetherCountAsMany) {
  InputErrors many;
  for (std::size_t i = 1; i <= 150; ++i) many.add({"a.csv", i, 0}, {"错", "wrong"});
  InputErrors all;
  all.add({"b.csv", 1, 0}, {"错", "wrong"});
  all.add(many);
  EXPECT_EQ(all.count(), 151U);
  EXPECT_EQ(all.kept().size(), 100U);
}

TEST(InputErrors, KeepsTheFirstHundredAndCountsTheRest) {
  InputErrors errors;
  for (std::size_t i = 1; i <= 250; ++i) errors.add({"a.csv", i, 0}, {"错", "wrong"});
  EXPECT_EQ(errors.count(), 250U);
  EXPECT_EQ(errors.kept().size(), 100U);
  EXPECT_TRUE(errors.message(Language::En).ends_with("a.csv:100: wrong\n... and 150 more errors\n"));
  EXPECT_THROW(errors.throw_if_any(), InputFailure);
}

TEST(InputError, NamesFileLineAndColumn) {
  EXPECT_EQ((InputError{{"a.csv", 3, 7}, {"错", "wrong"}}).message(Language::En), "a.csv:3:7: wrong");
  EXPECT_EQ((InputError{{"a.csv", 0, 0}, {"错", "wrong"}}).message(Language::Zh), "a.csv: 错");
}

TEST(Decimal, HasTheDigitsAskedForAndNoZerosAfterThem) {
  EXPECT_EQ(decimal(0, 4), "0");
  EXPECT_EQ(decimal(-0.0, 4), "0");
  EXPECT_EQ(decimal(98.333333, 4), "98.33");
  EXPECT_EQ(decimal(2.5, 4), "2.5");
  EXPECT_EQ(decimal(0.027832, 3), "0.0278");
  EXPECT_EQ(decimal(9.9996, 4), "10");
  EXPECT_EQ(decimal(-4.98, 3), "-4.98");
  EXPECT_EQ(decimal(0.000012, 2), "1.2e-05");
}

TEST(Decimal, SetsThousandsApart) {
  EXPECT_EQ(decimal(1230.4, 3), "1\u00a0230");
  EXPECT_EQ(decimal(-1234.5, 5), "-1\u00a0234.5");
  EXPECT_EQ(decimal(999.9, 3), "1\u00a0000");
  EXPECT_EQ(grouped(254989), "254\u00a0989");
  EXPECT_EQ(grouped(-1'000'000), "-1\u00a0000\u00a0000");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(counted(1, "run"), "1 run");
  EXPECT_EQ(counted(0, "run"), "0 runs");
  EXPECT_EQ(counted(1230, "run"), "1\u00a0230 runs");
}

TEST(Percent, DoesNotRoundToCertainty) {
  EXPECT_EQ(percent(0.95), "95 %");
  EXPECT_EQ(percent(1 - 0.05 / 3), "98.33 %");
  EXPECT_EQ(percent(1), "100 %");
  EXPECT_EQ(percent(0.999999), "99.9999 %");
  EXPECT_EQ(percent(0), "0 %");
}

}  // namespace
}  // namespace plantproof::core
