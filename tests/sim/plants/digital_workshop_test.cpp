#include "digital_workshop/digital_workshop.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "data/table_io.hpp"
#include "digital_workshop/shop.hpp"
#include "workshop_plant.hpp"

namespace plantproof::plants {
namespace {

using Way = scenarios::DigitalWorkshop::Way;
using std::chrono::milliseconds;
using std::chrono::seconds;
using workshop::number;
using workshop::small_shop;

constexpr core::Nanoseconds kStart = seconds(2);

scenarios::DigitalWorkshop shop_with(Way way) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.way.value = way;
  shop.orders.setup_spread_ratio = number(0.3);
  shop.orders.cycle_spread_ratio = number(0.3);
  shop.orders.scrap_ratio = number(0.02);
  shop.machining.tool_life_min = number(10);
  shop.machining.fault_free_h = number(1);
  return shop;
}

struct Hour {
  std::vector<data::ProducedUnit> units;
  std::vector<data::Shift> shifts;
  std::vector<data::Message> messages;
  std::size_t released = 0;
  std::size_t waiting = 0;
  std::size_t in_work = 0;
  std::size_t done = 0;

  [[nodiscard]] std::string bytes() const { return data::write_table(units) + data::write_table(messages); }
  [[nodiscard]] std::int64_t good() const {
    return std::ranges::count_if(units, [](const data::ProducedUnit& unit) { return unit.good; });
  }
};

/// The process over cables to one switch, through which everything takes so long.
Hour run(const scenarios::DigitalWorkshop& parameters, core::Nanoseconds switch_delay = {}, std::uint64_t seed = 1,
         core::Nanoseconds duration = seconds(3600)) {
  DigitalWorkshop process(parameters);
  const Population population = process.population();
  std::vector<std::string> devices = population.servers;
  for (const Machine& machine : population.machines) devices.push_back(machine.name);
  workshop::Surroundings around(devices, switch_delay, seed);
  Plant plant{around.simulation, &around.network, &around.messaging, duration, seed, around.tables};
  around.simulation.run_until(core::Instant(kStart));
  process.start(plant);
  around.simulation.run_until(core::Instant(kStart + duration));
  process.finish();
  const OrderCounts counts = process.orders();
  return {*around.tables.rows<data::ProducedUnit>(),
          *around.tables.rows<data::Shift>(),
          around.messaging.log().message_rows(around.simulation.now()),
          counts.released,
          counts.waiting,
          counts.in_work,
          counts.done};
}

TEST(DigitalWorkshop, EveryOrderIsDoneInWorkOrWaitingAndNoPieceIsMadeTwice) {
  for (const Way way : {Way::Networked, Way::Terminals}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      for (const auto delay : {milliseconds(0), milliseconds(700), milliseconds(4'000)}) {
        const Hour hour = run(shop_with(way), delay, seed, seconds(1500));
        EXPECT_EQ(hour.released - hour.done, 10U);
        EXPECT_EQ(hour.waiting + hour.in_work, 10U) << seed << ", " << delay.count() << " ms";
        std::set<std::string> units;
        std::map<std::string, int> pieces;
        for (const data::ProducedUnit& unit : hour.units) {
          EXPECT_TRUE(units.insert(unit.unit).second) << unit.unit;
          ++pieces[unit.unit.substr(0, unit.unit.rfind('-'))];
        }
        EXPECT_LE(hour.done, pieces.size());
        EXPECT_LE(pieces.size(), hour.done + 3) << "of three mills";
        for (const auto& [order, count] : pieces) EXPECT_LE(count, 5) << order;
        EXPECT_TRUE(std::ranges::is_sorted(hour.units, {}, &data::ProducedUnit::time));
      }
    }
  }
}

// One order at a time, of three pieces. Blanks are at (0, 10), the crib is at (20, 10), saw-1 at (0, 0), mill-1 at (0,
// 20); a person walks 1 m/s and handles things in 10 s; the operator stands at the saw, the carrier at the crib. The
// shift before has left the first order at one of the machines.
TEST(DigitalWorkshop, AnOrderTakesWhatItsWaysAndHandsTake) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.groups[0].machines.value = 1;
  shop.groups[1].machines.value = 1;
  shop.orders.released.value = 1;
  shop.orders.least_pieces.value = shop.orders.most_pieces.value = 3;
  shop.crew.operators.value = 1;
  shop.crew.carriers.value = 1;
  int at_mill = 0;
  constexpr int kSeeds = 12;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    std::map<std::string, double> made_s;
    for (const data::ProducedUnit& unit : run(shop, {}, seed, seconds(900)).units)
      made_s[unit.unit] = core::in_seconds(unit.time - core::Instant(kStart));
    if (made_s.at("order-1-3") < 100) {  // left at the mill: 30 s for each piece that is left
      ++at_mill;
      const double done_s = made_s.at("order-1-3");
      EXPECT_NEAR(std::remainder(done_s, 30), 0, 1e-6);
      // The next: tools in 10 s, 20 m to the blanks, 10 s, 10 m to the saw, 10 s; set-up of 20 s, 3 x 10 s of cutting.
      const double at_saw_s = 10 + 20 + 10 + 10 + 10 + 20 + 30;
      // Then 30 m back to the crib, 10 s, 30 m to the saw, 10 s, 20 m to the mill, 10 s; the operator's 20 m, 60 s, 30
      // s.
      const double at_mill_s = 30 + 10 + 30 + 10 + 20 + 10 + 20 + 60 + 30;
      EXPECT_NEAR(made_s.at("order-2-1") - done_s, at_saw_s + at_mill_s, 0.1);
    } else {  // at the saw, of 10 s a piece; the carrier is at the crib
      const double first_s = made_s.at("order-1-1") - (10 + 30 + 10 + 20 + 10 + 20 + 60 + 30);
      EXPECT_NEAR(std::remainder(first_s, 10), 0, 0.1);
      EXPECT_GT(first_s, 9);
      EXPECT_LT(first_s, 31);
    }
  }
  EXPECT_GT(at_mill, 0);
  EXPECT_LT(at_mill, kSeeds);
}

