#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "format.hpp"
#include "input/file.hpp"
#include "seed.hpp"
#include "time_text.hpp"

namespace plantproof::data {
namespace {

using core::Instant;
using core::Nanoseconds;
using core::Refusal;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

const Format& mqtt() {
  const auto& formats = all_formats();
  return **std::find_if(formats.begin(), formats.end(), [](const Format* format) { return format->name == "mqtt"; });
}

struct Import {
  Tables tables;
  core::SourceAccount account;
  core::InputErrors errors;
  core::InputErrors refusals;

  template <class Row>
  std::vector<Row> rows() const {
    return tables.rows<Row>() == nullptr ? std::vector<Row>() : *tables.rows<Row>();
  }
  std::int64_t refused(Refusal reason) const {
    const auto found = account.refused.find(reason);
    return found == account.refused.end() ? 0 : found->second;
  }
  std::string remarks() const {
    std::string all;
    for (const core::Text& remark : account.remarks) all += remark.en + "\n";
    return all;
  }
};

Import import_file(const std::filesystem::path& path, const std::string& options = "{}", const Zone* zone = nullptr) {
  Import result;
  tests::keep_import_as_seed("mqtt", options, path);
  const input::YamlDocument document("campaign.yaml", options, result.errors);
  Sink sink("session.log", result.tables, result.account, result.errors, result.refusals);
  mqtt().read({path, "session.log", document.root(), zone, {}}, sink);
  std::int64_t refused = 0;
  for (const auto& [reason, count] : result.account.refused) refused += count;
  EXPECT_EQ(result.account.rows_read, result.account.rows_used + refused);
  for (const core::Text& remark : result.account.remarks) EXPECT_TRUE(!remark.zh.empty() && !remark.en.empty());
  return result;
}

Import import_log(const std::string& log, const std::string& options = "{}", const Zone* zone = nullptr) {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    fmt::format("mqtt_{}.log", testing::UnitTest::GetInstance()->current_test_info()->name());
  std::ofstream(path, std::ios::binary) << log;
  Import result = import_file(path, options, zone);
  std::filesystem::remove(path);
  return result;
}

// The logs of these tests begin at 08:00:00 UTC on the day of the recorded ones; `at` is seconds after that.
std::string time_text(double at) {
  const auto ms = static_cast<int>(at * 1000 + 0.5);
  return fmt::format("2026-08-07T08:{:02}:{:02}.{:03}Z", ms / 60000, ms / 1000 % 60, ms % 1000);
}

Instant instant(double at) {
  return std::get<Instant>(parse_iso8601(time_text(at), nullptr));
}

std::string line(double at, const std::string& topic, const json& payload, const json& retain = false) {
  json record = {{"topic", topic}, {"payload", payload.dump()}, {"timestamp", time_text(at)}};
  if (!retain.is_null()) record["retain"] = retain;
  return record.dump() + "\n";
}

constexpr const char* kVehicle = "uagv/v2/maker/agv1/";
constexpr const char* kStation = "module/v1/ff/check1/";

std::string state(double at, const json& fields = json::object(), const json& retain = false) {
  json payload = {{"orderId", ""}, {"driving", false}, {"actionStates", json::array()}, {"errors", json::array()}};
  payload.update(fields);
  return line(at, std::string(kVehicle) + "state", payload, retain);
}

std::string order(double at, const json& fields, const json& retain = false) {
  return line(at, std::string(kVehicle) + "order", fields, retain);
}

std::string connection(double at, const std::string& state, const json& retain = false, const json& sent = nullptr) {
  return line(at, std::string(kVehicle) + "connection", {{"connectionState", state}, {"timestamp", sent}}, retain);
}

std::string check(double at, const std::string& id, const std::string& status, const json& result,
                  const std::string& order_id = "o1", const std::string& command = "CHECK_QUALITY") {
  const json action = {
      {"id", id}, {"command", command}, {"state", status}, {"result", result}, {"metadata", {{"workpieceId", "w1"}}}};
  return line(at, std::string(kStation) + "state", {{"orderId", order_id}, {"actionState", action}});
}

std::string production_order(double at, const std::string& topic, const std::string& id,
                             const std::string& order_state) {
  const json item = {{"orderId", id}, {"orderType", "PRODUCTION"}, {"state", order_state}, {"workpieceId", "w1"}};
  return line(at, "ccu/order/" + topic, json::array({item}));
}

json node(const std::string& id, bool released = true, const json& actions = json::array()) {
  return {{"nodeId", id}, {"sequenceId", 0}, {"released", released}, {"actions", actions}};
}

std::filesystem::path shared(const std::string& name) {
  return std::filesystem::path(PLANTPROOF_SHARED_DATA) / name;
}

std::filesystem::path recorded(const std::string& name) {
  return shared("factory-model/sessions/" + name + ".log");
}

#define SKIP_WITHOUT(path) \
  if (!std::filesystem::exists(path)) GTEST_SKIP() << (path) << " is not here"

const char* const kPassed = "red-storage-production_20260807_113213";
const char* const kFailed = "red-storage-production-nok_20260807_113739";
const char* const kStartup = "startup-clean_20260512_102831";

Instant utc(const std::string& text) {
  return std::get<Instant>(parse_iso8601(text, nullptr));
}

// UPSTREAM-INVENTORY.md: "red-storage-production: Pass", "red-storage-production-nok: RED AIQS FAILED". The times are
// read in the logs: the first RUNNING and the first FINISHED state of the one CHECK_QUALITY action, and the list of
// completed orders after it.
TEST(MqttFormat, JudgesTheItemOfThePassedSessionGood) {
  SKIP_WITHOUT(recorded(kPassed));
  const Import result = import_file(recorded(kPassed));
  const auto inspections = result.rows<Inspection>();
  ASSERT_EQ(inspections.size(), 1U);
  EXPECT_EQ(inspections[0].item, "3599c42c6416a0");
  EXPECT_EQ(inspections[0].station, "SVR4H76530");
  EXPECT_EQ(inspections[0].presented, utc("2026-08-07T09:30:10.821Z"));
  EXPECT_EQ(inspections[0].judgement, Judgement::Good);
  EXPECT_EQ(inspections[0].actual, std::nullopt);
  const auto units = result.rows<ProducedUnit>();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units[0].unit, "3599c42c6416a0");
  EXPECT_EQ(units[0].time, utc("2026-08-07T09:31:04.457Z"));
  EXPECT_TRUE(units[0].good);
}

TEST(MqttFormat, JudgesTheItemOfTheFailedSessionBad) {
  SKIP_WITHOUT(recorded(kFailed));
  const Import result = import_file(recorded(kFailed));
  const auto inspections = result.rows<Inspection>();
  ASSERT_EQ(inspections.size(), 1U);
  EXPECT_EQ(inspections[0].presented, utc("2026-08-07T09:36:40.800Z"));
  EXPECT_EQ(inspections[0].judged_at, utc("2026-08-07T09:36:49.421Z"));
  EXPECT_EQ(inspections[0].judgement, Judgement::Bad);
  const auto units = result.rows<ProducedUnit>();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_FALSE(units[0].good);
}

// Expected: for each order to the vehicle, the first state whose actionStates have the order's last action, and the
// first that has it FINISHED (a dozen lines of Python over the log, without the reader's rule of nodes and updates).
TEST(MqttFormat, TakesEveryLegOfAProductionOrderAsAMission) {
  SKIP_WITHOUT(recorded(kFailed));
  const auto missions = import_file(recorded(kFailed)).rows<Mission>();
  const std::vector<std::array<std::string, 4>> expected = {
      {"749a6632-8e8e-4055-bc07-4f6d854fbc8e/0", "09:33:25.331", "09:33:25.383", "09:33:27.541"},
      {"749a6632-8e8e-4055-bc07-4f6d854fbc8e/2", "09:33:42.598", "09:33:42.655", "09:33:54.116"},
      {"7f8bc1a4-74df-418a-880e-ac2ae5badbf2/0", "09:34:54.480", "09:34:54.545", "09:34:56.800"},
      {"7f8bc1a4-74df-418a-880e-ac2ae5badbf2/2", "09:35:38.064", "09:35:38.125", "09:35:48.375"},
      {"7f8bc1a4-74df-418a-880e-ac2ae5badbf2/6", "09:36:17.825", "09:36:17.970", "09:36:32.938"},
      {"170cce59-fc6a-4d32-ad7b-950124d4e324/0", "09:36:50.751", "09:36:50.766", "09:37:03.651"}};
  ASSERT_EQ(missions.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto time = [&](std::size_t column) { return utc("2026-08-07T" + expected[i][column] + "Z"); };
    EXPECT_EQ(missions[i].mission, expected[i][0]);
    EXPECT_EQ(missions[i].vehicle, "5iO4");
    EXPECT_EQ(missions[i].requested, time(1));
    EXPECT_EQ(missions[i].started, time(2));
    EXPECT_EQ(missions[i].finished, time(3));
    EXPECT_EQ(missions[i].distance_m, std::nullopt);
  }
}

// UPSTREAM-INVENTORY.md: 2 AGVs. By hand: 5iO4 speaks from 08:27:25.056 to 08:28:09.870; of these 44.814 s it charges
// until 26.046 (0.990) and again from 09.867 (0.003). leJ4, whose clock is eleven days behind, speaks from 25.127 to
// 08:28:25.890.
TEST(MqttFormat, FindsBothVehiclesOfTheStartupWhateverTheirClocks) {
  SKIP_WITHOUT(recorded(kStartup));
  const Import result = import_file(recorded(kStartup));
  const auto vehicles = result.rows<VehicleService>();
  ASSERT_EQ(vehicles.size(), 2U);
  EXPECT_EQ(vehicles[0].vehicle, "5iO4");
  EXPECT_EQ(vehicles[0].in_service, milliseconds(44814));
  EXPECT_EQ(vehicles[0].available, milliseconds(43821));
  EXPECT_EQ(vehicles[1].vehicle, "leJ4");
  EXPECT_EQ(vehicles[1].in_service, milliseconds(60763));
  EXPECT_EQ(vehicles[1].available, milliseconds(60763));
  EXPECT_EQ(result.rows<Mission>().size(), 1U);
  EXPECT_EQ(result.rows<Inspection>().size(), 0U);
  EXPECT_EQ(result.rows<ProducedUnit>().size(), 0U);
}

// Expected: `grep -c .` for the lines; used is what the topics match, grep -cE '^\{"topic":
// "([^/"]+/v[0-9]+/[^"]+/(state|connection| order)|ccu/order/(active|response|completed))"', less `module/.../order`
// (stations), less one state whose orderId is the number 0. Stations: `grep -oE 'v1/ff/[^/]+/connection' | sort -u`.
TEST(MqttFormat, AccountsForEveryLineOfARecordedSession) {
  SKIP_WITHOUT(recorded(kPassed));
  const auto expect = [](const char* name, std::int64_t read, std::int64_t used, std::size_t devices) {
    const Import result = import_file(recorded(name));
    EXPECT_EQ(result.account.rows_read, read) << name;
    EXPECT_EQ(result.account.rows_used, used) << name;
    EXPECT_EQ(result.rows<Device>().size(), devices) << name;
    EXPECT_EQ(result.rows<Attachment>().size(), 5U) << name;
    EXPECT_TRUE(result.errors.empty()) << name;
  };
  expect(kPassed, 1355, 243 - 14, 5 + 1);
  expect(kFailed, 1228, 221 - 11, 5 + 1);
  expect(kStartup, 413, 62 - 1, 5 + 2);
}

// Expected: min and max of receive - payload time over the states and orders, by Python; 85 connection messages repeat
// a time of 2.5 hours before. (The published -51 .. 151 ms is of the vehicle alone; a station's states lag by up to 975
// ms.)
TEST(MqttFormat, StatesTheRangeOfTheClocksWithoutOldTimes) {
  SKIP_WITHOUT(recorded(kFailed));
  const std::string remarks = import_file(recorded(kFailed)).remarks();
  EXPECT_THAT(remarks, HasSubstr("sender's time: 117; receive minus payload time is -51 .. 975 ms"));
  EXPECT_THAT(remarks, HasSubstr("from before the log: 85 "));
  EXPECT_THAT(remarks, HasSubstr("completed orders that ended before the log: 20;"));
}

TEST(MqttFormat, TellsTheResultOfAnInspectionFromItsStatus) {
  const Import result = import_log(check(1, "a1", "RUNNING", nullptr) + check(2, "a1", "RUNNING", "FAILED") +
                                   check(3, "a1", "FINISHED", "FAILED") + check(4, "a1", "FINISHED", "FAILED"));
  const auto inspections = result.rows<Inspection>();
  ASSERT_EQ(inspections.size(), 1U);
  EXPECT_EQ(inspections[0].presented, instant(1));
  EXPECT_EQ(inspections[0].judged_at, instant(3));
  EXPECT_EQ(inspections[0].judgement, Judgement::Bad);
  EXPECT_EQ(result.account.rows_used, 4);
}

TEST(MqttFormat, NeverCallsAUnitGoodThatWasJudgedBad) {
  const Import result =
      import_log(production_order(0, "active", "o1", "IN_PROGRESS") + check(1, "a1", "RUNNING", nullptr) +
                 check(3, "a1", "FINISHED", "FAILED") + production_order(9, "completed", "o1", "FINISHED"));
  const auto units = result.rows<ProducedUnit>();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_FALSE(units[0].good);
}

TEST(MqttFormat, LeavesAnItemUnjudgedWhoseCheckCameToNoResult) {
  const Import result = import_log(check(1, "a1", "WAITING", nullptr) + check(2, "a1", "INITIALIZING", nullptr) +
                                   check(3, "a1", "FAILED", nullptr) + check(4, "old", "FINISHED", "PASSED"));
  const auto inspections = result.rows<Inspection>();
  ASSERT_EQ(inspections.size(), 1U);
  EXPECT_EQ(inspections[0].presented, instant(2));
  EXPECT_EQ(inspections[0].judged_at, std::nullopt);
  EXPECT_EQ(inspections[0].judgement, std::nullopt);
  EXPECT_THAT(result.remarks(), HasSubstr("without a result PASSED or FAILED: 1;"));
  EXPECT_THAT(result.remarks(), HasSubstr("whose start is not in the log: 1;"));
}

TEST(MqttFormat, NamesAnItemThatComesAgainApart) {
  const Import result = import_log(check(1, "b", "RUNNING", nullptr) + check(2, "b", "FINISHED", "FAILED") +
                                   check(5, "a", "RUNNING", nullptr) + check(6, "a", "FINISHED", "PASSED"));
  const auto inspections = result.rows<Inspection>();
  ASSERT_EQ(inspections.size(), 2U);
  EXPECT_EQ(inspections[0].item, "w1");
  EXPECT_EQ(inspections[0].judgement, Judgement::Bad);
  EXPECT_EQ(inspections[1].item, "w1#2");
  EXPECT_EQ(inspections[1].judgement, Judgement::Good);
}

TEST(MqttFormat, InspectsByTheActionTheCampaignNames) {
  const std::string log =
      check(1, "a", "RUNNING", nullptr, "o1", "weigh") + check(2, "a", "FINISHED", "PASSED", "o1", "weigh");
  EXPECT_EQ(import_log(log).rows<Inspection>().size(), 0U);
  EXPECT_EQ(import_log(log, "quality_check: weigh").rows<Inspection>().size(), 1U);
}

TEST(MqttFormat, CountsNoUnitThatWasCompletedBeforeTheLog) {
  const std::string list = production_order(1, "completed", "old", "FINISHED");
  const Import result = import_log(list + production_order(2, "active", "new", "IN_PROGRESS") +
                                   production_order(3, "completed", "new", "CANCELLED") +
                                   production_order(4, "completed", "new", "FINISHED") +
                                   production_order(5, "completed", "new", "FINISHED"));
  const auto units = result.rows<ProducedUnit>();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units[0].time, instant(4));
  EXPECT_TRUE(units[0].good);
  EXPECT_THAT(result.remarks(), HasSubstr("ended before the log: 1;"));
}

