#include "agv_transport/agv_transport.hpp"

#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "agv_transport/costs.hpp"
#include "agv_transport/orders.hpp"
#include "agv_transport/roads.hpp"
#include "core/input_error.hpp"
#include "data/table_io.hpp"
#include "network/wired.hpp"
#include "plants/run.hpp"
#include "scenarios/scenario_source.hpp"
#include "sim/plants/agv_plant.hpp"

namespace plantproof::plants {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A run whose messages take `delay` from end to end; none: there is no network.
data::Tables run(const scenarios::AgvTransport& scenario, std::optional<core::Nanoseconds> delay,
                 std::uint64_t seed = 1, core::Nanoseconds duration = minutes(20)) {
  AgvTransport process(scenario);
  network::Simulation simulation(seed);
  const Population population = process.population();
  std::optional<network::Network> network;
  std::optional<network::Messaging> messaging;
  if (delay) {
    network::Wired wired;
    wired.ethernet.cable_delay = *delay / 2;
    for (const Machine& machine : population.machines)
      wired.devices.push_back({machine.name, {machine.x_m, machine.y_m, 0}});
    for (const std::string& server : population.servers) wired.devices.push_back({server, {}});
    network.emplace(network::build_wired(wired, simulation));
    messaging.emplace(simulation, *network);
  }
  data::Tables tables;
  Plant plant{simulation, network ? &*network : nullptr, messaging ? &*messaging : nullptr, duration, seed, tables};
  simulation.run_until(core::Instant(seconds(2)));
  process.start(plant);
  simulation.run_until(core::Instant(seconds(2) + duration));
  process.finish();
  return tables;
}

int finished(const data::Tables& tables) {
  int count = 0;
  for (const data::Mission& mission : *tables.rows<data::Mission>()) count += mission.finished ? 1 : 0;
  return count;
}

double cost(const data::Tables& tables, const std::string& item) {
  for (const data::CostItem& row : *tables.rows<data::CostItem>()) {
    if (row.item == item) return row.amount_cny;
  }
  return 0;
}

TEST(AgvTransport, LosesSightOfNoOrder) {
  const scenarios::AgvTransport scenario = ring(3);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const data::Tables tables = run(scenario, microseconds(10), seed);
    const auto& missions = *tables.rows<data::Mission>();
    int open = 0;
    std::map<std::string, double> driven_m;
    for (const data::Mission& mission : missions) {
      EXPECT_EQ(mission.started.has_value(), mission.vehicle.has_value());
      if (!mission.finished) {
        ++open;
        EXPECT_FALSE(mission.distance_m);
        continue;
      }
      ASSERT_TRUE(mission.started);
      EXPECT_GE(*mission.started, mission.requested);
      // 66 m from station to station, either way: at best at full speed, and load and unload.
      EXPECT_GE(*mission.finished - *mission.started, seconds(44 + 20));
      EXPECT_GE(mission.distance_m.value(), 66);
      driven_m[*mission.vehicle] += *mission.distance_m;
    }
    EXPECT_EQ(static_cast<int>(missions.size()), finished(tables) + open);
    EXPECT_GT(finished(tables), 10) << seed;
    EXPECT_NEAR(static_cast<double>(missions.size()), 40, 25) << "two flows of 60 an hour, for 20 minutes";
    for (const auto& [vehicle, metres] : driven_m) EXPECT_LE(metres, 1200 * 1.5) << vehicle << ": its top speed";
  }
}

TEST(AgvTransport, StandsStillWhenTheNetworkIsSilent) {
  scenarios::AgvTransport scenario = ring(3);
  scenario.rescue.people.value = 0;
  scenario.costs.downtime_cny_per_h.value = 3;
  const data::Tables tables = run(scenario, minutes(10));
  EXPECT_EQ(finished(tables), 0);
  EXPECT_FALSE(tables.rows<data::Mission>()->empty());
  for (const data::VehicleService& vehicle : *tables.rows<data::VehicleService>()) {
    EXPECT_EQ(vehicle.in_service, minutes(20));
    EXPECT_EQ(vehicle.available, seconds(0));
  }
  EXPECT_NEAR(cost(tables, "standstill"), 3 * 3 * 20 / 60.0, 1e-9) << "three vehicles, 20 minutes, 3 CNY an hour";
  EXPECT_EQ(cost(tables, "electricity"), 0) << "energy costs nothing here";
}

