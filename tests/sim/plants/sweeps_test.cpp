// What a worse network does to a whole plant: a scenario of the product, of which one thing is made worse step by step,
// with the same random numbers in every step.
#include <algorithm>
#include <map>
#include <ostream>

#include <gtest/gtest.h>

#include "plants/run.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::plants {
namespace {

using Tables = data::Tables;

constexpr std::uint64_t kSeeds = 2;

/// The delay that a hundredth of a flow's messages exceed, of the flow where it is longest, in milliseconds; a lost
/// message counts as what its sender waits.
double worst_p99_ms(const Tables& tables) {
  constexpr double kTimeoutMs = 100;
  std::map<std::string, std::vector<double>> flows;
  for (const data::Message& message : *tables.rows<data::Message>()) {
    const double delay = message.received ? core::in_milliseconds(*message.received - message.sent) : kTimeoutMs;
    flows[message.flow].push_back(std::min(delay, kTimeoutMs));
  }
  double worst = 0;
  for (auto& [name, delays] : flows) {
    const auto rank = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() * 99 / 100);
    std::nth_element(delays.begin(), rank, delays.end());
    worst = std::max(worst, *rank);
  }
  return worst;
}

/// The share of items that were not judged, or judged wrongly.
double unjudged(const Tables& tables) {
  const auto& items = *tables.rows<data::Inspection>();
  const auto right = std::count_if(items.begin(), items.end(), [](const data::Inspection& item) {
    return item.judgement.has_value() && item.judgement == item.actual;
  });
  return 1 - static_cast<double>(right) / static_cast<double>(items.size());
}

/// Missions that were not finished, of those that were asked for.
double unfinished(const Tables& tables) {
  const auto& missions = *tables.rows<data::Mission>();
  return static_cast<double>(
      std::count_if(missions.begin(), missions.end(), [](const data::Mission& mission) { return !mission.finished; }));
}

/// Of a robot's looks, what is wrong in the stage where most is.
double wrong_in_the_worst_stage(const Tables& tables) {
  std::map<data::DecisionStage, double> wrong;
  const auto& decisions = *tables.rows<data::Decision>();
  for (const data::Decision& decision : decisions) wrong[decision.stage] += decision.correct ? 0 : 1;
  double worst = 0;
  for (const auto& [stage, count] : wrong) worst = std::max(worst, 3 * count / static_cast<double>(decisions.size()));
  return worst;
}

/// How long a change of the stock takes to be shown, in the mean; one that never is counts as a minute, as do later
/// ones.
double mean_minutes_to_show(const Tables& tables) {
  const auto& changes = *tables.rows<data::StockChange>();
  double sum = 0;
  for (const data::StockChange& change : changes) {
    const double seconds = change.visible ? core::in_seconds(*change.visible - change.changed) : 60;
    sum += std::min(seconds / 60, 1.0);
  }
  return sum / static_cast<double>(changes.size());
}

/// Rows of sessions that do not count.
double broken_off(const Tables& tables) {
  const auto& sessions = *tables.rows<data::Session>();
  return static_cast<double>(std::count_if(sessions.begin(), sessions.end(), [](const data::Session& session) {
    return !session.completed.value_or(false) || !session.quality_ok.value_or(false);
  }));
}

struct Sweep {
  std::string name;
  std::string scenario;
  std::vector<std::string> common;              ///< settings of every step
  std::vector<std::vector<std::string>> steps;  ///< settings, from the best network to the worst
  double (*badness)(const Tables& tables);
};
std::ostream& operator<<(std::ostream& out, const Sweep& sweep) {
  return out << sweep.name;
}

class Worse : public ::testing::TestWithParam<Sweep> {};

