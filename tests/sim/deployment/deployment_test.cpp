#include "deployment/deployment.hpp"

#include <functional>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deployment/walk_test.hpp"
#include "flow_rules.hpp"
#include "hall_loss.hpp"
#include "scenarios/scenario.hpp"
#include "sim/network/messages.hpp"

namespace plantproof::deployment {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr const char* kHead =
    "scenario: own\ntitle: {zh: 自拟, en: own}\nsituation: {zh: 场景, en: situation}\ncriteria: cq-2020-5g\n"
    "hall: {length_m: 60, width_m: 30, height_m: 10}\npilot:\n  network:\n";
constexpr const char* kNr =
    "    kind: nr\n"
    "    carrier: {frequency_ghz: 3.75, bandwidth_mhz: 100, subcarrier_spacing_khz: 30, pattern: DDDSU, special_slot: "
    "\"10:2:2\"}\n"
    "    gnbs: [{x_m: 30, y_m: 15, z_m: 8}]\n"
    "    qos_flows:\n"
    "      - {flow: \"control*\", five_qi: 83, rlc_mode: um}\n";
constexpr const char* kWifi =
    "    kind: wifi\n    access_points: [{x_m: 15, y_m: 15, z_m: 8, channel: 36}, {x_m: 45, y_m: 15, z_m: 8, channel: "
    "149}]\n";
constexpr const char* kLte =
    "    kind: lte\n    carrier: {downlink_ghz: 1.815, uplink_ghz: 1.72, bandwidth_mhz: 10}\n"
    "    enbs: [{x_m: 30, y_m: 15, z_m: 8}]\n";
constexpr const char* kWired = "    kind: wired\n";

/// Two machines, one of them with a cable, and a server.
Population population() {
  return {{{"robot", "joining", 10, 10}, {"press", "joining", 20, 20, true}},
          {"server"},
          {network::flow("control-up", "robot", "server"), network::flow("control-down", "server", "robot"),
           network::flow("video", "robot", "press")},
          {}};
}

struct Built {
  std::string errors;
  bool is_there = false;
  std::vector<std::string> devices;
  std::vector<core::Nanoseconds> delays;  ///< of control-up, a message each 20 ms for a second
};

Built build(const std::string& network, const Population& who = population(), std::uint64_t seed = 1) {
  const scenarios::Scenario scenario = scenarios::parse_scenario("own.yaml", kHead + network);
  network::Simulation simulation(seed);
  core::InputErrors errors;
  auto built = deploy(*scenario.hall, scenario.pilot->network, who, seed, simulation, errors);
  Built result{errors.message(core::Language::En), built.has_value(), {}, {}};
  if (!built) return result;
  result.devices = built->devices();
  network::Messaging messaging(simulation, *built);
  const network::FlowId flow = messaging.open(
      who.flows.front(), network::Delivery::Datagrams,
      [&](const network::Arrival& arrival) { result.delays.push_back(arrival.received - arrival.sent); });
  for (int i = 0; i < 50; ++i)
    simulation.at(network::at(seconds(2) + milliseconds(20) * i), [&, flow] { messaging.send(flow, 100); });
  simulation.run_until(network::at(seconds(4)));
  return result;
}

struct Kind {
  const char* name;
  const char* network;
  data::Access access;
};
class EveryKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EveryKind, ConnectsMachinesAndServers) {
  const Built built = build(GetParam().network);
  EXPECT_EQ(built.errors, "");
  EXPECT_EQ(built.devices, (std::vector<std::string>{"press", "robot", "server"}));
  EXPECT_EQ(built.delays.size(), 50U);
  const auto scenario = scenarios::parse_scenario("own.yaml", kHead + std::string(GetParam().network));
  EXPECT_EQ(access_of(scenario.pilot->network), GetParam().access);
}