// Orders arrive, but heartbeats are too rare for any vehicle to move by itself. One person leads one vehicle at a time,
// at a walk: some missions, but fewer than vehicles do that hear.
TEST(AgvTransport, HasPeopleWhoLeadAVehicleThatStandsCutOff) {
  scenarios::AgvTransport scenario = ring(3);
  scenario.messages.heartbeat_period_ms.value = 10'000;
  scenario.costs.rescuer_cny_per_h.value = 60;
  const data::Tables led = run(scenario, microseconds(10));
  EXPECT_GT(finished(led), 0);
  EXPECT_LT(finished(led), finished(run(ring(3), microseconds(10))) / 2);
  EXPECT_GT(cost(led, "rescuers"), 10);
  EXPECT_LT(cost(led, "rescuers"), 20) << "one person, for less than 20 minutes";
  EXPECT_NEAR((*led.rows<data::Shift>())[0].labour_hours.value(), cost(led, "rescuers") / 60, 1e-9);
}

TEST(AgvTransport, IsNotMadeBetterByAWorseNetwork) {
  constexpr int kSeeds = 6;
  int before = 0;
  for (const core::Nanoseconds delay : {core::Nanoseconds(minutes(1)), core::Nanoseconds(seconds(4)),
                                        core::Nanoseconds(seconds(1)), core::Nanoseconds(microseconds(10))}) {
    int sum = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) sum += finished(run(ring(3), delay, seed, minutes(10)));
    EXPECT_GE(sum, before) << core::in_seconds(delay) << " s";
    before = sum;
  }
  EXPECT_GT(before, 0);
}

TEST(AgvTransport, GivesTheSameBytesForTheSameSeed) {
  const auto bytes = [](std::uint64_t seed) {
    const data::Tables tables = run(ring(3), milliseconds(20), seed);
    return data::write_table(*tables.rows<data::Mission>()) + data::write_table(*tables.rows<data::VehicleService>()) +
           data::write_table(*tables.rows<data::CostItem>()) + data::write_table(*tables.rows<data::Shift>());
  };
  EXPECT_EQ(bytes(1), bytes(1));
  EXPECT_NE(bytes(1), bytes(2));
}

TEST(AgvTransport, HasTheSameOrdersWhateverTheNetwork) {
  const auto requests = [](const data::Tables& tables) {
    std::vector<core::Instant> times;
    for (const data::Mission& mission : *tables.rows<data::Mission>()) times.push_back(mission.requested);
    return times;
  };
  EXPECT_EQ(requests(run(ring(3), seconds(3))), requests(run(ring(2), milliseconds(1))));
}

TEST(AgvTransport, ChargesWhenABatteryIsLow) {
  scenarios::AgvTransport scenario = ring(2);
  scenario.battery.capacity_kwh.value = 0.1;  // a fifth of an hour of driving
  const data::Tables often = run(scenario, microseconds(10), 1, minutes(60));
  scenario.battery.capacity_kwh.value = 100;
  const data::Tables never = run(scenario, microseconds(10), 1, minutes(60));
  EXPECT_GT(finished(often), 10);
  EXPECT_LT(finished(often), finished(never));
}

TEST(AgvTransport, NeedsNoNetworkWithDrivers) {
  scenarios::AgvTransport scenario = ring(3);
  scenario.driver.is_there.value = true;
  scenario.driver.order_s.value = 15;
  scenario.costs.driver_cny_per_h.value = 40;
  const AgvTransport process(scenario);
  EXPECT_TRUE(process.population().flows.empty());
  EXPECT_TRUE(process.population().servers.empty());
  const data::Tables tables = run(scenario, std::nullopt);
  EXPECT_GT(finished(tables), 20);
  EXPECT_NEAR(cost(tables, "drivers"), 3 * 40 / 3.0, 1e-9) << "three drivers for 20 minutes";
  for (const data::Mission& mission : *tables.rows<data::Mission>()) {
    if (mission.finished) {
      EXPECT_GE(*mission.finished - *mission.started, seconds(15 + 44 + 20));
    }
  }
}

TEST(AgvTransport, RefusesMoreVehiclesThanParkingPlaces) {
  scenarios::AgvTransport scenario = ring(3);
  scenario.vehicle.count.value = 4;
  EXPECT_THROW(AgvTransport{scenario}, core::InputFailure);
}

