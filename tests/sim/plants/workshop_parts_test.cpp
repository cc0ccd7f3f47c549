#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "digital_workshop/crew.hpp"
#include "digital_workshop/files.hpp"
#include "digital_workshop/letters.hpp"
#include "digital_workshop/machine.hpp"
#include "digital_workshop/orders.hpp"
#include "digital_workshop/person.hpp"
#include "plants/variates.hpp"
#include "workshop_plant.hpp"

namespace plantproof::plants::workshop {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

core::Instant at_s(double time_s) {
  return core::Instant(core::of_seconds(time_s));
}

// The mean of n numbers misses theirs by more than 4 sd / sqrt(n) once in 16 000 times.
TEST(Lognormal, HasTheMeanAndSpreadThatWereAskedFor) {
  for (const double spread : {0.0, 0.3, 1.0}) {
    core::Draws draws(7);
    constexpr int kMany = 200'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kMany; ++i) {
      const double value = lognormal(draws, 5, spread);
      sum += value;
      squares += (value - 5) * (value - 5);
    }
    EXPECT_NEAR(sum / kMany, 5, 4 * 5 * spread / std::sqrt(kMany) + 1e-12) << spread;
    EXPECT_NEAR(std::sqrt(squares / kMany), 5 * spread, 0.05 * 5 * spread + 1e-12) << spread;
  }
}

TEST(OrderPool, KeepsAsManyOrdersOnTheFloor) {
  const scenarios::DigitalWorkshop shop = small_shop();
  OrderPool pool(shop, 1);
  EXPECT_EQ(pool.released(), 10U);
  EXPECT_EQ(pool.waiting(), 10U);
  std::vector<Order*> in_work;
  for (int i = 0; i < 200; ++i) {
    for (const std::size_t group : {0U, 1U}) {
      if (Order* order = pool.take(group)) in_work.push_back(order);
    }
    ASSERT_FALSE(in_work.empty());
    pool.operation_done(*in_work.front(), {1, 2});
    in_work.erase(in_work.begin());
    EXPECT_EQ(pool.released() - pool.done(), 10U);
    EXPECT_EQ(pool.waiting() + in_work.size(), 10U);
  }
  EXPECT_GT(pool.done(), 50U);
}

TEST(OrderPool, TakesTheOrderThatHasWaitedLongestAndKnowsWhereItLies) {
  const scenarios::DigitalWorkshop shop = small_shop();
  OrderPool pool(shop, 1);
  std::vector<std::int64_t> numbers;
  Order* first = nullptr;
  while (Order* order = pool.take(0)) {
    if (first == nullptr) first = order;
    numbers.push_back(order->number);
    EXPECT_EQ(order->place, (Place{0, 10})) << "blanks lie in the store";
    EXPECT_EQ(order->operations.size(), 2U);
  }
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  while (pool.take(1) != nullptr) continue;
  std::size_t told = 9;
  pool.tell([&told](std::size_t group) { told = group; });
  pool.operation_done(*first, {10, 0});
  EXPECT_EQ(told, 1U);
  EXPECT_EQ(pool.take(1), first);
  EXPECT_EQ(first->place, (Place{10, 0}));
}

TEST(OrderPool, MakesTheSameOrdersInWhateverSequenceTheyAreDone) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.orders.cycle_spread_ratio = number(0.3);
  const auto run = [&shop](std::uint64_t seed, std::size_t first_group) {
    OrderPool pool(shop, seed);
    std::vector<std::pair<std::int64_t, std::int64_t>> orders(60);  // pieces and cycle, by number
    const auto note = [&orders](const Order& order) {
      const auto number = static_cast<std::size_t>(order.number);
      if (number < orders.size()) orders[number] = {order.pieces(), order.operations[1].cycle.count()};
    };
    for (int i = 0; i < 300; ++i) {
      Order* order = pool.take(first_group);
      if (order == nullptr) order = pool.take(1 - first_group);
      note(*order);
      pool.operation_done(*order, {});
    }
    return orders;
  };
  EXPECT_EQ(run(3, 0), run(3, 1));
  EXPECT_NE(run(3, 0), run(4, 0));
}

