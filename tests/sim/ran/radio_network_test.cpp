#include "ran/radio_network.hpp"

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "channel/fading.hpp"
#include "core/random.hpp"
#include "nr/peak_rate.hpp"
#include "plant.hpp"

namespace plantproof::ran {
namespace {

using core::Nanoseconds;
using nr::Direction;

/// Sends on its own: packets of random size at random times, on every device and in both directions.
void offer(Plant& plant, int devices, int packets_each, std::int64_t greatest_bytes, std::size_t flows,
           std::uint64_t seed) {
  core::Draws draws(seed);
  std::multimap<Nanoseconds, std::tuple<Direction, DeviceId, Packet>> sends;
  std::uint64_t id = 0;
  for (int device = 0; device < devices; ++device) {
    for (int i = 0; i < packets_each; ++i) {
      const Nanoseconds time{static_cast<std::int64_t>(draws.uniform() * 1e9)};
      const auto bytes = 1 + static_cast<std::int64_t>(draws.uniform() * static_cast<double>(greatest_bytes));
      const auto direction = draws.uniform() < 0.5 ? Direction::Downlink : Direction::Uplink;
      const auto flow = static_cast<std::size_t>(draws.uniform() * static_cast<double>(flows));
      sends.emplace(time, std::make_tuple(direction, static_cast<DeviceId>(device), Packet{id++, bytes, flow}));
    }
  }
  for (const auto& [time, what] : sends) {
    plant.run(time);
    plant.network.send(std::get<0>(what), std::get<1>(what), std::get<2>(what), time);
  }
}

/// What must be true of every transmission, whatever the load.
class Invariants {
 public:
  explicit Invariants(const CarrierParameters& carrier) : carrier_(carrier) {}

  void check(const Transmission& t) {
    ASSERT_GE(t.first_block, 0);
    ASSERT_LE(t.first_block + t.blocks, carrier_.blocks);
    ASSERT_GE(t.process, 0);
    ASSERT_LT(t.process, carrier_.harq_processes);
    ASSERT_LE(t.attempt, carrier_.greatest_transmissions);
    ASSERT_LE(nr::symbol_in_slot(t.first_symbol) + t.symbols, nr::kSymbolsPerSlot);
    for (std::int64_t symbol = t.first_symbol; symbol < t.first_symbol + t.symbols; ++symbol) {
      ASSERT_TRUE(carrier_.pattern.carries(t.direction, symbol));
      for (int block = t.first_block; block < t.first_block + t.blocks; ++block) {
        ASSERT_TRUE(used_.insert({t.cell, t.direction, symbol, block}).second)
            << "two on one resource block: device " << static_cast<int>(t.device)
            << (t.direction == Direction::Uplink ? " uplink" : " downlink")
            << (t.is_configured ? " configured" : " dynamic") << ", symbol " << t.first_symbol << " + " << t.symbols
            << ", block " << t.first_block << " + " << t.blocks << ", attempt " << t.attempt;
      }
    }
    std::int64_t& busy_until = busy_until_[{t.device, t.direction}];
    ASSERT_GE(t.first_symbol, busy_until) << "two transmissions of one device at once";
    busy_until = t.first_symbol + t.symbols;
    // A process begins anew, or sends again what it sent before.
    auto& last = processes_[{t.device, t.direction, t.process}];
    if (t.attempt > 1) {
      ASSERT_EQ(t.attempt, last.attempt + 1);
      ASSERT_EQ(t.bits, last.bits);
      ASSERT_EQ(t.mcs, last.mcs);
    }
    if (last.attempt > 0) {
      ASSERT_GE(t.first_symbol, last.first_symbol + last.symbols);
    }
    last = t;
  }

 private:
  CarrierParameters carrier_;
  std::set<std::tuple<CellId, Direction, std::int64_t, int>> used_;
  std::map<std::tuple<DeviceId, Direction, int>, Transmission> processes_;
  std::map<std::pair<DeviceId, Direction>, std::int64_t> busy_until_;
};

// Along which now one cell is heard better, now the other.
class WavyHall : public FadingHall {
 public:
  using FadingHall::FadingHall;

