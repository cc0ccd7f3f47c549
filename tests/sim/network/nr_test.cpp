#include "network/nr.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ns3/bulk-send-helper.h>
#include <ns3/inet-socket-address.h>
#include <ns3/packet-sink-helper.h>
#include <ns3/packet-sink.h>
#include <ns3/udp-echo-helper.h>
#include <ns3/uinteger.h>

#include "parts.hpp"
#include "sim/network/messages.hpp"
#include "sim/ran/plant.hpp"

namespace plantproof::network {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A hall of 60 by 30 m with a gNB at the ceiling at each of `gnbs` places along it, and a server behind the UPF.
Nr hall(int users, const std::vector<double>& gnbs, std::uint64_t seed = 1) {
  Nr nr;
  nr.carrier = ran::factory_carrier();
  nr.carrier.mobility = {};
  nr.hall = {channel::Environment::InfSh, {60, 30, 10}, {0.2, 10, 2}, core::Hertz(5), seed};
  nr.seed = seed;
  for (const double x_m : gnbs) nr.gnbs.push_back({{x_m, 15, 8}, {}, {}});
  for (int i = 0; i < users; ++i) {
    const Position place{3 + 54.0 * i / users, 3.0 + 7 * (i % 4), 1.5};
    nr.users.push_back({{"plc" + std::to_string(i), place}, {}, {}});
  }
  nr.hosts = {{"server", {}}};
  return nr;
}

struct Outcome {
  std::vector<Arrival> arrivals;
  Fates fates;
};

/// Every device sends the server 100 bytes each 10 ms, and the server every device.
Outcome exchanged(const Nr& nr, core::Nanoseconds duration) {
  Simulation simulation(nr.seed);
  Network network = build_nr(nr, simulation);
  Messaging messaging(simulation, network);
  Outcome outcome;
  std::vector<FlowId> flows;
  for (const Nr::User& user : nr.users) {
    for (const bool is_up : {true, false}) {
      const std::string& name = user.device.name;
      flows.push_back(messaging.open(is_up ? flow(name + " up", name, "server") : flow(name + " down", "server", name),
                                     Delivery::Datagrams,
                                     [&](const Arrival& arrival) { outcome.arrivals.push_back(arrival); }));
    }
  }
  for (std::size_t i = 0; i < flows.size(); ++i) {
    for (core::Nanoseconds time = seconds(1); time < seconds(1) + duration; time += milliseconds(10)) {
      simulation.at(at(time + core::Nanoseconds(123'457) * static_cast<std::int64_t>(i % 80)),
                    [&messaging, id = flows[i]] { messaging.send(id, 100); });
    }
  }
  simulation.run_until(at(seconds(12) + duration));
  outcome.fates = messaging.log().fates(simulation.now());
  return outcome;
}

TEST(Nr, CarriesMessagesBothWaysAndLosesSightOfNone) {
  const Outcome outcome = exchanged(hall(20, {15, 45}), seconds(1));
  EXPECT_EQ(outcome.fates.sent, 4000);
  EXPECT_EQ(outcome.fates.under_way, 0);
  EXPECT_EQ(outcome.fates.delivered + outcome.fates.lost, 4000);
  EXPECT_GT(outcome.fates.delivered, 3980);
  EXPECT_EQ(outcome.arrivals.size(), static_cast<std::size_t>(outcome.fates.delivered));
}

TEST(Nr, GivesTheSameForTheSameSeed) {
  const auto times = [](std::uint64_t seed) {
    std::vector<std::int64_t> received;
    for (const Arrival& arrival : exchanged(hall(20, {30}, seed), milliseconds(500)).arrivals) {
      received.push_back(arrival.received.time_since_epoch().count());
    }
    return received;
  };
  EXPECT_EQ(times(1), times(1));
  EXPECT_NE(times(1), times(2));
}

TEST(Nr, TakesMessagesBetweenDevicesUpThroughTheUpfAndDown) {
  const Nr nr = hall(2, {30});
  const auto delay_ms = [&nr](const std::string& source, const std::string& destination) {
    Simulation simulation(1);
    Network network = build_nr(nr, simulation);
    Messaging messaging(simulation, network);
    double sum = 0;
    int count = 0;
    const FlowId id = messaging.open(flow("f", source, destination), Delivery::Datagrams, [&](const Arrival& arrival) {
      sum += core::in_milliseconds(arrival.received - arrival.sent);
      ++count;
    });
    for (int i = 0; i < 50; ++i) simulation.at(at(seconds(1) + i * milliseconds(21)), [&] { messaging.send(id, 100); });
    simulation.run_until(at(seconds(5)));
    EXPECT_EQ(count, 50);
    return sum / count;
  };
  const double up = delay_ms("plc0", "server");
  const double down = delay_ms("server", "plc1");
  // The wire behind the UPF takes microseconds.
  EXPECT_NEAR(delay_ms("plc0", "plc1"), up + down, 0.5);
}

/// When every message of the flow has arrived, in nanoseconds.
std::map<std::int64_t, std::int64_t> received(const Outcome& outcome, FlowId flow) {
  std::map<std::int64_t, std::int64_t> by_sequence;
  for (const Arrival& arrival : outcome.arrivals) {
    if (arrival.flow == flow) by_sequence[arrival.sequence] = arrival.received.time_since_epoch().count();
  }
  return by_sequence;
}

// The radio's part of the way up comes first, so it is the same whatever the core adds.
TEST(Nr, DelaysWhatCrossesTheCoreByAnExponentialTime) {
  Nr nr = hall(20, {30});
  nr.ethernet.rate_bps = 1'000'000'000'000;  // so that nothing queues there
  const Outcome still = network::exchanged(nr, seconds(2));
  constexpr double kMeanUs = 80;
  nr.core_jitter = core::Nanoseconds{80'000};
  nr.edge_delay = core::Nanoseconds{100'000};
  const Outcome shaken = network::exchanged(nr, seconds(2));
  std::vector<double> drawn_us;
  for (std::uint32_t user = 0; user < 20; ++user) {
    const auto before = received(still, FlowId{2 * user});
    const auto after = received(shaken, FlowId{2 * user});
    ASSERT_EQ(before.size(), after.size());
    for (const auto& [sequence, time] : before) {
      drawn_us.push_back(static_cast<double>(after.at(sequence) - time) * 1e-3 - 100);
    }
  }
  std::sort(drawn_us.begin(), drawn_us.end());
  const auto n = static_cast<double>(drawn_us.size());
  ASSERT_GT(n, 3900);
  EXPECT_GT(drawn_us.front(), -0.01);
  // The greatest distance from the exponential distribution that chance exceeds once in 1000 times (Kolmogorov).
  double distance = 0;
  for (std::size_t i = 0; i < drawn_us.size(); ++i) {
    const double expected = 1 - std::exp(-drawn_us[i] / kMeanUs);
    distance = std::max({distance, expected - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - expected});
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(n));
}

TEST(Nr, LetsNoPacketOvertakeInTheCore) {
  Nr nr = hall(2, {30});
  nr.core_jitter = milliseconds(30);
  const Outcome outcome = network::exchanged(nr, seconds(2));
  int together = 0;
  for (std::uint32_t flow = 0; flow < 4; ++flow) {
    const auto times = received(outcome, FlowId{flow});
    EXPECT_EQ(times.size(), 200U);
    std::int64_t last = 0;
    for (const auto& [sequence, time] : times) {
      EXPECT_GE(time, last);
      if (time - last < 1'000'000) ++together;
      last = time;
    }
  }
  EXPECT_GT(together, 100);  // they would have
}

TEST(Nr, HasHostsBehindTheEdgeAndDevicesBeforeIt) {
  Nr nr = hall(2, {30});
  const auto delay = [&nr](const std::string& source, const std::string& destination, core::Nanoseconds sent) {
    Simulation simulation(1);
    Network network = build_nr(nr, simulation);
    Messaging messaging(simulation, network);
    core::Nanoseconds taken{0};
    const FlowId id = messaging.open(flow("f", source, destination), Delivery::Datagrams,
                                     [&](const Arrival& arrival) { taken = arrival.received - arrival.sent; });
    simulation.at(at(sent), [&] { messaging.send(id, 100); });
    simulation.run_until(at(seconds(3)));
    EXPECT_GT(taken.count(), 0);
    return taken;
  };
  for (const auto phase : {core::Nanoseconds{0}, core::Nanoseconds{777'000}, core::Nanoseconds{1'900'000}}) {
    const core::Nanoseconds sent = seconds(1) + phase;
    constexpr core::Nanoseconds kEdge = milliseconds(2);
    nr.edge_delay = core::Nanoseconds{0};
    const core::Nanoseconds up = delay("plc0", "server", sent);
    const core::Nanoseconds later_down = delay("server", "plc0", sent + kEdge);
    const core::Nanoseconds across = delay("plc0", "plc1", sent);
    nr.edge_delay = kEdge;
    EXPECT_EQ(delay("plc0", "server", sent), up + kEdge);
    EXPECT_EQ(delay("server", "plc0", sent), later_down + kEdge);
    EXPECT_EQ(delay("plc0", "plc1", sent), across);
  }
}

class NrBackground : public testing::TestWithParam<std::uint64_t> {};

TEST_P(NrBackground, NeverShortensDelaysAndIsNotHeardOtherwise) {
  const auto load = [](int devices, double downlink_bps, double uplink_bps) {
    Nr nr = hall(10, {30}, GetParam());
    nr.flows[0].rlc = ran::RlcMode::Acknowledged;
    nr.background.devices = devices;
    nr.background.downlink_bps = downlink_bps;
    nr.background.uplink_bps = uplink_bps;
    Simulation simulation(nr.seed);
    Network network = build_nr(nr, simulation);
    std::vector<Device> machines;
    for (const Nr::User& user : nr.users) machines.push_back(user.device);
    Load result = load_both_ways(simulation, network, machines, seconds(1), 6000, Delivery::Datagrams);
    EXPECT_EQ(network.attachments().size(), 10U);
    return result;
  };
  const Load none = load(0, 0, 0);
  const Load silent = load(20, 0, 0);
  EXPECT_EQ(silent.rows, none.rows);
  core::Nanoseconds before = none.mean_delay;
  for (const double mbps : {50.0, 150.0, 250.0}) {
    const Load now = load(20, mbps * 1e6, mbps * 0.3e6);
    EXPECT_GT(now.mean_delay, before) << mbps;
    before = now.mean_delay;
  }
  EXPECT_GT(before, 1.2 * none.mean_delay);
}

INSTANTIATE_TEST_SUITE_P(Seeds, NrBackground, testing::Range<std::uint64_t>(1, 5));

TEST(Nr, LetsADeviceChangeCellAndTellsWhen) {
  Nr nr = hall(1, {5, 55});
  nr.flows[0].rlc = ran::RlcMode::Acknowledged;
  Simulation simulation(1);
  Network network = build_nr(nr, simulation);
  Messaging messaging(simulation, network);
  core::Nanoseconds gap{0};
  core::Instant last = at(seconds(1));
  int arrived = 0;
  const FlowId id = messaging.open(flow("f", "server", "plc0"), Delivery::Datagrams, [&](const Arrival& arrival) {
    gap = std::max(gap, arrival.received - last);
    last = arrival.received;
    ++arrived;
  });
  for (int i = 0; i < 2500; ++i) simulation.at(at(seconds(1) + i * milliseconds(10)), [&] { messaging.send(id, 100); });
  simulation.at(at(seconds(1)), [&] { network.move("plc0", {2, 0, 0}); });
  simulation.run_until(at(seconds(27)));
  EXPECT_EQ(arrived, 2500);
  ASSERT_EQ(network.attachments().size(), 3U);
  EXPECT_EQ(network.attachments()[1].event, data::AttachmentEvent::Detached);
  EXPECT_EQ(network.attachments()[2].event, data::AttachmentEvent::Attached);
  EXPECT_GT(core::in_milliseconds(gap), 45);
  EXPECT_LT(core::in_milliseconds(gap), 120);
}

/// A network that sends a transport block once and aims at an error in ten, with an FDD carrier for duplicates.
Nr careless(std::uint64_t seed = 1) {
  Nr nr = hall(20, {15, 45}, seed);
  nr.carrier.greatest_transmissions = 1;
  ran::CarrierParameters further = nr.carrier;
  further.pattern = nr::SlotPattern::fdd(nr::SubcarrierSpacing::Khz30);
  further.frequency = core::Hertz::from_ghz(4.9);
  nr.duplication_carriers = {further};
  for (Nr::User& user : nr.users) user.duplication_radios = {user.radio};
  return nr;
}

Nr duplicated(Nr nr) {
  nr.duplicated_flows = {0};
  return nr;
}

/// Of each flow's messages.
std::vector<double> lost_shares(const Outcome& outcome, std::size_t flows) {
  const double sent = static_cast<double>(outcome.fates.sent) / static_cast<double>(flows);
  std::vector<double> shares(flows, 1);
  for (const Arrival& arrival : outcome.arrivals) shares[static_cast<std::size_t>(arrival.flow)] -= 1 / sent;
  return shares;
}

TEST(NrDuplication, LosesWhatEveryCarrierLoses) {
  Nr swapped = careless();
  std::swap(swapped.carrier, swapped.duplication_carriers.front());
  const Outcome on_both = exchanged(duplicated(careless()), seconds(8));
  EXPECT_EQ(on_both.fates.under_way, 0);
  EXPECT_EQ(on_both.fates.delivered + on_both.fates.lost, on_both.fates.sent);
  EXPECT_EQ(on_both.arrivals.size(), static_cast<std::size_t>(on_both.fates.delivered));
  // A device's carriers have the same clutter, and fade independently of each other.
  constexpr std::size_t kFlows = 40;
  const std::vector<double> first = lost_shares(exchanged(careless(), seconds(8)), kFlows);
  const std::vector<double> second = lost_shares(exchanged(swapped, seconds(8)), kFlows);
  double expected = 0;
  for (std::size_t flow = 0; flow < kFlows; ++flow) expected += first[flow] * second[flow] * 800;
  EXPECT_NEAR(static_cast<double>(on_both.fates.lost), expected, 4 * std::sqrt(expected));
}

TEST(NrDuplication, IsNeverLaterThanTheFirstCarrierAlone) {
  const Outcome alone = exchanged(careless(), seconds(1));
  const Outcome on_both = exchanged(duplicated(careless()), seconds(1));
  constexpr std::int64_t kCablesNs = 20'000;  // behind the UPF it meets others
  std::size_t sooner = 0;
  for (std::size_t i = 0; i < 40; ++i) {
    const auto with = received(on_both, static_cast<FlowId>(i));
    for (const auto& [sequence, time] : received(alone, static_cast<FlowId>(i))) {
      const auto found = with.find(sequence);
      ASSERT_NE(found, with.end());
      EXPECT_LE(found->second, time + kCablesNs);
      if (found->second < time) ++sooner;
    }
  }
  EXPECT_GT(sooner, 100U);
}

TEST(NrDuplication, IsForTheFlowsThatAskForIt) {
  const Nr without = hall(20, {15, 45});
  Nr with = without;
  with.duplication_carriers = careless().duplication_carriers;
  for (Nr::User& user : with.users) user.duplication_radios = {user.radio};
  const Outcome alone = exchanged(without, milliseconds(200));
  const Outcome beside = exchanged(with, milliseconds(200));
  for (std::size_t i = 0; i < 40; ++i)
    EXPECT_EQ(received(alone, static_cast<FlowId>(i)), received(beside, static_cast<FlowId>(i)));
}

TEST(NrDuplication, ADeviceIsThereWhileOneCarrierServesIt) {
  Nr nr = careless();
  // The second carrier hands over much later, and hears the old gNB until then.
  nr.duplication_carriers.front().mobility.a3_offset = core::Decibel(9);
  nr.users.resize(1);
  nr.gnbs.front().position.x_m = 5;
  nr.gnbs.back().position.x_m = 55;
  const auto changes = [](const Nr& of) {
    Simulation simulation(1);
    Network network = build_nr(of, simulation);
    simulation.at(at(seconds(1)), [&] { network.move("plc0", {2, 0, 0}); });
    simulation.run_until(at(seconds(27)));
    return network.attachments().size();
  };
  EXPECT_EQ(changes(nr), 1U);
  nr.duplication_carriers.clear();
  EXPECT_EQ(changes(nr), 3U);
}

/// A device that drives from one end of the hall to the other at 2 m/s and says so every 20 ms; asked where it is
/// `asked` times a second.
struct Drive {
  std::vector<data::RadioSample> reports;
  std::string messages;
  Position end;
};

Drive driven(int asked) {
  Nr nr = hall(1, {15, 45});
  nr.gnbs[0].name = "west";
  nr.gnbs[1].name = "east";
  Simulation simulation(nr.seed);
  Network network = build_nr(nr, simulation);
  Messaging messaging(simulation, network);
  const FlowId up = messaging.open(flow("up", "plc0", "server"), Delivery::Datagrams, {});
  simulation.at(at(seconds(1)), [&] { network.move("plc0", {2, 0.1 / 3, 0}); });
  for (int i = 0; i < 1300; ++i) simulation.at(at(seconds(1) + milliseconds(20) * i), [&] { messaging.send(up, 100); });
  std::vector<data::RadioSample> reports;
  for (int i = 0; i < 27 * asked; ++i)
    simulation.at(at(seconds(1) * i / asked), [&] { reports.push_back(network.report("plc0")); });
  simulation.run_until(at(seconds(28)));
  return {reports, data::write_table(messaging.log().message_rows(simulation.now())), network.position("plc0")};
}

TEST(Nr, ReportsWhereADeviceIsAndWhatItHears) {
  const auto reports = driven(1).reports;
  ASSERT_EQ(reports.size(), 27U);
  EXPECT_FALSE(reports[0].cell) << "not registered yet";
  EXPECT_FALSE(reports[0].ss_rsrp);
  EXPECT_FALSE(reports[0].ss_sinr);
  EXPECT_EQ(reports[1].cell, "west");
  EXPECT_EQ(reports[26].cell, "east");
  EXPECT_GT(reports[6].ss_rsrp, reports[13].ss_rsrp) << "below a gNB, and between both";
  for (std::size_t i = 1; i < reports.size(); ++i) {
    const data::RadioSample& report = reports[i];
    EXPECT_EQ(report.time, at(seconds(i)));
    EXPECT_EQ(report.device, "plc0");
    EXPECT_DOUBLE_EQ(report.x_m, 3 + 2 * static_cast<double>(i - 1));
    EXPECT_NEAR(report.y_m, 3 + 0.1 / 3 * static_cast<double>(i - 1), 0.005);
    EXPECT_DOUBLE_EQ(report.y_m, std::round(report.y_m * 100) / 100) << "to the centimetre";
    if (!report.cell) continue;
    EXPECT_EQ(report.ss_rsrp->dbm(), std::round(report.ss_rsrp->dbm()));
    EXPECT_EQ(2 * report.ss_sinr->db(), std::round(2 * report.ss_sinr->db()));
  }
}

TEST(Nr, IsNotChangedByBeingAsked) {
  const Drive alone = driven(0);
  const Drive asked = driven(37);
  EXPECT_EQ(alone.messages, asked.messages);
  EXPECT_EQ(alone.end, asked.end) << "to the bit";
}

// ns-3's own applications, as they are.

/// How many answers the first device has to 20 requests to the server.
int echoes(const Nr& nr) {
  Simulation simulation(1);
  Network network = build_nr(nr, simulation);
  const Host& server = network.parts().hosts.at("server");
  const Host& device = network.parts().hosts.at("plc0");
  ns3::UdpEchoServerHelper echo_server(7);
  echo_server.Install(server.node).Start(ns3::Seconds(0.5));
  ns3::UdpEchoClientHelper client(server.address, 7);
  client.SetAttribute("MaxPackets", ns3::UintegerValue(20));
  client.SetAttribute("Interval", ns3::TimeValue(ns3::MilliSeconds(50)));
  auto applications = client.Install(device.node);
  applications.Start(ns3::Seconds(1));
  int answers = 0;
  applications.Get(0)->TraceConnectWithoutContext(
      "Rx", ns3::Callback<void, ns3::Ptr<const ns3::Packet>>([&](ns3::Ptr<const ns3::Packet>) { ++answers; }));
  simulation.run_until(at(seconds(4)));
  return answers;
}

TEST(Nr, CarriesAnUnmodifiedUdpEcho) {
  EXPECT_EQ(echoes(hall(1, {30})), 20);
}

TEST(NrDuplication, HandsOnOneCopy) {
  Nr nr = careless();
  nr.carrier.greatest_transmissions = nr.duplication_carriers.front().greatest_transmissions = 4;  // both copies come
  EXPECT_EQ(echoes(duplicated(nr)), 20);
}

TEST(Nr, CarriesAnUnmodifiedBulkTcpTransfer) {
  Nr nr = hall(1, {30});
  nr.flows[0].rlc = ran::RlcMode::Acknowledged;
  Simulation simulation(1);
  Network network = build_nr(nr, simulation);
  const Host& server = network.parts().hosts.at("server");
  const Host& device = network.parts().hosts.at("plc0");
  ns3::PacketSinkHelper sink("ns3::TcpSocketFactory", ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), 5001));
  const auto sinks = sink.Install(server.node);
  ns3::BulkSendHelper bulk("ns3::TcpSocketFactory", ns3::InetSocketAddress(server.address, 5001));
  bulk.SetAttribute("MaxBytes", ns3::UintegerValue(5'000'000));
  bulk.Install(device.node).Start(ns3::Seconds(1));
  simulation.run_until(at(seconds(20)));
  EXPECT_EQ(ns3::DynamicCast<ns3::PacketSink>(sinks.Get(0))->GetTotalRx(), 5'000'000U);
}

}  // namespace
}  // namespace plantproof::network
