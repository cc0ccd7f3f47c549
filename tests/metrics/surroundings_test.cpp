#include "metrics/surroundings.hpp"

#include <gmock/gmock.h>

#include "data/evidence.hpp"
#include "metrics/kpi.hpp"
#include "metrics/parameters.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using data::AttachmentEvent;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr SignalFloor kFloor{-105, -3};

Instant at(double time_s) {
  return Instant(core::of_seconds(time_s));
}

/// A server sends a beat to each of four carts every 100 ms for 20 s. That to cart 1 fails from 10 s to 11 s.
data::Run beats() {
  data::Run run;
  run.name = "1";
  for (int cart = 1; cart <= 4; ++cart) {
    const std::string name = "cart-" + std::to_string(cart);
    run.tables.emplace<data::Device>().push_back({name, {}, {}});
    run.tables.emplace<data::Flow>().push_back({"beat-" + std::to_string(cart), "server", name, data::FlowKind::OneWay,
                                                milliseconds(100), milliseconds(50), milliseconds(200)});
    for (int i = 0; i < 200; ++i) {
      const Instant sent = at(0.1 * i);
      run.tables.emplace<data::Message>().push_back({"beat-" + std::to_string(cart), i, sent, {}, {}});
      if (cart != 1 || i < 100 || i >= 110) run.tables.emplace<data::Message>().back().received = sent;
    }
  }
  return run;
}

/// Loses the message that was sent in that tenth of a second.
void lose(data::Run& run, const std::string& flow, int tenth) {
  for (data::Message& message : run.tables.emplace<data::Message>()) {
    if (message.flow == flow && message.sequence == tenth) message.received.reset();
  }
}

void attach(data::Run& run, double time_s, const std::string& device, AttachmentEvent event) {
  run.tables.emplace<data::Attachment>().push_back({at(time_s), device, event});
}

void sample(data::Run& run, double time_s, const std::string& device, std::optional<std::string> cell,
            std::optional<double> rsrp_dbm, std::optional<double> sinr_db = 10) {
  auto& row = run.tables.emplace<data::RadioSample>().emplace_back();
  row.time = at(time_s);
  row.device = device;
  row.cell = std::move(cell);
  if (rsrp_dbm) row.ss_rsrp = core::Dbm(*rsrp_dbm);
  if (sinr_db) row.ss_sinr = core::Decibel(*sinr_db);
}

Circumstances told(const data::Run& run) {
  return Surroundings(run, {{at(10), at(11)}}).around("beat-1", at(10), at(11), kFloor);
}
std::vector<SeenCircumstance> seen(const data::Run& run) {
  return told(run).seen;
}

TEST(Surroundings, TellNothingWhereNothingElseWentWrong) {
  data::Run run = beats();
  attach(run, 0, "cart-1", AttachmentEvent::Attached);
  for (int t = 0; t < 20; ++t) sample(run, t, "cart-1", "a", -80);
  EXPECT_THAT(seen(run), IsEmpty());
  EXPECT_TRUE(told(run).is_recorded);
}

TEST(Surroundings, KnowWhenNothingElseIsRecorded) {
  data::Run run = beats();
  std::erase_if(run.tables.emplace<data::Message>(), [](const auto& message) { return message.flow != "beat-1"; });
  EXPECT_FALSE(told(run).is_recorded);
  data::Run radio = run;
  sample(radio, 11, "cart-1", "a", -80);  // it has just ended
  sample(radio, 10, "cart-2", "a", -80);  // another one's
  EXPECT_FALSE(told(radio).is_recorded);
  sample(radio, 9, "cart-1", "a", -80);
  EXPECT_TRUE(told(radio).is_recorded);
  data::Run attached = run;
  attach(attached, 0, "cart-1", AttachmentEvent::Attached);  // and since then nothing changed
  EXPECT_TRUE(told(attached).is_recorded);
}

