#include <map>

#include <gmock/gmock.h>

#include "format_fixture.hpp"

namespace plantproof::data {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr std::string_view kSample = "formats/wireshark_export_profinet.csv";
constexpr std::string_view kHeader = "\"No.\",\"Time\",\"Source\",\"Destination\",\"Protocol\",\"Length\",\"Info\"\n";

// The expectations of the sample by awk over its 40 frames: 26 of PNIO-CM, of which 8 are the second sight of the frame
// before them, so 9 requests and 9 responses; 14 others, of which 10 NBNS are 5 pairs.
TEST(WiresharkFormat, PairsTheRequestsOfAFieldCaptureWithTheirResponses) {
  PLANTPROOF_NEEDS(kSample);
  const Reading reading =
      read_file_as("wireshark", shared_data(kSample), "flow: pn\npair: request_response\nstart: 2026-01-01T00:00:00Z");
  EXPECT_TRUE(reading.errors.empty()) << reading.error_text();
  EXPECT_EQ(reading.account.rows_read, 40);
  EXPECT_EQ(reading.account.rows_used, 18);
  EXPECT_EQ(reading.refused(core::Refusal::DuplicateKey), 8);
  EXPECT_EQ(reading.refused(core::Refusal::NotRelevant), 14);
  std::map<std::string, std::size_t> count;
  for (const Message& message : reading.messages()) {
    EXPECT_TRUE(message.received);
    ++count[message.flow];
  }
  EXPECT_THAT(count, testing::ElementsAre(testing::Pair("pn 192.168.1.11>192.168.1.20", 3),
                                          testing::Pair("pn 192.168.1.20>192.168.1.11", 1),
                                          testing::Pair("pn 192.168.1.3>192.168.1.2", 5)));
  // Frames 1 and 3: 0.000000 and 0.014333. 2026-01-01 by `date +%s`.
  const Message first = reading.messages().front();
  EXPECT_EQ(first.sent, Instant(seconds(1767225600)));
  EXPECT_EQ(*first.received - first.sent, microseconds(14333));
  EXPECT_TRUE(reading.account.remarks.empty());
}

TEST(WiresharkFormat, TakesOneRelationUnderTheNameOfTheFlow) {
  PLANTPROOF_NEEDS(kSample);
  const Reading reading =
      read_file_as("wireshark", shared_data(kSample),
                   "flow: pn\npair: request_response\nsource: 192.168.1.3\ndestination: 192.168.1.2");
  ASSERT_EQ(reading.flows().size(), 1U);
  EXPECT_EQ(reading.flows()[0].flow, "pn");
  EXPECT_EQ(reading.flows()[0].source, "192.168.1.3");
  EXPECT_EQ(reading.messages().size(), 5U);
  EXPECT_EQ(reading.account.rows_used, 10);
  EXPECT_TRUE(reading.has_remark("times begin at 0"));
}

TEST(WiresharkFormat, PairsTheTwoSightsOfAFrameAtTwoTaps) {
  PLANTPROOF_NEEDS(kSample);
  const Reading reading = read_file_as("wireshark", shared_data(kSample), "flow: tap\npair: two_taps");
  EXPECT_EQ(reading.messages().size(), 13U);
  EXPECT_EQ(reading.account.rows_used, 26);
  EXPECT_EQ(reading.refused(core::Refusal::Unmatched), 14);
  EXPECT_EQ(reading.flows().at(0).kind, FlowKind::OneWay);
  // Frames 1 and 2 are 1 us apart, 11 and 12 none.
  EXPECT_EQ(*reading.messages()[0].received - reading.messages()[0].sent, microseconds(1));
  EXPECT_EQ(*reading.messages()[5].received - reading.messages()[5].sent, microseconds(0));
  EXPECT_TRUE(reading.has_remark("loss cannot be seen"));
}

TEST(WiresharkFormat, FiltersByProtocolAndByTheTimeBetweenTwoTaps) {
  PLANTPROOF_NEEDS(kSample);
  const Reading nbns = read_file_as("wireshark", shared_data(kSample), "flow: tap\npair: two_taps\nprotocol: NBNS");
  EXPECT_EQ(nbns.messages().size(), 5U);
  EXPECT_EQ(nbns.refused(core::Refusal::NotRelevant), 30);
  // Of the 13 pairs, 7 are less than 100 us apart.
  EXPECT_EQ(
      read_file_as("wireshark", shared_data(kSample), "flow: tap\npair: two_taps\nwithin: 100us").messages().size(),
      7U);
  const Reading misspelt =
      read_file_as("wireshark", shared_data(kSample), "flow: tap\npair: two_taps\nprotocol: PNIO-MC");
  EXPECT_THAT(misspelt.error_text(), HasSubstr("the file has no protocol “PNIO-MC”; did you mean “PNIO-CM”?"));
}

TEST(WiresharkFormat, CountsARequestWithoutAResponseAsLost) {
  const Reading reading = read_text_as("wireshark",
                                       std::string(kHeader) +
                                           "1,1.000000001,a,b,X,60,Read request 1\n"
                                           "2,1.010000000,a,b,X,60,Read request 2\n"
                                           "3,1.020000000,b,a,X,60,Read response 1\n",
                                       "flow: f\npair: request_response\nsource: a\ndestination: b");
  ASSERT_EQ(reading.messages().size(), 2U);
  EXPECT_EQ(reading.messages()[0].sent, Instant(core::Nanoseconds(1'000'000'001)));
  EXPECT_EQ(reading.messages()[0].received, Instant(milliseconds(1020)));
  EXPECT_FALSE(reading.messages()[1].received);
  EXPECT_EQ(reading.account.rows_used, 3);
  EXPECT_TRUE(
      reading.has_remark("1 requests were sent while an earlier one between the same addresses had no response"));
}

TEST(WiresharkFormat, RefusesAResponseWithoutARequest) {
  const Reading reading = read_text_as("wireshark",
                                       std::string(kHeader) +
                                           "1,1.0,b,a,X,60,Read response\n"
                                           "2,1.1,a,b,X,60,Read request\n"
                                           "3,1.2,b,a,Y,60,Read response\n"
                                           "4,1.3,c,a,X,60,Read response\n",
                                       "flow: f\npair: request_response");
  EXPECT_EQ(reading.refused(core::Refusal::Unmatched), 3);
  ASSERT_EQ(reading.messages().size(), 1U);
  EXPECT_FALSE(reading.messages()[0].received);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("source:4: no request for this response"));
}

TEST(WiresharkFormat, LetsTheFirstWordOfAFrameDecide) {
  const Reading reading = read_text_as("wireshark",
                                       std::string(kHeader) +
                                           "1,1.0,a,b,ICMP,98,Echo (ping) REQUEST (no response found!)\n"
                                           "2,1.1,b,a,ICMP,98,Response (request in 1)\n",
                                       "flow: f\npair: request_response");
  ASSERT_EQ(reading.messages().size(), 1U);
  EXPECT_EQ(reading.messages()[0].received, Instant(milliseconds(1100)));
}

TEST(WiresharkFormat, JoinsNoSightsWhereWithinIsZero) {
  const std::string text = std::string(kHeader) + "1,1.0,a,b,X,60,request\n2,1.0,a,b,X,60,request\n";
  EXPECT_EQ(read_text_as("wireshark", text, "flow: f\npair: request_response\nwithin: 0s").messages().size(), 2U);
  EXPECT_EQ(read_text_as("wireshark", text, "flow: f\npair: request_response").messages().size(), 1U);
}

TEST(WiresharkFormat, FindsItsColumnsByName) {
  const Reading reading = read_text_as("wireshark",
                                       "Info,Protocol,Length,Destination,Source,Extra,Time\n"
                                       "\"ask, request\",X,60,b,a,-,2.5\n"
                                       "response,X,60,a,b,-,2.75\n",
                                       "flow: f\npair: request_response");
  ASSERT_EQ(reading.messages().size(), 1U);
  EXPECT_EQ(*reading.messages()[0].received - reading.messages()[0].sent, milliseconds(250));
}

TEST(WiresharkFormat, FailsOnAMissingColumnWithTheNearestName) {
  const Reading reading =
      read_text_as("wireshark", "No.,Tme,Source,Destination,Protocol,Length,Info\n", "flow: f\npair: two_taps");
  EXPECT_THAT(reading.error_text(), HasSubstr("source:1: there is no column “Time”; did you mean “Tme”?"));
  EXPECT_THAT(read_text_as("wireshark", "", "flow: f\npair: two_taps").error_text(), HasSubstr("the file is empty"));
  EXPECT_THAT(read_text_as("wireshark", kHeader, "flow: f\npair: taps").error_text(),
              HasSubstr("campaign.yaml:2:7: unknown “taps”"));
}

TEST(WiresharkFormat, RefusesLinesItCannotRead) {
  const Reading reading = read_text_as("wireshark",
                                       std::string(kHeader) +
                                           "1,2026-01-01 08:00:00,a,b,X,60,request\n"
                                           "2,1.0,a,b,X,60\n"
                                           "3,1.0,a,b,X,60,\"request\n",
                                       "flow: f\npair: request_response");
  EXPECT_EQ(reading.refused(core::Refusal::WrongType), 1);
  EXPECT_EQ(reading.refused(core::Refusal::CellCount), 1);
  EXPECT_EQ(reading.refused(core::Refusal::Malformed), 1);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("source:2:3: “2026-01-01 08:00:00” is not seconds"));
}

}  // namespace
}  // namespace plantproof::data
