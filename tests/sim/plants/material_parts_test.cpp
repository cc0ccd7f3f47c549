#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "material_tracking/cycle_counts.hpp"
#include "material_tracking/gate_reader.hpp"
#include "material_tracking/gen2.hpp"
#include "material_tracking/inventory.hpp"
#include "material_tracking/ledger.hpp"
#include "material_tracking/locator.hpp"
#include "material_tracking/outbox.hpp"
#include "material_tracking/portal.hpp"
#include "material_tracking/scanner.hpp"
#include "material_tracking/stock.hpp"
#include "network/wired.hpp"

namespace plantproof::plants::material {
namespace {

using Parameters = scenarios::MaterialTracking;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double kMicrosecond = 1e-6;

core::Instant at(core::Nanoseconds since_start) {
  return core::Instant(since_start);
}

// By hand from Gen2, 6.3.1: Tari 25 us, data-1 of 2 Tari, so 37.5 us a bit; 250 kHz and Miller 4, so 16 us a bit of a
// reply. Frame sync 12.5 + 25 + 75, with TRcal 64/3 x 4 more; T1 75, T2 and T3 40. QueryRep 262.5, QueryAdjust 450,
// Query 1022.83, ACK 787.5, RN16 27 x 16 = 432, PC + EPC + CRC 139 x 16 = 2224.
TEST(SlotTimes, AreThoseOfTheStandardByHand) {
  const SlotTimes times = slot_times({});
  EXPECT_NEAR(times.query_s, 760.333 * kMicrosecond, 1e-9);
  EXPECT_NEAR(times.adjust_s, 187.5 * kMicrosecond, 1e-9);
  EXPECT_NEAR(times.empty_s, 377.5 * kMicrosecond, 1e-9);
  EXPECT_NEAR(times.collision_s, 809.5 * kMicrosecond, 1e-9);
  EXPECT_NEAR(times.success_s, 3936 * kMicrosecond, 1e-9);
}

TEST(SlotTimes, FollowTheLinksSpeed) {
  Parameters::AirInterface fast;
  fast.tari_us.value = 6.25;
  fast.link_khz.value = 640;
  fast.miller.value = 1;
  // FM0: RN16 is 6 + 17 bits of 1.5625 us, PC + EPC + CRC 6 + 129.
  EXPECT_NEAR(
      slot_times(fast).success_s,
      (12.5 + 25 + 4 * 9.375 + 18.75 + 23 * 1.5625 + 15.625 + 12.5 + 25 + 18 * 9.375 + 18.75 + 135 * 1.5625 + 15.625) *
          kMicrosecond,
      1e-9);
}

// Framed slotted ALOHA: each of n tags is alone in its slot of L with probability (1 - 1/L)^(n - 1).
TEST(ChooseSlots, LeavesAsManyTagsAloneAsTheClosedFormSays) {
  core::Draws draws(1);
  for (const auto& [tags, slots] : {std::pair{1, 1}, {2, 2}, {10, 16}, {40, 16}, {100, 128}}) {
    std::vector<std::size_t> all(static_cast<std::size_t>(tags));
    std::iota(all.begin(), all.end(), 0);
    constexpr int kFrames = 4000;
    double alone = 0;
    for (int frame = 0; frame < kFrames; ++frame) {
      std::vector<int> answers(static_cast<std::size_t>(slots));
      for (const Slotted& each : choose_slots(all, answers.size(), draws)) ++answers[each.slot];
      alone += static_cast<double>(std::ranges::count(answers, 1));
    }
    const double expected = tags * std::pow(1 - 1.0 / slots, tags - 1);
    // A frame's count has a variance below its mean, or it is certain.
    EXPECT_NEAR(alone / kFrames, expected, 4 * std::sqrt(expected / kFrames) + 1e-12) << tags << " in " << slots;
  }
}

// One tag, a frame of 16 slots that never changes: it is read in a slot that is any of them, so after 7.5 empty ones.
TEST(Inventory, ReadsASingleTagInTheMiddleOfTheFrameOnAverage) {
  Parameters::AirInterface air;
  air.q_step.value = 0;
  const SlotTimes times = slot_times(air);
  core::Draws draws(2);
  constexpr int kRounds = 20'000;
  double sum_s = 0;
  for (int round = 0; round < kRounds; ++round) {
    Inventory inventory(air);
    const std::vector<TagRead> read = inventory.read(1, 0.012, draws);
    ASSERT_EQ(read.size(), 1U);
    sum_s += read.front().after_s;
  }
  const double spread_s = times.empty_s * std::sqrt((16.0 * 16 - 1) / 12);
  EXPECT_NEAR(sum_s / kRounds, times.query_s + 7.5 * times.empty_s + times.success_s,
              4 * spread_s / std::sqrt(kRounds));
}

TEST(Inventory, ReadsEveryTagOnceWhenThereIsTimeAndNoneWithout) {
  for (const std::size_t tags : {0U, 1U, 30U, 200U}) {
    core::Draws draws(tags);
    Inventory inventory({});
    const std::vector<TagRead> read = inventory.read(tags, 10, draws);
    std::set<std::size_t> which;
    double before_s = 0;
    for (const TagRead& each : read) {
      EXPECT_TRUE(which.insert(each.tag).second);
      EXPECT_GT(each.after_s, before_s);
      before_s = each.after_s;
    }
    EXPECT_EQ(which.size(), tags);
    EXPECT_LT(inventory.q(), 0.5) << "nobody answers any more";
    EXPECT_TRUE(Inventory({}).read(tags, slot_times({}).success_s, draws).empty()) << "a query takes time as well";
  }
}

// The best that framed ALOHA can do is a success in 1/e of the slots; the Q algorithm comes near it. 200 tags then take
// 200 successes and 200 (e - 1) slots of the other kinds, all of them collisions at worst.
TEST(Inventory, FindsAFrameThatFitsTheNumberOfTags) {
  const SlotTimes times = slot_times({});
  core::Draws draws(3);
  Inventory inventory({});
  const std::vector<TagRead> read = inventory.read(200, 10, draws);
  const double best_s = 200 * times.success_s;
  EXPECT_GT(read.back().after_s, best_s);
  EXPECT_LT(read.back().after_s, best_s + 200 * (std::exp(1) - 1) * times.collision_s);
}

/// A single bin that is in each antenna's zone for a second: five turns of 100 ms of each antenna.
Passage single_bin() {
  Passage passage;
  passage.speed_mps = 1.6;
  passage.zone_m = 1.6;
  passage.bins = {{}};
  return passage;
}

TEST(Portal, MissesATagAsOftenAsItHasNoPowerInAllTurns) {
  Parameters::Portal portal;
  portal.powered_ratio.value = 0.3;
  portal.hidden_ratio.value = 0;
  core::Draws draws(4);
  constexpr int kPassages = 20'000;
  int first = 0;
  int both = 0;
  for (int i = 0; i < kPassages; ++i) {
    const Sighting seen = sightings(portal, single_bin(), draws).front();
    if (seen.first == 0) ++first;
    if (seen.first + seen.second == 0) ++both;
    EXPECT_EQ(seen.last_s > 1.0, seen.second > 0) << "the second zone begins after a second";
  }
  const auto expect_share = [](int count, double share) {
    EXPECT_NEAR(count / double{kPassages}, share, 4 * std::sqrt(share * (1 - share) / kPassages));
  };
  expect_share(first, std::pow(0.7, 5));
  expect_share(both, std::pow(0.7, 10));
}

TEST(Portal, MissesMoreOfADenseLoadAndOfAFastOne) {
  Parameters::Portal portal;
  portal.hidden_ratio.value = 0;
  const auto missed = [&portal](int bins, double speed_mps) {
    core::Draws draws(5);
    std::int64_t count = 0;
    for (int i = 0; i < 200; ++i) {
      Passage passage = single_bin();
      passage.speed_mps = speed_mps;
      passage.bins.resize(static_cast<std::size_t>(bins));
      for (const Sighting& seen : sightings(portal, passage, draws)) count += seen.first + seen.second == 0 ? 1 : 0;
    }
    return static_cast<double>(count) / bins;
  };
  EXPECT_EQ(missed(10, 1.6), 0);
  EXPECT_GT(missed(120, 1.6), 0) << "120 tags take half a second, five turns";
  EXPECT_GT(missed(240, 1.6), missed(120, 1.6));
  EXPECT_GT(missed(120, 5), missed(120, 1.6));
}

Parameters two_places() {
  Parameters plant;
  plant.items.count.value = 3;
  for (const auto& [name, x_m, bins] : {std::tuple{"outside", 0.0, 0}, {"left", 10.0, 5}, {"right", 30.0, 5}}) {
    Parameters::Place& place = plant.places.emplace_back();
    place.name.value = name;
    place.x_m.value = x_m;
    place.y_m.value = 10;
    place.bins.value = bins;
  }
  return plant;
}
constexpr std::size_t kOutside = 0;
constexpr std::size_t kLeft = 1;
constexpr std::size_t kRight = 2;

/// A stock of three items at two places, and its books.
struct Books {
  explicit Books(Parameters described = two_places())
      : plant(std::move(described)), ledger(plant.server, quantities(), journal, simulation) {}