// From step to step the sum over the seeds may fall by a hundredth of all it rises by: chance, where a step does
// nothing.
TEST_P(Worse, IsNeverBetter) {
  const Sweep& sweep = GetParam();
  std::vector<double> badness;
  for (const std::vector<std::string>& step : sweep.steps) {
    std::vector<std::string> settings = sweep.common;
    settings.insert(settings.end(), step.begin(), step.end());
    const scenarios::Scenario scenario =
        scenarios::parse_scenario(scenarios::scenario_source(sweep.scenario, settings));
    double& sum = badness.emplace_back(0);
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
      sum += sweep.badness(simulate_run(scenario, data::Phase::Pilot, seed)) / kSeeds;
  }
  std::string seen;
  for (const double value : badness) seen += std::to_string(value) + " ";
  const double rise = badness.back() - badness.front();
  EXPECT_GT(rise, 0) << seen;

  for (std::size_t i = 1; i < badness.size(); ++i) EXPECT_GE(badness[i], badness[i - 1] - rise / 100) << seen;
}

std::vector<std::vector<std::string>> values(const std::string& path, const std::vector<std::string>& values) {
  std::vector<std::vector<std::string>> steps;
  for (const std::string& value : values) steps.push_back({path + "=" + value});
  return steps;
}

std::string name_of(const ::testing::TestParamInfo<Sweep>& test) {
  return test.param.name;
}

const std::vector<std::string> kLine = {"duration_s=600", "process.batch_units=1000"};
const std::vector<std::string> kOnRequest = {"duration_s=600", "process.batch_units=1000",
                                             "pilot.network.configured_grants=[]"};
const std::vector<std::string> kVision = {"duration_s=40"};
const std::vector<std::string> kSessions = {"duration_s=86400", "process.training.exercise_s=15",
                                            "process.maintenance.guidance_s=15"};
const std::vector<std::string> kFleet = {"duration_s=240"};
const std::vector<std::string> kWarehouse = {"duration_s=7200"};
const std::vector<std::string> kQuietDevices = {"duration_s=7200",
                                                "pilot.network.device.received_power_target_dbm=-110"};
const std::vector<std::string> kSlowCore = {"duration_s=7200", "pilot.network.core.backhaul_us=700000"};
const std::vector<std::string> kRobots = {"duration_s=60"};

