#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "agv_transport/traffic_control.hpp"
#include "agv_transport/zone_locks.hpp"
#include "core/random.hpp"
#include "sim/plants/agv_plant.hpp"

namespace plantproof::plants::agv {
namespace {

TEST(ZoneLocks, GiveAllThatIsAskedForOrNothing) {
  ZoneLocks locks(4, 2);
  EXPECT_TRUE(locks.claim(0, {1}));
  EXPECT_FALSE(locks.claim(1, {0, 1}));
  EXPECT_FALSE(locks.holder(0).has_value()) << "who waits for one of them has none";
  EXPECT_EQ(locks.keep_only(0, {}), std::vector<VehicleIndex>{1});
  EXPECT_EQ(locks.held(1), (std::set<Zone>{0, 1}));
}

TEST(ZoneLocks, ServeWhoWaitedLongestFirst) {
  ZoneLocks locks(2, 3);
  EXPECT_TRUE(locks.claim(0, {0}));
  EXPECT_FALSE(locks.claim(2, {0}));
  EXPECT_FALSE(locks.claim(1, {0}));
  EXPECT_EQ(locks.keep_only(0, {}), std::vector<VehicleIndex>{2});
  EXPECT_TRUE(locks.is_waiting(1));
  locks.withdraw(1);
  EXPECT_TRUE(locks.keep_only(2, {}).empty());
  EXPECT_FALSE(locks.holder(0).has_value());
}

TEST(ZoneLocks, SeeACircleOfWaitingWhenItCloses) {
  ZoneLocks locks(4, 4);
  for (VehicleIndex vehicle = 0; vehicle < 4; ++vehicle) EXPECT_TRUE(locks.claim(vehicle, {vehicle}));
  EXPECT_FALSE(locks.claim(0, {1}));
  EXPECT_FALSE(locks.claim(1, {2}));
  EXPECT_TRUE(locks.circle(1).empty());
  EXPECT_FALSE(locks.claim(3, {0}));
  EXPECT_TRUE(locks.circle(3).empty()) << "nobody waits for it";
  EXPECT_FALSE(locks.claim(2, {0}));
  EXPECT_EQ(locks.circle(2), (std::vector<VehicleIndex>{2, 0, 1}));
}

/// Vehicles that drive from bay to bay for ever; which of them moves next is drawn. A person who lifts one comes when
/// all others have had their turn.
struct Traffic {
  Traffic(const Roads& to_drive_on, const std::vector<std::string>& to_drive_to, std::size_t vehicles,
          std::uint64_t seed)
      : roads(to_drive_on),
        bays(to_drive_to),
        draws(seed),
        trips(vehicles, 0),
        control(roads, vehicles,
                {[](VehicleIndex) {}, [this](VehicleIndex vehicle) { aside.erase(vehicle); },
                 [this](VehicleIndex vehicle) { calls.push_back(vehicle); }}) {
    for (VehicleIndex vehicle = 0; vehicle < vehicles; ++vehicle) {
      control.stand(vehicle, roads.bay("park" + std::to_string(vehicle)));
      send(vehicle);
    }
  }

  void send(VehicleIndex vehicle) {
    std::size_t bay = control.bay(vehicle);
    while (bay == control.bay(vehicle))
      bay = roads.bay(bays[static_cast<std::size_t>(draws.uniform() * static_cast<double>(bays.size()))]);
    control.send(vehicle, bay);
  }

  void move(VehicleIndex vehicle) {
    if (aside.contains(vehicle)) return;
    const Permit& permit = control.permit(vehicle);
    if (permit.passed + 1 < permit.base) {
      control.passed(vehicle, permit.passed + 1);
    } else if (permit.base == permit.route.size()) {
      ++trips[vehicle];
      control.arrived(vehicle);
      send(vehicle);
    } else {
      control.extend(vehicle);
    }
  }

  void rescue() {
    std::vector<VehicleIndex> called;
    std::swap(called, calls);
    for (const VehicleIndex vehicle : called) {
      if (!control.is_to_be_lifted(vehicle)) continue;
      ++lifts;
      aside.insert(vehicle);
      control.lift(vehicle);
    }
  }

  /// Where vehicles are, as their routes say, and whether that agrees with the locks.
  void expect_nobody_in_anothers_zone(std::size_t vehicles) const {
    std::map<Zone, VehicleIndex> there;
    for (VehicleIndex vehicle = 0; vehicle < vehicles; ++vehicle) {
      if (aside.contains(vehicle)) continue;
      const Permit& permit = control.permit(vehicle);
      for (std::size_t i = permit.passed; i < permit.base; ++i) {
        const Section& section = roads.sections()[permit.route[i]];
        ASSERT_EQ(control.locks().holder(section.zone), vehicle);
        ASSERT_EQ(there.emplace(section.zone, vehicle).first->second, vehicle);
        if (!section.crossing || i == permit.passed) continue;
        ASSERT_EQ(there.emplace(*section.crossing, vehicle).first->second, vehicle);
      }
    }
  }

  const Roads& roads;
  std::vector<std::string> bays;
  core::Draws draws;
  std::vector<int> trips;
  std::vector<VehicleIndex> calls;
  std::set<VehicleIndex> aside;
  int lifts = 0;
  TrafficControl control;
};

TEST(TrafficControl, GetsEveryVehicleThroughWithoutTwoInAZone) {
  constexpr std::size_t kVehicles = 7;
  std::size_t circles = 0;
  int lifts = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    scenarios::AgvTransport plant = ring(kVehicles, seed % 2 == 0 ? 5 : 100);  // long pieces fill up soon
    if (seed % 3 == 0) {
      for (scenarios::Road& road : plant.roads) road.is_two_way.value = true;
    }
    const Roads roads(plant);
    Traffic traffic(roads, {"west", "east", "charger"}, kVehicles, seed);
    for (int round = 0; round < 5000; ++round) {
      traffic.move(static_cast<VehicleIndex>(traffic.draws.uniform() * kVehicles));
      if (round % 50 == 49) traffic.rescue();
      traffic.expect_nobody_in_anothers_zone(kVehicles);
      if (HasFatalFailure()) return;
    }
    EXPECT_GE(*std::min_element(traffic.trips.begin(), traffic.trips.end()), 3);
    circles += traffic.control.circles();
    lifts += traffic.lifts;
  }
  EXPECT_GT(circles, 0U) << "there was something to resolve";
  EXPECT_GT(lifts, 0);
  EXPECT_LT(lifts, static_cast<int>(circles)) << "another way was found at times";
}

}  // namespace
}  // namespace plantproof::plants::agv
