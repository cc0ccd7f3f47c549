#include "train.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.hpp"
#include "network/nr.hpp"
#include "network/wired.hpp"
#include "nr/peak_rate.hpp"
#include "parts.hpp"
#include "sim/network/messages.hpp"
#include "sim/ran/plant.hpp"

namespace plantproof::network {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

TEST(Train, IsDatagramsAsLongAsAFrameAndARest) {
  for (const std::int64_t payload : {1, 1'471, 1'472, 1'473, 2'944, 2'960, 44 * 1'472}) {
    const Train train = train_of(payload + 28);
    EXPECT_EQ(train.frames, (payload + 1'471) / 1'472) << payload;
    EXPECT_EQ(train.bytes(), payload + 28 * train.frames) << payload;
    EXPECT_LE(train.last_bytes, 1'500) << payload;
    EXPECT_GT(train.last_bytes, 28) << payload;
  }
  EXPECT_LE(kLongestTrain * kDatagram + kDatagramHeaders, 65'535);
}

struct Sent {
  std::string from;
  core::Nanoseconds when;
  std::int64_t bytes;
};

struct Outcome {
  std::vector<MessageLog::Message> messages;  ///< by sender, as they were sent
  Fates fates;
};

/// Everything goes to the server; a train has at most so many datagrams, or as many as the network takes.
Outcome exchange(const Wired& wired, const std::vector<Sent>& sends, std::int64_t longest_train = 0) {
  Simulation simulation(1);
  Network network = build_wired(wired, simulation);
  if (longest_train > 0) network.parts().longest_train = longest_train;
  Messaging messaging(simulation, network);
  std::map<std::string, FlowId> flows;
  for (const Device& device : wired.devices) {
    if (device.name == "server") continue;
    flows[device.name] = messaging.open(flow(device.name, device.name, "server"), Delivery::Datagrams, {});
  }
  for (const Sent& send : sends) {
    simulation.at(at(send.when),
                  [&messaging, id = flows.at(send.from), bytes = send.bytes] { messaging.send(id, bytes); });
  }
  simulation.run_until(at(seconds(60)));
  Outcome outcome;
  for (const auto& [name, id] : flows) {
    const auto& of_flow = messaging.log().messages(id);
    outcome.messages.insert(outcome.messages.end(), of_flow.begin(), of_flow.end());
  }
  outcome.fates = messaging.log().fates(simulation.now());
  return outcome;
}

Wired plant(std::int64_t rate_bps, std::int64_t switch_queue_bytes) {
  Wired wired;
  wired.ethernet = {rate_bps, nanoseconds(333), nanoseconds(4'321), switch_queue_bytes};
  for (const std::string name : {"camera", "plc", "robot", "server"}) wired.devices.push_back({name, {}});
  return wired;
}

// By hand: n - 1 full frames and the gaps behind them, then the last one, pass the first cable; the last passes the
// second one whole. 1500 bytes are 1526 with preamble, header and checksum.
TEST(Train, IsThereWhenItsLastFrameHasPassedTheSwitch) {
  for (const std::int64_t last : {20, 700, 1'472}) {
    for (const std::int64_t frames : {2, 43, 44, 45, 400}) {
      const Outcome outcome =
          exchange(plant(100'000'000, 512'000), {{"camera", seconds(1), (frames - 1) * 1'472 + last}});
      const std::int64_t last_ns = (last + 28 + 26) * 80;
      // When the last is shorter, it waits in the switch for the line to be free of those before it.
      const std::int64_t first_cable = (frames - 1) * 1'538 * 80 + last_ns;
      const std::int64_t line_free = 1'526 * 80 + (frames - 1) * 1'538 * 80;
      const std::int64_t leaves = std::max(first_cable, line_free);
      ASSERT_TRUE(outcome.messages[0].received);
      EXPECT_EQ(*outcome.messages[0].received - outcome.messages[0].sent,
                nanoseconds(leaves + last_ns + 2 * 333 + 4'321))
          << frames << " frames, the last with " << last;
    }
  }
}

/// Messages of up to 200 kB at random times: a load of 30 to 90 % of the server's cable.
std::vector<Sent> random_load(std::uint64_t seed) {
  core::Draws draws(seed);
  std::vector<Sent> sends;
  for (const std::string from : {"camera", "plc", "robot"}) {
    core::Nanoseconds when{0};
    for (int i = 0; i < 40; ++i) {
      when += nanoseconds(static_cast<std::int64_t>(40e6 * draws.uniform()));
      const bool is_small = draws.uniform() < 0.3;
      sends.push_back({from, when, static_cast<std::int64_t>((is_small ? 1e3 : 2e5) * draws.uniform())});
    }
  }
  return sends;
}

TEST(Train, MeetsTheFramesOfOthersAsSingleFramesDo) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const std::vector<Sent> sends = random_load(seed);
    const Wired wired = plant(100'000'000, 100'000'000);
    const Outcome one_by_one = exchange(wired, sends, 1);
    const Outcome in_trains = exchange(wired, sends);
    ASSERT_EQ(in_trains.fates, one_by_one.fates) << seed;
    ASSERT_EQ(in_trains.fates.delivered, 120) << seed;
    for (std::size_t i = 0; i < one_by_one.messages.size(); ++i) {
      const core::Nanoseconds difference = *in_trains.messages[i].received - *one_by_one.messages[i].received;
      EXPECT_LE(std::abs(difference.count()), 1'538 * 80) << "seed " << seed << ", message " << i;
    }
  }
}

TEST(Train, IsLostWholeWhereOneOfItsFramesFindsNoRoom) {
  std::int64_t lost = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const std::vector<Sent> sends = random_load(seed);
    const Wired wired = plant(100'000'000, 30'000);
    const Outcome one_by_one = exchange(wired, sends, 1);
    const Outcome in_trains = exchange(wired, sends);
    for (std::size_t i = 0; i < one_by_one.messages.size(); ++i) {
      EXPECT_EQ(in_trains.messages[i].received.has_value(), one_by_one.messages[i].received.has_value())
          << "seed " << seed << ", message " << i;
    }
    lost += in_trains.fates.lost;
    EXPECT_EQ(in_trains.fates.lost, one_by_one.fates.lost);
  }
  EXPECT_GT(lost, 100);
}

/// A camera 10 m from its gNB, which hears it well, and a server behind the UPF.
Nr radio(std::uint64_t seed = 1) {
  Nr nr;
  nr.carrier = ran::factory_carrier();
  nr.flows[0].rlc = ran::RlcMode::Acknowledged;
  nr.hall = {channel::Environment::InfSh, {60, 30, 10}, {0.2, 10, 2}, core::Hertz(5), seed};
  nr.seed = seed;
  nr.gnbs.push_back({{30, 15, 8}, {}, {}});
  Nr::User camera{{"camera", {32, 15, 1.5}}, {}, {}};
  camera.radio.received_power_target = core::Dbm(-60);
  nr.users.push_back(camera);
  nr.hosts = {{"server", {}}};
  return nr;
}

/// When three images, sent at once, are there.
std::vector<core::Nanoseconds> images_over(const Nr& nr, std::int64_t bytes, bool is_up,
                                           std::int64_t longest_train = 0) {
  Simulation simulation(nr.seed);
  Network network = build_nr(nr, simulation);
  if (longest_train > 0) network.parts().longest_train = longest_train;
  Messaging messaging(simulation, network);
  std::vector<core::Nanoseconds> times;
  const FlowId id =
      messaging.open(is_up ? flow("f", "camera", "server") : flow("f", "server", "camera"), Delivery::Datagrams,
                     [&](const Arrival& arrival) { times.push_back(arrival.received - arrival.sent); });
  for (int i = 0; i < 3; ++i) simulation.at(at(seconds(1)), [&messaging, id, bytes] { messaging.send(id, bytes); });
  simulation.run_until(at(seconds(9)));
  EXPECT_EQ(times.size(), 3U);
  times.resize(3);
  return times;
}

// TS 38.306's peak rate carries the datagrams' headers (28 bytes) and Ethernet's (14) as well. In the uplink without
// the special slot's two symbols, which this carrier leaves to PUCCH and SRS.
TEST(Train, CarriesImagesOverNrAtThePeakRateTimesThePatternsShare) {
  const Nr nr = radio();
  const std::vector<core::Nanoseconds> times = images_over(nr, 5'000'000, true);
  const double bits = 8 * (5e6 + 3'397 * 42);
  const double rate_bps = 2 * bits / core::in_seconds(times[2] - times[0]);
  const nr::PeakRate peak{nr::Direction::Uplink, nr::FrequencyRange::Fr1, ran::k30, 273, 1, 6, 1};
  const double share = nr.carrier.pattern.share(nr::Direction::Uplink) - 2.0 / nr.carrier.pattern.symbols();
  EXPECT_NEAR(rate_bps / (peak.bps() * share), 1, 0.02);
}

// A train passes radio and cable whole: it may come later by its time on the cable, 16 frames of 12 us, and earlier
// since RLC has fewer headers to send: 8 bytes of 1522.
TEST(Train, TakesAsLongOverNrAsSingleDatagrams) {
  for (const bool is_up : {true, false}) {
    for (const std::int64_t bytes : {2'000, 60'000, 1'000'000}) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const std::vector<core::Nanoseconds> one_by_one = images_over(radio(seed), bytes, is_up, 1);
        const std::vector<core::Nanoseconds> in_trains = images_over(radio(seed), bytes, is_up);
        for (std::size_t i = 0; i < 3; ++i) {
          EXPECT_NEAR(core::in_milliseconds(in_trains[i]), core::in_milliseconds(one_by_one[i]),
                      2.5 + 0.01 * core::in_milliseconds(one_by_one[i]))
              << bytes << (is_up ? " up, " : " down, ") << seed;
        }
      }
    }
  }
}

}  // namespace
}  // namespace plantproof::network
