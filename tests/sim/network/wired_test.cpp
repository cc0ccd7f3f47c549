#include "network/wired.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/network/messages.hpp"

namespace plantproof::network {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

Wired plant(std::int64_t rate_bps) {
  Wired wired;
  wired.ethernet.rate_bps = rate_bps;
  for (const std::string name : {"camera", "plc", "robot", "server"}) wired.devices.push_back({name, {}});
  return wired;
}

/// The delay of one message on an idle network.
core::Nanoseconds delay_of(const Wired& wired, std::int64_t bytes, Delivery delivery = Delivery::Datagrams) {
  Simulation simulation(1);
  Network network = build_wired(wired, simulation);
  Messaging messaging(simulation, network);
  std::vector<Arrival> arrivals;
  const FlowId id = messaging.open(flow("f", "camera", "server"), delivery,
                                   [&](const Arrival& arrival) { arrivals.push_back(arrival); });
  simulation.at(at(seconds(1)), [&] { messaging.send(id, bytes, 42); });
  simulation.run_until(at(seconds(5)));
  EXPECT_EQ(arrivals.size(), 1U);
  if (arrivals.empty()) return {};
  EXPECT_EQ(arrivals[0].bytes, bytes);
  EXPECT_EQ(arrivals[0].content, 42U);
  EXPECT_EQ(arrivals[0].sent, at(seconds(1)));
  return arrivals[0].received - arrivals[0].sent;
}

// By hand: an IP packet is the message with 8 bytes of UDP's and 20 of IP's header, at least 46 in a frame; 26 bytes
// more (preamble 8, header 14, checksum 4) go before and after it. It passes two cables, whole each time.
TEST(Wired, DelaysAMessageBySerialisationCableAndSwitchToTheNanosecond) {
  Wired wired = plant(100'000'000);
  wired.ethernet.cable_delay = nanoseconds(333);
  wired.ethernet.switch_delay = nanoseconds(4'321);
  EXPECT_EQ(delay_of(wired, 100), nanoseconds(2 * (154 * 80 + 333) + 4'321));
  EXPECT_EQ(delay_of(wired, 1472), nanoseconds(2 * (1526 * 80 + 333) + 4'321));
  EXPECT_EQ(delay_of(wired, 18), nanoseconds(2 * (72 * 80 + 333) + 4'321)) << "the least frame";
  EXPECT_EQ(delay_of(wired, 0), delay_of(wired, 18));
  wired.ethernet.rate_bps = 1'000'000'000;
  EXPECT_EQ(delay_of(wired, 100), nanoseconds(2 * (154 * 8 + 333) + 4'321));
}

// 3397 datagrams of at most 1472 bytes, 66 bytes around each (headers 28, frame 26, gap 12), one after the other on the
// first cable; the last of them passes the second.
TEST(Wired, CarriesFiveMegabytesWholeInTheTimeOfTheirFrames) {
  const double frames = std::ceil(5e6 / 1472);
  const double expected_ns = (5e6 + frames * 66) * 8;
  EXPECT_NEAR(double(delay_of(plant(1'000'000'000), 5'000'000).count()), expected_ns, 0.01 * expected_ns);
  const double segments = std::ceil(5e6 / 1448);
  const double expected_tcp_ns = (5e6 + segments * (52 + 38)) * 8;
  EXPECT_NEAR(double(delay_of(plant(1'000'000'000), 5'000'000, Delivery::Stream).count()), expected_tcp_ns,
              0.01 * expected_tcp_ns);
}

struct Meeting {
  std::vector<core::Nanoseconds> delays;
  Fates fates;
  std::string rows;
};

/// Three senders, whose messages meet at the server's cable.
Meeting meet(std::int64_t bytes, core::Nanoseconds period, std::int64_t switch_queue_bytes = 512'000) {
  Wired wired = plant(100'000'000);
  wired.ethernet.switch_queue_bytes = switch_queue_bytes;
  Simulation simulation(1);
  Network network = build_wired(wired, simulation);
  Messaging messaging(simulation, network, milliseconds(200));
  Meeting meeting;
  for (const std::string source : {"camera", "plc", "robot"}) {
    const Delivery delivery = source == "plc" ? Delivery::Stream : Delivery::Datagrams;
    const FlowId id = messaging.open(flow(source, source, "server"), delivery, [&](const Arrival& arrival) {
      meeting.delays.push_back(arrival.received - arrival.sent);
    });
    for (core::Nanoseconds time{0}; time < seconds(1); time += period) {
      simulation.at(at(time), [&messaging, id, bytes] { messaging.send(id, bytes); });
    }
  }
  simulation.run_until(at(seconds(1)));
  meeting.fates = messaging.log().fates(simulation.now());
  meeting.rows = data::write_table(messaging.log().message_rows(simulation.now()));
  return meeting;
}

TEST(Wired, LosesNoneTwiceAndForgetsNone) {
  for (const std::int64_t bytes : {100, 5'000, 50'000}) {
    const Meeting meeting = meet(bytes, milliseconds(5), 30'000);
    EXPECT_EQ(meeting.fates.sent, 600);
    expect_conserved(meeting.fates);
    EXPECT_EQ(std::size_t(meeting.fates.delivered), meeting.delays.size());
  }
  EXPECT_GT(meet(50'000, milliseconds(5), 30'000).fates.lost, 0) << "240 Mbit/s into a cable of 100";
  EXPECT_EQ(meet(100, milliseconds(5), 30'000).fates.delivered, 600);
}

core::Nanoseconds mean(const std::vector<core::Nanoseconds>& delays) {
  core::Nanoseconds sum{0};
  for (const core::Nanoseconds delay : delays) sum += delay;
  return sum / std::int64_t(delays.size());
}

TEST(Wired, IsNotMadeFasterByMoreLoad) {
  core::Nanoseconds lighter{0};
  for (const std::int64_t bytes : {100, 1'000, 10'000, 20'000}) {
    const core::Nanoseconds heavier = mean(meet(bytes, milliseconds(10), 10'000'000).delays);
    EXPECT_GE(heavier, lighter) << bytes;
    lighter = heavier;
  }
}

TEST(Wired, WritesTheSameBytesTwice) {
  EXPECT_EQ(meet(5'000, milliseconds(5)).rows, meet(5'000, milliseconds(5)).rows);
}

// 12 Mbit/s of datagrams and 1.2 of the stream want to pass a cable of 10: the switch drops frames of both.
TEST(Wired, AStreamBringsEverythingInOrderThroughAnOverloadedSwitch) {
  Simulation simulation(1);
  Wired wired = plant(10'000'000);
  wired.ethernet.switch_queue_bytes = 20'000;
  Network network = build_wired(wired, simulation);
  Messaging messaging(simulation, network, seconds(30));
  std::vector<std::int64_t> order;
  const auto note = [&](const Arrival& arrival) { order.push_back(arrival.sequence); };
  const FlowId stream = messaging.open(flow("stream", "plc", "server"), Delivery::Stream, note);
  const FlowId camera = messaging.open(flow("camera", "camera", "server"), Delivery::Datagrams, {});
  const FlowId robot = messaging.open(flow("robot", "robot", "server"), Delivery::Datagrams, {});
  for (int i = 0; i < 50; ++i) {
    simulation.at(at(milliseconds(20 * i)), [&messaging, stream, camera, robot] {
      messaging.send(stream, 3'000);
      messaging.send(camera, 15'000);
      messaging.send(robot, 15'000);
    });
  }
  simulation.run_until(at(seconds(60)));
  ASSERT_EQ(order.size(), 50U);
  for (std::int64_t i = 0; i < 50; ++i) EXPECT_EQ(order[std::size_t(i)], i);
  EXPECT_EQ(messaging.log().fates(stream, simulation.now()).delivered, 50);
  EXPECT_GT(messaging.log().fates(simulation.now()).lost, 0);
}

TEST(Wired, ReportsWhereADeviceIsAndNoCell) {
  Simulation simulation(1);
  Wired wired = plant(100'000'000);
  wired.devices.push_back({"cart", {1, 2, 0}});
  const Network network = build_wired(wired, simulation);
  const data::RadioSample report = network.report("cart");
  EXPECT_EQ(report.device, "cart");
  EXPECT_EQ(report.x_m, 1);
  EXPECT_EQ(report.y_m, 2);
  EXPECT_FALSE(report.cell || report.ss_rsrp || report.ss_sinr);
}

TEST(Wired, AnswersFromWithinAnArrival) {
  Simulation simulation(1);
  Network network = build_wired(plant(1'000'000'000), simulation);
  Messaging messaging(simulation, network);
  std::vector<core::Instant> answers;
  const FlowId back = messaging.open(flow("back", "server", "plc"), Delivery::Datagrams,
                                     [&](const Arrival& arrival) { answers.push_back(arrival.received); });
  const FlowId out = messaging.open(flow("out", "plc", "server"), Delivery::Datagrams,
                                    [&](const Arrival& arrival) { messaging.send(back, arrival.bytes); });
  simulation.after(milliseconds(1), [&] { messaging.send(out, 100); });
  simulation.run_until(at(seconds(1)));
  EXPECT_EQ(answers, std::vector{at(milliseconds(1) + 2 * nanoseconds(2 * (154 * 8 + 100) + 5'000))});
}

TEST(Simulation, RunsWhatIsBeforeItsEndInOrderAndGoesOn) {
  Simulation simulation(7);
  std::string order;
  simulation.at(at(seconds(2)), [&] { order += 'c'; });
  simulation.at(at(seconds(1)), [&] { order += 'a'; });
  simulation.at(at(seconds(1)), [&] { order += 'b'; });
  simulation.run_until(at(milliseconds(1'999)));
  EXPECT_EQ(order, "ab");
  EXPECT_EQ(simulation.now(), at(milliseconds(1'999)));
  simulation.run_until(at(seconds(3)));
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(simulation.now(), at(seconds(3)));
}

}  // namespace
}  // namespace plantproof::network
