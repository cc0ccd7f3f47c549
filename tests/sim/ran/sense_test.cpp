// What a radio engineer expects of a network, whatever its numbers.
#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "plant.hpp"
#include "ran/hall_propagation.hpp"

namespace plantproof::ran {
namespace {

using core::Nanoseconds;
using nr::Direction;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

/// Delays of messages of 100 bytes that every device sends each 10 ms in both directions for a second.
struct Delays {
  double mean_ms = 0;
  double most_ms = 0;
  double lost_ratio = 0;
};

/// Of the first of them, or of all.
Delays delays(Plant& plant, int devices, std::int64_t bytes = 100, std::size_t flow = 0,
              std::optional<int> first = {}) {
  std::vector<std::pair<Nanoseconds, std::pair<DeviceId, Direction>>> sends;
  core::Draws draws(11);
  for (int device = 0; device < devices; ++device) {
    for (const auto direction : {Direction::Downlink, Direction::Uplink}) {
      const auto phase = static_cast<std::int64_t>(draws.uniform() * 1e7);
      for (std::int64_t i = 0; i < 100; ++i) {
        sends.push_back({Nanoseconds{phase + i * 10'000'000}, {static_cast<DeviceId>(device), direction}});
      }
    }
  }
  std::sort(sends.begin(), sends.end());
  std::vector<Nanoseconds> sent;
  for (const auto& [time, what] : sends) {
    plant.run(time);
    plant.network.send(what.second, what.first, {sent.size(), bytes, flow}, time);
    sent.push_back(time);
  }
  plant.run(sends.back().first + kSecond);
  Delays result;
  std::int64_t arrived = 0;
  for (const auto& arrival : plant.arrivals) {
    if (arrival.packet.id >= sent.size() || (first && static_cast<int>(arrival.device) >= *first)) continue;
    const double delay = core::in_milliseconds(arrival.time - sent[arrival.packet.id]);
    result.mean_ms += delay;
    ++arrived;
    result.most_ms = std::max(result.most_ms, delay);
  }
  result.mean_ms /= static_cast<double>(arrived);
  result.lost_ratio = 1 - static_cast<double>(arrived) / (200.0 * first.value_or(devices));
  return result;
}

TEST(Scheduling, SharesACellFairlyBetweenEquals) {
  for (const auto scheduling : {Scheduling::RoundRobin, Scheduling::ProportionalFair, Scheduling::Deadline}) {
    CarrierParameters carrier = factory_carrier();
    carrier.scheduling = scheduling;
    FlatHall hall;
    Plant plant(carrier, {QosFlow{}}, hall);
    plant.network.add_cell({});
    std::vector<double> bits(4);
    plant.on_transmission = [&](const Transmission& t) {
      bits[static_cast<std::size_t>(t.device)] += static_cast<double>(t.bits);
    };
    for (int i = 0; i < 4; ++i) {
      plant.network.add_device({}, {});
      plant.network.send(Direction::Downlink, static_cast<DeviceId>(i), {static_cast<std::uint64_t>(i), 200'000'000, 0},
                         {});
    }
    plant.run(kSecond / 2);
    const auto [least, most] = std::minmax_element(bits.begin(), bits.end());
    EXPECT_GT(*least, 0.97 * *most) << static_cast<int>(scheduling);
  }
}

TEST(LinkAdaptation, KeepsToItsTargetWhereTheChannelFades) {
  for (const double target : {0.1, 0.01}) {
    CarrierParameters carrier = factory_carrier();
    QosFlow flow;
    flow.target_error = target;
    FadingHall hall(1e-9, 3, 3);
    Plant plant(carrier, {flow}, hall);
    plant.network.add_cell({});
    for (int i = 0; i < 8; ++i) plant.network.add_device({}, {});
    int first = 0;
    int wrong = 0;
    plant.on_decoding = [&](const Transmission& t, core::Decibel, bool is_correct) {
      if (t.attempt > 1 || t.mcs == 0 || t.mcs == 28) return;
      ++first;
      if (!is_correct) ++wrong;
    };
    for (std::uint32_t i = 0; i < 8; ++i) {
      plant.network.send(Direction::Downlink, DeviceId{i}, {i, 500'000'000, 0}, {});
    }
    plant.run(4 * kSecond);
    EXPECT_GT(first, 5000);
    EXPECT_NEAR(static_cast<double>(wrong) / first, target, 0.4 * target) << first;
  }
}

TEST(Rlc, AcknowledgedLosesNothingWhereUnacknowledgedDoes) {
  const auto lost = [](RlcMode mode) {
    CarrierParameters carrier = factory_carrier();
    carrier.greatest_transmissions = 1;
    QosFlow flow;
    flow.rlc = mode;
    FadingHall hall(1e-9, 3);
    Plant plant(carrier, {flow}, hall);
    plant.network.add_cell({});
    for (int i = 0; i < 10; ++i) plant.network.add_device({}, {});
    delays(plant, 10);
    return plant.losses.size();
  };
  EXPECT_GT(lost(RlcMode::Unacknowledged), 20U);
  EXPECT_EQ(lost(RlcMode::Acknowledged), 0U);
}

TEST(Rlc, CarriesAnImageOfFiveMegabytesAsOneMessage) {
  CarrierParameters carrier = factory_carrier();
  FlatHall hall;
  hall.gain = 1e-6;
  Plant plant(carrier, {QosFlow{}}, hall);
  plant.network.add_cell({});
  DeviceParameters device;
  device.received_power_target = core::Dbm(-60);
  plant.network.add_device(device, {});
  plant.network.send(Direction::Uplink, DeviceId{0}, {7, 5'000'000, 0}, {});
  std::int64_t bits = 0;
  plant.on_decoding = [&](const Transmission& t, core::Decibel, bool is_correct) { bits += is_correct ? t.bits : 0; };
  plant.run();
  ASSERT_EQ(plant.arrivals.size(), 1U);
  EXPECT_EQ(plant.arrivals[0].packet.bytes, 5'000'000);
  // Headers and the last block's padding cost little.
  EXPECT_GT(bits, 40'000'000);
  EXPECT_LT(bits, 40'400'000);
}

TEST(Scheduling, ByDeadlineKeepsControlInTimeBesideBulk) {
  const auto control_most_ms = [](Scheduling scheduling) {
    CarrierParameters carrier = factory_carrier();
    carrier.scheduling = scheduling;
    carrier.blocks = 51;
    carrier.control_messages_per_slot = 8;
    QosFlow bulk;
    const QosFlow control{19, Nanoseconds{9'000'000}, true, false, 0.01};
    FlatHall hall;
    Plant plant(carrier, {bulk, control}, hall);
    plant.network.add_cell({});
    for (int i = 0; i < 200; ++i) plant.network.add_device({}, {});
    for (std::uint32_t i = 10; i < 200; ++i) {
      plant.network.send(Direction::Downlink, DeviceId{i}, {1000000 + i, 100'000'000, 0}, {});
    }
    return delays(plant, 10, 100, 1).most_ms;
  };
  EXPECT_LT(control_most_ms(Scheduling::Deadline), 12);
  EXPECT_GT(control_most_ms(Scheduling::RoundRobin), 12);
}

class Seeds : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Few, Seeds, testing::Range<std::uint64_t>(1, 5));

TEST_P(Seeds, MoreLoadNeverShortensDelays) {
  double before = 0;
  for (const int devices : {20, 100, 640}) {
    FadingHall hall(1e-7, GetParam());
    Plant plant(factory_carrier(), {QosFlow{}}, hall);
    plant.network.add_cell({});
    for (int i = 0; i < devices; ++i) plant.network.add_device({}, {});
    const Delays now = delays(plant, devices, 300, 0, 20);
    EXPECT_GT(now.mean_ms, 0.99 * before) << devices;
    before = now.mean_ms;
  }
  EXPECT_GT(before, 4);
}

TEST_P(Seeds, LessBandwidthNeverShortensDelays) {
  double before = 0;
  for (const int blocks : {273, 106, 51, 24}) {
    CarrierParameters carrier = factory_carrier();
    carrier.blocks = blocks;
    FadingHall hall(1e-7, GetParam());
    Plant plant(carrier, {QosFlow{}}, hall);
    plant.network.add_cell({});
    for (int i = 0; i < 60; ++i) plant.network.add_device({}, {});
    const Delays now = delays(plant, 60);
    EXPECT_GT(now.mean_ms, 0.97 * before) << blocks;
    before = now.mean_ms;
  }
}

/// A real hall with cells and devices in it.
class Floor {
 public:
  Floor(const channel::HallParameters& parameters, const std::vector<channel::Place>& cells,
        const std::vector<channel::Place>& devices, double power_dbm)
      : hall_(channel::Hall(parameters, cells_at(cells)), std::vector<int>(cells.size(), 4),
              std::vector<HallPropagation::DeviceEnd>(devices.size())),
        plant_(factory_carrier(), {QosFlow{}}, hall_, parameters.seed) {
    for (std::size_t i = 0; i < cells.size(); ++i) plant_.network.add_cell({core::Dbm(power_dbm)});
    for (const channel::Place& place : devices) plant_.network.add_device({}, {place});
  }
  Plant& plant() { return plant_; }

