// Resources that come back by themselves: configured grants in the uplink, semi-persistent scheduling in the downlink.
#include <algorithm>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "plant.hpp"

namespace plantproof::ran {
namespace {

using core::Nanoseconds;
using nr::Direction;

constexpr Nanoseconds kPeriod{10'000'000};

/// DDDSU with whole slots only. The first downlink slot starts at 0, the uplink slot at 2 ms, a turn has 2.5 ms.
CarrierParameters whole_slots() {
  CarrierParameters carrier = factory_carrier();
  carrier.downlink = {nr::MappingType::A, 13, 1, false};
  carrier.uplink = {nr::MappingType::A, 14, 0, false};
  return carrier;
}

struct Case {
  CarrierParameters carrier = whole_slots();
  std::vector<QosFlow> flows{QosFlow{}, QosFlow{}};
  DeviceParameters device;
};

std::vector<ConfiguredResource>& resources(Case& plan, Direction direction) {
  return direction == Direction::Downlink ? plan.device.semi_persistent : plan.device.configured_grants;
}

std::unique_ptr<Plant> plant_of(const Case& plan, const Propagation& hall) {
  auto plant = std::make_unique<Plant>(plan.carrier, plan.flows, hall);
  plant->network.add_cell({});
  plant->network.add_device(plan.device, {});
  return plant;
}

/// Delay of one packet of 100 bytes that is sent on its own.
double delay_ms(const Case& plan, Direction direction, std::size_t flow, Nanoseconds sent) {
  FlatHall hall;
  const auto plant = plant_of(plan, hall);
  plant->run(sent);
  plant->network.send(direction, DeviceId{0}, {1, 100, flow}, sent);
  plant->run(sent + kSecond);
  EXPECT_EQ(plant->arrivals.size(), 1U);
  return plant->arrivals.empty() ? -1 : core::in_milliseconds(plant->arrivals.front().time - sent);
}

struct Place {
  Direction direction;
  double offset_ms;  ///< of the resource
  double start_ms;   ///< of its data within 10 ms, by hand
  double length_ms;
};

class ConfiguredPeriod : public testing::TestWithParam<Place> {};

// Prepared for half of N2 = 12 symbols, decoded for half of N1 = 10, of (2048 + 144) * 64 Tc / 2 each (TS 38.214 5.3,
// 6.4, tables 5.3-1 and 6.4-1 at 30 kHz).
TEST_P(ConfiguredPeriod, TakesTheNextOccasionThatThePacketCanStillMake) {
  const Place& place = GetParam();
  Case plan;
  resources(plan, place.direction) = {{6, kPeriod, Nanoseconds{static_cast<std::int64_t>(1e6 * place.offset_ms)}}};
  constexpr double kSymbolMs = (2048 + 144) * 64 / 1.96608e6 / 2;
  const double prepared_ms = 12 * kSymbolMs / 2;
  const double decoded_ms = 10 * kSymbolMs / 2;
  for (double phase_ms = 0.05; phase_ms < 10; phase_ms += 0.31) {
    const Nanoseconds sent = kSecond + Nanoseconds{static_cast<std::int64_t>(1e6 * phase_ms)};
    double start_ms = place.start_ms;
    while (start_ms < phase_ms + prepared_ms) start_ms += 10;
    const double expected = start_ms + place.length_ms + decoded_ms - phase_ms;
    EXPECT_NEAR(delay_ms(plan, place.direction, 0, sent), expected, 0.003) << phase_ms;
  }
}

INSTANTIATE_TEST_SUITE_P(Places, ConfiguredPeriod,
                         testing::Values(Place{Direction::Uplink, 2, 2, 0.5}, Place{Direction::Uplink, 4.2, 4.5, 0.5},
                                         Place{Direction::Downlink, 0, 0.5 / 14, 6.5 / 14},
                                         Place{Direction::Downlink, 3.3, 3.5 + 0.5 / 14, 6.5 / 14}));

// The start of a symbol in nanoseconds is a rounded one.
TEST(ConfiguredPeriod, BeginsAtASymbolThatIsGivenInNanoseconds) {
  for (const bool is_rounded_up : {false, true}) {
    Case plan;
    const nr::Tc start = nr::symbol_start(k30, 14 * 2 + 1);  // the third slot's first one behind the PDCCH
    const auto offset = is_rounded_up ? std::chrono::ceil<Nanoseconds>(start) : std::chrono::floor<Nanoseconds>(start);
    ASSERT_NE(std::chrono::ceil<Nanoseconds>(start), std::chrono::floor<Nanoseconds>(start));
    plan.device.semi_persistent = {{6, kPeriod, offset}};
    EXPECT_LT(delay_ms(plan, Direction::Downlink, 0, kSecond + Nanoseconds{700'000}), 1.1) << is_rounded_up;
  }
}

TEST(ConfiguredResource, IsOfItsFlowsAlone) {
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    Case plan;
    resources(plan, direction) = {{6, kPeriod, Nanoseconds{2'000'000}, {1}}};
    FlatHall hall;
    const auto plant = plant_of(plan, hall);
    for (std::uint64_t i = 0; i < 200; ++i) {
      const Nanoseconds sent = kSecond + Nanoseconds{50'000'000 + 370'000} * static_cast<std::int64_t>(i);
      plant->run(sent);
      plant->transmissions.clear();
      const std::size_t flow = i % 2;
      plant->network.send(direction, DeviceId{0}, {i, 100, flow}, sent);
      plant->run(sent + Nanoseconds{40'000'000});
      ASSERT_EQ(plant->arrivals.size(), i + 1);
      // Without a buffer status the first grant is for 256 bytes: one transmission is enough.
      ASSERT_EQ(plant->transmissions.size(), 1U);
      EXPECT_EQ(plant->transmissions[0].is_configured, flow == 1);
    }
  }
}

TEST(ConfiguredResource, OfEveryFlowHasItsOwnPeriodAndCoding) {
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    Case plan;
    const auto table = nr::mcs_table(plan.carrier.mcs_table);
    resources(plan, direction) = {{8, kPeriod, Nanoseconds{2'000'000}, {0}, table[3]},
                                  {4, 2 * kPeriod, Nanoseconds{7'000'000}, {1}, table[9]}};
    FlatHall hall;
    const auto plant = plant_of(plan, hall);
    for (std::uint64_t i = 0; i < 50; ++i) {
      const Nanoseconds sent = kSecond + 2 * kPeriod * static_cast<std::int64_t>(i) + Nanoseconds{100'000};
      plant->run(sent);
      plant->network.send(direction, DeviceId{0}, {2 * i, 60, 0}, sent);
      plant->network.send(direction, DeviceId{0}, {2 * i + 1, 60, 1}, sent);
    }
    plant->run(3 * kSecond);
    ASSERT_EQ(plant->transmissions.size(), 100U);
    for (const Transmission& t : plant->transmissions) {
      EXPECT_TRUE(t.is_configured);
      EXPECT_EQ(t.blocks, t.mcs == 3 ? 8 : 4);
      const std::int64_t start = t.first_symbol % (2 * 20 * 14);
      if (t.mcs == 3) {
        EXPECT_EQ(start, direction == Direction::Uplink ? 4 * 14 : 5 * 14 + 1) << start;
      } else {
        EXPECT_EQ(t.mcs, 9);
        EXPECT_EQ(start, direction == Direction::Uplink ? 14 * 14 : 15 * 14 + 1) << start;
      }
    }
  }
}

TEST(ConfiguredResource, SendsAgainByAGrantWithTheSameCoding) {
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    Case plan;
    const nr::ModulationCoding highest = nr::mcs_table(plan.carrier.mcs_table)[28];
    resources(plan, direction) = {{6, kPeriod, Nanoseconds{2'000'000}, {}, highest}};
    FlatHall hall;
    hall.gain = direction == Direction::Downlink ? 2e-11 : 1e-13;  // far below what MCS 28 needs
    plan.carrier.mobility.in_sync = core::Decibel(-60);
    plan.carrier.mobility.out_of_sync = core::Decibel(-60);
    const auto plant = plant_of(plan, hall);
    plant->run(kSecond);
    plant->network.send(direction, DeviceId{0}, {0, 100, 0}, kSecond);
    plant->run(2 * kSecond);
    ASSERT_EQ(plant->transmissions.size(), 4U);
    for (const Transmission& t : plant->transmissions) {
      EXPECT_EQ(t.is_configured, t.attempt == 1);
      EXPECT_EQ(t.mcs, 28);
      EXPECT_EQ(t.bits, plant->transmissions[0].bits);
    }
  }
}

TEST(ConfiguredResource, LeavesWhatItCannotHoldToOtherGrants) {
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    Case plan;
    resources(plan, direction) = {{2, 2 * kPeriod, Nanoseconds{2'000'000}}};
    FlatHall hall;
    const auto plant = plant_of(plan, hall);
    plant->run(kSecond);
    plant->network.send(direction, DeviceId{0}, {0, 5000, 0}, kSecond);
    plant->run(kSecond + Nanoseconds{15'000'000});
    ASSERT_EQ(plant->arrivals.size(), 1U);  // before the next occasion
    ASSERT_GE(plant->transmissions.size(), 2U);
    EXPECT_TRUE(plant->transmissions[0].is_configured);
    for (std::size_t i = 1; i < plant->transmissions.size(); ++i) EXPECT_FALSE(plant->transmissions[i].is_configured);
  }
}

TEST(ConfiguredResource, CostsNothingWhileNothingWaits) {
  Case plan;
  plan.device.configured_grants = {{2, Nanoseconds{2'500'000}, Nanoseconds{2'000'000}}};
  plan.device.semi_persistent = {{2, {}, {}}};
  FlatHall hall;
  const auto plant = plant_of(plan, hall);
  plant->run();
  EXPECT_FALSE(plant->network.next());
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    plant->network.send(direction, DeviceId{0}, {0, 20, 0}, kSecond);
    int steps = 0;
    while (const auto next = plant->network.next()) {
      plant->network.advance(*next);
      ++steps;
    }
    EXPECT_LE(steps, 3);
  }
  EXPECT_EQ(plant->transmissions.size(), 2U);
}

TEST(SemiPersistent, NeedsNoControlMessage) {
  Case plan;
  plan.carrier.control_messages_per_slot = 0;
  plan.device.semi_persistent = {{6, kPeriod, Nanoseconds{0}, {1}}};
  FlatHall hall;
  const auto plant = plant_of(plan, hall);
  plant->run(kSecond);
  plant->network.send(Direction::Downlink, DeviceId{0}, {0, 100, 0}, kSecond);
  plant->network.send(Direction::Downlink, DeviceId{0}, {1, 100, 1}, kSecond);
  plant->run(2 * kSecond);
  ASSERT_EQ(plant->arrivals.size(), 1U);
  EXPECT_EQ(plant->arrivals[0].packet.id, 1U);
}

TEST(ConfiguredGrant, SavesTheRequest) {
  Case configured;
  configured.device.configured_grants = {{6, kPeriod, Nanoseconds{2'000'000}}};
  const Nanoseconds sent = kSecond + Nanoseconds{1'750'000};
  // The uplink slot at 2 ms, 0.5 ms long, decoded in 0.2 ms.
  EXPECT_NEAR(delay_ms(configured, Direction::Uplink, 0, sent), 0.93, 0.02);
  EXPECT_GT(delay_ms(Case{}, Direction::Uplink, 0, sent), 2.5);
}

}  // namespace
}  // namespace plantproof::ran