// A shop has moods: one order that comes a second later may let another pass. So steps are large, and seeds several.
TEST(DigitalWorkshop, MakesNoMoreOverASlowerNetwork) {
  for (const Way way : {Way::Networked, Way::Terminals}) {
    std::int64_t previous = 1'000'000;
    for (const auto delay : {seconds(0), seconds(2), seconds(5), seconds(11)}) {
      std::int64_t good = 0;
      for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        const Hour hour = run(shop_with(way), delay, seed);
        good += hour.good();
        if (delay < seconds(10)) continue;
        EXPECT_EQ(hour.done, 0U) << "no message lives that long: nobody hears of what is done";
      }
      EXPECT_LE(good, previous) << delay.count() << " s";
      previous = good;
    }
  }
}

TEST(DigitalWorkshop, MakesMoreWhenOrdersComeAheadAndPeopleAreCalled) {
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int64_t not_ahead = 0;
  scenarios::DigitalWorkshop late = shop_with(Way::Networked);
  late.messages.ahead_s = number(0);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    before += run(shop_with(Way::Terminals), {}, seed).good();
    after += run(shop_with(Way::Networked), {}, seed).good();
    not_ahead += run(late, {}, seed).good();
  }
  EXPECT_GT(not_ahead, before);
  EXPECT_GT(after, not_ahead);
}

TEST(DigitalWorkshop, WritesTheSameBytesForTheSameSeed) {
  for (const Way way : {Way::Networked, Way::Terminals}) {
    const auto shop = shop_with(way);
    EXPECT_EQ(run(shop, milliseconds(50), 5).bytes(), run(shop, milliseconds(50), 5).bytes());
    EXPECT_NE(run(shop, milliseconds(50), 5).bytes(), run(shop, milliseconds(50), 6).bytes());
  }
}

TEST(DigitalWorkshop, KnowsItsDevicesAndItsShift) {
  const Population networked = DigitalWorkshop(shop_with(Way::Networked)).population();
  EXPECT_EQ(networked.machines.size(), 5U + 2 + 2);
  EXPECT_EQ(networked.flows.size(), 2U * 9);
  EXPECT_EQ(networked.transfers.size(), 2U * 5);
  EXPECT_EQ(networked.surveys.size(), 1U);
  const Population terminals = DigitalWorkshop(shop_with(Way::Terminals)).population();
  EXPECT_EQ(terminals.machines.size(), 1U);
  EXPECT_TRUE(terminals.surveys.empty());
  const Hour hour = run(shop_with(Way::Networked));
  ASSERT_EQ(hour.shifts.size(), 1U);
  EXPECT_EQ(hour.shifts[0].start, core::Instant(kStart));
  EXPECT_EQ(hour.shifts[0].end, core::Instant(kStart + seconds(3600)));
  EXPECT_GT(*hour.shifts[0].labour_hours, 0.5);
  EXPECT_LE(*hour.shifts[0].labour_hours, 4) << "two operators and two carriers";
}

TEST(DigitalWorkshop, RefusesTerminalsThatAreNotThere) {
  scenarios::DigitalWorkshop shop = shop_with(Way::Terminals);
  shop.terminals.places.clear();
  EXPECT_THROW(DigitalWorkshop{shop}, core::InputFailure);
}

}  // namespace
}  // namespace plantproof::plants