TEST(Surroundings, KnowTimeWithoutNetwork) {
  for (const auto& [from_s, to_s, before, during] :
       {std::tuple{9.5, 9.6, true, false}, {10.2, 10.3, false, true}, {9.9, 10.1, true, true}}) {
    data::Run run = beats();
    attach(run, from_s, "cart-1", AttachmentEvent::Detached);
    attach(run, to_s, "cart-1", AttachmentEvent::Attached);
    EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::Detached, before, during})) << from_s;
  }
  data::Run other = beats();
  attach(other, 10, "cart-2", AttachmentEvent::Detached);
  attach(other, 8, "cart-1", AttachmentEvent::Detached);
  attach(other, 9, "cart-1", AttachmentEvent::Attached);  // too long before
  attach(other, 11, "cart-1", AttachmentEvent::Detached);
  EXPECT_THAT(seen(other), IsEmpty());
  data::Run never_back = beats();
  attach(never_back, 3, "cart-1", AttachmentEvent::Detached);
  EXPECT_THAT(seen(never_back), ElementsAre(SeenCircumstance{Circumstance::Detached, true, true}));
}

TEST(Surroundings, KnowWhatOneDeviceMissedAndWhenItWasOffline) {
  data::Run run = beats();
  attach(run, 9, "cart-1", AttachmentEvent::Detached);
  attach(run, 10.5, "cart-1", AttachmentEvent::Attached);
  lose(run, "beat-2", 102);
  const Surroundings surroundings(run, {});
  EXPECT_EQ(surroundings.offline("cart-1", at(10), at(20)), milliseconds(500));
  EXPECT_EQ(surroundings.offline("cart-2", at(0), at(20)), milliseconds(0));
  EXPECT_EQ(surroundings.missed("cart-1", at(10), at(10.5)), 5);
  EXPECT_EQ(surroundings.missed("server", at(10), at(10.5)), 6);
  EXPECT_EQ(surroundings.missed("nobody", at(0), at(20)), 0);
}

TEST(Surroundings, KnowAChangeOfTheCell) {
  for (const auto& [last_s, next_s, before, during] :
       {std::tuple{9.2, 9.8, true, false}, {10.2, 10.8, false, true}, {9.5, 10.5, true, true}}) {
    data::Run run = beats();
    sample(run, last_s, "cart-1", "a", -80);
    sample(run, next_s, "cart-1", "b", -80);
    EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::CellChanged, before, during})) << last_s;
  }
  data::Run run = beats();
  sample(run, 1, "cart-1", "a", -80);
  sample(run, 7, "cart-1", "b", -80);
  sample(run, 10.5, "cart-1", "b", -80);
  sample(run, 16, "cart-1", "c", -80);  // 5.5 s later: it may have changed after the down time
  EXPECT_THAT(seen(run), IsEmpty());
  sample(run, 9, "cart-1", {}, -80);
  sample(run, 9.5, "cart-2", "z", -80);
  EXPECT_THAT(seen(run), IsEmpty());
}

TEST(Surroundings, KnowAWeakSignal) {
  const auto with = [](double time_s, std::optional<double> rsrp_dbm, std::optional<double> sinr_db) {
    data::Run run = beats();
    sample(run, 1, "cart-1", "a", -80);
    sample(run, time_s, "cart-1", "a", rsrp_dbm, sinr_db);
    return seen(run);
  };
  EXPECT_THAT(with(9.5, -105.5, 10), ElementsAre(SeenCircumstance{Circumstance::WeakSignal, true, false}));
  EXPECT_THAT(with(10.5, -80, -3.5), ElementsAre(SeenCircumstance{Circumstance::WeakSignal, false, true}));
  EXPECT_THAT(with(10.5, {}, {}), ElementsAre(SeenCircumstance{Circumstance::WeakSignal, false, true}));
  EXPECT_THAT(with(10.5, -105, -3), IsEmpty());
  EXPECT_THAT(with(8.9, -120, 10), IsEmpty());
  EXPECT_THAT(with(11, -120, 10), IsEmpty());
  data::Run places_only = beats();
  sample(places_only, 10.5, "cart-1", {}, {}, {});
  EXPECT_THAT(seen(places_only), IsEmpty());
}

TEST(Surroundings, KnowOtherFlowsOfTheDevice) {
  data::Run run = beats();
  run.tables.emplace<data::Flow>().push_back(
      {"state-1", "cart-1", "server", data::FlowKind::OneWay, {}, milliseconds(50), {}});
  auto& messages = run.tables.emplace<data::Message>();
  messages.push_back({"state-1", 0, at(9.5), at(9.55), {}});  // just in time
  EXPECT_THAT(seen(run), IsEmpty());
  messages.push_back({"state-1", 1, at(10.5), at(10.56), {}});
  EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::DeviceFlows, false, true}));
  messages.push_back({"state-1", 2, at(9.6), {}, {}});
  EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::DeviceFlows, true, true}));
}

