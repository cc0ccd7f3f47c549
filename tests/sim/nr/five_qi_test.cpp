#include "nr/five_qi.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>

#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

using std::chrono::milliseconds;

struct Row {
  int value;
  ResourceType type;
  int priority;
  int budget_ms;
  double error_rate;
  int burst_bytes;  ///< 0: none
  int core_ms;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << "5QI " << row.value;
}

class Ts23501Table5741 : public testing::TestWithParam<Row> {};

TEST_P(Ts23501Table5741, GivesTheCharacteristicsOfA5Qi) {
  RecordProperty("clause", "TS 23.501 table 5.7.4-1");
  const Row& row = GetParam();
  const auto found = five_qi(row.value);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, row.value);
  EXPECT_EQ(found->resource_type, row.type);
  EXPECT_EQ(found->priority_level, row.priority);
  EXPECT_EQ(found->packet_delay_budget, milliseconds(row.budget_ms));
  EXPECT_DOUBLE_EQ(found->packet_error_rate(), row.error_rate);
  EXPECT_EQ(found->maximum_data_burst_bytes.value_or(0), row.burst_bytes);
  EXPECT_EQ(found->radio_delay_budget(), milliseconds(row.budget_ms - row.core_ms));
}

constexpr auto kCritical = ResourceType::DelayCriticalGbr;

INSTANTIATE_TEST_SUITE_P(
    Rows, Ts23501Table5741,
    testing::Values(Row{82, kCritical, 19, 10, 1e-4, 255, 1}, Row{83, kCritical, 22, 10, 1e-4, 1354, 1},
                    Row{84, kCritical, 24, 30, 1e-5, 1354, 5}, Row{85, kCritical, 21, 5, 1e-5, 255, 2},
                    Row{86, kCritical, 18, 5, 1e-4, 1354, 2}, Row{87, kCritical, 25, 5, 1e-3, 500, 1},
                    Row{88, kCritical, 25, 10, 1e-3, 1125, 1}, Row{89, kCritical, 25, 15, 1e-4, 17'000, 1},
                    Row{90, kCritical, 25, 20, 1e-4, 63'000, 1}, Row{80, ResourceType::NonGbr, 68, 10, 1e-6, 0, 2},
                    Row{79, ResourceType::NonGbr, 65, 50, 1e-2, 0, 20}, Row{1, ResourceType::Gbr, 20, 100, 1e-2, 0, 20},
                    Row{2, ResourceType::Gbr, 40, 150, 1e-3, 0, 20}, Row{3, ResourceType::Gbr, 30, 50, 1e-3, 0, 20},
                    Row{4, ResourceType::Gbr, 50, 300, 1e-6, 0, 20}, Row{5, ResourceType::NonGbr, 10, 100, 1e-6, 0, 20},
                    Row{6, ResourceType::NonGbr, 60, 300, 1e-6, 0, 20},
                    Row{7, ResourceType::NonGbr, 70, 100, 1e-3, 0, 20},
                    Row{8, ResourceType::NonGbr, 80, 300, 1e-6, 0, 20},
                    Row{9, ResourceType::NonGbr, 90, 300, 1e-6, 0, 20}));

TEST(FiveQi, StandsOnceInTheTableAndByValue) {
  const auto table = five_qis();
  EXPECT_EQ(table.size(), 20);
  EXPECT_TRUE(
      std::is_sorted(table.begin(), table.end(), [](const FiveQi& a, const FiveQi& b) { return a.value <= b.value; }));
}

TEST(FiveQi, HasABurstVolumeIfItIsDelayCritical) {
  for (const FiveQi& row : five_qis()) {
    EXPECT_EQ(row.maximum_data_burst_bytes.has_value(), row.resource_type == kCritical) << row.value;
    EXPECT_EQ(row.counts_late_as_lost(), row.resource_type == kCritical) << row.value;
    EXPECT_GT(row.radio_delay_budget(), milliseconds(0)) << row.value;
  }
}

TEST(FiveQi, IsNothingForAValueThatIsNotListed) {
  for (const int value : {-1, 0, 10, 65, 81, 91, 128, 255}) EXPECT_FALSE(five_qi(value)) << value;
}

}  // namespace
}  // namespace plantproof::nr
