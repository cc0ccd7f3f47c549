#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "data_collection/cache.hpp"
#include "data_collection/identifier.hpp"
#include "data_collection/modbus.hpp"
#include "data_collection/node.hpp"
#include "data_collection/registry.hpp"
#include "data_collection/resolver.hpp"
#include "data_collection/source.hpp"
#include "data_collection/uplink.hpp"
#include "network/wired.hpp"

namespace plantproof::plants::collection {
namespace {

using Parameters = scenarios::DataCollection;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Published: GS1 Hong Kong's page on check digits (629104150021), GS1 EPC Tag Data Standard 1.13, 7.1 and 7.2
// (80614141123458 and 106141412345678908), a UPC-A and an EAN-13 from shelves.
TEST(Gs1, HasTheCheckDigitsOfPublishedKeys) {
  EXPECT_EQ(gs1_check_digit("629104150021"), '3');
  EXPECT_EQ(gs1_check_digit("8061414112345"), '8');
  EXPECT_EQ(gs1_check_digit("10614141234567890"), '8');
  EXPECT_EQ(gs1_check_digit("03600024145"), '7');
  EXPECT_EQ(gs1_check_digit("400638133393"), '1');
  EXPECT_EQ(gs1_check_digit("0"), '0');
}

TEST(Gs1, EveryWrongDigitOfAGtinIsFound) {
  const std::string right = "(01)06971234567895(21)A1";
  ASSERT_TRUE(parse_identifier(right));
  for (std::size_t at = 4; at < 18; ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = right;
      wrong[at] = digit;
      EXPECT_EQ(parse_identifier(wrong).has_value(), digit == right[at]) << wrong;
    }
  }
}

void expect_read(const std::string& text, Form form, const std::string& owner, const std::string& object) {
  EXPECT_EQ(parse_identifier(text), (Identifier{form, owner, object})) << text;
}

TEST(ParseIdentifier, ReadsHandles) {
  expect_read("88.166.3/20A-000017", Form::Handle, "88.166.3", "20A-000017");
  expect_read("88.166.3/a/b", Form::Handle, "88.166.3", "a/b");
  for (const char* wrong : {"88.166.3/", "88.166/1", "86.166.3/1", "88.x.3/1", "88.166.3/a b", "/1", ""})
    EXPECT_FALSE(parse_identifier(wrong)) << wrong;
}

TEST(ParseIdentifier, ReadsOids) {
  expect_read("1.2.156.10066.3.18", Form::Oid, "1.2.156.10066.3", "18");
  expect_read("1.2.156.10066.3.18.0.7", Form::Oid, "1.2.156.10066.3", "18.0.7");
  for (const char* wrong :
       {"1.2.156.10066.3", "1.2.156.10066.03.18", "1.2.156.10066..18", "1.2.156.10066.3.x", "1.2.840.10066.3.18"}) {
    EXPECT_FALSE(parse_identifier(wrong)) << wrong;
  }
}

// Check digits by a program of its own; how long a company's prefix is by GB 12904-2008.
TEST(ParseIdentifier, ReadsGs1ElementStrings) {
  expect_read("(01)06901234567892(21)X-9", Form::Gs1, "6901234", "06901234567892.X-9");
  expect_read("(01)16921234567897(21)7", Form::Gs1, "69212345", "16921234567897.7");
  expect_read("(01)06971234567895(21)7", Form::Gs1, "697123456", "06971234567895.7");
  EXPECT_FALSE(parse_identifier("(01)80614141123458(21)6789")) << "right, but nobody here knows whose it is";
  for (const char* wrong :
       {"(01)06901234567892", "(01)06901234567892(21)", "(01)06901234567892(21)123456789012345678901",
        "(01)06901234567892(21)a b", "(01)0690123456789(21)7", "(01)06901234567892(10)7"}) {
    EXPECT_FALSE(parse_identifier(wrong)) << wrong;
  }
}

TEST(MakeIdentifier, IsReadAsTheOwnersAndNeverTwice) {
  std::set<std::string> texts;
  for (const Form form : {Form::Handle, Form::Oid, Form::Gs1}) {
    for (const std::int64_t object : {0, 1, 999, 1000, 99'999}) {
      for (const std::int64_t enterprise : {0, 998}) {
        const std::string text = make_identifier(form, 66, enterprise, object);
        const auto parsed = parse_identifier(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->form, form);
        EXPECT_EQ(parsed->owner, parse_identifier(make_identifier(form, 66, enterprise, 5))->owner);
        EXPECT_NE(parsed->owner, parse_identifier(make_identifier(form, 66, 7, object))->owner);
        EXPECT_TRUE(texts.insert(text).second) << text;
      }
    }
  }
}

// By hand: at 9600 bit/s a character of 11 bits takes 1.14583 ms; a request has 8, an answer of n registers 5 + 2 n,
// and 3.5 are silent after each. Above 19 200 bit/s the silence is 1.75 ms.
TEST(Modbus, TakesTheTurnsOfTheSpecification) {
  Parameters::Bus bus;
  const auto turn_ms = [&bus](std::int64_t registers) {
    return core::in_milliseconds(turn(bus, registers, core::Nanoseconds(0)));
  };
  EXPECT_NEAR(turn_ms(1), 25.208333, 1e-5);
  EXPECT_NEAR(turn_ms(40), 114.583333, 1e-5);
  EXPECT_NEAR(turn_ms(125), 309.375, 1e-5);
  EXPECT_NEAR(core::in_milliseconds(vain_turn(bus)), 9.166667 + 1000, 1e-5);
  bus.baud.value = 19'200;
  EXPECT_NEAR(turn_ms(40), 57.291667, 1e-5);
  bus.baud.value = 115'200;
  EXPECT_NEAR(turn_ms(40), 12.380208, 1e-5);
  EXPECT_NEAR(core::in_milliseconds(turn(bus, 40, milliseconds(20))), 32.380208, 1e-5);
}

TEST(Modbus, AFrameIsCleanWhenEveryBitIs) {
  Parameters::Bus bus;
  bus.bit_error_ratio.value = 1e-3;
  EXPECT_NEAR(clean_ratio(bus, 4), std::pow(0.999, 11 * (8 + 13)), 1e-12);
  bus.bit_error_ratio.value = 0;
  EXPECT_EQ(clean_ratio(bus, 125), 1);
}

TEST(Cache, ForgetsWhatWasNotUsedForLongest) {
  Cache<int> cache(2, seconds(100));
  const core::Instant now{};
  cache.put("a", 1, now);
  cache.put("b", 2, now);
  EXPECT_EQ(*cache.find("a", now), 1);
  cache.put("c", 3, now);
  EXPECT_EQ(cache.find("b", now), nullptr);
  EXPECT_EQ(*cache.find("a", now), 1);
  cache.put("a", 4, now);
  EXPECT_EQ(*cache.find("a", now), 4);
  EXPECT_EQ(cache.size(), 2U);
}

TEST(Cache, KeepsNothingForLongerThanItsTimeToLive) {
  Cache<int> cache(2, seconds(100));
  cache.put("a", 1, core::Instant());
  EXPECT_NE(cache.find("a", core::Instant(seconds(99))), nullptr);
  EXPECT_EQ(cache.find("a", core::Instant(seconds(100))), nullptr);
  EXPECT_EQ(cache.size(), 0U);
  Cache<int> none(0, seconds(100));
  none.put("a", 1, core::Instant());
  EXPECT_EQ(none.find("a", core::Instant()), nullptr);
}

/// The share of questions that a cache of that size answers by itself.
double hit_ratio(const Registry& registry, std::size_t entries, int questions) {
  Cache<int> cache(entries, std::chrono::hours(1));
  core::Draws draws(11);
  int hits = 0;
  for (int i = 0; i < 2 * questions; ++i) {
    const std::string& text = registry.text(registry.drawn(draws.uniform()));
    if (cache.find(text, {}) == nullptr) {
      cache.put(text, i, {});
    } else if (i >= questions) {
      ++hits;
    }
  }
  return static_cast<double>(hits) / questions;
}

Registry registry_of(std::int64_t count, double exponent) {
  Parameters::Identifiers identifiers;
  identifiers.count.value = count;
  identifiers.zipf_exponent.value = exponent;
  return Registry(identifiers, 3, {});
}

// Exact, by summing over all states of the list (King, IFIP 1971), in Python.
TEST(Cache, HitsAsOftenAsTheListOfKing) {
  const Registry five = registry_of(5, 1);
  EXPECT_NEAR(hit_ratio(five, 1, 200'000), 0.2807288614, 0.004);
  EXPECT_NEAR(hit_ratio(five, 2, 200'000), 0.5188845638, 0.004);
  EXPECT_NEAR(hit_ratio(five, 3, 200'000), 0.7155876421, 0.004);
}

// Che's approximation (IEEE JSAC 20 (2002) 1305) solved by bisection in Python; it is good to well below a percent.
TEST(Cache, HitsAsOftenAsCheSays) {
  EXPECT_NEAR(hit_ratio(registry_of(1000, 0.8), 100, 200'000), 0.37779, 0.005);
  EXPECT_NEAR(hit_ratio(registry_of(1000, 0.8), 250, 200'000), 0.57617, 0.005);
  EXPECT_NEAR(hit_ratio(registry_of(1000, 1.0), 100, 200'000), 0.57652, 0.005);
  EXPECT_NEAR(hit_ratio(registry_of(20'000, 0.8), 5000, 400'000), 0.62437, 0.005);
}

// M/D/1: a question waits rho s / (2 (1 - rho)) on average. Ours are few, so they do not crowd it themselves.
TEST(Node, MakesQuestionsWaitAsPollaczekAndKhinchinSay) {
  Parameters::Node parameters;
  parameters.service_ms.value = 10;
  for (const double rate : {30.0, 63.0, 80.0}) {
    parameters.others_per_s.value = rate;
    Node node(parameters, core::Draws(1), core::Draws(2), {});
    core::Draws ours(3);
    core::Instant now{};
    double waited_ms = 0;
    constexpr int kQuestions = 40'000;
    for (int i = 0; i < kQuestions; ++i) {
      now += core::of_seconds(5 * ours.exponential());
      waited_ms += core::in_milliseconds(node.served(now) - now) - 10;
    }
    const double load = rate * 0.010;
    const double expected_ms = load * 10 / (2 * (1 - load));
    EXPECT_NEAR(waited_ms / kQuestions, expected_ms, 0.05 * expected_ms) << load;
  }
}

TEST(Node, IsReachedAfterItsWayOrNotAtAll) {
  Parameters::Node parameters;
  parameters.away_ms.value = 20;
  Node sure(parameters, core::Draws(1), core::Draws(2), {});
  EXPECT_EQ(sure.way(), milliseconds(20));
  parameters.loss_ratio.value = 0.25;
  parameters.jitter_ms.value = 4;
  Node node(parameters, core::Draws(1), core::Draws(2), {});
  int lost = 0;
  double sum_ms = 0;
  constexpr int kWays = 20'000;
  for (int i = 0; i < kWays; ++i) {
    const auto way = node.way();
    if (!way) ++lost;
    if (way) sum_ms += core::in_milliseconds(*way);
  }
  EXPECT_NEAR(lost / 2e4, 0.25, 4 * std::sqrt(0.1875 / kWays));
  EXPECT_NEAR(sum_ms / (kWays - lost), 24, 4 * 4 / std::sqrt(0.75 * kWays));
}

TEST(Registry, IsAskedForItsIdentifiersAsZipfSays) {
  const Registry registry = registry_of(4, 1);
  const double sum = 1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4;
  EXPECT_EQ(registry.drawn(0), 0U);
  EXPECT_EQ(registry.drawn(1 / sum - 1e-9), 0U);
  EXPECT_EQ(registry.drawn(1 / sum + 1e-9), 1U);
  EXPECT_EQ(registry.drawn((1 + 0.5) / sum + 1e-9), 2U);
  EXPECT_EQ(registry.drawn(1 - 1e-12), 3U);
}

TEST(Registry, KnowsWhoseAnIdentifierIsByItsText) {
  Parameters::Identifiers identifiers;
  identifiers.count.value = 20'000;
  const Registry registry(identifiers, 5, {});
  std::set<std::string> texts;
  double own = 0;
  double neighbours = 0;
  for (std::size_t rank = 0; rank < registry.size(); ++rank) {
    const std::string& text = registry.text(rank);
    texts.insert(text);
    const auto parsed = parse_identifier(text);
    ASSERT_TRUE(parsed) << text;
    const Realm realm = registry.realm(parsed->owner);
    if (realm == Realm::Own) ++own;
    if (realm == Realm::Neighbour) ++neighbours;
  }
  EXPECT_EQ(texts.size(), registry.size());
  EXPECT_NEAR(own / 2e4, 0.3, 4 * std::sqrt(0.21 / 2e4));
  EXPECT_NEAR(neighbours / 2e4, 0.3, 4 * std::sqrt(0.21 / 2e4));
}

TEST(Registry, ChangesAsOftenAsTheScenarioSays) {
  Parameters::Identifiers identifiers;
  identifiers.count.value = 1000;
  identifiers.registered_again_per_h.value = 500;
  const Registry registry(identifiers, 5, {});
  double changes = 0;
  for (std::size_t rank = 0; rank < registry.size(); ++rank) {
    const std::string& text = registry.text(rank);
    EXPECT_EQ(registry.version(text, {}), 0);
    const std::int64_t first = registry.version(text, core::Instant(std::chrono::hours(4)));
    const std::int64_t last = registry.version(text, core::Instant(std::chrono::hours(10)));
    EXPECT_LE(first, last);
    changes += static_cast<double>(last);
  }
  EXPECT_NEAR(changes, 5000, 4 * std::sqrt(5000)) << "ten hours of 500";
}

TEST(Outages, TakeTheShareOfTimeThatTheScenarioSays) {
  Parameters::Outages parameters;
  parameters.time_between_h.value = 1;
  parameters.lasts_s.value = 1200;
  double off = 0;
  constexpr int kSources = 4000;
  for (std::uint64_t seed = 0; seed < kSources; ++seed) {
    const Outages outages(parameters, core::Draws(seed), {}, core::Instant(std::chrono::hours(2)));
    for (const int minute : {0, 50, 110}) off += outages.is_off(core::Instant(std::chrono::minutes(minute))) ? 1 : 0;
  }
  EXPECT_NEAR(off / (3 * kSources), 0.25, 0.02) << "20 of 80 minutes";
  parameters.time_between_h.value = 0;
  EXPECT_FALSE(Outages(parameters, core::Draws(1), {}, core::Instant(seconds(9))).is_off(core::Instant(seconds(5))));
}

TEST(Sources, StandInRowsWithinTheirCell) {
  Parameters plant;
  plant.cells = {{scenarios::Name("a"), scenarios::Number(20), scenarios::Number(10)},
                 {scenarios::Name("b"), scenarios::Number(60), scenarios::Number(10)}};
  plant.sources = {{scenarios::Name("plc"), scenarios::Whole(3), scenarios::Whole(8), scenarios::Number(5)},
                   {scenarios::Name("meter"), scenarios::Whole(1), scenarios::Whole(2), scenarios::Number(7)}};
  const std::vector<Source> sources = sources_of(plant);
  ASSERT_EQ(sources.size(), 8U);
  EXPECT_EQ(sources[0].name, "a-plc-1");
  EXPECT_EQ(sources[7].name, "b-meter-1");
  EXPECT_EQ(sources[7].cell, 1U);
  EXPECT_EQ(sources[7].answers_after, milliseconds(7));
  // Two rows of two in 20 m by 10 m.
  EXPECT_DOUBLE_EQ(sources[0].x_m, 15);
  EXPECT_DOUBLE_EQ(sources[0].y_m, 7.5);
  EXPECT_DOUBLE_EQ(sources[3].x_m, 25);
  EXPECT_DOUBLE_EQ(sources[3].y_m, 12.5);
}

/// A resolver alone in the simulation, at work since now, whose nodes are so far away (one way, ms) and serve at once.
struct Alone {
  explicit Alone(const Parameters::Resolver& nodes) : parameters(nodes) {}

  static Parameters::Resolver at(double secondary_ms, double top_ms, double foreign_ms) {
    Parameters::Resolver resolver;
    for (const auto& [node, away_ms] :
         {std::pair{&resolver.secondary, secondary_ms}, {&resolver.top, top_ms}, {&resolver.foreign, foreign_ms}}) {
      node->away_ms.value = away_ms;
      node->service_ms.value = 0;
    }
    return resolver;
  }

  /// How long the answer took, in ms; nothing when none came in a minute.
  std::optional<double> took_ms(const std::string& identifier) {
    const core::Instant asked = simulation.now();
    std::optional<double> result;
    resolver.resolve(identifier, [&](std::int64_t said) {
      version = said;
      result = core::in_milliseconds(simulation.now() - asked);
    });
    simulation.run_until(asked + seconds(60));
    return result;
  }
  /// An identifier of that realm, another one for another number.
  [[nodiscard]] std::string one_of(Realm realm, int number) const {
    for (std::size_t rank = 0;; ++rank) {
      if (registry.realm(parse_identifier(registry.text(rank))->owner) == realm && number-- == 0)
        return registry.text(rank);
    }
  }

  Parameters::Resolver parameters;
  network::Simulation simulation{1};
  data::Tables tables;
  Plant plant{simulation, nullptr, nullptr, seconds(100), 1, tables};
  Registry registry = [] {
    Parameters::Identifiers identifiers;
    identifiers.strangers.value = 1;
    identifiers.registered_again_per_h.value = 2e6;
    return Registry(identifiers, 7, {});
  }();
  Resolver resolver{parameters, registry, plant, {}, 0};
  std::int64_t version = -1;
};

TEST(Resolver, AsksTheNodesThatItNeedsAndRemembers) {
  Alone alone(Alone::at(5, 10, 40));
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Own, 0)), 0);
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Neighbour, 0)), 2 * 5);
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Neighbour, 0)), 0) << "in the cache";
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Stranger, 0)), 2 * (5 + 10 + 40));
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Stranger, 1)), 2 * 40) << "the way to the stranger's node is known";
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Stranger, 1)), 0);
  EXPECT_EQ(alone.took_ms("88.166.3/"), std::nullopt) << "no identifier";
}