  static channel::HallParameters sparse(double density, std::uint64_t seed) {
    return {channel::Environment::InfSh, {240, 60, 10}, {density, 10, 2}, core::Hertz(5), seed};
  }
  static std::vector<channel::Place> places(double from_x_m, double to_x_m) {
    std::vector<channel::Place> all;
    for (int i = 0; i < 12; ++i) all.push_back({from_x_m + (to_x_m - from_x_m) * i / 11, 8.0 + 16 * (i % 4), 1.5});
    return all;
  }

 private:
  static std::vector<channel::Cell> cells_at(const std::vector<channel::Place>& places) {
    std::vector<channel::Cell> cells;
    for (const channel::Place& place : places) {
      cells.push_back({place, {}, factory_carrier().frequency, group_width(factory_carrier())});
    }
    return cells;
  }
  HallPropagation hall_;
  Plant plant_;
};

/// Of twelve devices; what never comes counts as a second, so that devices out of coverage do not flatter the others.
double burden_ms(const channel::HallParameters& parameters, const std::vector<channel::Place>& devices) {
  Floor floor(parameters, {{10, 30, 8}}, devices, 0);
  floor.plant().run(kSecond / 10);
  const Delays found = delays(floor.plant(), 12);
  return found.lost_ratio < 1 ? found.mean_ms * (1 - found.lost_ratio) + 1000 * found.lost_ratio : 1000;
}

TEST(Distance, NeverShortensDelaysNorExtendsCoverage) {
  double before = 0;
  for (const double distance_m : {5.0, 40.0, 120.0, 210.0}) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      sum += burden_ms(Floor::sparse(0.2, seed), Floor::places(distance_m, distance_m + 20));
    }
    EXPECT_GE(sum, before) << distance_m;
    before = sum;
  }
  EXPECT_GT(before / 8, 50);  // some are out of reach
}

