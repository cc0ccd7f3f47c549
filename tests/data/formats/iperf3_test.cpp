#include <fmt/format.h>
#include <gmock/gmock.h>

#include "format_fixture.hpp"

namespace plantproof::data {
namespace {

using std::chrono::microseconds;
using testing::HasSubstr;

TEST(Iperf3Format, TakesTheSmoothedRoundTripTimeOfEachTcpInterval) {
  PLANTPROOF_NEEDS("formats/iperf3_tcp_loopback.json");
  const Reading reading = read_file_as("iperf3", shared_data("formats/iperf3_tcp_loopback.json"), "flow: bulk");
  EXPECT_TRUE(reading.errors.empty()) << reading.error_text();
  const auto messages = reading.messages();
  ASSERT_EQ(messages.size(), 5U);
  // The file's own end: min_rtt 69, max_rtt 323, mean_rtt 177 us (cut to whole ones).
  std::vector<core::Nanoseconds> delays;
  core::Nanoseconds sum{0};
  for (const Message& message : messages) {
    delays.push_back(*message.received - message.sent);
    sum += delays.back();
  }
  EXPECT_EQ(*std::min_element(delays.begin(), delays.end()), microseconds(69));
  EXPECT_EQ(*std::max_element(delays.begin(), delays.end()), microseconds(323));
  EXPECT_EQ(std::chrono::duration_cast<microseconds>(sum / 5), microseconds(177));
  // timesecs 1795314879 and the end of the first interval, 1.000327.
  EXPECT_EQ(messages[0].received, Instant(core::Nanoseconds(1'795'314'880'000'327'000)));
  EXPECT_EQ(messages[0].sent, Instant(core::Nanoseconds(1'795'314'880'000'207'000)));
  EXPECT_EQ(reading.flows().at(0).kind, FlowKind::RoundTrip);
  EXPECT_EQ(reading.flows().at(0).destination, "127.0.0.1");
  EXPECT_TRUE(reading.has_remark("smoothed RTT"));
  EXPECT_TRUE(reading.has_remark("throughput 20169.423 Mbit/s, 5 retransmits"));
}

TEST(Iperf3Format, HasNoMessagesForUdpAndSaysWhatItMeasured) {
  PLANTPROOF_NEEDS("formats/iperf3_udp_loopback.json");
  const Reading reading = read_file_as("iperf3", shared_data("formats/iperf3_udp_loopback.json"), "flow: bulk");
  EXPECT_TRUE(reading.errors.empty()) << reading.error_text();
  EXPECT_EQ(reading.tables.rows<Message>(), nullptr);
  EXPECT_EQ(reading.account.rows_read, 0);
  EXPECT_TRUE(reading.has_remark("0 of 382 packets lost, jitter 0.126 ms, throughput 20.026 Mbit/s"));
}

TEST(Iperf3Format, FailsInTheWordsOfIperf3WhereTheTestWasRefused) {
  PLANTPROOF_NEEDS("formats/iperf3_refused_error.json");
  const Reading reading = read_file_as("iperf3", shared_data("formats/iperf3_refused_error.json"), "flow: bulk");
  EXPECT_THAT(reading.error_text(),
              HasSubstr("source: iperf3 did not finish the test: unable to connect to server: Connection refused"));
}

TEST(Iperf3Format, AsksForJsonWhereItIsGivenText) {
  PLANTPROOF_NEEDS("formats/iperf3_udp_text.txt");
  const Reading reading = read_file_as("iperf3", shared_data("formats/iperf3_udp_text.txt"), "flow: bulk");
  EXPECT_THAT(reading.error_text(), HasSubstr("measure with iperf3 --json"));
}

TEST(Iperf3Format, NamesLineAndColumnWhereTheJsonEndsOrBreaks) {
  EXPECT_THAT(read_text_as("iperf3", "{\n  \"start\": {\n    \"a\": 1", "flow: f").error_text(),
              HasSubstr("source:3:11: the JSON ends too early"));
  EXPECT_THAT(read_text_as("iperf3", "{\n  \"start\": ?}\n", "flow: f").error_text(),
              HasSubstr("source:2:12: not valid JSON"));
  EXPECT_THAT(read_text_as("iperf3", "{\n  \"title\": \"产线\", ?}\n", "flow: f").error_text(),
              HasSubstr("source:2:18: not valid JSON"));
  EXPECT_THAT(read_text_as("iperf3", "", "flow: f").error_text(), HasSubstr("iperf3 --json"));
}

TEST(Iperf3Format, FailsOnTheJsonOfAnotherTool) {
  EXPECT_THAT(read_text_as("iperf3", "{\"round_trips\": []}", "flow: f").error_text(),
              HasSubstr("not a report of iperf3 --json"));
}

std::string tcp_report(std::string_view stream) {
  return fmt::format(
      R"({{"start": {{"timestamp": {{"timesecs": 100}}, "test_start": {{"protocol": "TCP"}}}}, "intervals": [{{"streams": [{}]}}], "end": {{}}}})",
      stream);
}

TEST(Iperf3Format, RefusesAnIntervalThatKnowsNoRoundTripTime) {
  const Reading receiver =
      read_text_as("iperf3", tcp_report(R"({"end": 1, "omitted": false, "sender": false})"), "flow: f");
  EXPECT_EQ(receiver.refused(core::Refusal::MissingValue), 1);
  EXPECT_THAT(receiver.refusal_text(), HasSubstr("intervals[0].streams[0]: no rtt"));
  const Reading zero = read_text_as("iperf3", tcp_report(R"({"end": 1, "rtt": 0})"), "flow: f");
  EXPECT_EQ(zero.refused(core::Refusal::OutOfRange), 1);
  const Reading warm_up = read_text_as("iperf3", tcp_report(R"({"end": 1, "rtt": 50, "omitted": true})"), "flow: f");
  EXPECT_EQ(warm_up.refused(core::Refusal::NotRelevant), 1);
  EXPECT_TRUE(warm_up.messages().empty());
}

TEST(Iperf3Format, NumbersTheSamplesOfParallelStreamsOnThrough) {
  const Reading reading =
      read_text_as("iperf3", tcp_report(R"({"end": 1, "rtt": 50}, {"end": 1, "rtt": 70})"), "flow: f");
  ASSERT_EQ(reading.messages().size(), 2U);
  EXPECT_EQ(reading.messages()[0].sequence, 0);
  EXPECT_EQ(reading.messages()[1].sequence, 1);
  EXPECT_EQ(reading.messages()[1].sent, Instant(std::chrono::seconds(101) - microseconds(70)));
  EXPECT_TRUE(reading.has_remark("throughput ? Mbit/s"));
}

}  // namespace
}  // namespace plantproof::data