TEST(MqttFormat, RefusesATruncatedLineWithItsLineAndColumn) {
  const Import result = import_log(state(0) + R"({"topic": "a/v2/b/c/st)");
  EXPECT_EQ(result.account.rows_used, 1);
  EXPECT_EQ(result.refused(Refusal::Malformed), 1);
  ASSERT_EQ(result.refusals.kept().size(), 1U);
  EXPECT_EQ(result.refusals.kept()[0].where, (core::Position{"session.log", 2, 23}));
}

TEST(MqttFormat, CountsColumnsInCharactersAndNeverPastTheLine) {
  const std::string cut = R"({"topic":"uagv/v2/制造商/agv1/state)";
  EXPECT_EQ(import_log(cut + "\n").refusals.message(core::Language::En),
            "session.log:1:33: the line is no whole JSON: character 33 does not fit\n");
  EXPECT_EQ(import_log(cut + "\x8D\x8A\n").refusals.message(core::Language::En),
            "session.log:1:33: the line is no whole JSON: character 33 does not fit\n");
  const std::string broken =
      R"({"topic":"uagv/v2/制造商/agv1/state","timestamp":"2026-08-07T08:00:00Z","payload":"{\"车间\":x}"})";
  EXPECT_EQ(import_log(broken).refusals.message(core::Language::En),
            "session.log:1:70: the payload is no whole JSON: character 7 does not fit\n");
}

