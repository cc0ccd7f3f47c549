#include "network/nr.hpp"

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
Outcome exchange(const Nr& nr, core::Nanoseconds duration) {
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
  const Outcome outcome = exchange(hall(20, {15, 45}), seconds(1));
  EXPECT_EQ(outcome.fates.sent, 4000);
  EXPECT_EQ(outcome.fates.under_way, 0);
  EXPECT_EQ(outcome.fates.delivered + outcome.fates.lost, 4000);
  EXPECT_GT(outcome.fates.delivered, 3980);
  EXPECT_EQ(outcome.arrivals.size(), static_cast<std::size_t>(outcome.fates.delivered));
}

TEST(Nr, GivesTheSameForTheSameSeed) {
  const auto times = [](std::uint64_t seed) {
    std::vector<std::int64_t> received;
    for (const Arrival& arrival : exchange(hall(20, {30}, seed), milliseconds(500)).arrivals) {
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

// ns-3's own applications, as they are.

TEST(Nr, CarriesAnUnmodifiedUdpEcho) {
  const Nr nr = hall(1, {30});
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
  EXPECT_EQ(answers, 20);
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
