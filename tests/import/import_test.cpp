#include "data/import.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/mean.hpp"
#include "seed.hpp"

namespace plantproof::data {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A campaign folder of this test's own, removed with it.
class ImportTest : public ::testing::Test {
 protected:
  ImportTest() : folder_(fs::temp_directory_path() / ("plantproof-" + std::to_string(::getpid()) + "-import")) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ImportTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  /// Imports a campaign of the sources given, for line-coordination.
  Imported import_sources(const std::string& sources, const std::string& head = "") const {
    write("campaign.yaml",
          "schema: plantproof-campaign/1\nscenario: line-coordination\n" + head + "sources:\n" + sources);
    tests::keep_campaign_as_seed(folder_ / "campaign.yaml");
    return import_campaign(folder_ / "campaign.yaml");
  }
  std::string failure(const std::string& sources, const std::string& head = "") const {
    try {
      import_sources(sources, head);
    } catch (const core::InputFailure& failure) {
      return failure.errors().message(core::Language::En);
    }
    return "no failure";
  }

  fs::path folder_;
};

TEST_F(ImportTest, TakesWhoMeasuredAndWhatStandsOnTheFloorFromTheCampaign) {
  const std::string rows =
      "  - {format: inline, phase: pilot, table: devices, rows: [{device: a, stage: s, access: nr}]}\n";
  const Imported imported = import_sources(
      rows, "measured_by: 某某公司，张三\nobstacles: [{name: rack, corners_m: [[0, 0], [1, 0], [0, 1]]}]\n");
  EXPECT_EQ(imported.evidence.manifest().measured_by, "某某公司，张三");
  ASSERT_EQ(imported.evidence.manifest().obstacles.size(), 1U);
  EXPECT_EQ(imported.evidence.manifest().obstacles[0].corners.size(), 3U);
  EXPECT_THAT(failure(rows, "mesured_by: a\n"), HasSubstr("unknown key “mesured_by”; did you mean “measured_by”?"));
}

const core::SourceAccount& account(const Imported& imported, std::size_t source = 0) {
  return imported.evidence.manifest().provenance.sources.at(source);
}

template <class Row>
const std::vector<Row>& pilot_rows(const Imported& imported) {
  return *imported.evidence.runs(Phase::Pilot).at(0).tables.rows<Row>();
}

std::int64_t ns(Instant time) {
  return time.time_since_epoch().count();
}

fs::path shared(const std::string& file) {
  return fs::path(PLANTPROOF_SHARED_DATA) / file;
}

#define SKIP_WITHOUT(file) \
  if (!fs::exists(shared(file))) GTEST_SKIP() << "the field data " << shared(file) << " is not here"

TEST_F(ImportTest, KeepsEveryNanosecondOfADecimalEpoch) {
  write("log.csv", "id;sent;got\n7;1795314886.958537123;1795314886,958540\n8;1795314887;\n");
  const Imported imported = import_sources(
      "  - {path: log.csv, format: csv, phase: pilot, table: messages, delimiter: ';',\n"
      "     columns: {flow: {constant: plc1-plc2}, sequence: id, sent_ns: {column: sent, unit: s}}}\n");
  const auto& messages = pilot_rows<Message>(imported);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(ns(messages[0].sent), 1795314886958537123);
  EXPECT_EQ(messages[0].flow, "plc1-plc2");
  EXPECT_FALSE(messages[1].received.has_value());
  EXPECT_EQ(account(imported).rows_read, 2);
  EXPECT_EQ(account(imported).rows_used, 2);
}

TEST_F(ImportTest, UnderstandsDecimalCommaUnitsWordsAndFilesWithoutHeader) {
  write("units.txt",
        "\xEF\xBB\xBF"
        "1,5\tPRESS\tA1\tPASS\r\n2,25\tPRESS\tA2\tNOK\r\n");
  const Imported imported = import_sources(
      "  - {path: units.txt, format: csv, phase: pilot, table: production, delimiter: tab, decimal: ',', header: "
      "false,\n"
      "     columns: {time_ns: {column: 1, unit: s}, station: 2, unit: 3,\n"
      "               good: {column: 4, values: {PASS: 'true', NOK: 'false'}}}}\n");
  const auto& units = pilot_rows<ProducedUnit>(imported);
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(ns(units[0].time), 1'500'000'000);
  EXPECT_TRUE(units[0].good);
  EXPECT_FALSE(units[1].good);
}

TEST_F(ImportTest, JoinsASenderWithAReceiverAndTakesWhatDidNotArriveAsLost) {
  write("sent.csv", "id,t\na,100\nb,200\nc,300\n");
  write("received.csv", "packet,t\nc,390\na,150\nz,999\na,151\n");
  const Imported imported = import_sources(
      "  - path: sent.csv\n    format: csv\n    phase: pilot\n    table: messages\n"
      "    join: {path: received.csv, on: {this: id, other: packet}}\n"
      "    columns: {flow: {constant: f}, sequence: {row_number: true}, sent_ns: t, received_ns: {joined: t}}\n");
  const auto& messages = pilot_rows<Message>(imported);
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(ns(*messages[0].received), 150);
  EXPECT_FALSE(messages[1].received.has_value());
  EXPECT_EQ(ns(*messages[2].received), 390);
  EXPECT_EQ(account(imported).rows_read, 5);
  EXPECT_EQ(account(imported).rows_used, 3);
  EXPECT_EQ(account(imported).refused.at(core::Refusal::Unmatched), 1);
  EXPECT_EQ(account(imported).refused.at(core::Refusal::DuplicateKey), 1);
}

TEST_F(ImportTest, NamesTheFileAndTheLineOfAJoinedRowThatItRefuses) {
  write("sent.csv", "id,t\na,100\n");
  write("received.csv", "t,packet\n150,a\n999,z\n151,a\n7\n\xC9,b\n");
  const Imported imported = import_sources(
      "  - path: sent.csv\n    format: csv\n    phase: pilot\n    table: messages\n"
      "    join: {path: received.csv, on: {this: id, other: packet}}\n"
      "    columns: {flow: {constant: f}, sequence: {row_number: true}, sent_ns: t, received_ns: {joined: t}}\n");
  const std::string file = (folder_ / "received.csv").string();
  EXPECT_EQ(imported.refused.message(core::Language::En),
            file + ":3: key “z” has no row in " + (folder_ / "sent.csv").string() + "\n" + file +
                ":4: duplicate key “a”\n" + file + ":5: 1 cells in this row, 2 in the header\n" + file +
                ":6: this is not UTF-8 text (GBK?): save it as UTF-8\n");
}

TEST_F(ImportTest, RefusesRowsOneByOneAndCountsThemByReason) {
  write("log.csv", "seq,sent\n1,100\nx,200\n3\n4,\n1,500\n-6,600\n7,700\n");
  const Imported imported = import_sources(
      "  - {path: log.csv, format: csv, phase: pilot, table: messages,\n"
      "     columns: {flow: {constant: f}, sequence: seq, sent_ns: sent}}\n");
  EXPECT_EQ(account(imported).rows_read, 7);
  EXPECT_EQ(account(imported).rows_used, 2);
  const std::map<core::Refusal, std::int64_t> expected = {{core::Refusal::WrongType, 1},
                                                          {core::Refusal::CellCount, 1},
                                                          {core::Refusal::MissingValue, 1},
                                                          {core::Refusal::DuplicateKey, 1},
                                                          {core::Refusal::OutOfRange, 1}};
  EXPECT_EQ(account(imported).refused, expected);
  EXPECT_THAT(imported.refused.message(core::Language::En),
              AllOf(HasSubstr("log.csv:3:1: sequence: “x” is not"),
                    HasSubstr("log.csv:4: 1 cells in this row, 2 in the header"), HasSubstr("first on line 2")));
}

TEST_F(ImportTest, ReportsEveryMistakeOfACampaignAtOnceWithTheNearestName) {
  write("log.csv", "seq,sent\n1,100\n");
  const std::string message = failure(
      "  - {path: log.csv, format: cvs, phase: pilot, table: messages}\n"
      "  - {path: log.csv, format: csv, phase: pilto, table: mesages, colums: {}}\n"
      "  - {path: log.csv, format: csv, phase: pilot, table: messages,\n"
      "     columns: {flow: {constant: f}, sequence: sqe, sent_ns: {column: sent, unit: msec}, recieved_ns: sent}}\n"
      "  - {path: nowhere.csv, format: csv, phase: pilot, table: messages, columns: {}}\n",
      "timezone: Asia/Shanghia\n");
  EXPECT_THAT(message, HasSubstr("campaign.yaml:3:11: unknown timezone “Asia/Shanghia”"));
  EXPECT_THAT(message, HasSubstr("did you mean “csv”?"));
  EXPECT_THAT(message, HasSubstr("did you mean “pilot”?"));
  EXPECT_THAT(message, HasSubstr("did you mean “messages”?"));
  EXPECT_THAT(message, HasSubstr("the file has no column “sqe”; did you mean “seq”?"));
  EXPECT_THAT(message, HasSubstr("unknown “msec”; did you mean “ms”?"));
  EXPECT_THAT(message, HasSubstr("unknown key “recieved_ns”; did you mean “received_ns”?"));
  EXPECT_THAT(message, HasSubstr("nowhere.csv: cannot open the file"));
}

TEST_F(ImportTest, RefusesATimeWithoutAZoneUnlessTheCampaignNamesOne) {
  write("log.csv", "unit,at\n1,2026-08-07 11:33:05.5\n");
  const std::string source =
      "  - {path: log.csv, format: csv, phase: pilot, table: production,\n"
      "     columns: {time_ns: {column: at, unit: iso8601}, station: {constant: s}, unit: unit, good: {constant: "
      "'true'}}}\n";
  EXPECT_THAT(failure(source),
              AllOf(HasSubstr("none of the 1 rows of log.csv could be used"), HasSubstr("has no zone")));
  EXPECT_EQ(ns(pilot_rows<ProducedUnit>(import_sources(source, "timezone: Europe/Berlin\n"))[0].time),
            1786095185500000000);
}

TEST_F(ImportTest, SortsTimesThatRunBackwardsAndSaysSo) {
  write("log.csv", "seq,sent\n1,100\n2,50\n3,200\n");
  const Imported imported = import_sources(
      "  - {path: log.csv, format: csv, phase: pilot, table: messages,\n"
      "     columns: {flow: {constant: f}, sequence: seq, sent_ns: sent}}\n");
  EXPECT_EQ(pilot_rows<Message>(imported)[0].sequence, 2);
  ASSERT_EQ(account(imported).remarks.size(), 1U);
  EXPECT_EQ(account(imported).remarks[0].en,
            "1 rows of messages run backwards in time (by 50 ns at most); they were sorted");
}

TEST_F(ImportTest, RefusesAKeyThatTwoSourcesGive) {
  write("log.csv", "seq,sent\n1,100\n");
  const std::string source =
      "  - {path: log.csv, format: csv, phase: pilot, table: messages,\n"
      "     columns: {flow: {constant: f}, sequence: seq, sent_ns: sent}}\n";
  EXPECT_THAT(failure(source + source), HasSubstr("pilot/1/messages.csv:3: duplicate key (flow = f, sequence = 1)"));
}

TEST_F(ImportTest, DoesNotDrownAMisspeltKeyInTheRowsItSpoilt) {
  std::string rows = "unit,at\n";
  for (int i = 0; i < 300; ++i) rows += std::to_string(i) + ",2026-08-07 11:33:05\n";
  write("log.csv", rows);
  const std::string message = failure(
      "  - {path: log.csv, format: csv, phase: pilot, table: production,\n"
      "     columns: {time_ns: {column: at, unit: iso8601}, station: {constant: s}, unit: unit, good: {constant: "
      "'true'}}}\n",
      "timezon: Asia/Shanghai\n");
  EXPECT_THAT(message, HasSubstr("unknown key “timezon”; did you mean “timezone”?"));
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 5) << message;
}

TEST_F(ImportTest, BlamesOnlyTheFileWhenItCannotBeRead) {
  EXPECT_THAT(
      failure("  - {path: no.csv, format: csv, phase: pilot, table: radio, delimiter: ';', columns: {x_m: x}}\n"),
      ::testing::EndsWith("no.csv: cannot open the file\n"));
  write("empty.csv", "");
  EXPECT_THAT(failure("  - {path: empty.csv, format: csv, phase: pilot, table: radio, columns: {x_m: x}}\n"),
              ::testing::EndsWith("empty.csv: the file is empty, there is not even a header\n"));
}

TEST_F(ImportTest, RefusesAThousandsSeparatorWhereTheDecimalSignIsAComma) {
  write("costs.csv", "item;amount\nenergy;1.234\nstaff;1234,5\n");
  const Imported imported = import_sources(
      "  - {path: costs.csv, format: csv, phase: pilot, table: costs, delimiter: ';', decimal: ',',\n"
      "     columns: {item: item, category: item, amount_cny: amount}}\n");
  ASSERT_EQ(pilot_rows<CostItem>(imported).size(), 1U);
  EXPECT_EQ(pilot_rows<CostItem>(imported)[0].amount_cny, 1234.5);
}

TEST_F(ImportTest, TakesRowsWrittenInTheCampaign) {
  const Imported imported = import_sources(
      "  - format: inline\n    phase: pilot\n    table: shifts\n    rows:\n"
      "      - {shift: early, start_ns: '2026-08-07T06:00:00Z', end_ns: '2026-08-07T14:00:00Z', labour_hours: 16}\n");
  const auto& shifts = pilot_rows<Shift>(imported);
  ASSERT_EQ(shifts.size(), 1U);
  EXPECT_EQ(shifts[0].end - shifts[0].start, std::chrono::hours(8));
  EXPECT_EQ(shifts[0].labour_hours, 16);
}

TEST_F(ImportTest, DeclaresTheClockUncertaintyOfTheTablesASourceFilled) {
  write("log.csv", "seq,sent\n1,100\n");
  const Imported imported = import_sources(
      "  - {path: log.csv, format: csv, phase: pilot, table: messages, clock_uncertainty: 1.5 us,\n"
      "     columns: {flow: {constant: f}, sequence: seq, sent_ns: sent}}\n");
  EXPECT_EQ(imported.evidence.clock_uncertainty("messages"), core::Nanoseconds(1500));
  EXPECT_EQ(imported.evidence.clock_uncertainty("radio"), core::Nanoseconds(0));
}

TEST_F(ImportTest, DeclaresTheLargestUncertaintyOfEachClock) {
  write("log.csv", "seq,sent\n1,100\n");
  const std::string flows =
      "  - {format: inline, phase: pilot, table: flows, rows: [{flow: f, source: plc, destination: agv, kind: "
      "one_way}]}\n";
  const auto messages = [](const std::string& run, const std::string& clocks) {
    return "  - {path: log.csv, format: csv, phase: pilot, table: messages, run: " + run +
           ", clock_uncertainty: " + clocks + ",\n     columns: {flow: {constant: f}, sequence: seq, sent_ns: sent}}\n";
  };
  const Imported imported =
      import_sources(flows + messages("1", "{default: 1 us, agv: 5 us}") + messages("2", "{agv: 7 us}"));
  EXPECT_EQ(imported.evidence.clock_uncertainty(pilot_rows<Flow>(imported).at(0)), core::Nanoseconds(8000));
  EXPECT_THAT(failure(flows + messages("1", "{agv: 5 us}") + messages("2", "1 us")),
              HasSubstr("declare either the uncertainty of a delay or that of each clock, not both"));
  EXPECT_THAT(failure(flows + messages("1", "{agw: 5 us}")), HasSubstr("did you mean “agv”?"));
}

TEST_F(ImportTest, PassesOnHowManyRowsWerePlanned) {
  const Imported imported =
      import_sources("  - {format: inline, phase: pilot, table: devices, rows: [{device: a, access: nr}]}\n",
                     "planned_rows: {devices: 30}\n");
  const auto& planned = imported.evidence.manifest().provenance.planned;
  ASSERT_EQ(planned.size(), 1U);
  EXPECT_EQ(planned[0].table, "devices");
  EXPECT_EQ(planned[0].planned, 30);
}

TEST_F(ImportTest, WritesEvidenceThatOpensAgainWithItsAccounts) {
  write("log.csv", "seq,sent\n1,100\nx,200\n");
  Imported imported = import_sources(
      "  - {path: log.csv, format: csv, phase: pilot, table: messages,\n"
      "     columns: {flow: {constant: f}, sequence: seq, sent_ns: sent}}\n");
  imported.evidence.write(folder_ / "evidence");
  const Evidence evidence = Evidence::open(folder_ / "evidence");
  EXPECT_TRUE(evidence.manifest().provenance.sealed);
  EXPECT_EQ(evidence.manifest().provenance.sources.at(0).refused.at(core::Refusal::WrongType), 1);
  EXPECT_EQ(evidence.runs(Phase::Pilot).at(0).tables.rows<Message>()->size(), 1U);
}

std::string tsn_bridge(const std::string& sent, const std::string& received) {
  return "  - path: " + shared("pd-wired-5g/" + sent).string() +
         "\n    format: csv\n    phase: pilot\n    table: messages\n    header: false\n"
         "    join: {path: " +
         shared("pd-wired-5g/" + received).string() +
         ", on: 2}\n"
         "    columns: {flow: {constant: bridge}, sequence: {row_number: true}, sent_ns: 1, received_ns: {joined: "
         "1}}\n";
}
constexpr const char* kUpstream = "upstream-nocross-10pkt_per_sec.csv";
constexpr const char* kDownstream = "downstream-nocross-10pkt_per_sec.csv";

std::vector<double> delays_ns(const Imported& imported) {
  std::vector<double> delays;
  for (const Message& message : pilot_rows<Message>(imported)) {
    delays.push_back(static_cast<double>((*message.received - message.sent).count()));
  }
  return delays;
}

// Published with the data set: min 4410, max 4670, mean 4546.4 ns, 95 % interval of the mean 4543.597 .. 4549.203.
TEST_F(ImportTest, ReproducesThePublishedDelayOfATsnBridge) {
  SKIP_WITHOUT("pd-wired-5g");
  const Imported imported = import_sources(tsn_bridge(kUpstream, kDownstream));
  std::vector<double> delays = delays_ns(imported);
  EXPECT_EQ(*std::min_element(delays.begin(), delays.end()), 4410);
  EXPECT_EQ(*std::max_element(delays.begin(), delays.end()), 4670);
  // The published interval takes the packets as independent; a verdict allows for what neighbours have in common.
  const metrics::Moments moments = metrics::moments(delays);
  const double half_width = 1.959964 * std::sqrt(moments.variance / static_cast<double>(moments.n));
  EXPECT_NEAR(moments.mean, 4546.4, 0.05);
  EXPECT_NEAR(moments.mean - half_width, 4543.597, 0.0005);
  EXPECT_NEAR(moments.mean + half_width, 4549.203, 0.0005);
  const metrics::Estimate judged = metrics::mean(std::vector<metrics::Series>{{delays, {}}}, core::Confidence(0.975));
  EXPECT_LT(*judged.lower, moments.mean - half_width);
}

TEST_F(ImportTest, LeavesAReversedDelayNegative) {
  SKIP_WITHOUT("pd-wired-5g");
  const std::vector<double> delays = delays_ns(import_sources(tsn_bridge(kDownstream, kUpstream)));
  EXPECT_EQ(*std::max_element(delays.begin(), delays.end()), -4410);
}

std::string vehicle(const std::string& run, const std::string& extra = "") {
  return "  - {path: " + shared("cicv5g/" + run).string() +
         ", format: csv, phase: pilot, table: messages, delimiter: blank" + extra +
         ",\n     columns: {flow: {constant: v2n2v}, sequence: {row_number: true},\n"
         "               sent_ns: {column: pub_time(ms), unit: ms}, received_ns: {column: sub_time(ms), unit: ms}}}\n";
}

TEST_F(ImportTest, ReadsVehicleMessagesWithTheirPublishedRowCounts) {
  SKIP_WITHOUT("cicv5g");
  EXPECT_EQ(account(import_sources(vehicle("arterial_n8_v50_run01.txt"))).rows_used, 1493);
  EXPECT_EQ(account(import_sources(vehicle("arterial_n8_v50_run02.txt"))).rows_used, 1157);
}

TEST_F(ImportTest, DelaysOfVehicleMessagesAreTheirOwnDelayColumn) {
  SKIP_WITHOUT("cicv5g");
  const Imported imported = import_sources(vehicle("arterial_n8_v50_run01.txt"));
  std::ifstream file(shared("cicv5g/arterial_n8_v50_run01.txt"));
  std::multiset<std::int64_t> published;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::int64_t pub = 0;
    std::int64_t sub = 0;
    std::int64_t delay = 0;
    cells >> pub >> sub >> delay;
    published.insert(delay * 1'000'000);
  }
  std::multiset<std::int64_t> imported_delays;
  for (const double delay : delays_ns(imported)) imported_delays.insert(static_cast<std::int64_t>(delay));
  EXPECT_EQ(imported_delays, published);
}

