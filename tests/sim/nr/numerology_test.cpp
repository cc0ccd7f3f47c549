#include "nr/numerology.hpp"

#include <cstdint>

#include <gtest/gtest.h>

#include "core/time.hpp"

namespace plantproof::nr {
namespace {

constexpr SubcarrierSpacing kSpacings[] = {SubcarrierSpacing::Khz15, SubcarrierSpacing::Khz30, SubcarrierSpacing::Khz60,
                                           SubcarrierSpacing::Khz120};

struct Row {
  SubcarrierSpacing spacing;
  int mu;
  int khz;
  int slots_per_frame;
  int slots_per_subframe;
};

class Ts38211Table4321 : public testing::TestWithParam<Row> {};

TEST_P(Ts38211Table4321, GivesTheSlotsOfANumerology) {
  RecordProperty("clause", "TS 38.211 tables 4.2-1 and 4.3.2-1");
  const Row& row = GetParam();
  EXPECT_EQ(numerology(row.spacing), row.mu);
  EXPECT_EQ(khz(row.spacing), row.khz);
  EXPECT_EQ(spacing_of_khz(row.khz), row.spacing);
  EXPECT_EQ(slots_per_frame(row.spacing), row.slots_per_frame);
  EXPECT_EQ(slots_per_subframe(row.spacing), row.slots_per_subframe);
}

INSTANTIATE_TEST_SUITE_P(Rows, Ts38211Table4321,
                         testing::Values(Row{SubcarrierSpacing::Khz15, 0, 15, 10, 1},
                                         Row{SubcarrierSpacing::Khz30, 1, 30, 20, 2},
                                         Row{SubcarrierSpacing::Khz60, 2, 60, 40, 4},
                                         Row{SubcarrierSpacing::Khz120, 3, 120, 80, 8}));

TEST(SpacingOfKhz, KnowsOnlyTheSpacingsThatCarryData) {
  for (const int khz : {-15, 0, 14, 45, 240, 480}) EXPECT_FALSE(spacing_of_khz(khz)) << khz;
}

TEST(Tc, IsWhole64thsOfTheSamplingIntervalOfLte) {
  // Ts = 1 / (15 kHz * 2048) = 64 Tc; a millisecond has 30 720 of them.
  EXPECT_EQ(kSubframe, Tc{30'720 * 64});
  EXPECT_EQ(kSubframe, std::chrono::milliseconds(1));
  EXPECT_EQ(kFrame, std::chrono::milliseconds(10));
}

TEST(Tc, GoesToNanosecondsAndBackWithinOneOfThem) {
  const Tc symbol = symbol_duration(SubcarrierSpacing::Khz30, 1);  // 2192 / 61.44 MHz = 35 677.083 ns
  EXPECT_EQ(std::chrono::floor<core::Nanoseconds>(symbol), core::Nanoseconds(35'677));
  EXPECT_EQ(std::chrono::ceil<core::Nanoseconds>(symbol), core::Nanoseconds(35'678));
  EXPECT_EQ(std::chrono::ceil<Tc>(core::Nanoseconds(3125)), Tc{6144});
}

TEST(CyclicPrefix, IsLongerOnceEveryHalfMillisecond) {
  RecordProperty("clause", "TS 38.211 5.3.1");
  // In samples of LTE's 30.72 MHz: 160 and 144, which is 5.208 us and 4.6875 us at 15 kHz.
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz15, 0), Tc{160 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz15, 1), Tc{144 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz15, 7), Tc{160 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz30, 0), Tc{72 * 64 + 16 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz30, 7), Tc{72 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz30, 14), Tc{88 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz120, 56), Tc{34 * 64});
  EXPECT_EQ(cyclic_prefix(SubcarrierSpacing::Khz120, 14), Tc{18 * 64});
}

TEST(SlotDuration, IsNotTheSameForAllSlotsFrom60KilohertzOn) {
  EXPECT_EQ(slot_duration(SubcarrierSpacing::Khz15, 3), kSubframe);
  EXPECT_EQ(slot_duration(SubcarrierSpacing::Khz30, 3), kSubframe / 2);
  // 14 * 2192 / 4 samples of 30.72 MHz are 7672; the longer prefix adds 16.
  EXPECT_EQ(slot_duration(SubcarrierSpacing::Khz60, 0), Tc{7688 * 64});
  EXPECT_EQ(slot_duration(SubcarrierSpacing::Khz60, 1), Tc{7672 * 64});
  EXPECT_EQ(slot_duration(SubcarrierSpacing::Khz60, 2), Tc{7688 * 64});
}

TEST(SymbolStart, IsTheSumOfAllPrefixesAndBodiesBefore) {
  for (const SubcarrierSpacing spacing : kSpacings) {
    Tc sum{0};
    const Tc body{2048 * 64 / slots_per_subframe(spacing)};
    for (std::int64_t symbol = 0; symbol <= 3 * symbols_per_subframe(spacing); ++symbol) {
      ASSERT_EQ(symbol_start(spacing, symbol), sum) << khz(spacing) << " kHz, symbol " << symbol;
      ASSERT_EQ(symbol_duration(spacing, symbol), cyclic_prefix(spacing, symbol) + body);
      sum += cyclic_prefix(spacing, symbol) + body;
    }
    EXPECT_EQ(symbol_start(spacing, 10LL * symbols_per_subframe(spacing)), kFrame);
  }
}

TEST(SymbolStart, LosesNothingAfterAYear) {
  const std::int64_t milliseconds = 365LL * 86'400'000;
  for (const SubcarrierSpacing spacing : kSpacings) {
    EXPECT_EQ(symbol_start(spacing, milliseconds * symbols_per_subframe(spacing)), milliseconds * kSubframe);
  }
}

TEST(FirstSymbolFrom, IsTheInverseOfSymbolStart) {
  for (const SubcarrierSpacing spacing : kSpacings) {
    for (std::int64_t symbol = 0; symbol <= 2 * symbols_per_subframe(spacing); ++symbol) {
      const Tc start = symbol_start(spacing, symbol);
      ASSERT_EQ(first_symbol_from(spacing, start), symbol);
      ASSERT_EQ(first_symbol_from(spacing, start + Tc{1}), symbol + 1);
      ASSERT_EQ(first_symbol_from(spacing, symbol_start(spacing, symbol + 1) - Tc{1}), symbol + 1);
    }
  }
}

}  // namespace
}  // namespace plantproof::nr