// Two products of shares 1 and 3; 3 to 5 pieces; of 4 tools one is mistyped with 1 - 0.99^4 = 3.94 %. Of 4000 orders
// each share's standard deviation is 0.7 % or less.
TEST(OrderPool, DrawsOrdersAsTheScenarioSays) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.products.push_back(shop.products[0]);
  shop.products[1].share_ratio = number(3);
  shop.products[1].steps.resize(1);
  shop.orders.released.value = 4000;
  shop.orders.scrap_ratio = number(0.02);
  shop.terminals.typing_error_ratio = number(0.01);
  OrderPool pool(shop, 5);
  double first_product = 0;
  double pieces = 0;
  double scrap = 0;
  double mistyped = 0;
  double begun = 0;
  for (const std::size_t group : {0U, 1U}) {
    while (const Order* order = pool.take(group)) {
      first_product += order->operations.size() == 2 ? 1 : 0;
      begun += group == 1 ? 1 : 0;
      pieces += static_cast<double>(order->pieces());
      scrap += static_cast<double>(std::count(order->is_scrap.begin(), order->is_scrap.end(), true));
      if (order->operations.size() == 2) mistyped += order->operations[1].is_mistyped ? 1 : 0;
    }
  }
  EXPECT_NEAR(first_product / 4000, 0.25, 0.028);
  EXPECT_NEAR(begun / first_product, 0.75, 4 * 0.433 / std::sqrt(1000))
      << "the second step, 60 s + 30 s a piece, is three quarters of the work; the first is 20 s + 10 s a piece";
  EXPECT_NEAR(pieces / 4000, 4, 4 * 0.8165 / std::sqrt(4000)) << "sd of 3, 4, 5 is sqrt(2 / 3)";
  EXPECT_NEAR(scrap / pieces, 0.02, 4 * 0.14 / std::sqrt(16000));
  EXPECT_NEAR(mistyped / first_product, 0.0394, 4 * 0.1946 / std::sqrt(1000));
}

TEST(OrderPool, RefusesOrdersThatNobodyCanMake) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.products[0].steps[1].group = scenarios::Name("lathe");
  shop.orders.least_pieces.value = 6;
  try {
    const OrderPool pool(shop, 1);
    FAIL();
  } catch (const core::InputFailure& failure) {
    const std::string message = failure.errors().message(core::Language::En);
    EXPECT_NE(message.find("there is no group of machines “lathe”"), std::string::npos);
    EXPECT_NE(message.find("more pieces at least than at most"), std::string::npos);
  }
}

// A block crosses the switch after its request has: 0.2 s, and less than 2 ms on cables of 1 Gbit/s (10 kB: 0.09 ms).
TEST(FileClient, AsksForOneBlockAfterTheOther) {
  const scenarios::DigitalWorkshop shop = small_shop();
  Surroundings around({"mill-1", kFileServer}, milliseconds(100));
  FileClient client(around.plant, shop.files, "mill-1");
  std::vector<double> done_s;
  const auto note = [&] { done_s.push_back(around.now_s()); };
  client.fetch(45'000, note);  // 5 blocks
  client.fetch(20'000, note);  // 2
  client.fetch(0, note);       // 1
  around.simulation.run_until(at_s(10));
  ASSERT_EQ(done_s.size(), 3U);
  EXPECT_NEAR(done_s[0], 5 * 0.2, 5 * 0.002);
  EXPECT_NEAR(done_s[1], 7 * 0.2, 7 * 0.002);
  EXPECT_NEAR(done_s[2], 8 * 0.2, 8 * 0.002);
  EXPECT_EQ(client.repeats(), 0);
  const network::Fates fates = around.messaging.log().fates(around.simulation.now());
  EXPECT_EQ(fates.delivered, 16) << "a request and a block, eight times";
}

// A block is there 2.5 s after it was asked for; with a timeout of 1 s it is asked for three times, and used once.
TEST(FileClient, AsksAgainWhenABlockIsLateAndUsesItOnce) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.files.timeout_s = number(1);
  Surroundings around({"mill-1", kFileServer}, milliseconds(1250));
  FileClient client(around.plant, shop.files, "mill-1");
  int done = 0;
  double done_s = 0;
  client.fetch(40'000, [&] {
    ++done;
    done_s = around.now_s();
  });
  around.simulation.run_until(at_s(60));
  EXPECT_EQ(done, 1);
  EXPECT_NEAR(done_s, 4 * 2.5, 0.01);
  EXPECT_EQ(client.repeats(), 4 * 2);
}