TEST(MqttFormat, RefusesANumberThatNoDoubleHolds) {
  const std::string head = R"({"topic":"uagv/v2/maker/agv1/state","timestamp":"2026-08-07T08:00:00Z",)";
  const Import import =
      import_log(head + R"("n":1e999,"payload":"{}"})" + "\n" + head + R"("payload":"{\"n\":-1e999}"})");
  EXPECT_EQ(import.refusals.message(core::Language::En),
            "session.log:1: a number in the JSON is out of range\n"
            "session.log:2:72: a number in the JSON is out of range\n");
  EXPECT_EQ(import.refused(Refusal::OutOfRange), 2);
}

TEST(MqttFormat, MindsABrokenPayloadOnlyWhereItReadsTheTopic) {
  const Import result =
      import_log(R"({"topic": "a/v2/b/c/state", "payload": "{\"driving\": tr", "timestamp": "2026-08-07T08:00:00Z"}
{"topic": "a/v2/b/c/visualization", "payload": "{\"driving\": tr", "timestamp": "2026-08-07T08:00:00Z"}
)");
  EXPECT_EQ(result.refused(Refusal::Malformed), 1);
  EXPECT_EQ(result.refused(Refusal::NotRelevant), 1);
  ASSERT_EQ(result.refusals.kept().size(), 1U) << "what is only not relevant is counted, not complained of";
  EXPECT_EQ(result.refusals.kept()[0].where, (core::Position{"session.log", 1, 29}));
}

