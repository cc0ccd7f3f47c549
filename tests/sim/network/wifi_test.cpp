#include "network/wifi.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "sim/network/messages.hpp"

namespace plantproof::network {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Two access points 60 m apart, where a signal of 20 dBm is heard at -75 dBm 30 m away.
Wifi hall(std::uint8_t second_channel) {
  Wifi wifi;
  wifi.access_points = {{"ap1", {0, 0, 3}, 36}, {"ap2", {60, 0, 3}, second_channel}};
  wifi.path_loss = log_distance(core::Decibel(47), 3.25);
  wifi.wired = {{"server", {}}};
  return wifi;
}

struct Walk {
  std::vector<core::Instant> arrivals;  ///< at the vehicle
  Fates down;
  Fates up;
  std::vector<data::Attachment> attachments;
  core::Nanoseconds gap{0};  ///< the longest between two arrivals
};

/// A vehicle goes at 6 m/s from the first access point to the second, and back.
Walk walk(const Wifi& hall, std::uint64_t seed = 1) {
  Simulation simulation(seed);
  Wifi wifi = hall;
  wifi.stations = {{"vehicle", {2, 5, 1}}};
  Network network = build_wifi(wifi, simulation);
  Messaging messaging(simulation, network, seconds(2));
  Walk walk;
  const FlowId down = messaging.open(flow("down", "server", "vehicle"), Delivery::Datagrams,
                                     [&](const Arrival& arrival) { walk.arrivals.push_back(arrival.received); });
  const FlowId up = messaging.open(flow("up", "vehicle", "server"), Delivery::Datagrams, {});
  simulation.at(at(seconds(2)), [&] { network.move("vehicle", {6, 0, 0}); });
  simulation.at(at(seconds(12)), [&] { network.move("vehicle", {-6, 0, 0}); });
  simulation.at(at(seconds(22)), [&] { network.move("vehicle", {0, 0, 0}); });
  for (core::Nanoseconds time = seconds(1); time < seconds(25); time += milliseconds(10)) {
    simulation.at(at(time), [&] {
      messaging.send(down, 200);
      messaging.send(up, 200);
    });
  }
  simulation.run_until(at(seconds(28)));
  walk.down = messaging.log().fates(down, simulation.now());
  walk.up = messaging.log().fates(up, simulation.now());
  walk.attachments = network.attachments();
  for (std::size_t i = 1; i < walk.arrivals.size(); ++i) {
    walk.gap = std::max(walk.gap, walk.arrivals[i] - walk.arrivals[i - 1]);
  }
  EXPECT_NEAR(network.position("vehicle").x_m, 2, 1e-9);
  return walk;
}

/// How often the vehicle lost its access point.
std::ptrdiff_t detachments(const Walk& walk) {
  return std::count_if(walk.attachments.begin(), walk.attachments.end(),
                       [](const auto& row) { return row.event == data::AttachmentEvent::Detached; });
}

void expect_alternating(const std::vector<data::Attachment>& attachments) {
  bool is_attached = false;
  core::Instant before{};
  for (const data::Attachment& row : attachments) {
    EXPECT_EQ(row.device, "vehicle");
    EXPECT_NE(row.event == data::AttachmentEvent::Attached, is_attached);
    EXPECT_GE(row.time, before);
    is_attached = row.event == data::AttachmentEvent::Attached;
    before = row.time;
  }
  EXPECT_TRUE(is_attached);
}

// A search takes 30 ms on each channel and 1 ms for each change of channel; messages come every 10 ms.
TEST(Wifi, AVehicleThatWalksToTheNextAccessPointIsCutOffWhileItSearches) {
  for (const auto& [second_channel, least, most] : {std::tuple{std::uint8_t(36), milliseconds(30), milliseconds(60)},
                                                    {std::uint8_t(44), milliseconds(62), milliseconds(110)}}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const Walk walk = ::plantproof::network::walk(hall(second_channel), seed);
      RecordProperty("gap_ms", std::to_string(core::in_milliseconds(walk.gap)));
      EXPECT_GE(detachments(walk), 2) << "there and back";
      ASSERT_FALSE(walk.arrivals.empty());
      EXPECT_GT(walk.arrivals.back(), at(milliseconds(24'900)));
      EXPECT_GE(walk.gap, least) << seed;
      EXPECT_LE(walk.gap, most) << seed;
      EXPECT_GE(double(walk.down.delivered), 0.985 * double(walk.down.sent)) << seed;
      EXPECT_GE(double(walk.up.delivered), 0.985 * double(walk.up.sent)) << seed;
      expect_conserved(walk.down);
      expect_conserved(walk.up);
      expect_alternating(walk.attachments);
    }
  }
}

TEST(Wifi, AVehicleThatOnlyLeavesWhenBeaconsAreMissedIsCutOffForASecond) {
  Wifi sticky = hall(44);
  sticky.roaming.leave_below.reset();
  sticky.sensitivity = core::Dbm(-80);
  const Walk walk = ::plantproof::network::walk(sticky);
  EXPECT_GT(walk.gap, 10 * microseconds(102'400));
  EXPECT_LT(walk.gap, seconds(10));
  EXPECT_GT(walk.arrivals.back(), at(milliseconds(24'900)));
}

TEST(Wifi, AVehicleThatLeavesTheCoverageComesBack) {
  for (const std::uint64_t seed : {1U}) {
    Wifi lonely = hall(44);
    lonely.access_points.pop_back();
    lonely.sensitivity = core::Dbm(-70);
    const Walk walk = ::plantproof::network::walk(lonely, seed);
    EXPECT_GT(walk.gap, seconds(10)) << seed;
    ASSERT_FALSE(walk.arrivals.empty());
    EXPECT_GT(walk.arrivals.back(), at(milliseconds(24'900))) << seed;
    EXPECT_GT(walk.down.lost, 1'000) << seed;
    expect_conserved(walk.down);
    expect_alternating(walk.attachments);
  }
}

/// Ten machines around one access point, each sending to the server and hearing from it.
Load load(std::int64_t bytes, std::uint64_t seed = 1, Delivery delivery = Delivery::Datagrams) {
  Simulation simulation(seed);
  Wifi wifi = hall(36);
  wifi.access_points.pop_back();
  for (int i = 0; i < 10; ++i) wifi.stations.push_back({"machine" + std::to_string(i), {3.0 + i, 4, 1}});
  Network network = build_wifi(wifi, simulation);
  return load_both_ways(simulation, network, wifi.stations, seconds(2), bytes, delivery);
}

TEST(Wifi, LosesNoneTwiceAndForgetsNone) {
  for (const std::int64_t bytes : {100, 30'000}) {
    for (const Delivery delivery : {Delivery::Datagrams, Delivery::Stream}) {
      const Load all = load(bytes, 1, delivery);
      EXPECT_EQ(all.fates.sent, 1'000);
      expect_conserved(all.fates);
      if (bytes == 100) {
        EXPECT_EQ(all.fates.delivered, all.fates.sent);
      }
    }
  }
  EXPECT_LT(load(30'000).fates.delivered, 1'000) << "240 Mbit/s are more than the air carries at 20 MHz";
}

TEST(Wifi, IsNotMadeFasterByMoreLoad) {
  for (const std::uint64_t seed : {1U, 2U}) {
    core::Nanoseconds lighter{0};
    for (const std::int64_t bytes : {100, 2'000, 5'000}) {
      const core::Nanoseconds heavier = load(bytes, seed).mean_delay;
      EXPECT_GE(heavier, lighter) << bytes << " bytes, seed " << seed;
      lighter = heavier;
    }
  }
}

TEST(Wifi, WritesTheSameBytesForTheSameSeedAndOthersForAnother) {
  EXPECT_EQ(load(1'000, 7).rows, load(1'000, 7).rows);
  EXPECT_NE(load(1'000, 7).rows, load(1'000, 8).rows);
}

TEST(Wifi, KnowsBothStandardsAndAllWidths) {
  for (const auto& [standard, width, channel] : {std::tuple{WifiStandard::N, std::uint16_t(20), std::uint8_t(6)},
                                                 {WifiStandard::N, std::uint16_t(40), std::uint8_t(38)},
                                                 {WifiStandard::Ac, std::uint16_t(40), std::uint8_t(46)},
                                                 {WifiStandard::Ac, std::uint16_t(80), std::uint8_t(42)}}) {
    Wifi wifi = hall(channel);
    wifi.standard = standard;
    wifi.width_mhz = width;
    wifi.nakagami_m = 3;
    for (AccessPoint& point : wifi.access_points) point.channel = channel;
    const Walk walk = ::plantproof::network::walk(wifi);
    EXPECT_GE(double(walk.down.delivered), 0.98 * double(walk.down.sent)) << width;
    EXPECT_GE(detachments(walk), 2) << width;
  }
}

}  // namespace
}  // namespace plantproof::network
