#include "data/table_io.hpp"

#include <gmock/gmock.h>

#include "random_rows.hpp"
#include "temporary_folder.hpp"

namespace plantproof::data {
namespace {

using plantproof::tests::TemporaryFolder;
using testing::HasSubstr;
using testing::StartsWith;

/// What reading this text as a table complains of, under the name "t.csv".
template <class Row>
std::string complaints(std::string_view text, const References& references = {}) {
  const TemporaryFolder folder;
  core::InputErrors errors;
  read_table<Row>(folder.write("t.csv", text), "t.csv", references, errors);
  return errors.message(core::Language::En);
}

template <class Row>
std::vector<Row> rows(std::string_view text) {
  const TemporaryFolder folder;
  core::InputErrors errors;
  auto result = read_table<Row>(folder.write("t.csv", text), "t.csv", {}, errors).rows;
  EXPECT_EQ(errors.message(core::Language::En), "");
  return result;
}

TEST(ReadTable, ReadsEveryTypeOfCell) {
  const auto messages =
      rows<Message>("flow,sequence,sent_ns,received_ns,bytes\nagv,0,-5,12,64\n\"a,b\",1,1754559185173722001,,\n");
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].sent, Instant(Nanoseconds(-5)));
  EXPECT_EQ(messages[0].bytes, 64);
  EXPECT_EQ(messages[1].flow, "a,b");
  EXPECT_EQ(messages[1].sent, Instant(Nanoseconds(1'754'559'185'173'722'001)));
  EXPECT_EQ(messages[1].received, std::nullopt);
  EXPECT_EQ(messages[1].bytes, std::nullopt);
  EXPECT_EQ(rows<Device>("device,stage,access\n1,,wifi\n")[0].access, Access::Wifi);
  EXPECT_EQ(rows<RadioSample>("time_ns,device,x_m,y_m,cell,ss_rsrp_dbm,ss_sinr_db\n0,ue,-1.5,2e1,,-200,\n")[0].ss_rsrp,
            core::Dbm(-200));
}

/// Messages of several blocks of the file, two flows in turn, with line `bad` as given; the first row is on line 2.
std::string many_messages(std::size_t bad, const std::string& line) {
  std::string text = "flow,sequence,sent_ns,received_ns,bytes\n";
  for (std::size_t i = 2; i < 100'000; ++i) {
    const std::string number = std::to_string(i / 2);
    text += i == bad ? line : (i % 2 == 0 ? "even," : "odd,") + number + "," + number + "," + number + ",1";
    text += '\n';
  }
  return text;
}

TEST(ReadTable, IsTheSameWhateverBlocksTheFileIsReadIn) {
  const auto messages = rows<Message>(many_messages(0, ""));
  ASSERT_EQ(messages.size(), 99'998U);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    ASSERT_EQ(messages[i].flow, i % 2 == 0 ? "even" : "odd") << i;
    ASSERT_EQ(messages[i].sequence, static_cast<std::int64_t>((i + 2) / 2)) << i;
  }
}

TEST(ReadTable, IsTheSameInBlocksOfAnySize) {
  const TemporaryFolder folder;
  const auto path = folder.write("t.csv",
                                 "\xEF\xBB\xBF"
                                 "flow,sequence,sent_ns,received_ns,bytes\r\n\r\n"
                                 "\"a,1\",1,10,20,5\r\na,2,11,,\n\na,2,12,13,5\n\"b\"\"\",1,10,30,5\na,3,12,x,5\n"
                                 "a,1\na,\"1,1\na,4,9,,7");
  const auto read_in = [&](std::size_t block_bytes) {
    core::InputErrors errors;
    const auto read = read_table<Message>(path, "t.csv", {}, errors, block_bytes);
    return read.sha256 + "\n" + write_table(read.rows) + errors.message(core::Language::En);
  };
  const std::string whole = read_in(TextBlocks::kBlock);
  EXPECT_THAT(whole, HasSubstr("\"a,1\",1,10,20,5\na,2,11,,\n"));
  EXPECT_THAT(whole, HasSubstr("t.csv:6:1: duplicate key (flow = a, sequence = 2), first on line 4\n"));
  for (std::size_t block_bytes = 3; block_bytes < 200; ++block_bytes)
    EXPECT_EQ(read_in(block_bytes), whole) << block_bytes;
}