TEST(Surroundings, TakeBothEndsForDevicesWhereNoTableKnowsThem) {
  data::Run run = beats();
  run.tables.emplace<data::Device>().clear();
  EXPECT_THAT(seen(run), IsEmpty());
  lose(run, "beat-2", 105);  // from the same server
  EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::DeviceFlows, false, true}));
}

TEST(Surroundings, KnowThatEveryDeviceMissedMessages) {
  data::Run run = beats();
  for (const char* flow : {"beat-2", "beat-3"}) lose(run, flow, 105);
  EXPECT_THAT(seen(run), IsEmpty());  // cart 4 missed none
  lose(run, "beat-4", 99);
  EXPECT_THAT(seen(run), IsEmpty());  // not at the same time
  lose(run, "beat-4", 101);
  EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::EveryDevice, false, true}));
  std::erase_if(run.tables.emplace<data::Message>(),
                [](const data::Message& message) { return message.flow == "beat-3" || message.flow == "beat-4"; });
  EXPECT_THAT(seen(run), IsEmpty());  // one other device is not every device
}

TEST(Surroundings, AreListedInOneOrder) {
  data::Run run = beats();
  run.tables.emplace<data::Flow>().push_back({"state-1", "cart-1", "server", data::FlowKind::OneWay, {}, {}, {}});
  run.tables.emplace<data::Message>().push_back({"state-1", 0, at(10.5), {}, {}});
  for (const char* flow : {"beat-2", "beat-3", "beat-4"}) lose(run, flow, 95);
  sample(run, 9.5, "cart-1", "a", -120);
  sample(run, 9.6, "cart-1", "b", -80);
  attach(run, 10.1, "cart-1", AttachmentEvent::Detached);
  EXPECT_THAT(seen(run), ElementsAre(SeenCircumstance{Circumstance::Detached, false, true},
                                     SeenCircumstance{Circumstance::CellChanged, true, false},
                                     SeenCircumstance{Circumstance::WeakSignal, true, false},
                                     SeenCircumstance{Circumstance::DeviceFlows, false, true},
                                     SeenCircumstance{Circumstance::EveryDevice, true, false}));
}

/// The timeline of the availability of what carts were sent.
Timeline timeline(data::Run run) {
  const data::Evidence evidence({}, {}, {std::move(run)});
  const Kpi& kpi = *find_kpi("communication_service_availability");
  Parameters parameters;
  parameters.coverage_min_ss_rsrp_dbm = kFloor.rsrp_dbm;
  parameters.coverage_min_ss_sinr_db = kFloor.sinr_db;
  return std::get<Timeline>(kpi.pictures(evidence, parameters, core::Confidence(0.95)).at(0).body);
}

TEST(DownTimes, AreDrawnWithWhatElseWasSeenFromTheirFirstFailedMessageOn) {
  data::Run run = beats();
  attach(run, 10.1, "cart-1", AttachmentEvent::Detached);  // within the survival time
  attach(run, 10.15, "cart-1", AttachmentEvent::Attached);
  const Timeline drawn = timeline(run);
  ASSERT_EQ(drawn.runs.at(0).down.size(), 1U);
  const DownMark& mark = drawn.runs[0].down[0];
  EXPECT_DOUBLE_EQ(mark.start_s, 10.2);
  EXPECT_DOUBLE_EQ(mark.length_s, 0.8);
  EXPECT_EQ(mark.name, "beat-1");
  EXPECT_THAT(mark.circumstances.seen, ElementsAre(SeenCircumstance{Circumstance::Detached, false, true}));
  EXPECT_EQ(drawn.flows_untold, 0);
  EXPECT_EQ(drawn.floor.rsrp_dbm, kFloor.rsrp_dbm);
}

TEST(DownTimes, AreDrawnOfTheFlowsThatTellThem) {
  data::Run run = beats();
  run.tables.emplace<data::Flow>()[1].period.reset();
  run.tables.emplace<data::Flow>()[2].deadline.reset();
  run.tables.emplace<data::Flow>().push_back({"unused", "cart-1", "server", data::FlowKind::OneWay, {}, {}, {}});
  const Timeline drawn = timeline(run);
  EXPECT_EQ(drawn.runs.at(0).down.size(), 1U);
  EXPECT_EQ(drawn.flows_untold, 2);
}

}  // namespace
}  // namespace plantproof::metrics