// Nobody is there who answers in time: a message lives 10 s, and each needs 11.
TEST(FileClient, GoesOnAskingWhenNothingComes) {
  const scenarios::DigitalWorkshop shop = small_shop();
  Surroundings around({"mill-1", kFileServer}, seconds(11));
  FileClient client(around.plant, shop.files, "mill-1");
  bool is_done = false;
  client.fetch(10'000, [&] { is_done = true; });
  around.simulation.run_until(at_s(60.5));
  EXPECT_FALSE(is_done);
  EXPECT_EQ(client.repeats(), 20) << "every 3 s";
}

// A letter is there after 0.4 s, its receipt after 0.8 s; then the next goes out. It is sent again every 0.3 s: three
// times each, that is.
TEST(Letters, AreReadOnceAndInOrderHoweverOftenTheyAreSent) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.messages.repeat_s = number(0.3);
  Surroundings around({"mill-1", kDispatchServer}, milliseconds(400));
  Letters letters(around.plant, shop.messages, "mill-1", kDispatchServer);
  std::vector<std::pair<std::string, double>> read;
  for (int i = 0; i < 3; ++i) {
    letters.to_device([&, i] { read.emplace_back("down " + std::to_string(i), around.now_s()); });
    letters.to_server([&, i] { read.emplace_back("up " + std::to_string(i), around.now_s()); });
  }
  around.simulation.run_until(at_s(20));
  ASSERT_EQ(read.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    const std::size_t number = i / 2;
    EXPECT_EQ(read[i].first, (i % 2 == 0 ? "down " : "up ") + std::to_string(number));
    EXPECT_NEAR(read[i].second, 0.4 + 0.8 * static_cast<double>(number), 0.01);
  }
  const auto rows = around.messaging.log().message_rows(around.simulation.now());
  EXPECT_EQ(std::ranges::count_if(rows, [](const data::Message& row) { return row.bytes == 1'000; }), 2 * 3 * 3);
}

TEST(Letters, AStatusIsSentOnce) {
  const scenarios::DigitalWorkshop shop = small_shop();
  for (const int delay_s : {1, 11}) {  // a message lives 10 s
    Surroundings around({"mill-1", kDispatchServer}, seconds(delay_s));
    Letters letters(around.plant, shop.messages, "mill-1", kDispatchServer);
    int read = 0;
    letters.status([&read] { ++read; });
    around.simulation.run_until(at_s(60));
    EXPECT_EQ(read, delay_s == 1 ? 1 : 0);
    EXPECT_EQ(around.messaging.log().fates(around.simulation.now()).sent, 1);
  }
}

// 30 m along x and 12 m along y at 1.5 m/s: 20 s, then 8 s.
TEST(Person, WalksAlongTheAislesWithHisDevice) {
  Surroundings around({"operator-1"});
  Person person(around.plant, "operator-1", {0, 0}, 1.5);
  double there_s = 0;
  person.walk({30, -12}, [&] { there_s = around.now_s(); });
  around.simulation.run_until(at_s(10));
  EXPECT_NEAR(around.network.position("operator-1").x_m, 15, 1e-6);
  EXPECT_NEAR(around.network.position("operator-1").y_m, 0, 1e-6);
  around.simulation.run_until(at_s(24));
  EXPECT_NEAR(around.network.position("operator-1").x_m, 30, 1e-6);
  EXPECT_NEAR(around.network.position("operator-1").y_m, -6, 1e-6);
  EXPECT_EQ(person.place(), (Place{0, 0}));
  around.simulation.run_until(at_s(40));
  EXPECT_DOUBLE_EQ(there_s, 28);
  EXPECT_EQ(person.place(), (Place{30, -12}));
  EXPECT_NEAR(around.network.position("operator-1").y_m, -12, 1e-6);
}

TEST(Person, CountsTheTimeAtWork) {
  Surroundings around({"operator-1"});
  Person person(around.plant, "", {0, 0}, 1);
  person.set_busy(false);
  around.simulation.run_until(at_s(10));
  person.set_busy(true);
  person.set_busy(true);
  around.simulation.run_until(at_s(25));
  EXPECT_EQ(person.time_busy(), seconds(15));
  person.set_busy(false);
  around.simulation.run_until(at_s(60));
  EXPECT_EQ(person.time_busy(), seconds(15));
}

/// A job of some seconds there, that notes who did it and when it was begun.
struct Note {
  Place where;
  double begun_s;
};
Job job_at(Surroundings& around, const Place& place, double takes_s, std::vector<Note>& notes) {
  return {place, [&around, &notes, takes_s, place](Person& person, const std::function<void()>& done) {
            EXPECT_EQ(person.place(), place);
            notes.push_back({place, around.now_s()});
            around.simulation.after(core::of_seconds(takes_s), done);
          }};
}

TEST(WatchfulCrew, SendsTheNearestWhoIsFree) {
  Surroundings around({"nobody"});
  std::vector<std::unique_ptr<Person>> people;
  people.push_back(std::make_unique<Person>(around.plant, "", Place{0, 0}, 1));
  people.push_back(std::make_unique<Person>(around.plant, "", Place{100, 0}, 1));
  WatchfulCrew crew(around.plant, std::move(people), {}, core::Draws(1), std::nullopt);
  std::vector<Note> notes;
  crew.call(job_at(around, {90, 0}, 100, notes));  // by the second, from 10 s to 110 s
  crew.call(job_at(around, {80, 0}, 5, notes));    // by the first, from 80 s to 85 s
  crew.call(job_at(around, {80, 20}, 5, notes));   // by the first again, from 105 s to 110 s
  around.simulation.run_until(at_s(200));
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_DOUBLE_EQ(notes[0].begun_s, 10);
  EXPECT_DOUBLE_EQ(notes[1].begun_s, 80);
  EXPECT_DOUBLE_EQ(notes[2].begun_s, 105);
  EXPECT_EQ(crew.time_busy(), seconds(110 + 85 + 25));
}

TEST(WatchfulCrew, LearnsOfJobsWhereItGoesBackTo) {
  Surroundings around({"nobody"});
  std::vector<std::unique_ptr<Person>> people;
  people.push_back(std::make_unique<Person>(around.plant, "", Place{0, 0}, 1));
  WatchfulCrew crew(around.plant, std::move(people), {}, core::Draws(1), Place{0, 0});
  std::vector<Note> notes;
  crew.call(job_at(around, {30, 0}, 10, notes));
  crew.call(job_at(around, {30, 0}, 10, notes));
  around.simulation.run_until(at_s(300));
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_DOUBLE_EQ(notes[0].begun_s, 30);
  EXPECT_DOUBLE_EQ(notes[1].begun_s, 30 + 10 + 30 + 30);
}

// A job is seen after half a round in the mean; sd 60 s / sqrt(12), of 400 jobs.
TEST(WatchfulCrew, SeesAJobWithinARound) {
  Surroundings around({"nobody"});
  std::vector<std::unique_ptr<Person>> people;
  people.push_back(std::make_unique<Person>(around.plant, "", Place{0, 0}, 1));
  WatchfulCrew crew(around.plant, std::move(people), seconds(60), core::Draws(1), std::nullopt);
  std::vector<Note> notes;
  double sum_s = 0;
  for (int i = 0; i < 400; ++i) {
    const double called_s = 100.0 * i;
    around.simulation.run_until(at_s(called_s));
    crew.call(job_at(around, {0, 0}, 1, notes));
    around.simulation.run_until(at_s(called_s + 99));
    ASSERT_EQ(std::ssize(notes), i + 1);
    EXPECT_LE(notes.back().begun_s - called_s, 60);
    sum_s += notes.back().begun_s - called_s;
  }
  EXPECT_NEAR(sum_s / 400, 30, 4 * 60 / std::sqrt(12.0 * 400));
}

std::vector<CalledCrew::Member> members(Surroundings& around, const scenarios::DigitalWorkshop& shop,
                                        const std::vector<Place>& places) {
  std::vector<CalledCrew::Member> result;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::string name = "operator-" + std::to_string(i + 1);
    result.push_back({std::make_unique<Person>(around.plant, name, places[i], 1),
                      std::make_unique<Letters>(around.plant, shop.messages, name, kCallServer)});
  }
  return result;
}

// The call takes 0.2 s to the nearest, who walks 10 s.
TEST(CalledCrew, CallsTheNearestWhoIsFree) {
  const scenarios::DigitalWorkshop shop = small_shop();
  Surroundings around({"operator-1", "operator-2", kCallServer}, milliseconds(200));
  CalledCrew crew(around.plant, shop.messages, members(around, shop, {{0, 0}, {50, 0}}));
  around.simulation.run_until(at_s(6));  // both have told their status
  std::vector<Note> notes;
  crew.call(job_at(around, {40, 0}, 30, notes));
  crew.call(job_at(around, {40, 0}, 30, notes));
  around.simulation.run_until(at_s(100));
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_NEAR(notes[0].begun_s, 6 + 0.2 + 10, 0.01);
  EXPECT_NEAR(notes[1].begun_s, 6 + 0.2 + 40, 0.01);
}

// A call takes 12 s, and its answer another 12: who is called does not answer within 10 s, so the other is called too.
// The first is there after 12 s and 10 m, the second finds him at work and goes again.
TEST(CalledCrew, CallsAnotherWhoThenFindsThatTheJobIsTaken) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.messages.lost_after_s = number(60);
  Surroundings around({"operator-1", "operator-2", kCallServer}, seconds(8));
  CalledCrew crew(around.plant, shop.messages, members(around, shop, {{0, 0}, {50, 0}}));
  around.simulation.run_until(at_s(20));
  std::vector<Note> notes;
  crew.call(job_at(around, {40, 0}, 100, notes));
  around.simulation.run_until(at_s(400));
  ASSERT_EQ(notes.size(), 1U) << "nobody does it twice";
  EXPECT_NEAR(notes[0].begun_s, 20 + 8 + 10, 0.01);
  EXPECT_NEAR(core::in_seconds(crew.time_busy()), (10 + 100) + 40, 0.1) << "the other walks 40 m for nothing";
}

TEST(CalledCrew, CallsNobodyWhomItHasNotHeardOf) {
  const scenarios::DigitalWorkshop shop = small_shop();
  Surroundings around({"operator-1", kCallServer}, seconds(11));  // a message lives 10 s
  CalledCrew crew(around.plant, shop.messages, members(around, shop, {{0, 0}}));
  std::vector<Note> notes;
  crew.call(job_at(around, {0, 0}, 1, notes));
  around.simulation.run_until(at_s(300));
  EXPECT_TRUE(notes.empty());
}

/// A machine with an order of its last operation, of some pieces.
struct Cut {
  explicit Cut(const scenarios::DigitalWorkshop& shop, std::size_t pieces, std::uint64_t seed = 1)
      : around({"nobody"}, {}, seed), machine(around.plant, shop, "mill-1", 1, {0, 20}) {
    order.number = 7;
    order.operations.push_back({1, seconds(30), {}, 0, 0, false});
    order.is_scrap.assign(pieces, false);
    machine.connect({[this, &shop] {
                       ++stops;
                       around.simulation.after(machine.mending() + seconds(100), [this] { machine.go_on(); });
                       mending_s += core::in_seconds(machine.mending());
                       EXPECT_LE(0, shop.machining.tool_change_s.value);
                     },
                     [this] { finished_s = around.now_s(); }});
    machine.begin(order);
  }
  Surroundings around;
  Machine machine;
  Order order;
  int stops = 0;
  double mending_s = 0;
  double finished_s = 0;
};

TEST(Machine, MakesOnePieceAfterTheOtherAndWritesThemDown) {
  Cut cut(small_shop(), 4);
  cut.order.is_scrap[2] = true;
  cut.around.simulation.run_until(at_s(50));
  EXPECT_EQ(cut.machine.left(), seconds(70)) << "4 x 30 - 50";
  cut.around.simulation.run_until(at_s(200));
  EXPECT_DOUBLE_EQ(cut.finished_s, 120);
  EXPECT_EQ(cut.machine.left(), core::Nanoseconds(0));
  const auto& units = *cut.around.tables.rows<data::ProducedUnit>();
  ASSERT_EQ(units.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(units[i].time, at_s(30.0 * static_cast<double>(i + 1)));
    EXPECT_EQ(units[i].station, "mill-1");
    EXPECT_EQ(units[i].unit, "order-7-" + std::to_string(i + 1));
    EXPECT_EQ(units[i].good, i != 2);
  }
}

// 3000 pieces are 90 000 s of cutting: 150 changes of a tool of 600 s in the mean, and 25 faults of an hour's; together
// 175 by Poisson, sd 13. Each is waited for 100 s; a change takes 60 s, a fault 300 s in the mean.
TEST(Machine, StandsWhenAToolIsWornOrSomethingIsWrong) {
  scenarios::DigitalWorkshop shop = small_shop();
  shop.machining.tool_life_min = number(10);
  shop.machining.fault_free_h = number(1);
  Cut cut(shop, 3000);
  cut.around.simulation.run_until(at_s(300'000));
  EXPECT_NEAR(cut.stops, 175, 4 * 13.2);
  EXPECT_NEAR(cut.finished_s, 90'000 + 100.0 * cut.stops + cut.mending_s, 1e-3);
  EXPECT_NEAR(cut.mending_s, 150 * 60 + 25 * 300, 4 * std::sqrt(150 * 3600 + 25 * 2 * 90'000.0));
}

}  // namespace
}  // namespace plantproof::plants::workshop
