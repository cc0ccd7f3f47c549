#include <map>
#include <set>

#include <gtest/gtest.h>

#include "agv_transport/roads.hpp"
#include "core/input_error.hpp"
#include "sim/plants/agv_plant.hpp"

namespace plantproof::plants::agv {
namespace {

double way_m(const Roads& roads, const std::string& from, const std::string& to) {
  return roads.length_m(roads.shortest(roads.bay(from), roads.bay(to)).value());
}

// By hand, along the ring and the way across, with a spur of 3 m at either end of the stations and of 4 m elsewhere.
TEST(Roads, LeadTheShortestWay) {
  const Roads roads(ring(2));
  EXPECT_DOUBLE_EQ(way_m(roads, "west", "east"), 3 + 10 + 40 + 10 + 3);
  EXPECT_DOUBLE_EQ(way_m(roads, "east", "west"), 3 + 10 + 40 + 10 + 3);
  EXPECT_DOUBLE_EQ(way_m(roads, "park0", "east"), 4 + 37 + 10 + 3);
  EXPECT_DOUBLE_EQ(way_m(roads, "park0", "west"), 4 + 17 + 20 + 20 + 10 + 3) << "by the way across";
  EXPECT_DOUBLE_EQ(way_m(roads, "park1", "park0"), 4 + 14 + 20 + 20 + 20 + 3 + 4) << "one-way: all the way round";
  EXPECT_DOUBLE_EQ(way_m(roads, "east", "charger"), 3 + 10 + 10 + 4);
  EXPECT_TRUE(roads.shortest(roads.bay("west"), roads.bay("west")).value().empty());
}

TEST(Roads, AreCutIntoPiecesOfAtMostTheAgreedLength) {
  for (const double section_m : {2.0, 5.0, 7.0, 100.0}) {
    const Roads roads(ring(2, section_m));
    double sum_m = 0;
    for (const Section& section : roads.sections()) {
      EXPECT_LE(section.length_m, std::max(section_m, 4.0) + 1e-9);  // a spur is one piece
      sum_m += section.length_m;
    }
    EXPECT_NEAR(sum_m, 120 + 20 + 2 * (3 + 3 + 4 + 4 + 4), 1e-9) << "the ring, the way across, spurs in and out";
  }
}

TEST(Roads, HaveACrossingWhereWaysMeetOrPart) {
  const Roads roads(ring(2));
  std::set<Zone> crossings;
  std::map<Zone, int> uses;
  for (const Section& section : roads.sections()) {
    ++uses[section.zone];
    if (section.crossing) crossings.insert(*section.crossing);
  }
  EXPECT_EQ(crossings.size(), 2U + 5U)
      << "E and F, and where the spurs of two stations, two parkings and a charger begin";
  for (const Zone crossing : crossings) EXPECT_FALSE(uses.contains(crossing)) << "a zone is a crossing or a piece";
  EXPECT_EQ(uses.at(roads.bay_zone(roads.bay("west"))), 2) << "a spur is one zone in and out";
}

TEST(Roads, HaveOneZoneForBothDirectionsOfASingleLane) {
  scenarios::AgvTransport plant = ring(1);
  plant.roads.back().is_two_way.value = true;
  const Roads roads(plant);
  int both = 0;
  for (const Section& a : roads.sections()) {
    for (const Section& b : roads.sections()) {
      if (&a < &b && a.from == b.to && a.to == b.from && a.length_m == 20) both += a.zone == b.zone ? 1 : 0;
    }
  }
  EXPECT_EQ(both, 1);
}

std::string complaint(const scenarios::AgvTransport& plant) {
  try {
    const Roads roads(plant);
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(core::Language::En);
  }
  return {};
}

TEST(Roads, SayWhatCannotBeBuilt) {
  scenarios::AgvTransport plant = ring(1);
  plant.roads[0].to.value = "Ee";
  EXPECT_NE(complaint(plant).find("there is no “Ee”"), std::string::npos) << complaint(plant);
  plant = ring(1);
  plant.flows[0].to.value = "eats";
  EXPECT_NE(complaint(plant).find("there is no “eats”; did you mean “east”"), std::string::npos) << complaint(plant);
  plant = ring(1);
  plant.roads.erase(plant.roads.begin() + 5);  // from D to A
  EXPECT_NE(complaint(plant).find("no way leads to"), std::string::npos) << complaint(plant);
  plant = ring(1);
  plant.stations[1].name.value = "west";
  EXPECT_NE(complaint(plant).find("“west” is there already"), std::string::npos) << complaint(plant);
}

}  // namespace
}  // namespace plantproof::plants::agv
