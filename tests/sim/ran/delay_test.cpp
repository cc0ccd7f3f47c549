// One-way delays without load and without errors, against the deterministic tables: TR 37.910 5.7.1's method, computed
// for TDD and FDD by another program.
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plant.hpp"

namespace plantproof::ran {
namespace {

using nr::Direction;
using nr::MappingType;
using nr::ProcessingCapability;
using nr::SubcarrierSpacing;

nr::SlotPattern pattern_of(const std::string& text, SubcarrierSpacing spacing) {
  if (text == "FDD") return nr::SlotPattern::fdd(spacing);
  core::InputErrors errors;
  const bool has_special = text.find('S') != std::string::npos;
  return nr::SlotPattern::tdd({text, {}, has_special ? "11:1:2" : "", {}}, spacing, errors).value();
}

enum class Way {
  Downlink,
  SemiPersistent,
  ConfiguredGrant,
  SchedulingRequest,
  DownlinkTwice,
  SemiPersistentTwice,
  ConfiguredGrantTwice
};

struct Delay {
  double mean_ms;
  double most_ms;
};

struct Row {
  const char* pattern;
  SubcarrierSpacing spacing;
  ProcessingCapability capability;
  MappingType mapping;
  int symbols;
  Way way;
  Delay delay;
};

// Nothing that starts before a certain time arrives.
class LateHall : public FlatHall {
 public:
  void fading_gains(CellId cell, DeviceId device, Direction direction, const channel::Place& place,
                    core::Nanoseconds time, std::size_t first, std::span<double> gains_of) const override {
    FlatHall::fading_gains(cell, device, direction, place, time, first, gains_of);
    if (time < until) std::fill(gains_of.begin(), gains_of.end(), 1e-9);
  }
  core::Nanoseconds until{0};
};

Delay measured(const Row& row) {
  CarrierParameters carrier;
  carrier.pattern = pattern_of(row.pattern, row.spacing);
  carrier.blocks = 51;
  carrier.mobility.registration = core::Nanoseconds{0};
  carrier.capability = row.capability;
  carrier.downlink = {row.mapping, row.symbols, 0, false};
  carrier.uplink = {row.mapping, row.symbols, 0, false};
  carrier.outer_loop_step = core::Decibel(0);
  const bool is_semi_persistent = row.way == Way::SemiPersistent || row.way == Way::SemiPersistentTwice;
  const bool is_downlink = row.way == Way::Downlink || row.way == Way::DownlinkTwice || is_semi_persistent;
  const bool is_twice =
      row.way == Way::DownlinkTwice || row.way == Way::SemiPersistentTwice || row.way == Way::ConfiguredGrantTwice;
  DeviceParameters device;
  if (row.way == Way::ConfiguredGrant || row.way == Way::ConfiguredGrantTwice) device.configured_grants = {{4, {}, {}}};
  if (is_semi_persistent) device.semi_persistent = {{4, {}, {}}};
  // Without a PDCCH, which only a retransmission needs.
  if (is_semi_persistent) carrier.control_messages_per_slot = is_twice ? 1 : 0;
  const Direction direction = is_downlink ? Direction::Downlink : Direction::Uplink;

  // A packet at a time, at phases that cover 10 ms evenly.
  constexpr int kPhases = 1400;
  LateHall hall;
  Plant plant(carrier, {QosFlow{}}, hall);
  if (is_twice) {
    plant.on_transmission = [&](const Transmission& transmission) {
      if (transmission.attempt > 1) return;
      const nr::Tc start = nr::symbol_start(row.spacing, transmission.first_symbol);
      hall.until = std::chrono::ceil<core::Nanoseconds>(start) + core::Nanoseconds{1};
    };
  }
  plant.network.add_cell({});
  plant.network.add_device(device, {});
  double sum = 0;
  double most = 0;
  for (int i = 0; i < kPhases; ++i) {
    const auto sent = core::Nanoseconds{50'000'000LL * (i + 1) + 10'000'000LL * i / kPhases + 3571};
    plant.run(sent);
    plant.network.send(direction, DeviceId{0}, {static_cast<std::uint64_t>(i), 20, 0}, sent);
    plant.run();
    EXPECT_EQ(plant.arrivals.size(), static_cast<std::size_t>(i + 1));
    if (plant.arrivals.size() != static_cast<std::size_t>(i + 1)) return {-1, -1};
    const double delay = core::in_milliseconds(plant.arrivals.back().time - sent);
    sum += delay;
    most = std::max(most, delay);
  }
  EXPECT_EQ(plant.transmissions.size(), static_cast<std::size_t>((is_twice ? 2 : 1) * kPhases));
  return {sum / kPhases, most};
}

class DeterministicDelay : public testing::TestWithParam<Row> {};

// The tables have two digits, and take all symbols to be equally long.
TEST_P(DeterministicDelay, IsThatOfTheTable) {
  const Row& row = GetParam();
  RecordProperty("clause", "TR 37.910 5.7.1");
  const Delay delay = measured(row);
  EXPECT_NEAR(delay.mean_ms, row.delay.mean_ms, 0.0101);
  EXPECT_NEAR(delay.most_ms, row.delay.most_ms, 0.0151);
}

constexpr auto kOne = ProcessingCapability::One;
constexpr auto kTwo = ProcessingCapability::Two;

std::vector<Row> tdd_rows() {
  struct Line {
    ProcessingCapability capability;
    const char* pattern;
    MappingType mapping;
    int symbols;
    Delay downlink, downlink_twice, configured, configured_twice, requested;
  };
  constexpr auto A = MappingType::A;
  constexpr auto B = MappingType::B;
  const std::vector<Line> lines{
      {kOne, "DDDSU", A, 14, {1.44, 2.39}, {3.64, 4.89}, {2.14, 3.39}, {4.64, 5.89}, {4.18, 5.43}},
      {kOne, "DDDSU", B, 7, {0.83, 1.50}, {2.77, 4.00}, {1.66, 2.89}, {4.14, 5.39}, {3.93, 5.18}},
      {kOne, "DDDSU", B, 4, {0.72, 1.34}, {2.61, 3.84}, {1.51, 2.73}, {3.98, 5.23}, {3.87, 5.12}},
      {kOne, "DDDSU", B, 2, {0.64, 1.21}, {2.49, 3.71}, {1.34, 2.53}, {3.78, 5.03}, {3.75, 5.00}},
      {kOne, "DSUUD", A, 14, {1.74, 2.89}, {4.14, 5.39}, {1.74, 2.89}, {4.14, 5.39}, {3.68, 4.93}},
      {kOne, "DSUUD", B, 7, {1.04, 2.00}, {3.25, 4.50}, {1.27, 2.39}, {3.64, 4.89}, {3.43, 4.68}},
      {kOne, "DSUUD", B, 4, {0.92, 1.84}, {3.09, 4.34}, {1.14, 2.23}, {3.48, 4.73}, {3.37, 4.62}},
      {kOne, "DSUUD", B, 2, {0.82, 1.71}, {2.96, 4.21}, {0.99, 2.03}, {3.28, 4.53}, {3.25, 4.50}},
      {kOne, "DU", A, 14, {1.39, 1.89}, {3.39, 3.89}, {1.39, 1.89}, {3.39, 3.89}, {2.29, 2.79}},
      {kOne, "DU", B, 7, {0.93, 1.39}, {2.05, 2.46}, {0.93, 1.39}, {2.05, 2.46}, {1.82, 2.29}},
      {kOne, "DU", B, 4, {0.80, 1.23}, {1.92, 2.30}, {0.80, 1.23}, {1.92, 2.30}, {1.69, 2.12}},
      {kOne, "DU", B, 2, {0.71, 1.11}, {1.76, 2.14}, {0.71, 1.11}, {1.76, 2.14}, {1.64, 2.07}},
      {kTwo, "DDDSU", A, 14, {1.23, 2.18}, {3.43, 4.68}, {1.93, 3.18}, {4.43, 5.68}, {3.96, 5.21}},
      {kTwo, "DDDSU", B, 7, {0.62, 1.28}, {2.54, 3.78}, {1.44, 2.68}, {3.93, 5.18}, {3.71, 4.96}},
      {kTwo, "DDDSU", B, 4, {0.47, 1.09}, {2.34, 3.59}, {1.26, 2.48}, {3.73, 4.98}, {3.62, 4.87}},
      {kTwo, "DDDSU", B, 2, {0.37, 0.95}, {2.20, 3.45}, {1.07, 2.27}, {3.52, 4.77}, {3.48, 4.73}},
      {kTwo, "DSUUD", A, 14, {1.53, 2.68}, {3.93, 5.18}, {1.53, 2.68}, {3.93, 5.18}, {3.46, 4.71}},
      {kTwo, "DSUUD", B, 7, {0.83, 1.78}, {3.04, 4.28}, {1.06, 2.18}, {3.43, 4.68}, {3.21, 4.46}},
      {kTwo, "DSUUD", B, 4, {0.67, 1.59}, {2.84, 4.09}, {0.89, 1.98}, {3.23, 4.48}, {3.12, 4.37}},
      {kTwo, "DSUUD", B, 2, {0.56, 1.45}, {2.70, 3.95}, {0.73, 1.77}, {3.02, 4.27}, {2.98, 4.23}},
      {kTwo, "DU", A, 14, {1.18, 1.68}, {2.18, 2.68}, {1.18, 1.68}, {2.18, 2.68}, {1.71, 2.21}},
      {kTwo, "DU", B, 7, {0.71, 1.18}, {1.68, 2.18}, {0.71, 1.18}, {1.68, 2.18}, {1.46, 1.96}},
      {kTwo, "DU", B, 4, {0.55, 0.98}, {1.48, 1.98}, {0.55, 0.98}, {1.48, 1.98}, {1.37, 1.87}},
      {kTwo, "DU", B, 2, {0.44, 0.84}, {1.34, 1.84}, {0.44, 0.84}, {1.34, 1.84}, {1.30, 1.80}},
  };
  std::vector<Row> rows;
  for (const Line& line : lines) {
    const auto add = [&](Way way, Delay delay) {
      rows.push_back({line.pattern, SubcarrierSpacing::Khz30, line.capability, line.mapping, line.symbols, way, delay});
    };
    // A configured assignment at every start: what it saves is the PDCCH, not time.
    add(Way::Downlink, line.downlink);
    add(Way::SemiPersistent, line.downlink);
    add(Way::DownlinkTwice, line.downlink_twice);
    add(Way::SemiPersistentTwice, line.downlink_twice);
    add(Way::ConfiguredGrant, line.configured);
    add(Way::ConfiguredGrantTwice, line.configured_twice);
    add(Way::SchedulingRequest, line.requested);
  }
  return rows;
}

// Of FDD the table has the mean only.
struct FddRow {
  MappingType mapping;
  SubcarrierSpacing spacing;
  ProcessingCapability capability;
  int symbols;
  Way way;
  double mean_ms;
};

class DeterministicFddDelay : public testing::TestWithParam<FddRow> {};

TEST_P(DeterministicFddDelay, HasTheMeanOfTheTable) {
  const FddRow& row = GetParam();
  RecordProperty("clause", "TR 37.910 5.7.1");
  const Delay delay = measured({"FDD", row.spacing, row.capability, row.mapping, row.symbols, row.way, {}});
  EXPECT_NEAR(delay.mean_ms, row.mean_ms, 0.0101);
}

std::vector<FddRow> fdd_rows() {
  constexpr auto A = MappingType::A;
  constexpr auto B = MappingType::B;
  using enum SubcarrierSpacing;
  std::vector<FddRow> rows{
      {A, Khz15, kOne, 4, Way::Downlink, 1.37},          {A, Khz30, kOne, 4, Way::Downlink, 0.76},
      {A, Khz60, kOne, 4, Way::Downlink, 0.54},          {A, Khz120, kOne, 4, Way::Downlink, 0.34},
      {A, Khz15, kTwo, 4, Way::Downlink, 1.01},          {A, Khz30, kTwo, 4, Way::Downlink, 0.54},
      {A, Khz60, kTwo, 4, Way::Downlink, 0.36},          {A, Khz15, kOne, 14, Way::Downlink, 2.14},
      {A, Khz30, kOne, 14, Way::Downlink, 1.14},         {A, Khz60, kOne, 14, Way::Downlink, 0.73},
      {A, Khz120, kOne, 14, Way::Downlink, 0.44},        {A, Khz15, kTwo, 14, Way::Downlink, 1.79},
      {A, Khz30, kTwo, 14, Way::Downlink, 0.93},         {A, Khz60, kTwo, 14, Way::Downlink, 0.55},
      {B, Khz15, kOne, 2, Way::Downlink, 0.97},          {B, Khz30, kOne, 2, Way::Downlink, 0.56},
      {B, Khz60, kOne, 2, Way::Downlink, 0.44},          {B, Khz120, kOne, 2, Way::Downlink, 0.29},
      {B, Khz15, kTwo, 2, Way::Downlink, 0.50},          {B, Khz30, kTwo, 2, Way::Downlink, 0.29},
      {B, Khz60, kTwo, 2, Way::Downlink, 0.23},          {B, Khz15, kOne, 7, Way::Downlink, 1.29},
      {B, Khz30, kOne, 7, Way::Downlink, 0.71},          {B, Khz60, kOne, 7, Way::Downlink, 0.52},
      {B, Khz120, kOne, 7, Way::Downlink, 0.33},         {B, Khz15, kTwo, 7, Way::Downlink, 0.93},
      {B, Khz30, kTwo, 7, Way::Downlink, 0.50},          {B, Khz60, kTwo, 7, Way::Downlink, 0.34},
      {A, Khz15, kOne, 4, Way::ConfiguredGrant, 1.57},   {A, Khz30, kOne, 4, Way::ConfiguredGrant, 0.86},
      {A, Khz60, kOne, 4, Way::ConfiguredGrant, 0.59},   {A, Khz120, kOne, 4, Way::ConfiguredGrant, 0.37},
      {A, Khz15, kTwo, 4, Way::ConfiguredGrant, 1.21},   {A, Khz30, kTwo, 4, Way::ConfiguredGrant, 0.64},
      {A, Khz60, kTwo, 4, Way::ConfiguredGrant, 0.41},   {A, Khz15, kOne, 14, Way::ConfiguredGrant, 2.14},
      {A, Khz30, kOne, 14, Way::ConfiguredGrant, 1.14},  {A, Khz60, kOne, 14, Way::ConfiguredGrant, 0.73},
      {A, Khz120, kOne, 14, Way::ConfiguredGrant, 0.44}, {A, Khz15, kTwo, 14, Way::ConfiguredGrant, 1.79},
      {A, Khz30, kTwo, 14, Way::ConfiguredGrant, 0.93},  {A, Khz60, kTwo, 14, Way::ConfiguredGrant, 0.55},
      {B, Khz15, kOne, 2, Way::ConfiguredGrant, 0.97},   {B, Khz30, kOne, 2, Way::ConfiguredGrant, 0.56},
      {B, Khz60, kOne, 2, Way::ConfiguredGrant, 0.44},   {B, Khz120, kOne, 2, Way::ConfiguredGrant, 0.29},
      {B, Khz15, kTwo, 2, Way::ConfiguredGrant, 0.50},   {B, Khz30, kTwo, 2, Way::ConfiguredGrant, 0.29},
      {B, Khz60, kTwo, 2, Way::ConfiguredGrant, 0.23},   {B, Khz15, kOne, 7, Way::ConfiguredGrant, 1.29},
      {B, Khz30, kOne, 7, Way::ConfiguredGrant, 0.71},   {B, Khz60, kOne, 7, Way::ConfiguredGrant, 0.52},
      {B, Khz120, kOne, 7, Way::ConfiguredGrant, 0.33},  {B, Khz15, kTwo, 7, Way::ConfiguredGrant, 0.93},
      {B, Khz30, kTwo, 7, Way::ConfiguredGrant, 0.50},   {B, Khz60, kTwo, 7, Way::ConfiguredGrant, 0.34},
  };
  for (std::size_t i = 0; rows[i].way == Way::Downlink; ++i) {
    rows.push_back(rows[i]);
    rows.back().way = Way::SemiPersistent;
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Fdd, DeterministicFddDelay, testing::ValuesIn(fdd_rows()));
INSTANTIATE_TEST_SUITE_P(Tdd, DeterministicDelay, testing::ValuesIn(tdd_rows()));

}  // namespace
}  // namespace plantproof::ran