TEST(Resolver, TakesTheFirstAnswerToWhateverItAskedAgain) {
  // Asked at 0 and, as nothing has come, at 500 ms: there and back takes 800 ms.
  Alone alone(Alone::at(400, 0, 0));
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Neighbour, 0)), 800);
}

// A way there and one back are lost with a probability of 1/2 each, so an attempt answers with 1/4: three of them with
// 1 - (3/4)^3, after 10, 510 or 1010 ms.
TEST(Resolver, AsksAgainWhatIsLostAndGivesUpInTheEnd) {
  Parameters::Resolver nodes = Alone::at(5, 0, 0);
  nodes.secondary.loss_ratio.value = 0.5;
  nodes.cache_entries.value = 0;
  Alone alone(nodes);
  const std::string identifier = alone.one_of(Realm::Neighbour, 0);
  std::map<double, int> after_ms;
  int none = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto took_ms = alone.took_ms(identifier);
    ++(took_ms ? after_ms[*took_ms] : none);
  }
  EXPECT_EQ(after_ms.size(), 3U);
  EXPECT_NEAR(after_ms[10], 1000.0 / 4, 55);
  EXPECT_NEAR(after_ms[510], 1000.0 * 3 / 16, 50);
  EXPECT_NEAR(after_ms[1010], 1000.0 * 9 / 64, 45);
  EXPECT_NEAR(none, 1000.0 * 27 / 64, 63);
}

