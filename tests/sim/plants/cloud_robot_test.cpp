#include "cloud_robot/cloud_robot.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "data/table_io.hpp"
#include "network/wired.hpp"

namespace plantproof::plants {
namespace {

using data::DecisionStage;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Nanoseconds kStart = seconds(2);

/// One cell: two robots.
scenarios::CloudRobot one_cell() {
  scenarios::CloudRobot parameters;
  parameters.cells.resize(1);
  return parameters;
}

struct Day {
  std::vector<data::Decision> decisions;
  std::vector<data::ProducedUnit> units;
  std::vector<data::Message> messages;
  network::Fates fates;

  [[nodiscard]] std::string bytes() const {
    return data::write_table(decisions) + data::write_table(units) + data::write_table(messages);
  }
  [[nodiscard]] double looks() const { return static_cast<double>(decisions.size()) / 3; }
  [[nodiscard]] double right(DecisionStage stage) const {
    const auto count = std::count_if(decisions.begin(), decisions.end(),
                                     [stage](const data::Decision& row) { return row.stage == stage && row.correct; });
    return static_cast<double>(count) / looks();
  }
  [[nodiscard]] std::int64_t good() const {
    return std::count_if(units.begin(), units.end(), [](const data::ProducedUnit& unit) { return unit.good; });
  }
};

/// The process over cables of that rate, all to one switch; local computers have no network.
Day run(const scenarios::CloudRobot& parameters, double rate_mbps = 1'000, std::uint64_t seed = 1,
        core::Nanoseconds duration = seconds(100), core::Nanoseconds switch_delay = microseconds(5)) {
  network::Simulation simulation(seed);
  CloudRobot process(parameters);
  network::Wired wired;
  wired.ethernet.rate_bps = static_cast<std::int64_t>(1e6 * rate_mbps);
  wired.ethernet.switch_delay = switch_delay;
  wired.ethernet.switch_queue_bytes = 100'000'000;
  const Population population = process.population();
  for (const Machine& machine : population.machines) wired.devices.push_back({machine.name, {}});
  for (const std::string& server : population.servers) wired.devices.push_back({server, {}});
  network::Network network = network::build_wired(wired, simulation);
  network::Messaging messaging(simulation, network);
  data::Tables tables;
  const bool has_network = !population.flows.empty();
  Plant plant{simulation, has_network ? &network : nullptr, has_network ? &messaging : nullptr, duration, seed, tables};
  simulation.run_until(core::Instant(kStart));
  process.start(plant);
  simulation.run_until(core::Instant(kStart + duration));
  process.finish();
  return {*tables.rows<data::Decision>(), *tables.rows<data::ProducedUnit>(),
          messaging.log().message_rows(simulation.now()), messaging.log().fates(simulation.now())};
}

/// Four standard deviations of a share of so many, and 0.001 for what neighbouring looks have in common.
double chance(double share, double looks) {
  return 4 * std::sqrt(share * (1 - share) / looks) + 0.001;
}

TEST(CloudRobot, AccountsForEveryLookAndEveryPartOnce) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    for (const double rate_mbps : {1'000.0, 40.0, 5.0}) {
      const Day day = run(one_cell(), rate_mbps, seed, seconds(60));
      std::map<std::string, std::set<DecisionStage>> looks;
      for (const data::Decision& row : day.decisions) {
        EXPECT_TRUE(looks[row.robot + "/" + row.task].insert(row.stage).second);
      }
      for (const auto& [task, stages] : looks) EXPECT_EQ(stages.size(), 3U) << task;
      std::map<std::string, std::int64_t> sent;
      for (const data::Message& message : day.messages) ++sent[message.flow.substr(message.flow.rfind('-') + 1)];
      EXPECT_NEAR(static_cast<double>(sent["looks"]), static_cast<double>(looks.size()), 2)
          << "but for those under way";
      EXPECT_LE(sent["images"], 3 * sent["looks"]);
      EXPECT_LE(sent["commands"], sent["looks"]);
      std::set<std::string> units;
      for (const data::ProducedUnit& unit : day.units) EXPECT_TRUE(units.insert(unit.unit).second);
      EXPECT_LE(2 * units.size(), looks.size()) << "two looks at least for each part";
    }
  }
}

TEST(CloudRobot, KnowsItsDevicesAndFlows) {
  const Population population = CloudRobot(one_cell()).population();
  EXPECT_EQ(population.machines.size(), 4U) << "two robots, two cameras";
  EXPECT_EQ(population.servers.size(), 1U);
  EXPECT_EQ(population.flows.size(), 8U);
  EXPECT_EQ(population.transfers.size(), 2U);
  EXPECT_EQ(population.surveys.size(), 1U);
}

// Of images exposed 480, 320 and 160 ms before the robot sets off, the last has been compressed (15 ms), carried (5.2
// ms on a cable of 1 Gbit/s) and judged (20 ms) when the server decides, 10 ms before; the contact is 100 ms later. In
// 260 ms either axis moves by 2 X^2 (1 - (1 + k) e^-k), k = 0.26 / 0.4, and a pixel of 500 / 2448 mm adds half of it as
// noise: the distance has Rayleigh's distribution.
TEST(CloudRobot, PosesAreAsOftenRightAsTheAgeOfTheImageAllows) {
  scenarios::CloudRobot parameters = one_cell();
  parameters.carrier.speed_error_ratio.value = 0;
  parameters.messages.state_ms.value = 100;  // poses do not depend on states
  parameters.recovery.jam_s.value = 2;
  parameters.recovery.touch_s.value = 2;
  for (const double tolerance_mm : {2.0, 3.0, 4.0}) {
    parameters.carrier.tolerance_mm.value = tolerance_mm;
    parameters.fixture = parameters.carrier;
    const Day day = run(parameters, 1'000, 1, seconds(2'000));
    constexpr double kLater = 0.26 / 0.4;
    const double moved = 2 * 3 * 3 * (1 - (1 + kLater) * std::exp(-kLater));
    const double noise = 0.5 * 500 / 2448;
    const double expected = 1 - std::exp(-tolerance_mm * tolerance_mm / 2 / (moved + noise * noise));
    EXPECT_GT(day.looks(), 1'000);
    EXPECT_NEAR(day.right(DecisionStage::Perception), expected, chance(expected, day.looks())) << tolerance_mm;
  }
}

// The newest state was sampled up to 8 ms before the server decides, any time as likely, and the arms pass 20 ms after.
// What is pushed in h cannot be foreseen: 4 X^2 / tau^3 x integral of s^2 e^(-2 s / tau) from 0 to h.
TEST(CloudRobot, TheTwinIsAsOftenRightAsTheAgeOfTheStateAllows) {
  scenarios::CloudRobot parameters = one_cell();
  parameters.neighbour.tolerance_mm.value = 5;
  const Day day = run(parameters, 1'000, 3, seconds(1'000));
  double expected = 0;
  constexpr int kAges = 400;
  for (int i = 0; i < kAges; ++i) {
    const double h = 0.020 + 0.008 * (i + 0.5) / kAges;
    double variance = 0;
    constexpr int kSteps = 1'000;
    for (int j = 0; j < kSteps; ++j) {
      const double s = h * (j + 0.5) / kSteps;
      variance += 4 * 150 * 150 / std::pow(0.3, 3) * s * s * std::exp(-2 * s / 0.3) * h / kSteps;
    }
    expected += std::erf(5 / std::sqrt(2 * variance)) / kAges;
  }
  EXPECT_NEAR(day.right(DecisionStage::Simulation), expected, chance(expected, day.looks()));
}