INSTANTIATE_TEST_SUITE_P(
    CloudRobot, Worse,
    ::testing::Values(Sweep{"core", "cloud-robot", kRobots,
                            values("pilot.network.core.backhaul_us", {"0", "5000", "30000"}), wrong_in_the_worst_stage},
                      Sweep{"bandwidth", "cloud-robot", kRobots,
                            values("pilot.network.carrier.bandwidth_mhz", {"100", "40", "20"}),
                            wrong_in_the_worst_stage},
                      Sweep{"load",
                            "cloud-robot",
                            {"duration_s=20"},
                            {{},
                             {"pilot.network.background.devices=10", "pilot.network.background.uplink_mbps=100"},
                             {"pilot.network.background.devices=20", "pilot.network.background.uplink_mbps=300"}},
                            wrong_in_the_worst_stage}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    LineCoordination, Worse,
    ::testing::Values(
        Sweep{"core", "line-coordination", kLine,
              values("pilot.network.core.backhaul_us", {"0", "1000", "3000", "10000"}), worst_p99_ms},
        Sweep{"bandwidth", "line-coordination", kOnRequest,
              values("pilot.network.carrier.bandwidth_mhz", {"100", "40", "20", "10"}), worst_p99_ms},
        Sweep{
            "gnbs", "line-coordination", kOnRequest,
            values("pilot.network.gnbs",
                   {"[{x_m: 25, y_m: 15, z_m: 8, tx_power_dbm: 5}, {x_m: 75, y_m: 15, z_m: 8, tx_power_dbm: 5}]",
                    "[{x_m: 25, y_m: 15, z_m: 8, tx_power_dbm: 5}]", "[{x_m: 2, y_m: 2, z_m: 1.8, tx_power_dbm: 5}]"}),
            worst_p99_ms},
        Sweep{"load",
              "line-coordination",
              {"duration_s=100", "process.batch_units=1000", "pilot.network.configured_grants=[]"},
              {{},
               {"pilot.network.background.devices=10", "pilot.network.background.uplink_mbps=20"},
               {"pilot.network.background.devices=20", "pilot.network.background.uplink_mbps=250"}},
              worst_p99_ms}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    VisualInspection, Worse,
    ::testing::Values(
        Sweep{"core", "visual-inspection", kVision,
              values("pilot.network.core.backhaul_us", {"0", "50000", "150000", "400000"}), unjudged},
        Sweep{"bandwidth", "visual-inspection", kVision,
              values("pilot.network.carrier.bandwidth_mhz", {"100", "40", "20", "10"}), unjudged},
        // A second gNB on the same frequency, in a hall this small, brings more interference than it brings capacity.
        Sweep{"place", "visual-inspection", kVision,
              values("pilot.network.gnbs", {"[{x_m: 30, y_m: 15, z_m: 7, noise_figure_db: 30}]",
                                            "[{x_m: 1, y_m: 15, z_m: 7, noise_figure_db: 30}]",
                                            "[{x_m: 1, y_m: 1, z_m: 2, noise_figure_db: 30}]"}),
              unjudged},
        Sweep{"load",
              "visual-inspection",
              kVision,
              {{},
               {"pilot.network.background.devices=10", "pilot.network.background.uplink_mbps=100"},
               {"pilot.network.background.devices=20", "pilot.network.background.uplink_mbps=300"}},
              unjudged}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    AgvTransport, Worse,
    ::testing::Values(
        Sweep{"core", "agv-transport", kFleet, values("pilot.network.core.backhaul_us", {"0", "300000", "1000000"}),
              unfinished},
        Sweep{
            "gnbs", "agv-transport", kFleet,
            values("pilot.network.gnbs",
                   {"[{x_m: 30, y_m: 20, z_m: 8}, {x_m: 60, y_m: 42, z_m: 8}, {x_m: 90, y_m: 20, z_m: 8}]",
                    "[{x_m: 30, y_m: 20, z_m: 8, tx_power_dbm: 10}]", "[{x_m: 2, y_m: 30, z_m: 4, tx_power_dbm: 0}]"}),
            unfinished}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    ArVr, Worse,
    ::testing::Values(Sweep{"core", "ar-vr", kSessions,
                            values("pilot.network.core.backhaul_us", {"0", "5000", "15000", "120000"}), broken_off},
                      Sweep{"bandwidth", "ar-vr", kSessions,
                            values("pilot.network.carrier.bandwidth_mhz", {"100", "40", "20", "10"}), broken_off}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    MaterialTracking, Worse,
    ::testing::Values(Sweep{"core", "material-tracking", kWarehouse,
                            values("pilot.network.core.backhaul_us", {"0", "300000", "700000", "1000000"}),
                            mean_minutes_to_show},
                      Sweep{"gnbs", "material-tracking", kWarehouse,
                            values("pilot.network.gnbs", {"[{x_m: 30, y_m: 30, z_m: 10}, {x_m: 90, y_m: 30, z_m: 10}]",
                                                          "[{x_m: 2, y_m: 2, z_m: 1.8, tx_power_dbm: 10}]",
                                                          "[{x_m: 2, y_m: 2, z_m: 1.8, tx_power_dbm: 0}]",
                                                          "[{x_m: 2, y_m: 2, z_m: 1.8, tx_power_dbm: -10}]"}),
                            mean_minutes_to_show},
                      Sweep{"noise", "material-tracking", kQuietDevices,
                            values("pilot.network.gnbs.1.noise_figure_db", {"5", "26", "30"}), mean_minutes_to_show},
                      Sweep{"buffers", "material-tracking", kSlowCore,
                            values("process.gateway.buffer_bookings", {"2000", "10", "4"}), mean_minutes_to_show}),
    name_of);

}  // namespace
}  // namespace plantproof::plants