TEST(Resolver, GivesUpWhenNobodyAnswers) {
  Parameters::Resolver nodes = Alone::at(5, 0, 0);
  nodes.secondary.loss_ratio.value = 1;
  Alone alone(nodes);
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Neighbour, 0)), std::nullopt);
  EXPECT_EQ(alone.took_ms(alone.one_of(Realm::Own, 0)), 0);
}

// Of 20 000 identifiers each is registered again every 36 s or so.
TEST(Resolver, SaysWhatWasRegisteredWhenItLearntIt) {
  Parameters::Resolver nodes = Alone::at(5, 0, 0);
  nodes.time_to_live_s.value = 1000;
  Alone alone(nodes);
  const std::string identifier = alone.one_of(Realm::Neighbour, 0);
  alone.took_ms(identifier);
  const std::int64_t learnt = alone.version;
  alone.simulation.run_until(core::Instant(seconds(900)));
  alone.took_ms(identifier);
  EXPECT_EQ(alone.version, learnt);
  EXPECT_GT(alone.registry.version(identifier, alone.simulation.now()), learnt);
  alone.simulation.run_until(core::Instant(seconds(1100)));
  alone.took_ms(identifier);
  EXPECT_GT(alone.version, learnt) << "after its time to live it is asked for anew";
}