// The server begins 10 ms before and decides in 2: a command has 8 ms. On its way are two cables and one switch.
TEST(CloudRobot, ACommandThatTakesLongerThanItsLeadIsNotObeyed) {
  const auto decided = [](core::Nanoseconds delay) {
    return run(one_cell(), 1'000, 1, seconds(300), delay).right(DecisionStage::Decision);
  };
  EXPECT_GT(decided(microseconds(7'980)), 0.98);
  EXPECT_EQ(decided(microseconds(8'010)), 0);
  const Day late = run(one_cell(), 1'000, 1, seconds(300), microseconds(8'010));
  EXPECT_GT(late.right(DecisionStage::Perception), 0.97) << "images are in time";
  EXPECT_EQ(late.units.size(), 0U);
}

TEST(CloudRobot, IsNeverMadeMoreRightByASlowerNetwork) {
  struct Sums {
    double perception = 0;
    double simulation = 0;
    double decision = 0;
    std::int64_t good = 0;
  };
  const auto sums_of = [](double rate_mbps, core::Nanoseconds delay) {
    Sums sums;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const Day day = run(one_cell(), rate_mbps, seed, seconds(100), delay);
      sums.perception += day.right(DecisionStage::Perception);
      sums.simulation += day.right(DecisionStage::Simulation);
      sums.decision += day.right(DecisionStage::Decision);
      sums.good += day.good();
    }
    return sums;
  };
  const Sums at_best = sums_of(1'000, microseconds(5));
  Sums before = at_best;
  for (const double rate_mbps : {30.0, 10.0, 3.0}) {
    const Sums now = sums_of(rate_mbps, microseconds(5));
    EXPECT_LE(now.perception, before.perception) << rate_mbps;
    EXPECT_LE(now.good, before.good) << rate_mbps;
    before = now;
  }
  before = at_best;
  for (const int ms : {5, 15, 40}) {
    const Sums now = sums_of(1'000, milliseconds(ms));
    EXPECT_LT(now.simulation, before.simulation) << ms;
    EXPECT_LE(now.decision, before.decision) << ms;
    EXPECT_LE(now.good, before.good) << ms;
    before = now;
  }
}

TEST(CloudRobot, LeavesImagesOutRatherThanQueueThem) {
  const Day day = run(one_cell(), 5);  // an image takes a second
  EXPECT_GT(day.fates.delivered, 100);
  EXPECT_EQ(day.fates.lost, 0);
  for (const data::Message& message : day.messages) {
    if (message.flow.ends_with("-images") && message.received) {
      EXPECT_LT(*message.received - message.sent, milliseconds(2'300)) << "two cameras share the server's cable";
    }
  }
  EXPECT_LT(day.right(DecisionStage::Perception), 0.7);
}

TEST(CloudRobot, WritesTheSameBytesForTheSameSeed) {
  EXPECT_EQ(run(one_cell(), 60, 5).bytes(), run(one_cell(), 60, 5).bytes());
  EXPECT_NE(run(one_cell(), 60, 5).bytes(), run(one_cell(), 60, 6).bytes());
}

// Of the neighbour a local computer knows nothing: it is right when the hand is within 12 mm of its middle, whose
// standard deviation is 150 mm. Its pose is 300 + 100 ms old.
TEST(CloudRobot, ALocalComputerNeedsNoNetworkAndKnowsNothingOfTheNeighbour) {
  scenarios::CloudRobot parameters = one_cell();
  parameters.way.value = scenarios::CloudRobot::Way::Local;
  parameters.look_ms.value = 300;
  parameters.camera.images.value = 1;
  parameters.computer.inference_ms.value = 250;
  parameters.carrier.speed_error_ratio.value = 0;
  parameters.fixture = parameters.carrier;
  EXPECT_TRUE(CloudRobot(parameters).population().machines.empty());
  const Day day = run(parameters, 1'000, 1, seconds(4'000));
  EXPECT_EQ(day.fates.sent, 0);
  const double twin = std::erf(12 / 150.0 / std::sqrt(2.0));
  EXPECT_NEAR(day.right(DecisionStage::Simulation), twin, chance(twin, day.looks()));
  const double moved = 2 * 3 * 3 * (1 - 2 * std::exp(-1));  // as long as the sway's time
  const double noise = 0.5 * 500 / 2448;
  const double pose = 1 - std::exp(-5 * 5 / 2.0 / (moved + noise * noise));
  EXPECT_NEAR(day.right(DecisionStage::Perception), pose, chance(pose, day.looks()));
  EXPECT_LT(day.right(DecisionStage::Decision), 0.99) << "the neighbour is in the way one time in forty";
}

}  // namespace
}  // namespace plantproof::plants