TEST_P(EveryKind, OfTheSameSeedIsTheSame) {
  const char* network = GetParam().network;
  EXPECT_EQ(build(network, population(), 3).delays, build(network, population(), 3).delays);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryKind,
                         ::testing::Values(Kind{"Nr", kNr, data::Access::Nr}, Kind{"Wifi", kWifi, data::Access::Wifi},
                                           Kind{"Lte", kLte, data::Access::Lte},
                                           Kind{"Wired", kWired, data::Access::Wired}),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST(Deployment, OfNoNetworkIsNone) {
  const Built built = build("    kind: none\n");
  EXPECT_FALSE(built.is_there);
  EXPECT_EQ(built.errors, "");
}

TEST(Deployment, TakesTheDelaysOfTheScenario) {
  const auto mean = [](const std::string& network) {
    const Built built = build(network);
    core::Nanoseconds sum{0};
    for (const core::Nanoseconds delay : built.delays) sum += delay;
    return sum / 50;
  };
  const core::Nanoseconds near = mean(kNr);
  const core::Nanoseconds far = mean(std::string(kNr) + "    core: {backhaul_us: 10050}\n");
  EXPECT_EQ(far - near, milliseconds(10));  // once up: the default is 50 us
}

// A truck between a weak device and the gNB, which sees it along the floor: 20 dB or so of the direct ray are gone.
TEST(Deployment, AVehicleStandsInTheWayOfOthers) {
  const std::string low =
      "    kind: nr\n"
      "    carrier: {frequency_ghz: 3.75, bandwidth_mhz: 100, subcarrier_spacing_khz: 30, pattern: DDDSU, "
      "special_slot: "
      "\"10:2:2\"}\n"
      "    gnbs: [{x_m: 24, y_m: 10, z_m: 1.5, noise_figure_db: 30}]\n"
      "    device: {tx_power_dbm: -20, gain_dbi: -8}\n";
  const auto delivered = [&](std::optional<Body> body) {
    std::size_t sum = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      Population who = population();
      who.machines.push_back({"truck", "joining", 13, 10, false, body});
      sum += build(low, who, seed).delays.size();
    }
    return sum;
  };
  const std::size_t in_the_open = delivered({});
  EXPECT_GT(in_the_open, 0U);
  EXPECT_LT(delivered(Body{4, 2, 3}), in_the_open);
}

TEST(Deployment, AConfiguredGrantSavesTheRequest) {
  const auto mean = [](const std::string& network) {
    const Built built = build(network);
    core::Nanoseconds sum{0};
    for (const core::Nanoseconds delay : built.delays) sum += delay;
    return core::in_milliseconds(sum / 50);
  };
  const std::string with =
      std::string(kNr) + "    configured_grants: [{flow: \"control*\", period_ms: 2.5, bytes: 200}]\n";
  const std::string of_others =
      std::string(kNr) + "    configured_grants: [{flow: \"video\", period_ms: 2.5, bytes: 200}]\n";
  EXPECT_LT(mean(with) + 2, mean(kNr));
  EXPECT_LE(mean(with) + 2, mean(of_others));
}

TEST(Deployment, ADuplicatedFlowIsThereWhenItsFirstCopyIs) {
  const std::string narrow =
      "    duplication_carriers: [{frequency_ghz: 0.7, bandwidth_mhz: 10, subcarrier_spacing_khz: 30, duplex: fdd}]\n"
      "    configured_grants: [{flow: \"control*\", period_ms: 2.5, offset_ms: 1, bytes: 200}]\n";
  std::string duplicated = kNr + narrow;
  duplicated.insert(duplicated.find("five_qi"), "pdcp_duplication: true, ");
  const Built on_the_first = build(kNr + narrow);
  const Built on_both = build(duplicated);
  ASSERT_EQ(on_the_first.errors + on_both.errors, "");
  ASSERT_EQ(on_both.delays.size(), on_the_first.delays.size());
  int sooner = 0;
  for (std::size_t i = 0; i < on_both.delays.size(); ++i) {
    EXPECT_LE(on_both.delays[i], on_the_first.delays[i]);
    if (on_both.delays[i] < on_the_first.delays[i]) ++sooner;
  }
  EXPECT_GT(sooner, 0);
}

TEST(Deployment, RefusesWhatItCannotDoAllAtOnce) {
  Population outside = population();
  outside.machines[0].x_m = 61;
  EXPECT_THAT(build(kNr, outside).errors, HasSubstr("“robot” is at (61, 10) m, outside the hall of 60 m x 30 m"));
  const std::string errors =
      build(std::string(kNr) +
            "      - {flow: \"*\", destination_port: 5000}\n    background: {devices: 3, uplink_mbps: 5}\n")
          .errors;
  EXPECT_THAT(errors, HasSubstr("own.yaml:13:39: this is not simulated yet"));
  EXPECT_FALSE(build(std::string(kNr) + "    harq: {processes: 16}\n    handover: {time_to_trigger_ms: 7}\n").is_there);
  EXPECT_THAT(build(std::string(kLte) + "    scheduler: round_robin\n").errors, HasSubstr("not simulated yet"));
}