/// An uplink over cables to a switch that keeps every message for so long.
struct OneUplink {
  OneUplink(const Parameters::Forwarding& forwarded, core::Nanoseconds delay)
      : forwarding(forwarded), network(network::build_wired(wires(delay), simulation)) {}

  static network::Wired wires(core::Nanoseconds delay) {
    network::Wired wired;
    wired.ethernet.switch_delay = delay;
    wired.devices = {{"gateway", {}}, {kHistorian, {}}};
    return wired;
  }
  /// Takes as many records, one in every 10 ms.
  void take(int records) {
    for (int i = 0; i < records; ++i) {
      const std::size_t record = ledger.due("source", simulation.now());
      ledger.read(record, simulation.now());
      uplink.take(record, 10);
      simulation.run_until(simulation.now() + milliseconds(10));
    }
  }
  [[nodiscard]] int received() const {
    int count = 0;
    for (const data::Record& row : ledger.rows()) count += row.received ? 1 : 0;
    return count;
  }

  Parameters::Forwarding forwarding;
  network::Simulation simulation{1};
  network::Network network;
  network::Messaging messaging{simulation, network};
  data::Tables tables;
  Plant plant{simulation, &network, &messaging, seconds(1000), 1, tables};
  Ledger ledger{seconds(1)};
  Uplink uplink{forwarding, "gateway", ledger, plant};
};