TEST(MqttFormat, RefusesWhatIsNoMessageAsNotRelevant) {
  const Import result = import_log(R"({"_kind": "session_meta", "recordingStartedAt": "2026-08-07T11:32:37.004"}
[1, 2]

{"topic": "osf/arduino/gas/state", "payload": "{}", "timestamp": "2026-08-07T08:00:00Z"}
)");
  EXPECT_EQ(result.account.rows_read, 3);
  EXPECT_EQ(result.refused(Refusal::NotRelevant), 3);
}

TEST(MqttFormat, SaysWhichFieldOfAMessageIsWrong) {
  const auto refusal = [](const std::string& log) {
    const Import result = import_log(log);
    EXPECT_EQ(result.account.rows_used, 0) << log;
    return result.refusals.kept().empty() ? "" : result.refusals.kept()[0].message(core::Language::En);
  };
  EXPECT_THAT(refusal(connection(0, "ONLIN")), HasSubstr("unknown connectionState “ONLIN”; did you mean “ONLINE”?"));
  EXPECT_THAT(refusal(line(0, "a/v2/b/c/connection", json::object())), HasSubstr("“connectionState” is missing"));
  EXPECT_THAT(refusal(state(0, {{"paused", "yes"}})), HasSubstr("“paused” should be true or false, it is \"yes\""));
  EXPECT_THAT(refusal(state(0, {{"orderUpdateId", 1.5}})),
              HasSubstr("“orderUpdateId” should be a 64-bit whole number, it is 1.5"));
  EXPECT_THAT(refusal(state(0, {{"orderUpdateId", std::uint64_t{1} << 63U}})),
              HasSubstr("“orderUpdateId” should be a 64-bit whole number, it is 9223372036854775808"));
  EXPECT_THAT(refusal(state(0, {{"errors", {1}}})), HasSubstr("“errors” should be a list of objects, it is array"));
  EXPECT_THAT(refusal(order(0, {{"nodes", {node("n")}}})), HasSubstr("“orderId” is missing"));
  EXPECT_THAT(refusal(line(0, "a/v2/b/c/state", 7)), HasSubstr("the payload is not a JSON object"));
  EXPECT_THAT(refusal(R"({"topic": "a/v2/b/c/state", "payload": "{}"})"),
              HasSubstr("session.log:1: there is no timestamp"));
  EXPECT_THAT(refusal(R"({"topic": "a/v2/b/c/state", "payload": "{}", "timestamp": "noon"})"),
              HasSubstr("“noon” is not an ISO"));
  EXPECT_THAT(refusal(R"({"topic": "a/v2/b/c/state", "timestamp": "2026-08-07T08:00:00Z"})"),
              HasSubstr("there is no payload"));
}