  [[nodiscard]] std::vector<std::int64_t> quantities() const {
    std::vector<std::int64_t> result;
    for (std::size_t record = 0; record < stock.records(); ++record) result.push_back(stock.pieces(record));
    return result;
  }
  /// A bin moves now; what somebody would book who saw it.
  Booking move(std::size_t from, std::size_t to, std::size_t item) {
    EXPECT_TRUE(stock.promise(from, to, item));
    Passage passage;
    passage.from = from;
    passage.to = to;
    Crossing bin;
    bin.item = item;
    bin.left = stock.leave(from, item, 1, simulation.now());
    bin.came = stock.come(to, item, 1, simulation.now());
    return booking_of(passage, bin, stock.pieces_in_bin(item), simulation.now(), stock);
  }
  void expect_right() const {
    for (std::size_t record = 0; record < stock.records(); ++record) {
      EXPECT_EQ(ledger.quantity(record), stock.pieces(record)) << record;
    }
  }
  void wait(core::Nanoseconds time) { simulation.run_until(simulation.now() + time); }

  Parameters plant;
  network::Simulation simulation{1};
  Journal journal{std::vector<std::string>(9, "record")};
  Stock stock{plant, core::Draws(1), journal};
  Ledger ledger;
};

TEST(Stock, IsTheSumOfItsMovements) {
  Books books;
  core::Draws draws(6);
  const auto total = [&books] {
    const std::vector<std::int64_t> quantities = books.quantities();
    return std::accumulate(quantities.begin(), quantities.end(), std::int64_t{0});
  };
  std::int64_t expected = total();
  for (int i = 0; i < 500; ++i) {
    const auto from = static_cast<std::size_t>(3 * draws.uniform());
    const auto to = (from + 1 + static_cast<std::size_t>(2 * draws.uniform())) % 3;
    const auto item = static_cast<std::size_t>(3 * draws.uniform());
    if (!books.stock.promise(from, to, item)) continue;
    books.stock.leave(from, item, 1, books.simulation.now());
    books.stock.come(to, item, 1, books.simulation.now());
    if (from == kOutside) expected += books.stock.pieces_in_bin(item);
    if (to == kOutside) expected -= books.stock.pieces_in_bin(item);
    ASSERT_EQ(total(), expected);
  }
}

TEST(Stock, PromisesNoBinTwice) {
  Books books;
  for (int bin = 0; bin < 5; ++bin) EXPECT_TRUE(books.stock.promise(kLeft, kRight, 0));
  EXPECT_FALSE(books.stock.promise(kLeft, kRight, 0));
  EXPECT_EQ(books.stock.lacking(kLeft, 0), 5) << "as good as gone";
  EXPECT_EQ(books.stock.lacking(kRight, 0), 0);
  EXPECT_TRUE(books.stock.promise(kOutside, kLeft, 0)) << "there is always more outside";
  EXPECT_EQ(books.stock.lacking(kLeft, 0), 4) << "what is on its way is not lacking";
  EXPECT_EQ(books.stock.lacking(kOutside, 0), 0);
}

TEST(Ledger, IsTheStockWhenNothingIsLost) {
  Books books;
  const std::size_t gateway = books.ledger.join();
  core::Draws draws(7);
  std::int64_t number = 0;
  for (int i = 0; i < 200; ++i) {
    const auto item = static_cast<std::size_t>(3 * draws.uniform());
    const bool is_in = draws.uniform() < 0.5;
    books.ledger.receive(gateway, {{++number, books.move(is_in ? kOutside : kLeft, is_in ? kLeft : kOutside, item)}},
                         [] {});
    books.ledger.receive(gateway, {{++number, books.move(kOutside, kRight, item)}}, [] {});
    books.wait(seconds(1));
    books.expect_right();
    if (books.quantities()[kLeft * 3 + item] == 0) break;
  }
  for (const data::StockChange& row : books.journal.rows()) {
    ASSERT_TRUE(row.visible);
    EXPECT_LE(*row.visible - row.changed, milliseconds(20)) << "a commit of 10 ms, behind one other";
  }
}

TEST(Ledger, BooksWhatComesTwiceOnce) {
  Books books;
  const std::size_t gateway = books.ledger.join();
  const std::size_t other = books.ledger.join();
  const std::vector<Numbered> sent = {{1, books.move(kLeft, kRight, 0)}, {2, books.move(kLeft, kRight, 1)}};
  int answers = 0;
  books.ledger.receive(gateway, {sent[0]}, [&answers] { ++answers; });
  books.ledger.receive(gateway, sent, [&answers] { ++answers; });
  books.ledger.receive(gateway, {sent[0]}, [&answers] { ++answers; });
  books.wait(seconds(1));
  EXPECT_EQ(answers, 3) << "who asks again has missed the answer";
  books.expect_right();
  books.ledger.receive(other, {{1, books.move(kRight, kLeft, 0)}}, [] {});
  books.wait(seconds(1));
  books.expect_right();
}

TEST(Ledger, WithoutNumbersBooksWhatComesTwiceTwice) {
  Parameters plant = two_places();
  plant.server.checks_sequence.value = false;
  Books books(plant);
  const std::size_t gateway = books.ledger.join();
  const std::vector<Numbered> sent = {{1, books.move(kLeft, kRight, 0)}};
  for (int time = 0; time < 2; ++time) books.ledger.receive(gateway, sent, [] {});
  books.wait(seconds(1));
  EXPECT_EQ(books.stock.pieces(kLeft * 3) - books.ledger.quantity(kLeft * 3), books.stock.pieces_in_bin(0));
  EXPECT_EQ(books.ledger.quantity(kRight * 3) - books.stock.pieces(kRight * 3), books.stock.pieces_in_bin(0));
}

TEST(Ledger, DoesNotBookAfterACorrectionWhatTheCountHasSeen) {
  Books books;
  const std::size_t gateway = books.ledger.join();
  const Booking late = books.move(kLeft, kRight, 0);
  books.wait(seconds(1));
  books.ledger.correct(kLeft * 3, books.stock.pieces(kLeft * 3));
  books.ledger.receive(gateway, {{1, late}}, [] {});
  books.wait(seconds(1));
  books.expect_right();
  EXPECT_TRUE(books.journal.rows()[0].visible) << "it is shown all the same";
}

TEST(Ledger, CommitsOneAfterTheOther) {
  Parameters plant = two_places();
  plant.server.commit_ms.value = 500;
  Books books(plant);
  std::vector<Numbered> sent;
  for (std::int64_t number = 1; number <= 4; ++number) sent.push_back({number, books.move(kLeft, kRight, 0)});
  core::Instant answered;
  books.ledger.receive(books.ledger.join(), sent, [&] { answered = books.simulation.now(); });
  books.wait(seconds(10));
  EXPECT_EQ(answered, at(seconds(2)));
  for (std::size_t i = 0; i < 8; ++i) {
    const data::StockChange& row = books.journal.rows()[i];
    EXPECT_EQ(*row.visible, at(milliseconds(500) * (i / 2 + 1)));
  }
}

/// A gateway over cables to a switch that keeps every message for so long.
struct OneOutbox {
  explicit OneOutbox(core::Nanoseconds delay, const Parameters::Gateway& described = {})
      : gateway(described), network(network::build_wired(wires(delay), books.simulation)) {}

