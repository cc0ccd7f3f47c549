#include "nr/resource_blocks.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Row {
  FrequencyRange range;
  SubcarrierSpacing spacing;
  std::vector<int> mhz;
  std::vector<int> blocks;
};

class Ts38104Table532 : public testing::TestWithParam<Row> {};

TEST_P(Ts38104Table532, GivesTheBlocksOfEveryChannel) {
  RecordProperty("clause", "TS 38.104 tables 5.3.2-1 and 5.3.2-2");
  const Row& row = GetParam();
  EXPECT_EQ(channel_bandwidths_mhz(row.range, row.spacing), row.mhz);
  ASSERT_EQ(row.mhz.size(), row.blocks.size());
  for (std::size_t i = 0; i < row.mhz.size(); ++i) {
    EXPECT_EQ(resource_blocks(row.range, row.spacing, row.mhz[i]), row.blocks[i]) << row.mhz[i] << " MHz";
  }
}

// As TS 38.101-1 table 5.3.2-1 lays them out, a row a spacing.
INSTANTIATE_TEST_SUITE_P(
    Rows, Ts38104Table532,
    testing::Values(Row{FrequencyRange::Fr1,
                        SubcarrierSpacing::Khz15,
                        {5, 10, 15, 20, 25, 30, 35, 40, 45, 50},
                        {25, 52, 79, 106, 133, 160, 188, 216, 242, 270}},
                    Row{FrequencyRange::Fr1,
                        SubcarrierSpacing::Khz30,
                        {5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100},
                        {11, 24, 38, 51, 65, 78, 92, 106, 119, 133, 162, 189, 217, 245, 273}},
                    Row{FrequencyRange::Fr1,
                        SubcarrierSpacing::Khz60,
                        {10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100},
                        {11, 18, 24, 31, 38, 44, 51, 58, 65, 79, 93, 107, 121, 135}},
                    Row{FrequencyRange::Fr1, SubcarrierSpacing::Khz120, {}, {}},
                    Row{FrequencyRange::Fr2, SubcarrierSpacing::Khz30, {}, {}},
                    Row{FrequencyRange::Fr2, SubcarrierSpacing::Khz60, {50, 100, 200}, {66, 132, 264}},
                    Row{FrequencyRange::Fr2, SubcarrierSpacing::Khz120, {50, 100, 200, 400}, {32, 66, 132, 264}}));

TEST(ResourceBlocks, LeaveAGuardBandOnBothSides) {
  // A channel is filled to between 79 % (11 blocks of 360 kHz in 5 MHz) and 98.3 % (273 of them in 100 MHz).
  for (const FrequencyRange range : {FrequencyRange::Fr1, FrequencyRange::Fr2}) {
    for (const auto spacing :
         {SubcarrierSpacing::Khz15, SubcarrierSpacing::Khz30, SubcarrierSpacing::Khz60, SubcarrierSpacing::Khz120}) {
      for (const int mhz : channel_bandwidths_mhz(range, spacing)) {
        const double used = *resource_blocks(range, spacing, mhz) * kSubcarriersPerBlock * khz(spacing) / (mhz * 1e3);
        EXPECT_GE(used, 0.79) << mhz << " MHz at " << khz(spacing);
        EXPECT_LE(used, 0.983) << mhz << " MHz at " << khz(spacing);
      }
    }
  }
}

TEST(ResourceBlocks, RefuseABandwidthThatTheRangeDoesNotHave) {
  core::InputErrors errors;
  EXPECT_EQ(resource_blocks(FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 100, {"hall.yaml", 5, 3}, errors), 273);
  EXPECT_TRUE(errors.empty());
  EXPECT_FALSE(resource_blocks(FrequencyRange::Fr1, SubcarrierSpacing::Khz15, 100, {"hall.yaml", 5, 3}, errors));
  EXPECT_FALSE(resource_blocks(FrequencyRange::Fr2, SubcarrierSpacing::Khz30, 100, {"hall.yaml", 6, 3}, errors));
  EXPECT_THAT(
      errors.message(core::Language::En),
      AllOf(HasSubstr("hall.yaml:5:3: FR1 has no channel bandwidth of 100 MHz at 15 kHz; it has, in MHz, 5, 10,"),
            HasSubstr("hall.yaml:6:3: FR2 carries no data at a subcarrier spacing of 30 kHz")));
  EXPECT_THAT(errors.message(core::Language::Zh), AllOf(HasSubstr("没有 100 MHz 的信道带宽；可用的有（MHz）：5, 10,"),
                                                        HasSubstr("FR2 的数据信道不用 30 kHz")));
  for (const int mhz : {-5, 0, 1, 55, 101, 400}) {
    EXPECT_FALSE(resource_blocks(FrequencyRange::Fr1, SubcarrierSpacing::Khz30, mhz)) << mhz;
  }
}

TEST(FrequencyRange, HoldsItsEnds) {
  EXPECT_EQ(frequency_range(410'000'000), FrequencyRange::Fr1);
  EXPECT_EQ(frequency_range(3'700'000'000), FrequencyRange::Fr1);
  EXPECT_EQ(frequency_range(7'125'000'000), FrequencyRange::Fr1);
  EXPECT_EQ(frequency_range(24'250'000'000), FrequencyRange::Fr2);
  EXPECT_EQ(frequency_range(52'600'000'000), FrequencyRange::Fr2);
  for (const std::int64_t hz : {-1LL, 0LL, 409'999'999LL, 7'125'000'001LL, 24'249'999'999LL, 52'600'000'001LL}) {
    EXPECT_FALSE(frequency_range(hz)) << hz;
  }
}

}  // namespace
}  // namespace plantproof::nr
