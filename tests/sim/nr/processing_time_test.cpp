#include "nr/processing_time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace plantproof::nr {
namespace {

constexpr auto kOne = ProcessingCapability::One;
constexpr auto kTwo = ProcessingCapability::Two;
constexpr auto kFr1 = FrequencyRange::Fr1;
constexpr SubcarrierSpacing kSpacings[] = {SubcarrierSpacing::Khz15, SubcarrierSpacing::Khz30, SubcarrierSpacing::Khz60,
                                           SubcarrierSpacing::Khz120};

using Symbols = std::array<std::optional<double>, 4>;  // by numerology

Symbols n1(ProcessingCapability capability, AdditionalDmrs dmrs, FrequencyRange range = kFr1) {
  Symbols symbols;
  for (const SubcarrierSpacing spacing : kSpacings) {
    PdschReception pdsch{spacing, range};
    pdsch.additional_dmrs = dmrs;
    const auto half = n1_half_symbols(pdsch, capability);
    if (half) symbols[static_cast<std::size_t>(numerology(spacing))] = *half / 2.0;
  }
  return symbols;
}

Symbols n2(ProcessingCapability capability, FrequencyRange range = kFr1) {
  Symbols symbols;
  for (const SubcarrierSpacing spacing : kSpacings) {
    const auto half = n2_half_symbols(spacing, range, capability);
    if (half) symbols[static_cast<std::size_t>(numerology(spacing))] = *half / 2.0;
  }
  return symbols;
}

TEST(Ts38214Table53, GivesN1) {
  RecordProperty("clause", "TS 38.214 tables 5.3-1 and 5.3-2");
  EXPECT_EQ(n1(kOne, AdditionalDmrs::None), (Symbols{8, 10, 17, 20}));
  EXPECT_EQ(n1(kOne, AdditionalDmrs::Present), (Symbols{13, 13, 20, 24}));
  EXPECT_EQ(n1(kOne, AdditionalDmrs::AtSymbol12), (Symbols{14, 13, 20, 24}));
  EXPECT_EQ(n1(kTwo, AdditionalDmrs::None), (Symbols{3, 4.5, 9, {}}));
  EXPECT_EQ(n1(kTwo, AdditionalDmrs::Present), Symbols());
  EXPECT_EQ(n1(kTwo, AdditionalDmrs::None, FrequencyRange::Fr2), Symbols());
}

TEST(Ts38214Table64, GivesN2) {
  RecordProperty("clause", "TS 38.214 tables 6.4-1 and 6.4-2");
  EXPECT_EQ(n2(kOne), (Symbols{10, 12, 23, 36}));
  EXPECT_EQ(n2(kTwo), (Symbols{5, 5.5, 11, {}}));
  EXPECT_EQ(n2(kTwo, FrequencyRange::Fr2), Symbols());
}

double microseconds(std::optional<Tc> time) {
  return std::chrono::duration<double, std::micro>(time.value()).count();
}

TEST(PdschProcessingTime, IsWholeShortSymbols) {
  // (2048 + 144) / 30.72 MHz = 71.3542 us at 15 kHz, halved with each numerology.
  EXPECT_NEAR(microseconds(pdsch_processing_time({SubcarrierSpacing::Khz15}, kOne)), 570.8333, 1e-4);
  EXPECT_NEAR(microseconds(pdsch_processing_time({SubcarrierSpacing::Khz30}, kOne)), 356.7708, 1e-4);
  EXPECT_NEAR(microseconds(pdsch_processing_time({SubcarrierSpacing::Khz30}, kTwo)), 160.5469, 1e-4);
  EXPECT_NEAR(microseconds(pdsch_processing_time({SubcarrierSpacing::Khz120}, kOne)), 178.3854, 1e-4);
  EXPECT_FALSE(pdsch_processing_time({SubcarrierSpacing::Khz120}, kTwo));
}

TEST(PdschProcessingTime, FallsBackToTheFirstCapabilityAbove136BlocksAt30Kilohertz) {
  PdschReception wide{SubcarrierSpacing::Khz30};
  wide.blocks = 136;
  EXPECT_NE(pdsch_processing_time(wide, kTwo), pdsch_processing_time(wide, kOne));
  wide.blocks = 137;
  EXPECT_EQ(pdsch_processing_time(wide, kTwo), pdsch_processing_time(wide, kOne));
  wide.spacing = SubcarrierSpacing::Khz15;
  EXPECT_NE(pdsch_processing_time(wide, kTwo), pdsch_processing_time(wide, kOne));
}

struct Extra {
  ProcessingCapability capability;
  MappingType mapping;
  int first_symbol;
  int symbols;
  int overlap;
  bool long_coreset;
  int extra;  ///< d_1,1
};

class Ts38214Extra : public testing::TestWithParam<Extra> {};

TEST_P(Ts38214Extra, IsAddedForShortTransmissions) {
  RecordProperty("clause", "TS 38.214 5.3, d_1,1");
  const Extra& row = GetParam();
  const PdschReception full{SubcarrierSpacing::Khz30};
  PdschReception part{SubcarrierSpacing::Khz30, kFr1, row.mapping, row.first_symbol, row.symbols};
  part.pdcch_overlap = row.overlap;
  part.starts_with_long_coreset = row.long_coreset;
  const Tc symbol = symbol_duration(SubcarrierSpacing::Khz30, 1);
  EXPECT_EQ(*pdsch_processing_time(part, row.capability) - *pdsch_processing_time(full, row.capability),
            row.extra * symbol);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Ts38214Extra,
    testing::Values(Extra{kOne, MappingType::A, 0, 3, 0, false, 5}, Extra{kOne, MappingType::A, 3, 4, 0, false, 1},
                    Extra{kOne, MappingType::A, 3, 5, 0, false, 0}, Extra{kTwo, MappingType::A, 0, 4, 0, false, 4},
                    Extra{kOne, MappingType::B, 5, 7, 2, false, 0}, Extra{kOne, MappingType::B, 0, 6, 2, false, 1},
                    Extra{kOne, MappingType::B, 0, 4, 0, false, 3}, Extra{kOne, MappingType::B, 0, 3, 0, false, 3},
                    Extra{kOne, MappingType::B, 0, 3, 2, false, 4}, Extra{kOne, MappingType::B, 0, 2, 0, false, 3},
                    Extra{kOne, MappingType::B, 0, 2, 2, true, 5}, Extra{kTwo, MappingType::B, 0, 7, 2, true, 0},
                    Extra{kTwo, MappingType::B, 0, 4, 2, true, 2}, Extra{kTwo, MappingType::B, 0, 4, 0, false, 0},
                    Extra{kTwo, MappingType::B, 0, 2, 1, false, 1}, Extra{kTwo, MappingType::B, 0, 2, 2, true, 3}));

TEST(PuschPreparationTime, IsASymbolShorterWhereDataStartsWithItsDmrs) {
  EXPECT_NEAR(microseconds(pusch_preparation_time(SubcarrierSpacing::Khz30, kFr1, kOne, true)), 428.125, 1e-6);
  EXPECT_NEAR(microseconds(pusch_preparation_time(SubcarrierSpacing::Khz30, kFr1, kOne, false)), 463.8021, 1e-4);
  EXPECT_NEAR(microseconds(pusch_preparation_time(SubcarrierSpacing::Khz30, kFr1, kTwo, true)), 196.2240, 1e-4);
  EXPECT_FALSE(pusch_preparation_time(SubcarrierSpacing::Khz120, kFr1, kTwo, true));
}

SlotPattern pattern_of(const std::string& text, SubcarrierSpacing spacing) {
  if (text == "FDD") return SlotPattern::fdd(spacing);
  core::InputErrors errors;
  const bool has_special = text.find('S') != std::string::npos;
  return SlotPattern::tdd({text, {}, has_special ? "11:1:2" : "", {}}, spacing, errors).value();
}

constexpr auto k30 = SubcarrierSpacing::Khz30;

TEST(EarliestAnswer, IsTheNextUplinkAfterDecoding) {
  // Slot 0 ends where symbol 14 starts; 10 symbols later only slot 3 has uplink, from its symbol 12 on.
  const SlotPattern pattern = pattern_of("DDDSU", k30);
  const auto ack = earliest_answer(pattern, {0, 14}, *pdsch_processing_time({k30}, kOne), 2);
  ASSERT_TRUE(ack);
  EXPECT_EQ(ack->first_symbol, 54);
  EXPECT_EQ(ack->slots_later, 3);
  // Slot 3 ends its downlink at symbol 53; 10 symbols on is within slot 4.
  const auto late = earliest_answer(pattern, {42, 11}, *pdsch_processing_time({k30}, kOne), 2);
  ASSERT_TRUE(late);
  EXPECT_EQ(late->first_symbol, 63);
  EXPECT_EQ(late->slots_later, 1);
}

TEST(EarliestAnswer, TakesTheSymbolThatStartsWhenProcessingEnds) {
  // A grant in symbols 42 and 43; 12 symbols later slot 4 begins, to the Tc; one symbol more and it is missed.
  const SlotPattern pattern = pattern_of("DDDSU", k30);
  const StartSymbols whole_slot = start_symbols(Direction::Uplink, MappingType::A, 14);
  const Tc exact = *pusch_preparation_time(k30, kFr1, kOne, true);
  EXPECT_EQ(earliest_answer(pattern, {42, 2}, exact, 14, whole_slot)->slots_later, 1);
  EXPECT_EQ(earliest_answer(pattern, {42, 2}, exact + Tc{1}, 14, whole_slot)->slots_later, 6);
  const Tc longer = *pusch_preparation_time(k30, kFr1, kOne, false);
  const StartSymbols anywhere = start_symbols(Direction::Uplink, MappingType::B, 7);
  const auto mini = earliest_answer(pattern, {42, 2}, longer, 7, anywhere);
  EXPECT_EQ(mini->first_symbol, 57);
  EXPECT_EQ(mini->slots_later, 1);
}

TEST(EarliestAnswer, ComesInTheSameSlotWhereTheUeIsFast) {
  // Capability 2 at 15 kHz: 2 symbols of data, their overlap of 1 and N1 = 3 end at symbol 6.
  PdschReception mini{SubcarrierSpacing::Khz15, kFr1, MappingType::B, 0, 2};
  mini.pdcch_overlap = 1;
  const auto ack =
      earliest_answer(SlotPattern::fdd(SubcarrierSpacing::Khz15), {0, 2}, *pdsch_processing_time(mini, kTwo), 1);
  EXPECT_EQ(ack->first_symbol, 6);
  EXPECT_EQ(ack->slots_later, kLeastK0);
}

TEST(EarliestAnswer, IsNothingWithoutUplink) {
  EXPECT_FALSE(earliest_answer(pattern_of("D", k30), {0, 14}, Tc{0}, 1));
}

// One-way delay of the radio alone, with neither load nor error: TR 37.910 5.7.1 takes half of T_proc,2 before and half
// of T_proc,1 after the transmission, whichever side is the UE's, with d_2,1 = 0.
struct Delay {
  double mean_ms;
  double most_ms;
};

struct Method {
  std::string pattern;
  SubcarrierSpacing spacing;
  ProcessingCapability capability;
  MappingType mapping;
  int symbols;
};

Delay one_way_delay(const Method& method, Direction direction) {
  const SlotPattern pattern = pattern_of(method.pattern, method.spacing);
  const StartSymbols starts = start_symbols(direction, method.mapping, method.symbols);
  const Tc before = *pusch_preparation_time(method.spacing, kFr1, method.capability, true) / 2;
  // Between two symbol starts all that arrives is sent with the same transmission: its delay falls by the time between.
  const int first_period = 10 * pattern.symbols();
  Tc most{0};
  double area = 0;
  for (int i = 0; i < pattern.symbols(); ++i) {
    const Tc from = symbol_start(method.spacing, first_period + i) + Tc{1};
    const Tc until = symbol_start(method.spacing, first_period + i + 1);
    const std::int64_t start = pattern.next(direction, from, method.symbols, starts).value();
    PdschReception received{method.spacing, kFr1, method.mapping, symbol_in_slot(start), method.symbols};
    if (method.mapping == MappingType::B) received.pdcch_overlap = 1;
    const Tc after = *pdsch_processing_time(received, method.capability) / 2;
    const Tc received_at = symbol_start(method.spacing, start + method.symbols) + after;
    most = std::max(most, received_at - from + before);
    const Tc middle = received_at - (from + until) / 2 + before;
    area += static_cast<double>(middle.count()) * static_cast<double>((until - from).count() + 1);
  }
  const Tc period =
      symbol_start(method.spacing, first_period + pattern.symbols()) - symbol_start(method.spacing, first_period);
  const double tc_per_ms = static_cast<double>(kSubframe.count());
  return {area / static_cast<double>(period.count()) / tc_per_ms, static_cast<double>(most.count()) / tc_per_ms};
}

struct DelayRow {
  Method method;
  Delay downlink;
  Delay uplink;  ///< with a configured grant
};

void PrintTo(const DelayRow& row, std::ostream* out) {
  *out << row.method.pattern << ", " << khz(row.method.spacing) << " kHz, capability "
       << static_cast<int>(row.method.capability) << ", type " << (row.method.mapping == MappingType::A ? 'A' : 'B')
       << ", " << row.method.symbols << " symbols";
}

class OneWayDelay : public testing::TestWithParam<DelayRow> {};

TEST_P(OneWayDelay, IsThatOfTheDeterministicTable) {
  RecordProperty("clause", "TR 37.910 5.7.1");
  const DelayRow& row = GetParam();
  const Delay downlink = one_way_delay(row.method, Direction::Downlink);
  const Delay uplink = one_way_delay(row.method, Direction::Uplink);
  EXPECT_NEAR(downlink.mean_ms, row.downlink.mean_ms, 0.006);
  EXPECT_NEAR(downlink.most_ms, row.downlink.most_ms, 0.006);
  EXPECT_NEAR(uplink.mean_ms, row.uplink.mean_ms, 0.006);
  EXPECT_NEAR(uplink.most_ms, row.uplink.most_ms, 0.006);
}

// From a program that knows symbols of equal length only.
INSTANTIATE_TEST_SUITE_P(Tdd30Kilohertz, OneWayDelay,
                         testing::Values(DelayRow{{"DDDSU", k30, kOne, MappingType::A, 14}, {1.44, 2.39}, {2.14, 3.39}},
                                         DelayRow{{"DDDSU", k30, kOne, MappingType::B, 7}, {0.83, 1.50}, {1.66, 2.89}},
                                         DelayRow{{"DDDSU", k30, kOne, MappingType::B, 4}, {0.72, 1.34}, {1.51, 2.73}},
                                         DelayRow{{"DDDSU", k30, kOne, MappingType::B, 2}, {0.64, 1.21}, {1.34, 2.53}},
                                         DelayRow{{"DSUUD", k30, kOne, MappingType::A, 14}, {1.74, 2.89}, {1.74, 2.89}},
                                         DelayRow{{"DSUUD", k30, kOne, MappingType::B, 7}, {1.04, 2.00}, {1.27, 2.39}},
                                         DelayRow{{"DSUUD", k30, kOne, MappingType::B, 4}, {0.92, 1.84}, {1.14, 2.23}},
                                         DelayRow{{"DSUUD", k30, kOne, MappingType::B, 2}, {0.82, 1.71}, {0.99, 2.03}},
                                         DelayRow{{"DU", k30, kOne, MappingType::A, 14}, {1.39, 1.89}, {1.39, 1.89}},
                                         DelayRow{{"DU", k30, kOne, MappingType::B, 7}, {0.93, 1.39}, {0.93, 1.39}},
                                         DelayRow{{"DU", k30, kOne, MappingType::B, 4}, {0.80, 1.23}, {0.80, 1.23}},
                                         DelayRow{{"DU", k30, kOne, MappingType::B, 2}, {0.71, 1.11}, {0.71, 1.11}},
                                         DelayRow{{"DDDSU", k30, kTwo, MappingType::A, 14}, {1.23, 2.18}, {1.93, 3.18}},
                                         DelayRow{{"DDDSU", k30, kTwo, MappingType::B, 7}, {0.62, 1.28}, {1.44, 2.68}},
                                         DelayRow{{"DDDSU", k30, kTwo, MappingType::B, 4}, {0.47, 1.09}, {1.26, 2.48}},
                                         DelayRow{{"DDDSU", k30, kTwo, MappingType::B, 2}, {0.37, 0.95}, {1.07, 2.27}},
                                         DelayRow{{"DSUUD", k30, kTwo, MappingType::A, 14}, {1.53, 2.68}, {1.53, 2.68}},
                                         DelayRow{{"DSUUD", k30, kTwo, MappingType::B, 7}, {0.83, 1.78}, {1.06, 2.18}},
                                         DelayRow{{"DSUUD", k30, kTwo, MappingType::B, 4}, {0.67, 1.59}, {0.89, 1.98}},
                                         DelayRow{{"DSUUD", k30, kTwo, MappingType::B, 2}, {0.56, 1.45}, {0.73, 1.77}},
                                         DelayRow{{"DU", k30, kTwo, MappingType::A, 14}, {1.18, 1.68}, {1.18, 1.68}},
                                         DelayRow{{"DU", k30, kTwo, MappingType::B, 7}, {0.71, 1.18}, {0.71, 1.18}},
                                         DelayRow{{"DU", k30, kTwo, MappingType::B, 4}, {0.55, 0.98}, {0.55, 0.98}},
                                         DelayRow{{"DU", k30, kTwo, MappingType::B, 2}, {0.44, 0.84}, {0.44, 0.84}}));

struct FddRow {
  MappingType mapping;
  int symbols;
  std::array<double, 7> downlink_ms;  ///< capability 1 at 15, 30, 60, 120 kHz, then capability 2 at 15, 30, 60 kHz
  std::array<double, 7> uplink_ms;    ///< with a configured grant
};

class MeanDelayInFdd : public testing::TestWithParam<FddRow> {};

TEST_P(MeanDelayInFdd, IsThatOfTheDeterministicTable) {
  RecordProperty("clause", "TR 37.910 5.7.1");
  const FddRow& row = GetParam();
  for (std::size_t i = 0; i < row.downlink_ms.size(); ++i) {
    const Method method{"FDD", kSpacings[i % 4], i < 4 ? kOne : kTwo, row.mapping, row.symbols};
    EXPECT_NEAR(one_way_delay(method, Direction::Downlink).mean_ms, row.downlink_ms[i], 0.006) << "column " << i;
    EXPECT_NEAR(one_way_delay(method, Direction::Uplink).mean_ms, row.uplink_ms[i], 0.006) << "column " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MeanDelayInFdd,
    testing::Values(
        FddRow{
            MappingType::A, 4, {1.37, 0.76, 0.54, 0.34, 1.01, 0.54, 0.36}, {1.57, 0.86, 0.59, 0.37, 1.21, 0.64, 0.41}},
        FddRow{
            MappingType::A, 14, {2.14, 1.14, 0.73, 0.44, 1.79, 0.93, 0.55}, {2.14, 1.14, 0.73, 0.44, 1.79, 0.93, 0.55}},
        FddRow{
            MappingType::B, 2, {0.97, 0.56, 0.44, 0.29, 0.50, 0.29, 0.23}, {0.97, 0.56, 0.44, 0.29, 0.50, 0.29, 0.23}},
        FddRow{MappingType::B,
               7,
               {1.29, 0.71, 0.52, 0.33, 0.93, 0.50, 0.34},
               {1.29, 0.71, 0.52, 0.33, 0.93, 0.50, 0.34}}));

}  // namespace
}  // namespace plantproof::nr