TEST(MqttFormat, NeedsAZoneForATimeWithoutOne) {
  const std::string log =
      R"({"topic": "a/v2/b/c/connection", "payload": {"connectionState": "ONLINE"}, "timestamp": "2026-08-07 16:00:00"})";
  const Import without = import_log(log);
  EXPECT_EQ(without.refused(Refusal::WrongType), 1);
  EXPECT_THAT(without.refusals.kept()[0].what.en, HasSubstr("has no zone"));
  const Zone shanghai = *Zone::parse("Asia/Shanghai");
  const auto attachments = import_log(log, "{}", &shanghai).rows<Attachment>();
  ASSERT_EQ(attachments.size(), 1U);
  EXPECT_EQ(attachments[0].time, instant(0));
}

TEST(MqttFormat, DatesNothingByARetainedCopy) {
  const Import result =
      import_log(order(0, {{"orderId", "o"}, {"nodes", {node("n")}}}, true) +
                 state(1, {{"orderId", "o"}, {"lastNodeId", "n"}}, true) + connection(2, "ONLINE", true, time_text(0)) +
                 production_order(3, "completed", "p", "FINISHED") + state(5, {{"orderId", "o"}}));
  EXPECT_EQ(result.rows<Mission>().size(), 0U);
  EXPECT_EQ(result.rows<VehicleService>().at(0).in_service, Nanoseconds(0));
  // It was online before the log; the first live message shows it still is.
  const auto attachments = result.rows<Attachment>();
  ASSERT_EQ(attachments.size(), 1U);
  EXPECT_EQ(attachments[0].time, instant(5));
  EXPECT_EQ(result.refused(Refusal::NotRelevant), 2);
  EXPECT_THAT(result.remarks(), HasSubstr("retained copies of messages from before the log: 3;"));
}