// The mean gap of a Poisson process of 120 an hour is 30 s, and so is its standard deviation.
TEST(TransportOrders, ComeAtRandomAtTheirRate) {
  std::vector<scenarios::MaterialFlow> flows = {{name("a"), name("b"), number(120), {}}};
  const auto orders = agv::draw_orders(flows, core::Instant(seconds(2)), std::chrono::hours(100), core::Draws(3));
  const double count = static_cast<double>(orders.size());
  EXPECT_NEAR(count, 12'000, 4 * std::sqrt(12'000));
  double sum2 = 0;
  for (std::size_t i = 1; i < orders.size(); ++i) {
    ASSERT_GE(orders[i].requested, orders[i - 1].requested);
    const double gap_s = core::in_seconds(orders[i].requested - orders[i - 1].requested);
    sum2 += gap_s * gap_s;
  }
  EXPECT_NEAR(sum2 / count, 2 * 30 * 30, 100) << "the second moment of an exponential";
  EXPECT_GT(orders.front().requested, core::Instant(seconds(2)));
  flows[0].orders_waiting.value = 3;
  const auto with_waiting = agv::draw_orders(flows, core::Instant(seconds(2)), std::chrono::hours(100), core::Draws(3));
  EXPECT_EQ(with_waiting.size(), orders.size() + 3);
  EXPECT_EQ(with_waiting[2].requested, core::Instant(seconds(2)));
  EXPECT_EQ(with_waiting[3].requested, orders[0].requested);
}

/// Rows of the table `radio` of the plant of the product, 20 s of it.
std::vector<data::RadioSample> reported(data::Phase phase, std::vector<std::string> assignments = {}) {
  assignments.emplace_back("duration_s=20");
  const auto tables =
      simulate_run(scenarios::parse_scenario(scenarios::scenario_source("agv-transport", assignments)), phase, 1);
  const auto* rows = tables.rows<data::RadioSample>();
  return rows != nullptr ? *rows : std::vector<data::RadioSample>();
}

TEST(AgvTransport, ReportsEveryVehicleEverySecond) {
  const auto rows = reported(data::Phase::Pilot);
  std::map<std::string, std::vector<data::RadioSample>> of;
  for (const data::RadioSample& row : rows) of[row.device].push_back(row);
  ASSERT_EQ(of.size(), 10U);
  double driven_m = 0;
  for (const auto& [vehicle, track] : of) {
    ASSERT_EQ(track.size(), 21U);
    for (std::size_t i = 0; i < track.size(); ++i) {
      EXPECT_EQ(track[i].time, core::Instant(seconds(2 + i)));
      EXPECT_EQ(track[i].cell.has_value(), track[i].ss_rsrp.has_value());
      if (i > 0) driven_m += std::hypot(track[i].x_m - track[i - 1].x_m, track[i].y_m - track[i - 1].y_m);
    }
    EXPECT_TRUE(track.back().cell && track.back().cell->starts_with("gNB"));
  }
  EXPECT_GT(driven_m, 50);
  EXPECT_EQ(of["agv-1"].front().x_m, 4) << "its parking place";
  EXPECT_EQ(of["agv-1"].front().y_m, 14);
}

TEST(AgvTransport, ReportsPlacesWithoutLevelsOverWifiAndNothingWithoutNetwork) {
  const auto rows = reported(data::Phase::Baseline);
  EXPECT_EQ(rows.size(), 210U);
  for (const data::RadioSample& row : rows) EXPECT_FALSE(row.cell || row.ss_rsrp || row.ss_sinr);
  EXPECT_TRUE(
      reported(data::Phase::Baseline, {"baseline.process.driver.is_there=true", "baseline.network={kind: none}"})
          .empty());
}

TEST(TransportCosts, AreWhatWasUsedTimesItsPrice) {
  scenarios::TransportCosts prices;
  prices.vehicle_cny.value = 150'000;
  prices.vehicle_life_h.value = 30'000;
  prices.maintenance_cny_per_h.value = 2;
  prices.energy_cny_per_kwh.value = 0.5;
  prices.supervisors.value = 1;
  prices.supervisor_cny_per_h.value = 45;
  prices.rescuer_cny_per_h.value = 60;
  prices.downtime_cny_per_h.value = 20;
  prices.network_cny.value = 90'000;
  prices.network_life_h.value = 30'000;
  prices.network_cny_per_h.value = 4;
  const agv::Usage usage{8, 10, 30, 1.5, 0.25, 0};
  std::map<std::string, double> costs;
  for (const data::CostItem& row : agv::costs_of(prices, usage)) costs[row.item] = row.amount_cny;
  const std::map<std::string, double> expected = {
      {"depreciation", 400}, {"maintenance", 160}, {"electricity", 15},          {"supervisors", 360},
      {"rescuers", 15},      {"standstill", 30},   {"network depreciation", 24}, {"network operation", 32}};
  EXPECT_EQ(costs, expected) << "drivers, of whom there are none, are left out";
  EXPECT_DOUBLE_EQ(agv::labour_hours(prices, usage), 8.25);
}

}  // namespace
}  // namespace plantproof::plants
