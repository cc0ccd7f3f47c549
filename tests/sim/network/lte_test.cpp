#include "network/lte.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/network/messages.hpp"

namespace plantproof::network {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Lte hall(int terminals) {
  Lte lte;
  lte.base_stations = {{"west", {0, 0, 5}}, {"east", {100, 0, 5}}};
  for (int i = 0; i < terminals; ++i) lte.terminals.push_back({"machine" + std::to_string(i), {10.0 + i, 5, 1}});
  lte.wired = {{"server", {}}};
  lte.path_loss = log_distance(core::Decibel(37.6), 3.5);
  return lte;
}

core::Nanoseconds median(std::vector<core::Nanoseconds> delays) {
  std::nth_element(delays.begin(), delays.begin() + std::ptrdiff_t(delays.size() / 2), delays.end());
  return delays.at(delays.size() / 2);
}

// 3GPP TR 36.912, B.2: 4.8 ms one way with a grant, 10.6 ms more to ask for one. A request and its answer over LTE take
// 20 to 40 ms in the field, 2 of them here in the core.
TEST(Lte, AsksAndIsAnsweredAsFastAsLteIs) {
  Simulation simulation(1);
  Network network = build_lte(hall(1), simulation);
  Messaging messaging(simulation, network);
  std::vector<core::Nanoseconds> up;
  std::vector<core::Nanoseconds> both;
  const FlowId answer =
      messaging.open(flow("answer", "server", "machine0"), Delivery::Datagrams, [&](const Arrival& arrival) {
        const core::Instant asked{core::Nanoseconds(std::int64_t(arrival.content))};
        both.push_back(arrival.received - asked);
      });
  const FlowId ask =
      messaging.open(flow("ask", "machine0", "server"), Delivery::Datagrams, [&](const Arrival& arrival) {
        up.push_back(arrival.received - arrival.sent);
        messaging.send(answer, 100, std::uint64_t(arrival.sent.time_since_epoch().count()));
      });
  for (int i = 0; i < 200; ++i) {
    simulation.at(at(seconds(1) + i * std::chrono::microseconds(100'130)), [&] { messaging.send(ask, 100); });
  }
  simulation.run_until(at(seconds(22)));
  ASSERT_EQ(both.size(), 200U);
  RecordProperty("median_up_ms", std::to_string(core::in_milliseconds(median(up))));
  RecordProperty("median_both_ms", std::to_string(core::in_milliseconds(median(both))));
  EXPECT_GT(median(both), milliseconds(10));
  EXPECT_LT(median(both), milliseconds(40));
  EXPECT_GT(median(up), median(both) / 2) << "the way up has to be asked for";
}

TEST(Lte, ATerminalThatMovesIsHandedOverAndLosesLittle) {
  Simulation simulation(1);
  Lte lte = hall(1);
  Network network = build_lte(lte, simulation);
  Messaging messaging(simulation, network, seconds(2));
  std::vector<core::Instant> arrivals;
  const FlowId down = messaging.open(flow("down", "server", "machine0"), Delivery::Datagrams,
                                     [&](const Arrival& arrival) { arrivals.push_back(arrival.received); });
  const FlowId up = messaging.open(flow("up", "machine0", "server"), Delivery::Datagrams, {});
  simulation.at(at(seconds(1)), [&] { network.move("machine0", {8, 0, 0}); });
  for (core::Nanoseconds time = seconds(1); time < seconds(11); time += milliseconds(10)) {
    simulation.at(at(time), [&] {
      messaging.send(down, 200);
      messaging.send(up, 200);
    });
  }
  simulation.run_until(at(seconds(13)));
  const std::vector<data::Attachment>& attachments = network.attachments();
  ASSERT_EQ(attachments.size(), 3U) << "connected, handed over: gone and back";
  EXPECT_EQ(attachments[0].event, data::AttachmentEvent::Attached);
  EXPECT_EQ(attachments[1].event, data::AttachmentEvent::Detached);
  EXPECT_EQ(attachments[2].event, data::AttachmentEvent::Attached);
  const core::Nanoseconds interruption = attachments[2].time - attachments[1].time;
  RecordProperty("interruption_ms", std::to_string(core::in_milliseconds(interruption)));
  EXPECT_LT(interruption, milliseconds(60));
  EXPECT_GT(arrivals.back(), at(milliseconds(10'900)));
  for (const FlowId id : {down, up}) {
    const Fates fates = messaging.log().fates(id, simulation.now());
    expect_conserved(fates);
    EXPECT_GE(fates.delivered, 990) << messaging.log().flow(id).flow;
  }
}

// It is away for a minute: a stream's connection is given up, and made anew.
TEST(Lte, ATerminalThatLeavesTheCoverageComesBack) {
  Simulation simulation(1);
  Lte lte = hall(1);
  lte.base_stations.pop_back();
  Network network = build_lte(lte, simulation);
  Messaging messaging(simulation, network, seconds(2));
  std::map<FlowId, core::Instant> last;
  const auto note = [&](const Arrival& arrival) { last[arrival.flow] = arrival.received; };
  const FlowId down = messaging.open(flow("down", "server", "machine0"), Delivery::Datagrams, note);
  const FlowId stream = messaging.open(flow("stream", "server", "machine0"), Delivery::Stream, note);
  simulation.at(at(seconds(1)), [&] { network.move("machine0", {100, 0, 0}); });
  simulation.at(at(seconds(38)), [&] { network.move("machine0", {-100, 0, 0}); });
  simulation.at(at(seconds(75)), [&] { network.move("machine0", {0, 0, 0}); });
  for (core::Nanoseconds time = seconds(1); time < seconds(100); time += milliseconds(50)) {
    simulation.at(at(time), [&] {
      messaging.send(down, 200);
      messaging.send(stream, 200);
    });
  }
  simulation.run_until(at(seconds(101)));
  for (const FlowId id : {down, stream}) {
    const Fates fates = messaging.log().fates(id, simulation.now());
    expect_conserved(fates);
    EXPECT_GT(fates.lost, 1'000) << messaging.log().flow(id).flow;
    EXPECT_GT(last[id], at(milliseconds(99'900))) << messaging.log().flow(id).flow;
  }
  bool is_attached = false;
  for (const data::Attachment& row : network.attachments()) {
    EXPECT_NE(row.event == data::AttachmentEvent::Attached, is_attached);
    is_attached = row.event == data::AttachmentEvent::Attached;
  }
  EXPECT_TRUE(is_attached);
}

TEST(Lte, AllTerminalsOfAHallComeInWithinHalfASecond) {
  for (const int terminals : {20, 39, 60}) {
    Simulation simulation(1);
    Network network = build_lte(hall(terminals), simulation);
    simulation.run_until(at(milliseconds(500)));
    EXPECT_EQ(network.attachments().size(), std::size_t(terminals));
  }
}

Load load(std::int64_t bytes, std::uint64_t seed = 1, Delivery delivery = Delivery::Datagrams) {
  Simulation simulation(seed);
  const Lte lte = hall(5);
  Network network = build_lte(lte, simulation);
  return load_both_ways(simulation, network, lte.terminals, seconds(1), bytes, delivery);
}

TEST(Lte, LosesNoneTwiceAndForgetsNone) {
  for (const std::int64_t bytes : {100, 50'000}) {
    for (const Delivery delivery : {Delivery::Datagrams, Delivery::Stream}) {
      const Load all = load(bytes, 1, delivery);
      EXPECT_EQ(all.fates.sent, 500);
      expect_conserved(all.fates);
      if (bytes == 100) {
        EXPECT_EQ(all.fates.delivered, all.fates.sent);
      }
    }
  }
  EXPECT_LT(load(50'000).fates.delivered, 500) << "100 Mbit/s each way are more than 10 MHz carry";
}

TEST(Lte, IsNotMadeFasterByMoreLoad) {
  core::Nanoseconds lighter{0};
  for (const std::int64_t bytes : {100, 2'000, 10'000}) {
    const core::Nanoseconds heavier = load(bytes).mean_delay;
    EXPECT_GE(heavier, lighter) << bytes;
    lighter = heavier;
  }
}

TEST(Lte, WritesTheSameBytesForTheSameSeedAndOthersForAnother) {
  EXPECT_EQ(load(10'000, 7).rows, load(10'000, 7).rows);
  EXPECT_NE(load(10'000, 7).rows, load(10'000, 8).rows);
}

TEST(Lte, CarriesMessagesBetweenTerminals) {
  Simulation simulation(1);
  Network network = build_lte(hall(2), simulation);
  Messaging messaging(simulation, network);
  std::vector<core::Nanoseconds> delays;
  const FlowId id = messaging.open(flow("f", "machine0", "machine1"), Delivery::Datagrams,
                                   [&](const Arrival& arrival) { delays.push_back(arrival.received - arrival.sent); });
  for (int i = 0; i < 10; ++i) simulation.at(at(seconds(1) + milliseconds(100 * i)), [&] { messaging.send(id, 100); });
  simulation.run_until(at(seconds(3)));
  ASSERT_EQ(delays.size(), 10U);
  EXPECT_GT(median(delays), milliseconds(10));
}

}  // namespace
}  // namespace plantproof::network
