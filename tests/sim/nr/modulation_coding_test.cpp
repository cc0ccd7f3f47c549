#include "nr/modulation_coding.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

struct Row {
  std::string clause;
  std::span<const ModulationCoding> table;
  std::vector<int> counts;           ///< of rows with QPSK, 16QAM, 64QAM, 256QAM
  std::vector<double> efficiencies;  ///< the column that the standard prints to four decimals
};

class Ts38214Efficiencies : public testing::TestWithParam<Row> {};

TEST_P(Ts38214Efficiencies, AreModulationOrderTimesCodeRate) {
  const Row& row = GetParam();
  RecordProperty("clause", row.clause);
  ASSERT_EQ(row.table.size(), row.efficiencies.size());
  for (std::size_t i = 0; i < row.table.size(); ++i) {
    EXPECT_NEAR(row.table[i].spectral_efficiency(), row.efficiencies[i], 0.5001e-4) << row.clause << ", row " << i;
  }
}

TEST_P(Ts38214Efficiencies, HaveTheModulationsInOrder) {
  const Row& row = GetParam();
  std::vector<int> counts;
  for (const int order : {2, 4, 6, 8}) {
    counts.push_back(static_cast<int>(std::count_if(
        row.table.begin(), row.table.end(), [&](const auto& entry) { return entry.modulation_order == order; })));
  }
  EXPECT_EQ(counts, row.counts);
  EXPECT_TRUE(std::is_sorted(row.table.begin(), row.table.end(),
                             [](const auto& a, const auto& b) { return a.modulation_order < b.modulation_order; }));
}

INSTANTIATE_TEST_SUITE_P(
    Tables, Ts38214Efficiencies,
    testing::Values(Row{"TS 38.214 table 5.1.3.1-1",
                        mcs_table(McsTable::Qam64),
                        {10, 7, 12, 0},
                        {0.2344, 0.3066, 0.3770, 0.4902, 0.6016, 0.7402, 0.8770, 1.0273, 1.1758, 1.3262,
                         1.3281, 1.4766, 1.6953, 1.9141, 2.1602, 2.4063, 2.5703, 2.5664, 2.7305, 3.0293,
                         3.3223, 3.6094, 3.9023, 4.2129, 4.5234, 4.8164, 5.1152, 5.3320, 5.5547}},
                    Row{"TS 38.214 table 5.1.3.1-2",
                        mcs_table(McsTable::Qam256),
                        {5, 6, 9, 8},
                        {0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.6953, 1.9141, 2.1602, 2.4063,
                         2.5703, 2.7305, 3.0293, 3.3223, 3.6094, 3.9023, 4.2129, 4.5234, 4.8164, 5.1152,
                         5.3320, 5.5547, 5.8906, 6.2266, 6.5703, 6.9141, 7.1602, 7.4063}},
                    Row{"TS 38.214 table 5.1.3.1-3",
                        mcs_table(McsTable::LowSpectralEfficiency),
                        {15, 6, 8, 0},
                        {0.0586, 0.0781, 0.0977, 0.1250, 0.1523, 0.1934, 0.2344, 0.3066, 0.3770, 0.4902,
                         0.6016, 0.7402, 0.8770, 1.0273, 1.1758, 1.3281, 1.4766, 1.6953, 1.9141, 2.1602,
                         2.4063, 2.5664, 2.7305, 3.0293, 3.3223, 3.6094, 3.9023, 4.2129, 4.5234}},
                    Row{"TS 38.214 table 5.2.2.1-2",
                        cqi_table(CqiTable::Qam64),
                        {6, 3, 6, 0},
                        {0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023,
                         4.5234, 5.1152, 5.5547}},
                    Row{"TS 38.214 table 5.2.2.1-3",
                        cqi_table(CqiTable::Qam256),
                        {3, 3, 5, 4},
                        {0.1523, 0.3770, 0.8770, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547,
                         6.2266, 6.9141, 7.4063}},
                    Row{"TS 38.214 table 5.2.2.1-4",
                        cqi_table(CqiTable::LowSpectralEfficiency),
                        {8, 3, 4, 0},
                        {0.0586, 0.0977, 0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.9141, 2.4063, 2.7305,
                         3.3223, 3.9023, 4.5234}}));

TEST(CodeRate, KeepsTheHalvesOfTheTable) {
  EXPECT_EQ(mcs_table(McsTable::Qam256)[20].rate.value() * 1024, 682.5);
  EXPECT_EQ(mcs_table(McsTable::Qam256)[26].rate.value() * 1024, 916.5);
}

TEST(CqiTable, RisesAndIsPartOfItsMcsTable) {
  const std::pair<CqiTable, McsTable> pairs[] = {{CqiTable::Qam64, McsTable::Qam64},
                                                 {CqiTable::Qam256, McsTable::Qam256},
                                                 {CqiTable::LowSpectralEfficiency, McsTable::LowSpectralEfficiency}};
  for (const auto& [cqis, mcss] : pairs) {
    const auto table = cqi_table(cqis);
    for (std::size_t i = 1; i < table.size(); ++i) {
      EXPECT_LT(table[i - 1].spectral_efficiency(), table[i].spectral_efficiency());
    }
    // CQI 1 of the first two tables, QPSK 78, is below every MCS.
    for (std::size_t i = cqis == CqiTable::LowSpectralEfficiency ? 0 : 1; i < table.size(); ++i) {
      const auto rows = mcs_table(mcss);
      EXPECT_TRUE(std::any_of(rows.begin(), rows.end(),
                              [entry = table[i]](const ModulationCoding& row) {
                                return row.spectral_efficiency() == entry.spectral_efficiency();
                              }))
          << "CQI " << i + 1;
    }
  }
}

TEST(TargetErrorRatio, IsOneIn100000WhereReliabilityIsAsked) {
  EXPECT_EQ(target_error_ratio(CqiTable::Qam64), 0.1);
  EXPECT_EQ(target_error_ratio(CqiTable::Qam256), 0.1);
  EXPECT_EQ(target_error_ratio(CqiTable::LowSpectralEfficiency), 0.00001);
}

}  // namespace
}  // namespace plantproof::nr