  double mean_gain(CellId cell, DeviceId device, const channel::Place& place, Nanoseconds time) const override {
    const double phase = place.x_m / 6 + 3.14 * static_cast<double>(cell);
    return FadingHall::mean_gain(cell, device, place, time) * std::pow(10.0, std::cos(phase));
  }
};

class RadioNetworkLoad : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RadioNetworkLoad, KeepsItsInvariantsAndLosesNoPacketOutOfSight) {
  const std::uint64_t seed = GetParam();
  SCOPED_TRACE(seed);
  core::Draws draws(core::mixed(seed, 17));
  CarrierParameters carrier = factory_carrier();
  const char* patterns[] = {"DDDSU", "DSUUD", "DU", "DDDDDDDSUU"};
  carrier.pattern = tdd(patterns[seed % 4]);
  carrier.blocks = seed % 3 == 0 && seed % 5 != 1 ? 24 : 106;  // 24 hold no header in 2 symbols at MCS 0
  carrier.scheduling = static_cast<Scheduling>(seed % 3);
  carrier.downlink_layers = carrier.uplink_layers = 1 + static_cast<int>(seed % 2);
  if (seed % 5 == 1) {
    carrier.downlink = {nr::MappingType::B, 4, 0, false};
    carrier.uplink = {nr::MappingType::B, 2, 0, false};
  }
  if (seed % 4 == 2) carrier.control_messages_per_slot = 5;
  QosFlow video;
  QosFlow control{19, Nanoseconds{10'000'000}, true, true, 1e-3};
  QosFlow bulk;
  bulk.rlc = RlcMode::Acknowledged;
  if (seed % 7 > 4) {
    carrier.slice_shares = {0.4, 0.3};
    video.slice = 0;
    control.slice = 1;
  }
  WavyHall hall(1e-8, seed);
  Plant plant(carrier, {video, control, bulk}, hall, seed);
  Invariants invariants(carrier);
  plant.on_transmission = [&](const Transmission& t) { invariants.check(t); };
  plant.network.add_cell({});
  plant.network.add_cell({});
  constexpr int kDevices = 12;
  for (int i = 0; i < kDevices; ++i) {
    DeviceParameters device;
    const Nanoseconds offset = Nanoseconds{500'000} * i;
    if (i % 3 == 0) device.configured_grants = {{2, Nanoseconds{10'000'000}, offset}};
    if (i % 3 == 2) {  // two flows with resources of their own, in both directions
      const nr::ModulationCoding robust = nr::mcs_table(carrier.mcs_table)[4];
      device.configured_grants = {{1, Nanoseconds{5'000'000}, offset / 4, {1}, robust},
                                  {2, Nanoseconds{20'000'000}, offset, {2}}};
      device.semi_persistent = {{2, Nanoseconds{10'000'000}, offset, {1}, robust},
                                {1, Nanoseconds{20'000'000}, offset, {0, 2}}};
    }
    if (i % 3 == 1) device.scheduling_request_period = 10;
    plant.network.add_device(device, {{}, seed % 2 == 0 ? 10.0 : 0.0, 0, 0, Nanoseconds{0}});
  }
  constexpr int kPackets = 40;
  offer(plant, kDevices, kPackets, 3000, 3, seed);
  plant.run(20 * kSecond);

  std::set<std::uint64_t> known;
  for (const auto& arrival : plant.arrivals) EXPECT_TRUE(known.insert(arrival.packet.id).second);
  for (const auto& loss : plant.losses) EXPECT_TRUE(known.insert(loss.packet.id).second);
  std::size_t pending = 0;
  for (std::uint32_t i = 0; i < kDevices; ++i) {
    pending +=
        plant.network.pending(Direction::Downlink, DeviceId{i}) + plant.network.pending(Direction::Uplink, DeviceId{i});
  }
  EXPECT_EQ(known.size() + pending, static_cast<std::size_t>(kDevices * kPackets));
  EXPECT_EQ(pending, 0U);
  // Each time a device drives past: once when it comes in, then twice a change.
  EXPECT_EQ(plant.attachments.size() > 2 * kDevices, seed % 2 == 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RadioNetworkLoad, testing::Range<std::uint64_t>(0, 40));

TEST(RadioNetwork, GivesTheSameForTheSameSeedAndAnotherForAnother) {
  const auto times = [](std::uint64_t seed) {
    FadingHall hall(1e-10, 5);
    Plant plant(factory_carrier(), {QosFlow{}}, hall, seed);
    plant.network.add_cell({});
    for (int i = 0; i < 5; ++i) plant.network.add_device({}, {});
    offer(plant, 5, 100, 2000, 1, 3);
    plant.run();
    std::vector<std::int64_t> all;
    for (const auto& arrival : plant.arrivals) all.push_back(arrival.time.count());
    return all;
  };
  EXPECT_EQ(times(1), times(1));
  EXPECT_NE(times(1), times(2));
}

struct Peak {
  const char* pattern;
  Direction direction;
  int layers;
  nr::McsTable table;
};

class FullBuffer : public testing::TestWithParam<Peak> {};

// In the uplink without the special slot's two symbols, which this carrier leaves to PUCCH and SRS.
TEST_P(FullBuffer, NearTheGnbReachesThePeakRateTimesThePatternsShare) {
  const Peak& row = GetParam();
  CarrierParameters carrier = factory_carrier();
  carrier.pattern = tdd(row.pattern);
  carrier.mcs_table = row.table;
  carrier.downlink_layers = carrier.uplink_layers = row.layers;
  FlatHall hall;
  hall.gain = 1e-5;
  Plant plant(carrier, {QosFlow{}}, hall);
  plant.network.add_cell({});
  DeviceParameters device;
  device.antennas = 4;
  device.received_power_target = core::Dbm(-50);
  plant.network.add_device(device, {});
  plant.network.send(row.direction, DeviceId{0}, {1, 400'000'000, 0}, Nanoseconds{0});
  plant.run(kSecond / 5);
  std::int64_t bits = 0;
  for (const Transmission& t : plant.transmissions) {
    const auto start = std::chrono::floor<Nanoseconds>(nr::symbol_start(k30, t.first_symbol));
    if (t.attempt == 1 && start >= kSecond / 10) bits += t.bits;
  }
  const int order = row.table == nr::McsTable::Qam64 ? 6 : 8;
  const nr::PeakRate peak{row.direction, nr::FrequencyRange::Fr1, k30, 273, row.layers, order, 1};
  double share = carrier.pattern.share(row.direction);
  if (row.direction == Direction::Uplink && std::string(row.pattern).find('S') != std::string::npos) {
    share -= 2.0 / carrier.pattern.symbols();
  }
  EXPECT_NEAR(static_cast<double>(bits) * 10 / (peak.bps() * share), 1, 0.02);
}

// By hand: 24 dBm over 273 * 12 resource elements are -11.15 dBm each; a resource element of 30 kHz has -129.2 dBm of
// thermal noise at 290 K, and 9 dB more in this receiver.
TEST(RadioNetwork, TellsWhatADeviceHears) {
  FlatHall hall;
  hall.gains[{CellId{0}, DeviceId{0}}] = 1e-8;
  hall.gains[{CellId{1}, DeviceId{0}}] = 1e-7;
  hall.gains[{CellId{0}, DeviceId{1}}] = 1e-11;
  hall.gains[{CellId{1}, DeviceId{1}}] = 1e-20;
  hall.gains[{CellId{0}, DeviceId{2}}] = 1e-20;
  hall.gains[{CellId{1}, DeviceId{2}}] = 1e-20;
  Plant plant(factory_carrier(), {QosFlow{}}, hall);
  for (int i = 0; i < 2; ++i) plant.network.add_cell({});
  for (int i = 0; i < 3; ++i) plant.network.add_device({}, {});
  EXPECT_FALSE(plant.network.heard(DeviceId{0}, Nanoseconds{0})) << "not registered yet";
  plant.run(kSecond);
  const auto between = plant.network.heard(DeviceId{0}, kSecond);
  ASSERT_TRUE(between);
  EXPECT_EQ(between->cell, CellId{1});
  EXPECT_NEAR(between->ss_rsrp.dbm(), -81.15, 0.01);
  EXPECT_NEAR(between->ss_sinr.db(), 10, 0.01) << "the other cell is 10 dB weaker";
  const auto alone = plant.network.heard(DeviceId{1}, kSecond);
  ASSERT_TRUE(alone);
  EXPECT_NEAR(alone->ss_rsrp.dbm(), -121.15, 0.01);
  EXPECT_NEAR(alone->ss_sinr.db(), -121.15 + 129.20 - 9, 0.05);
  EXPECT_FALSE(plant.network.heard(DeviceId{2}, kSecond)) << "nobody serves it";
}

INSTANTIATE_TEST_SUITE_P(Rows, FullBuffer,
                         testing::Values(Peak{"DDDSU", Direction::Downlink, 1, nr::McsTable::Qam64},
                                         Peak{"DDDSU", Direction::Downlink, 4, nr::McsTable::Qam256},
                                         Peak{"DDDSU", Direction::Uplink, 1, nr::McsTable::Qam64},
                                         Peak{"DDDSU", Direction::Uplink, 2, nr::McsTable::Qam256},
                                         Peak{"DSUUD", Direction::Downlink, 2, nr::McsTable::Qam256},
                                         Peak{"DSUUD", Direction::Uplink, 1, nr::McsTable::Qam256},
                                         Peak{"DDDDDDDSUU", Direction::Downlink, 2, nr::McsTable::Qam256},
                                         Peak{"DDDDDDDSUU", Direction::Uplink, 1, nr::McsTable::Qam64}));

}  // namespace
}  // namespace plantproof::ran