  static network::Wired wires(core::Nanoseconds delay) {
    network::Wired wired;
    wired.ethernet.switch_delay = delay;
    wired.devices = {{"gate", {}}, {kStockServer, {}}};
    return wired;
  }
  /// Takes as many bookings, one in every 10 ms.
  void take(int bookings) {
    for (int i = 0; i < bookings; ++i) {
      outbox.take(books.move(kOutside, kLeft, 0));
      books.wait(milliseconds(10));
    }
  }
  [[nodiscard]] std::vector<bool> shown() const {
    std::vector<bool> result;
    for (const data::StockChange& row : books.journal.rows()) result.push_back(row.visible.has_value());
    return result;
  }
  [[nodiscard]] auto sent() const { return messaging.log().messages(network::FlowId(0)); }

  Parameters::Gateway gateway;
  Books books;
  network::Network network;
  network::Messaging messaging{books.simulation, network};
  data::Tables tables;
  Plant plant{books.simulation, &network, &messaging, seconds(1000), 1, tables};
  Outbox outbox{gateway, "gate", books.ledger, plant};
};

TEST(Outbox, PassesOnWhatItTakesInMessagesOfMany) {
  OneOutbox one(milliseconds(1));
  one.take(100);
  one.books.wait(seconds(10));
  EXPECT_EQ(std::ranges::count(one.shown(), true), 100);
  EXPECT_EQ(one.outbox.waiting(), 0U);
  one.books.expect_right();
  // One at once; the next when its answer is there and 200 ms are over, and so on: 1 + 20 + 20 + 20 + 20 + 19, but for
  // the 10 ms that a commit takes, which only shift them.
  EXPECT_NEAR(static_cast<double>(one.sent().size()), 6, 2);
}

TEST(Outbox, WaitsTwiceAsLongEachTime) {
  Parameters::Gateway gateway;
  gateway.longest_retry_ms.value = 5000;
  OneOutbox one(seconds(100), gateway);  // longer than a message lives
  one.take(1);
  one.books.wait(seconds(30));
  // 1, 2, 4 and then 5 s from one to the next.
  std::vector<double> times_s;
  for (const auto& message : one.sent()) times_s.push_back(core::in_seconds(message.sent.time_since_epoch()));
  const std::vector<double> expected = {0, 1, 3, 7, 12, 17, 22, 27};
  ASSERT_EQ(times_s.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(times_s[i], expected[i], 1e-9);
}

TEST(Outbox, LosesExactlyTheOldestWhenItsBufferIsFull) {
  Parameters::Gateway gateway;
  gateway.buffer_bookings.value = 20;
  gateway.batch_bookings.value = 5;
  OneOutbox one(milliseconds(300), gateway);
  // The first message, of one booking, is under way for 600 ms; 49 more come in meanwhile.
  one.take(50);
  EXPECT_EQ(one.outbox.lost(), 30);
  EXPECT_EQ(one.outbox.waiting(), 20U);
  one.books.wait(seconds(20));
  EXPECT_EQ(one.outbox.waiting(), 0U);
  const std::vector<bool> shown = one.shown();
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(shown[i], i == 0 || i >= 30) << i;
}

TEST(Outbox, ASpuriousRetryIsBookedOnce) {
  OneOutbox one(milliseconds(700));  // 1.4 s there and back, and it is sent again after 1 s
  one.take(10);
  one.books.wait(seconds(30));
  EXPECT_GT(one.sent().size(), 2U);
  EXPECT_EQ(one.outbox.waiting(), 0U);
  one.books.expect_right();
}

TEST(Outbox, ARestartEmptiesABufferInMemoryOnly) {
  for (const bool is_persistent : {true, false}) {
    Parameters::Gateway gateway;
    gateway.is_persistent.value = is_persistent;
    gateway.restarts_every_h.value = 10.0 / 3600;
    gateway.restart_s.value = 1;
    OneOutbox one(milliseconds(4900), gateway);  // answers come after 9.8 s, a restart every 10 s or so
    one.take(1);
    one.books.wait(seconds(1000));
    EXPECT_EQ(one.outbox.waiting(), 0U);
    if (is_persistent) {
      one.books.expect_right();
      EXPECT_EQ(one.outbox.lost(), 0);
    }
  }
}

/// When it was told of something.
struct Times : Book {
  explicit Times(const network::Simulation& clock) : simulation(clock) {}
  void take(Booking /*booking*/) override { told.push_back(simulation.now()); }
  const network::Simulation& simulation;
  std::vector<core::Instant> told;
};

// An antenna sees a tag in one of its five turns at least with probability p = 1 - 0.7^5. A bin that goes alone is
// booked when both have seen it, p^2; one of two also when one antenna has, 2 p (1 - p), and both have seen the other.
TEST(GateReader, BooksATagOfOneAntennaWithTheOthers) {
  const double seen = 1 - std::pow(0.7, 5);
  const double by_both = seen * seen;
  const double by_one = 2 * seen * (1 - seen);
  for (const std::size_t bins : {1U, 2U}) {
    Parameters::Portal portal;
    portal.powered_ratio.value = 0.3;
    portal.hidden_ratio.value = 0;
    Books books;
    Times book(books.simulation);
    data::Tables tables;
    Plant plant{books.simulation, nullptr, nullptr, seconds(1), 1, tables};
    GateReader reader(portal, "gate", books.stock, book, plant);
    constexpr int kPassages = 5000;
    std::size_t booked = 0;
    for (int i = 0; i < kPassages; ++i) {
      const auto passage = std::make_shared<Passage>(single_bin());
      passage->to = kLeft;
      passage->bins.resize(bins);
      passage->entered = books.simulation.now();
      book.told.clear();
      reader.watch(passage);
      books.wait(seconds(4));
      for (const core::Instant when : book.told) {
        EXPECT_GT(when - passage->entered, seconds(2)) << "a second to the middle, and one in which it is not seen";
        EXPECT_LE(when - passage->cleared(), seconds(1));
      }
      booked += book.told.size();
    }
    const double expected = bins == 1 ? by_both : by_both + by_one * by_both;
    const double count = static_cast<double>(kPassages * bins);
    // Bins of a passage hang together: at worst as if there were half as many.
    EXPECT_NEAR(static_cast<double>(booked) / count, expected, 4 * std::sqrt(2 * expected * (1 - expected) / count));
  }
}

TEST(NearestPlace, IsTheOneThatThePointLiesInOrIsClosestTo) {
  const Parameters plant = two_places();  // 5 m to each side
  EXPECT_EQ(nearest_place(plant, {12, 8}), kLeft);
  EXPECT_EQ(nearest_place(plant, {19.9, 10}), kLeft);
  EXPECT_EQ(nearest_place(plant, {20.1, 10}), kRight);
  EXPECT_EQ(nearest_place(plant, {0, 40}), kOutside);
  EXPECT_EQ(nearest_place({}, {0, 0}), std::nullopt);
}

TEST(WithAWrongDigit, DiffersInOneDigit) {
  core::Draws draws(8);
  for (int i = 0; i < 1000; ++i) {
    const std::string wrong = std::to_string(1000 + with_a_wrong_digit(234, draws) % 1000);
    int different = 0;
    for (std::size_t digit = 0; digit < 4; ++digit) different += wrong[digit] != "1234"[digit] ? 1 : 0;
    EXPECT_EQ(different, 1) << wrong;
  }
}

TEST(CycleCounts, FindAWrongQuantityAndCorrectIt) {
  OneOutbox one(milliseconds(1));
  const Booking never_told = one.books.move(kLeft, kRight, 0);
  Parameters::Counting counting;
  counting.people.value = 1;
  counting.count_spread_ratio.value = 0;
  const CycleCounts counts(counting, one.books.stock, one.books.ledger, one.books.journal, one.plant,
                           at(seconds(1000)));
  one.books.wait(seconds(500));
  // Both records, each a count of 60 s and a recount of 120 s.
  one.books.expect_right();
  std::vector<data::StockChange> rows = one.books.journal.rows();
  ASSERT_EQ(rows.size(), 2U);
  for (const data::StockChange& row : rows) {
    EXPECT_FALSE(row.visible);
    EXPECT_NE(row.actual_quantity, row.reported_quantity);
  }
  EXPECT_EQ(never_told.entries.size(), 2U);
  EXPECT_EQ(*rows[1].actual_quantity - *rows[1].reported_quantity, one.books.stock.pieces_in_bin(0));
}

}  // namespace
}  // namespace plantproof::plants::material