TEST(ReadTable, NamesTheLineOfAnErrorInAnyBlock) {
  EXPECT_EQ(complaints<Message>(many_messages(90'001, "odd,x,45000,,1")),
            "t.csv:90001:5: sequence: “x” is not a 64-bit whole number\n");
  EXPECT_EQ(complaints<Message>(many_messages(90'001, "odd,45000,45000")),
            "t.csv:90001:16: 3 cells in this row, 5 in the header\n");
  EXPECT_EQ(complaints<Message>(many_messages(90'001, "odd,7,45000,,1")),
            "t.csv:90001:1: duplicate key (flow = odd, sequence = 7), first on line 15\n");
  EXPECT_EQ(complaints<Message>(many_messages(90'001, "odd,45000,44998,,1")),
            "t.csv:90001:11: time runs backwards: 1 ns before line 89999\n");
}

TEST(ReadTable, NamesTheLinesOfSeveralRowsThatBreakARule) {
  std::string text = many_messages(90'001, "odd,7,45000,,1");
  text += "odd,8,50000,,1\n even,1,0,,1,\neven,60000,3,,1\n";
  EXPECT_EQ(complaints<Message>(text),
            "t.csv:90001:1: duplicate key (flow = odd, sequence = 7), first on line 15\n"
            "t.csv:100000:1: duplicate key (flow = odd, sequence = 8), first on line 17\n"
            "t.csv:100001:14: 6 cells in this row, 5 in the header\n"
            "t.csv:100002:12: time runs backwards: 49996 ns before line 99998\n");
}

TEST(SeenNumbers, TellWhereANumberWasSeenInWhateverOrder) {
  SeenNumbers seen;
  for (const std::int64_t number : {5, 6, 7, 3, 4, 100, -2}) EXPECT_EQ(seen.see(number, 10), std::nullopt) << number;
  EXPECT_EQ(seen.see(8, 20), std::nullopt);
  EXPECT_EQ(seen.see(8, 30), 20U);
  for (const std::int64_t number : {3, 4, 5, 6, 7, 100, -2}) EXPECT_EQ(seen.see(number, 40), 10U) << number;
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(seen.see(kMost, 50), std::nullopt);
  EXPECT_EQ(seen.see(kLeast, 60), std::nullopt);
  EXPECT_EQ(seen.see(kMost, 70), 50U);
  EXPECT_EQ(seen.see(kLeast, 70), 60U);
}

TEST(ReadTable, TakesColumnsInAnyOrder) {
  const auto devices = rows<Device>("access,device,stage\nnr,camera,welding\n");
  EXPECT_EQ(devices.at(0).device, "camera");
  EXPECT_EQ(devices.at(0).stage, "welding");
}

TEST(ReadTable, OfAHeaderAloneHasNoRows) {
  EXPECT_TRUE(rows<Device>("device,stage,access\n").empty());
  EXPECT_TRUE(rows<Device>("device,stage,access").empty());
}

TEST(ReadTable, RefusesAFileWithoutAHeader) {
  EXPECT_EQ(complaints<Device>(""), "t.csv: the file is empty, there is not even a header\n");
  EXPECT_EQ(complaints<Device>("\n\r\n"), "t.csv: the file is empty, there is not even a header\n");
}

TEST(ReadTable, ReportsMissingMisspeltUnknownAndRepeatedColumnsAtOnce) {
  EXPECT_EQ(complaints<Message>("flow,sequence,flow,recieved_ns,temperature\n"),
            "t.csv:1: column “sent_ns” is missing\n"
            "t.csv:1: column “received_ns” is missing\n"
            "t.csv:1: column “bytes” is missing\n"
            "t.csv:1:15: column “flow” is there twice\n"
            "t.csv:1:20: table messages has no column “recieved_ns”; did you mean “received_ns”?\n"
            "t.csv:1:32: table messages has no column “temperature”; valid names: flow, sequence, sent_ns, "
            "received_ns, bytes\n");
}

TEST(ReadTable, ReportsAHeaderItCannotReadOnceAndNoRowBelowIt) {
  EXPECT_EQ(complaints<Device>("\"device,stage,access\n1,,nr\n2,,nr\n"),
            "t.csv:1: a quote is not closed in its line\n");
  EXPECT_EQ(complaints<Device>("device,\xC9\xE8,access\n1,,nr\n"),
            "t.csv:1: this is not UTF-8 text (GBK?): save it as UTF-8\n");
}

TEST(ReadTable, ReportsEveryWrongCellAtItsPlaceInTheOrderOfTheFile) {
  EXPECT_EQ(complaints<Message>("bytes,flow,sequence,sent_ns,received_ns\n"
                                "1.5,,x,+1,1e3\n"
                                "-1,中文,-2,9223372036854775808, 4\n"),
            "t.csv:2:1: bytes: “1.5” is not a 64-bit whole number\n"
            "t.csv:2:5: flow: “flow” may not be empty\n"
            "t.csv:2:6: sequence: “x” is not a 64-bit whole number\n"
            "t.csv:2:8: sent_ns: “+1” is not a 64-bit whole number\n"
            "t.csv:2:11: received_ns: “1e3” is not a 64-bit whole number\n"
            "t.csv:3:1: bytes: “-1” is out of range, must be >= 0\n"
            "t.csv:3:7: sequence: “-2” is out of range, must be >= 0\n"
            "t.csv:3:10: sent_ns: “9223372036854775808” is not a 64-bit whole number\n"
            "t.csv:3:30: received_ns: “ 4” is not a 64-bit whole number\n");
  EXPECT_EQ(complaints<ProducedUnit>("time_ns,station,unit,good\n0,s,u,True\n"),
            "t.csv:2:7: good: “True” is not true or false\n");
  EXPECT_EQ(complaints<Device>("device,stage,access\n1,,wfii\n"),
            "t.csv:2:4: access: unknown “wfii”; did you mean “wifi”?\n");
  EXPECT_EQ(complaints<RadioSample>("time_ns,device,x_m,y_m,cell,ss_rsrp_dbm,ss_sinr_db\n0,u,nan,0x1,,-200.5,100.5\n"),
            "t.csv:2:5: x_m: “nan” is not a finite number\n"
            "t.csv:2:9: y_m: “0x1” is not a finite number\n"
            "t.csv:2:14: ss_rsrp_dbm: “-200.5” is out of range, must be >= -200\n"
            "t.csv:2:21: ss_sinr_db: “100.5” is out of range, must be <= 100\n");
  EXPECT_EQ(
      complaints<Flow>("flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\nf,a,b,one_way,-1,,\n"),
      "t.csv:2:15: period_ns: “-1” is out of range, must be >= 0\n");
}

TEST(ReadTable, SaysTheSameInChinese) {
  const TemporaryFolder folder;
  core::InputErrors errors;
  read_table<Device>(folder.write("t.csv", "device,stage,access\n,,wfii\n"), "t.csv", {}, errors);
  EXPECT_EQ(errors.message(core::Language::Zh),
            "t.csv:2:1: device：“device”不可为空\n"
            "t.csv:2:3: access：不认识“wfii”；是否想写“wifi”？\n");
}

TEST(ReadTable, ReportsRowsWithTooFewOrTooManyCells) {
  EXPECT_EQ(complaints<Device>("device,stage,access\n1,\n2,,nr,x\n3,\"a\n4,,nr\n"),
            "t.csv:2:3: 2 cells in this row, 3 in the header\n"
            "t.csv:3:7: 4 cells in this row, 3 in the header\n"
            "t.csv:4: a quote is not closed in its line\n");
}

TEST(ReadTable, NamesTheFirstLineOfADuplicateKey) {
  EXPECT_EQ(complaints<Message>("flow,sequence,sent_ns,received_ns,bytes\n\na,1,0,,\nb,1,0,,\na,1,0,,\n"),
            "t.csv:5:1: duplicate key (flow = a, sequence = 1), first on line 3\n");
}

TEST(ReadTable, DoesNotTakeTwoKeysForOneThatReadAlikeWhenJoined) {
  EXPECT_EQ(
      complaints<Inspection>("item,station,presented_ns,judged_ns,actual,judged\nbc,a,0,,,\nc,ab,1,,,\nc,\"a,b\",2,,,\n"
                             "\"b,c\",a,3,,,\n"),
      "");
}

TEST(ReadTable, ReportsTimeThatRunsBackwardsWithinAFlowOnly) {
  EXPECT_EQ(complaints<Message>(
                "flow,sequence,sent_ns,received_ns,bytes\na,1,100,,\nb,1,50,,\na,2,100,,\na,3,90,,\na,4,95,,\n"),
            "t.csv:5:5: time runs backwards: 10 ns before line 4\n"
            "t.csv:6:5: time runs backwards: 5 ns before line 4\n")
      << "measured against the latest time so far, not against the row that ran back";
}

TEST(ReadTable, ReportsAnEndBeforeItsStart) {
  EXPECT_EQ(complaints<Shift>("shift,start_ns,end_ns,labour_hours\nday,100,100,\nnight,200,150,8\n"),
            "t.csv:3:11: end_ns is 50 ns before start_ns\n");
  EXPECT_EQ(complaints<Mission>("mission,vehicle,requested_ns,started_ns,finished_ns,distance_m\n1,v,10,,5,\n"),
            "t.csv:2:9: finished_ns is 5 ns before requested_ns\n");
}

TEST(ReadTable, AllowsAMessageToArriveBeforeItWasSent) {
  EXPECT_EQ(complaints<Message>("flow,sequence,sent_ns,received_ns,bytes\na,1,100,90,\n"), "")
      << "two clocks took the two times: a clause must say `invalid`, the reader cannot";
}

TEST(ReadTable, NamesTheNearestValueOfADanglingReference) {
  const std::string text = "flow,sequence,sent_ns,received_ns,bytes\nagv-1,1,0,,\navg-2,1,0,,\nagv-2,1,0,,\n";
  EXPECT_EQ(complaints<Message>(text, {{"flows", {"agv-1", "agv-2"}}}),
            "t.csv:3:1: table flows has no “avg-2”; did you mean “agv-2”?\n");
  EXPECT_EQ(complaints<Message>(text), "") << "without a table of flows nothing dangles";
  EXPECT_THAT(complaints<Message>(text, {{"flows", {}}}),
              StartsWith("t.csv:2:1: table flows has no “agv-1”; there is no valid name\n"));
}

TEST(ReadTable, ReportsAnEmptyReferenceOnce) {
  EXPECT_EQ(complaints<Message>("flow,sequence,sent_ns,received_ns,bytes\n,1,0,,\n", {{"flows", {"a"}}}),
            "t.csv:2:1: flow: “flow” may not be empty\n");
}

TEST(ReadTable, ShowsAHundredErrorsAndCountsTheRest) {
  std::string text = "device,stage,access\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ",,5g\n";
  const std::string message = complaints<Device>(text);
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 101);
  EXPECT_THAT(message, HasSubstr("t.csv:101:"));
  EXPECT_TRUE(message.ends_with("... and 4900 more errors\n"));
}

TEST(NamesOf, AreTheKeysOthersReferToAsTheyAreRead) {
  EXPECT_EQ(names_of(std::vector<Device>{{.device = "a,\"b\"", .stage = {}, .access = {}}}), (Names{"a,\"b\""}));
  EXPECT_EQ(names_of(std::vector<Message>{}), std::nullopt) << "its key is two columns";
  EXPECT_EQ(names_of(std::vector<Attachment>{}), std::nullopt) << "it has no key";
  EXPECT_EQ(names_of(std::vector<Device>{}), Names());
}

/// A property of every table and 100 seeds.
class EveryTable : public testing::TestWithParam<unsigned> {};

TEST_P(EveryTable, IsReadAsItWasWrittenAndWrittenTheSameTwice) {
  const unsigned seed = GetParam();
  const TemporaryFolder folder;
  tests::RandomRows random(seed);
  for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
    SCOPED_TRACE(definition.info.name + ", seed " + std::to_string(seed));
    const std::vector<Row> written = random.rows<Row>(20);
    const std::string text = write_table(written);
    core::InputErrors errors;
    const std::vector<Row> read = read_table<Row>(folder.write("t.csv", text), "t.csv", {}, errors).rows;
    ASSERT_EQ(errors.message(core::Language::En), "");
    ASSERT_EQ(read.size(), written.size());
    for (std::size_t i = 0; i < read.size(); ++i)
      ASSERT_TRUE(tests::members(read[i]) == tests::members(written[i])) << "row " << i << " of\n" << text;
    EXPECT_EQ(write_table(read), text);
    EXPECT_EQ(definition.columns.size(), std::tuple_size_v<decltype(tests::members(read[0]))>)
        << "a member without a column, or a test without a member";
  });
}
INSTANTIATE_TEST_SUITE_P(Seeds, EveryTable, testing::Range(0U, 100U));

}  // namespace
}  // namespace plantproof::data