TEST(MqttFormat, TakesATopicsFirstMessageForACopyWhenItsTimeIsOldAndTheRecorderKeptNoFlag) {
  const auto old_order = [](double at, const std::string& id, const json& retain) {
    return order(at, {{"orderId", id}, {"nodes", {node("n")}}, {"timestamp", "2026-08-07T06:00:00Z"}}, retain);
  };
  const std::string begin = state(0, json::object(), nullptr);
  EXPECT_EQ(import_log(begin + old_order(1, "o", nullptr)).rows<Mission>().size(), 0U);
  EXPECT_EQ(import_log(begin + old_order(1, "o", nullptr) + old_order(2, "p", nullptr)).rows<Mission>().size(), 1U);
  // The broker says that it is live: then it is the sender's clock that is wrong.
  EXPECT_EQ(import_log(begin + old_order(1, "o", false)).rows<Mission>().size(), 1U);
}

// VDA 5050 6.14: a last will's "timestamp and headerId fields will always be outdated".
TEST(MqttFormat, BelievesALastWillForAllItsOldTime) {
  const Import result =
      import_log(connection(0, "ONLINE", nullptr, time_text(0)) +
                 connection(10, "CONNECTIONBROKEN", nullptr, "2026-08-07T02:00:00Z") +
                 connection(12, "CONNECTIONBROKEN", nullptr, "2026-08-07T02:00:00Z") +
                 connection(20, "ONLINE", nullptr, time_text(20)) + connection(30, "OFFLINE", nullptr, time_text(30)));
  std::vector<std::pair<Instant, AttachmentEvent>> events;
  for (const Attachment& attachment : result.rows<Attachment>()) events.emplace_back(attachment.time, attachment.event);
  EXPECT_THAT(events, ElementsAre(std::pair(instant(0), AttachmentEvent::Attached),
                                  std::pair(instant(10), AttachmentEvent::Detached),
                                  std::pair(instant(20), AttachmentEvent::Attached),
                                  std::pair(instant(30), AttachmentEvent::Detached)));
  EXPECT_EQ(result.account.rows_used, 5);
  EXPECT_THAT(result.remarks(), testing::Not(HasSubstr("sender's time")));
}

TEST(MqttFormat, ConnectsDevicesAsTheCampaignSays) {
  EXPECT_EQ(import_log(connection(0, "ONLINE")).rows<Device>().at(0).access, std::nullopt);
  EXPECT_EQ(import_log(connection(0, "ONLINE"), "access: nr").rows<Device>().at(0).access, Access::Nr);
  const Import wrong = import_log(connection(0, "ONLINE"), "access: wiffi");
  ASSERT_EQ(wrong.errors.count(), 1U);
  EXPECT_THAT(wrong.errors.kept()[0].what.en, HasSubstr("wifi"));
}

// What a state says holds for the 10 s until the next one, of 20 s in service.
TEST(MqttFormat, CountsAVehicleAvailableOnlyWhenItCouldTakeAnOrder) {
  const auto available = [](const json& fields) {
    const Import result = import_log(state(0, fields) + state(10) + state(20));
    EXPECT_EQ(result.rows<VehicleService>().at(0).in_service, seconds(20));
    return result.rows<VehicleService>().at(0).available;
  };
  EXPECT_EQ(available(json::object()), seconds(20));
  EXPECT_EQ(available({{"paused", true}}), seconds(10));
  EXPECT_EQ(available({{"batteryState", {{"charging", true}}}}), seconds(10));
  EXPECT_EQ(available({{"powerSupply", {{"charging", true}}}}), seconds(10));
  EXPECT_EQ(available({{"safetyState", {{"eStop", "MANUAL"}}}}), seconds(10));
  EXPECT_EQ(available({{"safetyState", {{"eStop", "NONE"}}}}), seconds(20));
  EXPECT_EQ(available({{"operatingMode", "SERVICE"}}), seconds(10));
  EXPECT_EQ(available({{"operatingMode", "SEMIAUTOMATIC"}}), seconds(20));
  EXPECT_EQ(available({{"errors", {{{"errorLevel", "FATAL"}}}}}), seconds(10));
  EXPECT_EQ(available({{"errors", {{{"errorLevel", "WARNING"}}}}}), seconds(20));
  EXPECT_EQ(available({{"errors", {{{"errorLevel", "WARNING"}}, {{"errorType", "x"}}}}}), seconds(10));
}