TEST_F(ImportTest, RefusesVehicleRowsWithMoreCellsThanTheirHeader) {
  SKIP_WITHOUT("cicv5g");
  EXPECT_THAT(failure(vehicle("w2s_n8_v30_run01.txt")), HasSubstr("12 cells in this row, 10 in the header"));
  EXPECT_EQ(account(import_sources(vehicle("w2s_n8_v30_run01.txt", ", extra_cells: ignore"))).refused.size(), 0U);
}

// PID samples of a process historian, with a byte order mark, `;`, and local times without a zone.
TEST_F(ImportTest, ReadsAProcessHistorian) {
  SKIP_WITHOUT("formats");
  const std::string source = "  - {path: " + shared("formats/opc_timeseries_equinor_minSelect.csv").string() +
                             ", format: csv, phase: pilot, table: records, delimiter: ';',\n"
                             "     columns: {source: {constant: PID1}, due_ns: {column: Time, unit: iso8601},\n"
                             "               received_ns: {column: Time, unit: iso8601}, valid: {constant: 'true'}}}\n";
  EXPECT_THAT(failure(source), HasSubstr("has no zone"));
  const Imported imported = import_sources(source, "timezone: Z\n");
  EXPECT_EQ(ns(pilot_rows<Record>(imported).front().due), 1609459200000000000);
  EXPECT_EQ(account(imported).rows_read, account(imported).rows_used);
}

}  // namespace
}  // namespace plantproof::data