TEST(Uplink, PassesOnWhatItTakesInMessagesOfMany) {
  OneUplink one({}, milliseconds(1));
  one.take(300);
  one.simulation.run_until(core::Instant(seconds(30)));
  EXPECT_EQ(one.received(), 300);
  EXPECT_EQ(one.uplink.waiting(), 0U);
  // One at once, 64 after a second, and so on: 1 + 64 + 64 + 64 + 64 + 43.
  EXPECT_EQ(one.messaging.log().messages(network::FlowId(0)).size(), 6U);
}

TEST(Uplink, SendsAgainUntilItHears) {
  // There and back takes 2.8 s. The first record goes at once and, with all others, after 1 s and after 2 s. Its first
  // answer leaves 49, which go at 2.8 s and 3.8 s; just then the second comes, and it is for all.
  OneUplink one({}, milliseconds(1400));
  one.take(50);
  one.simulation.run_until(core::Instant(seconds(60)));
  EXPECT_EQ(one.received(), 50);
  EXPECT_EQ(one.uplink.waiting(), 0U);
  EXPECT_EQ(one.messaging.log().messages(network::FlowId(0)).size(), 5U);
}

TEST(Uplink, LosesTheOldestWhenItsBufferIsFull) {
  Parameters::Forwarding forwarding;
  forwarding.buffer_records.value = 20;
  OneUplink one(forwarding, seconds(30));  // longer than a message lives
  one.take(100);
  EXPECT_EQ(one.uplink.waiting(), 20U);
  EXPECT_EQ(one.received(), 0);
  for (const data::Record& row : one.ledger.rows()) EXPECT_FALSE(row.valid);
}

TEST(Ledger, AValueIsValidWhenItWasReadBeforeTheNextWasDue) {
  Ledger ledger(seconds(1));
  for (const int ms : {0, 1000, 1001}) {
    const std::size_t record = ledger.due("a", {});
    ledger.read(record, core::Instant(milliseconds(ms)));
    ledger.received(record, core::Instant(seconds(5)));
    ledger.received(record, core::Instant(seconds(9)));
  }
  const std::vector<data::Record> rows = ledger.rows();
  EXPECT_EQ(rows[0].received, core::Instant(seconds(5)));
  EXPECT_EQ(rows[0].valid, true);
  EXPECT_EQ(rows[1].valid, true);
  EXPECT_EQ(rows[2].valid, false);
}

}  // namespace
}  // namespace plantproof::plants::collection