TEST(MqttFormat, CountsAVehicleUnavailableFromItsDisconnectionToItsNextState) {
  const Import result = import_log(connection(0, "ONLINE") + state(0) + connection(10, "CONNECTIONBROKEN") +
                                   connection(14, "ONLINE") + state(15) + state(21) + connection(25, "OFFLINE"));
  const auto vehicle = result.rows<VehicleService>().at(0);
  EXPECT_EQ(vehicle.in_service, seconds(21));
  EXPECT_EQ(vehicle.available, seconds(10 + 6));
}

TEST(MqttFormat, SaysHowLongAVehicleWasSilent) {
  EXPECT_THAT(import_log(state(0) + state(30) + state(60)).remarks(), testing::Not(HasSubstr("no state of")));
  EXPECT_THAT(import_log(state(0) + state(31)).remarks(), HasSubstr("no state of vehicle agv1 for 31 s"));
}

TEST(MqttFormat, ReadsMessagesInTheOrderOfTheirReceipt) {
  const Import result = import_log(state(10, {{"paused", true}}) + state(0) + state(30));
  EXPECT_EQ(result.rows<VehicleService>().at(0).in_service, seconds(30));
  EXPECT_EQ(result.rows<VehicleService>().at(0).available, seconds(10));
}

json drive_state(const std::string& order_id, int update, const std::string& node_id, const json& nodes_left,
                 const std::string& action_status) {
  return {{"orderId", order_id},
          {"orderUpdateId", update},
          {"lastNodeId", node_id},
          {"nodeStates", nodes_left},
          {"actionStates", {{{"actionId", "drop"}, {"actionType", "drop"}, {"actionStatus", action_status}}}}};
}

// VDA 5050 6.6.2: the horizon is only announced; an update that comes before its end is the same order.
TEST(MqttFormat, FollowsAnOrderThroughItsUpdatesToTheEndOfTheLastOne) {
  const json drop = {{{"actionId", "drop"}, {"actionType", "drop"}, {"blockingType", "HARD"}}};
  const json left = {{{"nodeId", "c"}}};
  const json nothing = json::array();
  const auto log = [&](const std::string& end) {
    return order(0,
                 {{"orderId", "o"}, {"orderUpdateId", 0}, {"nodes", {node("a"), node("b"), node("c", false, drop)}}}) +
           state(1, drive_state("o", 0, "a", left, "WAITING")) +
           order(2, {{"orderId", "o"}, {"orderUpdateId", 1}, {"nodes", {node("b"), node("c", true, drop)}}}) +
           order(3, {{"orderId", "o"}, {"orderUpdateId", 1}, {"nodes", {node("b"), node("c", true, drop)}}}) +
           state(4, drive_state("o", 0, "c", nothing, "FINISHED")) +
           state(5, drive_state("o", 1, "b", left, "WAITING")) +
           state(6, drive_state("o", 1, "c", nothing, "RUNNING")) + state(7, drive_state("o", 1, "c", nothing, end)) +
           state(8, drive_state("o", 1, "c", nothing, end));
  };
  const auto finished = import_log(log("FINISHED")).rows<Mission>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].mission, "o/0");
  EXPECT_EQ(finished[0].vehicle, "agv1");
  EXPECT_EQ(finished[0].requested, instant(0));
  EXPECT_EQ(finished[0].started, instant(1));
  EXPECT_EQ(finished[0].finished, instant(7));
  EXPECT_EQ(import_log(log("FAILED")).rows<Mission>().at(0).finished, std::nullopt);
  EXPECT_EQ(import_log(log("RUNNING")).rows<Mission>().at(0).finished, std::nullopt);
}

TEST(MqttFormat, FinishesARoundTripOnlyWhenNoNodeIsLeft) {
  const json there = {{{"nodeId", "b"}}, {{"nodeId", "a"}}};
  const auto missions = import_log(order(0, {{"orderId", "o"}, {"nodes", {node("a"), node("b"), node("a")}}}) +
                                   state(1, {{"orderId", "o"}, {"lastNodeId", "a"}, {"nodeStates", there}}) +
                                   state(9, {{"orderId", "o"}, {"lastNodeId", "a"}}))
                            .rows<Mission>();
  ASSERT_EQ(missions.size(), 1U);
  EXPECT_EQ(missions[0].started, instant(1));
  EXPECT_EQ(missions[0].finished, instant(9));
}