TEST(Clutter, NeverShortensDelaysNorExtendsCoverage) {
  double before = 0;
  for (const double density : {0.02, 0.1, 0.39}) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      sum += burden_ms(Floor::sparse(density, seed), Floor::places(100, 230));
    }
    EXPECT_GE(sum, before) << density;
    before = sum;
  }
}

TEST_P(Seeds, ASecondCellIsHeardByTheFirstOnesDevices) {
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    const auto mean_sinr_db = [direction](bool has_second) {
      std::vector<channel::Place> cells{{40, 30, 8}};
      std::vector<channel::Place> devices = Floor::places(20, 60);
      if (has_second) {
        cells.push_back({140, 30, 8});
        for (const channel::Place& place : Floor::places(120, 160)) devices.push_back(place);
      }
      Floor floor(Floor::sparse(0.2, GetParam()), cells, devices, 24);
      Plant& plant = floor.plant();
      double sum = 0;
      int count = 0;
      plant.on_decoding = [&](const Transmission& t, core::Decibel sinr, bool) {
        if (static_cast<std::size_t>(t.device) >= 12) return;
        EXPECT_EQ(t.cell, CellId{0});
        sum += sinr.db();
        ++count;
      };
      plant.run(kSecond / 10);
      for (std::uint32_t i = 0; i < devices.size(); ++i) {
        plant.network.send(direction, DeviceId{i}, {i, 10'000'000, 0}, kSecond / 10);
      }
      plant.run(kSecond / 5);
      EXPECT_GT(count, 20);
      return sum / count;
    };
    EXPECT_LT(mean_sinr_db(true), mean_sinr_db(false) - 0.5);
  }
}

