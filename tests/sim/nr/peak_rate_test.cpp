#include "nr/peak_rate.hpp"

#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

constexpr auto kDown = Direction::Downlink;
constexpr auto kUp = Direction::Uplink;

struct Row {
  PeakRate carrier;
  int mhz;
  double mbps;  ///< from a calculator of its own, to a tenth
};

class Ts38306PeakRate : public testing::TestWithParam<Row> {};

TEST_P(Ts38306PeakRate, IsThatOfTheFormula) {
  RecordProperty("clause", "TS 38.306 4.1.2");
  const auto& [carrier, mhz, mbps] = GetParam();
  EXPECT_EQ(resource_blocks(carrier.range, carrier.spacing, mhz), carrier.blocks);
  EXPECT_NEAR(carrier.bps() / 1e6, mbps, 0.05);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Ts38306PeakRate,
    testing::Values(Row{{kDown, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 273, 4, 8, 1}, 100, 2337.0},
                    Row{{kUp, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 273, 1, 6, 1}, 100, 468.8},
                    Row{{kUp, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 273, 1, 8, 1}, 100, 625.0},
                    Row{{kUp, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 273, 2, 8, 1}, 100, 1250.0},
                    Row{{kDown, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 106, 4, 8, 1}, 40, 907.4},
                    Row{{kDown, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 133, 4, 8, 1}, 50, 1138.5},
                    Row{{kDown, FrequencyRange::Fr1, SubcarrierSpacing::Khz15, 106, 2, 8, 1}, 20, 226.85},
                    Row{{kDown, FrequencyRange::Fr2, SubcarrierSpacing::Khz120, 264, 2, 6, 1}, 400, 3232.3},
                    Row{{kDown, FrequencyRange::Fr1, SubcarrierSpacing::Khz30, 273, 4, 8, 0.4}, 100, 934.8}));

TEST(Overhead, IsThatOfRangeAndDirection) {
  EXPECT_EQ(overhead(FrequencyRange::Fr1, kDown), 0.14);
  EXPECT_EQ(overhead(FrequencyRange::Fr2, kDown), 0.18);
  EXPECT_EQ(overhead(FrequencyRange::Fr1, kUp), 0.08);
  EXPECT_EQ(overhead(FrequencyRange::Fr2, kUp), 0.10);
}

}  // namespace
}  // namespace plantproof::nr