TEST(FlowRules, AStarStandsForAnything) {
  EXPECT_TRUE(matches("*", "anything"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("S1>*", "S1>S2"));
  EXPECT_TRUE(matches("*>S2", "S1>S2"));
  EXPECT_TRUE(matches("S*>*2", "S1>S2"));
  EXPECT_FALSE(matches("S1>*", "S2>S1"));
  EXPECT_FALSE(matches("S1", "S12"));
  EXPECT_FALSE(matches("", "S1"));
}

TEST(FlowRules, TheFirstThatFitsCounts) {
  EXPECT_EQ(first_match({"a*", "*"}, "ab"), 0U);
  EXPECT_EQ(first_match({"a*", "*"}, "b"), 1U);
  EXPECT_EQ(first_match({"a*"}, "b"), std::nullopt);
}

// Every flow has its rule's radio flow, and no two flows of one end share one, in either direction.
TEST(FlowRules, FlowsOfOneEndAreKeptApart) {
  std::vector<data::Flow> flows;
  std::vector<std::size_t> rules;
  for (int i = 0; i < 8; ++i) {
    for (const int other : {i - 1, i + 1}) {
      if (other < 0 || other > 7) continue;
      flows.push_back(
          network::flow("f" + std::to_string(flows.size()), "S" + std::to_string(i), "S" + std::to_string(other)));
      rules.push_back(flows.size() % 3 == 0 ? 1 : 0);
    }
  }
  const RadioFlows radio = radio_flows(flows, rules);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const std::size_t mine = radio.of_flow.at(flows[i].flow);
    EXPECT_EQ(radio.rule[mine], rules[i]);
    for (std::size_t j = 0; j < i; ++j) {
      if (radio.of_flow.at(flows[j].flow) != mine) continue;
      EXPECT_NE(flows[i].source, flows[j].source);
      EXPECT_NE(flows[i].destination, flows[j].destination);
    }
  }
  EXPECT_LE(radio.rule.size(), 4U);  // two flows out of each station, under two rules
}

TEST(HallLoss, IsTheSameBothWaysAndWheneverItIsAsked) {
  const scenarios::Scenario scenario = scenarios::parse_scenario("own.yaml", kHead + std::string(kWifi));
  const network::Position access_point{15, 15, 8};
  const auto loss = hall_loss(*scenario.hall, {access_point}, 1.5, core::Hertz::from_ghz(5.2), 1);
  const network::Position near{18, 15, 1.5};
  const network::Position far{58, 2, 1.5};
  EXPECT_EQ(loss(access_point, far).db(), loss(far, access_point).db());
  EXPECT_EQ(loss(access_point, near).db(), loss(access_point, near).db());
  EXPECT_LT(loss(access_point, near).db(), loss(access_point, far).db());
  EXPECT_GT(loss(near, far).db(), 60);
  const auto of_another_hall = hall_loss(*scenario.hall, {access_point}, 1.5, core::Hertz::from_ghz(5.2), 2);
  EXPECT_NE(loss(access_point, far).db(), of_another_hall(access_point, far).db());
}

std::vector<data::RadioSample> walked(const std::string& network, std::uint64_t seed = 1,
                                      core::Nanoseconds end = seconds(3600)) {
  const scenarios::Scenario scenario = scenarios::parse_scenario("own.yaml", kHead + network);
  return walk_test({"cart", 5, 1, seconds(1)}, *scenario.hall, scenario.pilot->network, seed, core::Instant(seconds(2)),
                   core::Instant(end));
}

double mean_rsrp_dbm(const std::vector<data::RadioSample>& rows) {
  double sum = 0;
  for (const data::RadioSample& row : rows) sum += row.ss_rsrp->dbm();
  return sum / static_cast<double>(rows.size());
}

// A floor of 60 m by 30 m has six lines of 55 m, and five ways of 5 m between them: 355 m at 1 m/s.
TEST(WalkTest, GoesOverTheWholeFloorOnce) {
  const std::vector<data::RadioSample> rows = walked(kNr);
  ASSERT_EQ(rows.size(), 356U);
  EXPECT_EQ(rows.front().time, core::Instant(seconds(2)));
  EXPECT_EQ(rows.back().time, core::Instant(seconds(357)));
  std::set<std::pair<int, int>> cells;
  for (const data::RadioSample& row : rows) {
    EXPECT_EQ(row.device, "cart");
    EXPECT_EQ(row.cell, "gNB1");
    cells.insert({static_cast<int>(row.x_m / 5), static_cast<int>(row.y_m / 5)});
  }
  EXPECT_EQ(cells.size(), 12U * 6) << "every cell of 5 m by 5 m";
  EXPECT_EQ(walked(kNr, 1, seconds(102)).size(), 100U) << "until the run ends";
}

TEST(WalkTest, FollowsFromTheSeedAndThePower) {
  const std::vector<data::RadioSample> rows = walked(kNr);
  EXPECT_DOUBLE_EQ(mean_rsrp_dbm(rows), mean_rsrp_dbm(walked(kNr)));
  EXPECT_NE(mean_rsrp_dbm(rows), mean_rsrp_dbm(walked(kNr, 2)));
  std::string weak = kNr;
  const std::string gnb = "z_m: 8";
  weak.replace(weak.find(gnb), gnb.size(), "z_m: 8, tx_power_dbm: 14");  // 24 dBm otherwise
  EXPECT_NEAR(mean_rsrp_dbm(walked(weak)), mean_rsrp_dbm(rows) - 10, 1e-9);
}

TEST(WalkTest, HasNothingToMeasureWithout5G) {
  for (const char* network : {kWifi, kLte, kWired}) EXPECT_TRUE(walked(network).empty());
}

}  // namespace
}  // namespace plantproof::deployment