TEST(ControlChannel, FewMessagesASlotMakeDevicesWait) {
  const auto mean_ms = [](std::optional<int> messages) {
    CarrierParameters carrier = factory_carrier();
    carrier.control_messages_per_slot = messages;
    FlatHall hall;
    Plant plant(carrier, {QosFlow{}}, hall);
    plant.network.add_cell({});
    for (int i = 0; i < 60; ++i) plant.network.add_device({}, {});
    return delays(plant, 60).mean_ms;
  };
  EXPECT_GT(mean_ms(8), 1.05 * mean_ms({}));
}

/// Bits that the devices of each flow get in half a second, with a full buffer on as many of them as it has.
std::vector<double> full_buffers(const CarrierParameters& carrier, const std::vector<QosFlow>& flows,
                                 const std::vector<int>& devices, Direction direction) {
  FlatHall hall;
  Plant plant(carrier, flows, hall);
  plant.network.add_cell({});
  std::vector<std::size_t> flow_of;
  std::vector<double> bits(flows.size());
  plant.on_transmission = [&](const Transmission& t) {
    bits[flow_of[static_cast<std::size_t>(t.device)]] += static_cast<double>(t.bits);
  };
  for (std::size_t flow = 0; flow < flows.size(); ++flow) {
    for (int i = 0; i < devices[flow]; ++i) {
      const DeviceId id = plant.network.add_device({}, {});
      flow_of.push_back(flow);
      plant.network.send(direction, id, {flow_of.size(), 200'000'000, flow}, {});
    }
  }
  plant.run(kSecond / 2);
  return bits;
}

std::vector<QosFlow> flow_of_each_slice(std::size_t slices) {
  std::vector<QosFlow> flows(slices);
  for (std::size_t i = 0; i < slices; ++i) flows[i].slice = i;
  return flows;
}

TEST(Slices, HaveTheirSharesWhereAllWantMore) {
  for (const auto scheduling : {Scheduling::RoundRobin, Scheduling::ProportionalFair, Scheduling::Deadline}) {
    for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
      CarrierParameters carrier = factory_carrier();
      carrier.scheduling = scheduling;
      carrier.slice_shares = {0.2, 0.5, 0.3};
      const auto bits = full_buffers(carrier, flow_of_each_slice(3), {6, 1, 2}, direction);
      const double all = bits[0] + bits[1] + bits[2];
      for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(bits[i] / all, carrier.slice_shares[i], 0.02) << static_cast<int>(scheduling);
      }
    }
  }
}