TEST(MqttFormat, LeavesAnOrderUnfinishedThatAnotherReplaces) {
  const json drive = {{"orderId", "p"}, {"lastNodeId", "b"}};
  const Import result = import_log(order(0, {{"orderId", "o"}, {"nodes", {node("a"), node("b")}}}) +
                                   order(1, {{"orderId", "p"}, {"nodes", {node("a"), node("b")}}}) + state(2, drive) +
                                   state(3, {{"orderId", "q"}, {"lastNodeId", "b"}}));
  const auto missions = result.rows<Mission>();
  ASSERT_EQ(missions.size(), 2U);
  EXPECT_EQ(missions[0].started, std::nullopt);
  EXPECT_EQ(missions[0].finished, std::nullopt);
  EXPECT_EQ(missions[1].finished, instant(2));
  EXPECT_THAT(result.remarks(), HasSubstr("orders that states name and no request in the log: 1;"));
}

TEST(MqttFormat, TakesAnOrderToAStationForNoTransport) {
  const Import result =
      import_log(line(0, std::string(kStation) + "order", {{"orderId", "o"}, {"action", {{"id", "a"}}}}));
  EXPECT_EQ(result.rows<Mission>().size(), 0U);
  EXPECT_EQ(result.refused(Refusal::NotRelevant), 1);
}

// The samples are openTCS's own tests of its VDA 5050 messages. Their vehicle is in an emergency stop (AUTOACK)
// throughout; without it and the FATAL error of the fuller ones it would be available.
TEST(MqttFormat, ReadsTheStandardsOwnLayout) {
  const auto folder = shared("vda5050/opentcs_samples");
  SKIP_WITHOUT(folder);
  const auto sample = [&](const std::string& name) { return json::parse(input::read_file(folder / (name + ".json"))); };
  const std::string vehicle = "uagv/v2/manufacturer/serial-number/";
  for (const std::string version : {"v1_1_", "v2_0_"}) {
    json done = sample(version + "StateTest.jsonSampleMinimal");
    done["orderId"] = "some-order-id";
    done["lastNodeId"] = "source-node";
    json ready = sample(version + "StateTest.jsonSampleMinimal");
    ready["safetyState"]["eStop"] = "NONE";
    const Import result = import_log(
        line(0, vehicle + "connection", sample(version + "ConnectionTest.jsonSample")) +
        line(1, vehicle + "state", sample(version + "StateTest.jsonSampleFull")) +
        line(2, vehicle + "state", sample(version + "StateTest.deserializeJsonWithNullForOptionalFields")) +
        line(3, vehicle + "state", sample(version + "StateTest.deserializeJsonWithNullForOptionalRootFields")) +
        line(4, vehicle + "order", sample(version + "OrderTest.jsonSampleMinimal")) + line(5, vehicle + "state", done) +
        line(6, vehicle + "order", sample(version + "OrderTest.jsonSampleFull")) + line(7, vehicle + "state", ready) +
        line(11, vehicle + "state", sample(version + "StateTest.jsonSampleMinimal")));
    EXPECT_EQ(result.account.rows_used, 9) << result.refusals.message(core::Language::En);
    EXPECT_EQ(result.rows<Attachment>().at(0).device, "serial-number");
    EXPECT_EQ(result.rows<Attachment>().at(0).time, instant(0));
    EXPECT_EQ(result.rows<VehicleService>().at(0).in_service, seconds(10));
    EXPECT_EQ(result.rows<VehicleService>().at(0).available, seconds(4));
    // The full order repeats the minimal one's orderId and update.
    ASSERT_EQ(result.rows<Mission>().size(), 1U);
    EXPECT_EQ(result.rows<Mission>()[0].mission, "some-order-id/0");
    EXPECT_EQ(result.rows<Mission>()[0].started, instant(5));
    EXPECT_EQ(result.rows<Mission>()[0].finished, instant(5));
  }
}

TEST(MqttFormat, ReadsAnEmptyLogToNothing) {
  const Import result = import_log("");
  EXPECT_EQ(result.account.rows_read, 0);
  EXPECT_TRUE(result.account.remarks.empty());
  EXPECT_EQ(result.tables.rows<Mission>(), nullptr);
}

}  // namespace
}  // namespace plantproof::data