TEST(Slices, LeaveOthersWhatTheyDoNotNeed) {
  for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
    CarrierParameters carrier = factory_carrier();
    const auto without = full_buffers(carrier, {QosFlow{}, QosFlow{}}, {0, 3}, direction);
    carrier.slice_shares = {0.9, 0.1};
    EXPECT_EQ(full_buffers(carrier, flow_of_each_slice(2), {0, 3}, direction)[1], without[1]);
    carrier.slice_shares = {0.9};  // and to flows that have no slice
    std::vector<QosFlow> flows = flow_of_each_slice(2);
    flows[1].slice.reset();
    EXPECT_EQ(full_buffers(carrier, flows, {0, 3}, direction)[1], without[1]);
  }
}

TEST(Slices, KeepDelaysWhenAnotherIsOverloaded) {
  const auto delay = [](const CarrierParameters& carrier, bool is_sliced, int bulk) {
    std::vector<QosFlow> flows(2);
    if (is_sliced) flows = flow_of_each_slice(2);
    FlatHall hall;
    Plant plant(carrier, flows, hall);
    plant.network.add_cell({});
    for (int i = 0; i < 20 + bulk; ++i) plant.network.add_device({}, {});
    for (int i = 20; i < 20 + bulk; ++i) {
      for (const Direction direction : {Direction::Downlink, Direction::Uplink}) {
        plant.network.send(direction, static_cast<DeviceId>(i),
                           {1'000'000 + static_cast<std::uint64_t>(i), 100'000'000, 1}, {});
      }
    }
    return delays(plant, 20, 1000);
  };
  CarrierParameters carrier = factory_carrier();
  const Delays crowded = delay(carrier, false, 100);
  CarrierParameters half = carrier;
  half.blocks = (273 - 4) / 2 + 4;
  const Delays alone_in_half = delay(half, false, 0);
  carrier.slice_shares = {0.5, 0.5};
  const Delays beside = delay(carrier, true, 100);
  EXPECT_LT(beside.mean_ms, 1.05 * alone_in_half.mean_ms);
  EXPECT_LT(beside.most_ms, 1.1 * alone_in_half.most_ms);
  EXPECT_GT(crowded.mean_ms, 1.5 * alone_in_half.mean_ms);
}

TEST(Interference, ComesFromWhatTheOtherCellSendsAtTheTime) {
  // Device 0 hears cell 1 only 3 dB weaker than its own; device 1 is cell 1's.
  const auto sinr_db = [](Direction direction, bool is_other_busy) {
    FlatHall hall;
    hall.gains = {{{CellId{0}, DeviceId{0}}, 1e-8},
                  {{CellId{1}, DeviceId{0}}, 0.5e-8},
                  {{CellId{0}, DeviceId{1}}, 0.5e-8},
                  {{CellId{1}, DeviceId{1}}, 1e-8}};
    Plant plant(factory_carrier(), {QosFlow{}}, hall);
    plant.network.add_cell({});
    plant.network.add_cell({});
    plant.network.add_device({}, {});
    plant.network.add_device({}, {});
    std::vector<double> sinrs;
    plant.on_decoding = [&](const Transmission& t, core::Decibel sinr, bool) {
      if (t.device == DeviceId{0}) sinrs.push_back(sinr.db());
    };
    plant.network.send(direction, DeviceId{0}, {0, 10'000'000, 0}, {});
    if (is_other_busy) plant.network.send(direction, DeviceId{1}, {1, 10'000'000, 0}, {});
    plant.run(kSecond / 20);
    std::sort(sinrs.begin(), sinrs.end());
    return sinrs[sinrs.size() / 2];
  };
  for (const auto direction : {Direction::Downlink, Direction::Uplink}) {
    EXPECT_GT(sinr_db(direction, false), 15);
    // The interferer is not combined over branches: 3 dB and the branches' gain above it.
    const double branches = direction == Direction::Downlink ? 2 : 4;
    EXPECT_NEAR(sinr_db(direction, true), 3 + 10 * std::log10(branches), 0.5);
  }
}

/// Cells at both ends of a hall of 200 m, each heard the less the farther away.
class LongHall : public FlatHall {
 public:
  double mean_gain(CellId cell, DeviceId /*device*/, const channel::Place& place, Nanoseconds /*time*/) const override {
    const double distance = std::abs(place.x_m - (cell == CellId{0} ? 0 : 200));
    return gain * std::pow(std::max(1.0, distance), -3);
  }
};

TEST(Handover, LosesNothingBeyondItsInterruption) {
  for (const double speed_mps : {1.0, 3.0, 8.0}) {
    LongHall hall;
    hall.gain = 1e-4;
    QosFlow flow;
    flow.rlc = RlcMode::Acknowledged;
    Plant plant(factory_carrier(), {flow}, hall);
    plant.network.add_cell({});
    plant.network.add_cell({});
    const DeviceId device = plant.network.add_device({}, {{10, 0, 0}, speed_mps, 0, 0, Nanoseconds{0}});
    std::uint64_t id = 0;
    const auto end = Nanoseconds{static_cast<std::int64_t>(180e9 / speed_mps)};
    for (Nanoseconds time = kSecond; time < end; time += Nanoseconds{10'000'000}) {
      plant.run(time);
      plant.network.send(Direction::Downlink, device, {id++, 100, 0}, time);
      plant.network.send(Direction::Uplink, device, {id++, 100, 0}, time);
    }
    plant.run(end + kSecond);
    EXPECT_TRUE(plant.losses.empty());
    EXPECT_EQ(plant.arrivals.size(), id);
    ASSERT_EQ(plant.attachments.size(), 3U) << speed_mps;
    EXPECT_EQ(plant.attachments[0].cell, CellId{0});
    EXPECT_FALSE(plant.attachments[1].cell);
    EXPECT_EQ(plant.attachments[2].cell, CellId{1});
    const Nanoseconds interruption = plant.attachments[2].time - plant.attachments[1].time;
    EXPECT_NEAR(core::in_milliseconds(interruption), 50, 1e-3);
    // Cell 1 is 3 dB better from 110 m on; filter and time to trigger take their time, in which the device goes on.
    const double place_m = 10 + speed_mps * core::in_seconds(plant.attachments[1].time);
    EXPECT_GT(place_m, 111.4);
    EXPECT_LT(place_m, 112 + speed_mps);
    Nanoseconds gap{0};
    Nanoseconds last = kSecond;
    for (const auto& arrival : plant.arrivals) {
      gap = std::max(gap, arrival.time - last);
      last = arrival.time;
    }
    EXPECT_GT(core::in_milliseconds(gap), 45);
    EXPECT_LT(core::in_milliseconds(gap), 50 + 12);
  }
}

TEST(RadioLinkFailure, DetachesADeviceThatLeavesAndAttachesItAgainWhenItReturns) {
  LongHall hall;
  hall.gain = 1e-6;  // one cell, and nothing to be heard 150 m away
  Plant plant(factory_carrier(), {QosFlow{}}, hall);
  plant.network.add_cell({});
  const DeviceId device = plant.network.add_device({}, {{10, 0, 0}, 10, 0, 0, Nanoseconds{0}});
  plant.run(60 * kSecond);
  ASSERT_EQ(plant.attachments.size(), 2U);
  EXPECT_FALSE(plant.network.serving_cell(device));
  plant.network.send(Direction::Downlink, device, {1, 100, 0}, 60 * kSecond);
  plant.network.move(device, {{610, 0, 0}, -10, 0, 0, 60 * kSecond});
  plant.run(119 * kSecond);
  ASSERT_EQ(plant.attachments.size(), 3U);
  EXPECT_EQ(plant.network.serving_cell(device), CellId{0});
  EXPECT_EQ(plant.arrivals.size(), 1U);  // it waited
}

}  // namespace
}  // namespace plantproof::ran
