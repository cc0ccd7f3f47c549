#include <gmock/gmock.h>

#include "format_fixture.hpp"

namespace plantproof::data {
namespace {

using core::Nanoseconds;
using testing::HasSubstr;

struct Delays {
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::int64_t total = 0;
};

Delays delays_of(const Reading& reading) {
  Delays delays{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 0};
  for (const Message& message : reading.messages()) {
    const std::int64_t delay = (*message.received - message.sent).count();
    delays.least = std::min(delays.least, delay);
    delays.most = std::max(delays.most, delay);
    delays.total += delay;
  }
  return delays;
}

TEST(IrttFormat, GivesTheRoundTripTimesOfTheFilesOwnStatistics) {
  PLANTPROOF_NEEDS("formats/irtt_loopback.json");
  const Reading reading = read_file_as("irtt", shared_data("formats/irtt_loopback.json"), "flow: probe");
  EXPECT_TRUE(reading.errors.empty()) << reading.error_text();
  ASSERT_EQ(reading.messages().size(), 498U);
  EXPECT_EQ(reading.account.rows_used, 498);
  EXPECT_TRUE(reading.account.remarks.empty());
  // stats.rtt: min 41872, max 3445506, total 83577537, mean 167826.
  const Delays delays = delays_of(reading);
  EXPECT_EQ(delays.least, 41872);
  EXPECT_EQ(delays.most, 3445506);
  EXPECT_EQ(delays.total, 83577537);
  const Message first = reading.messages().front();
  EXPECT_EQ(first.sequence, 0);
  EXPECT_EQ(first.sent, Instant(Nanoseconds(1'795'314'937'410'389'995)));
  EXPECT_EQ(first.bytes, 100);
  EXPECT_EQ(reading.flows().at(0).kind, FlowKind::RoundTrip);
  EXPECT_EQ(reading.flows().at(0).period, Nanoseconds(10'000'000));
}

TEST(IrttFormat, GivesTheOneWayDelaysOfTheFilesOwnStatistics) {
  PLANTPROOF_NEEDS("formats/irtt_loopback.json");
  const Reading up = read_file_as("irtt", shared_data("formats/irtt_loopback.json"), "flow: probe\ndirection: up");
  EXPECT_EQ(up.flows().at(0).kind, FlowKind::OneWay);
  // stats.send_delay: min 22133, max 3364605, total 54169068.
  EXPECT_EQ(delays_of(up).least, 22133);
  EXPECT_EQ(delays_of(up).most, 3364605);
  EXPECT_EQ(delays_of(up).total, 54169068);
  EXPECT_TRUE(up.has_remark("must be synchronised"));
  EXPECT_FALSE(up.has_remark("contradict"));
  const Reading down = read_file_as("irtt", shared_data("formats/irtt_loopback.json"), "flow: probe\ndirection: down");
  // stats.receive_delay: min 13770, max 181811, total 29395744.
  EXPECT_EQ(delays_of(down).least, 13770);
  EXPECT_EQ(delays_of(down).most, 181811);
  EXPECT_EQ(delays_of(down).total, 29395744);
  EXPECT_FALSE(down.has_remark("contradict"));
}

TEST(IrttFormat, NamesBothNumbersWhereTheStatisticsContradictThePackets) {
  PLANTPROOF_NEEDS("formats/irtt_loopback.json");
  const std::string text = input::read_file(shared_data("formats/irtt_loopback.json"));
  EXPECT_TRUE(read_text_as("irtt", replaced(text, "\"min\": 41872", "\"min\": 41871"), "flow: f")
                  .has_remark("the file's stats/rtt/min is 41871, its packets give 41872"));
  EXPECT_TRUE(read_text_as("irtt", replaced(text, "\"mean\": 167826", "\"mean\": 167000"), "flow: f")
                  .has_remark("the file's stats/rtt/mean is 167000, its packets give 167826"));
  EXPECT_TRUE(read_text_as("irtt", replaced(text, "\"packets_sent\": 498", "\"packets_sent\": 500"), "flow: f")
                  .has_remark("the file's stats/packets_sent is 500, its packets give 498"));
}

// Four packets: one answered, one lost on the way up, one on the way down, one nobody knows where. The clock of the
// server is 50 ns behind.
constexpr std::string_view kLossy = R"({
  "config": {"local_address": "[::1]:1", "remote_address": "10.0.0.2:2112", "params": {"interval": 1000}},
  "stats": {"packets_sent": 4, "packets_received": 1, "rtt": {"min": 90, "max": 90, "mean": 90}},
  "round_trips": [
    {"seqno": 0, "lost": "false", "delay": {"rtt": 90}, "timestamps": {
      "client": {"send": {"wall": 1000}, "receive": {"wall": 1100}}, "server": {"receive": {"wall": 990}, "send": {"wall": 1000}}}},
    {"seqno": 1, "lost": "true_up", "delay": {}, "timestamps": {"client": {"send": {"wall": 2000}, "receive": {}}, "server": {}}},
    {"seqno": 2, "lost": "true_down", "delay": {}, "timestamps": {"client": {"send": {"wall": 3000}, "receive": {}}, "server": {}}},
    {"seqno": 3, "lost": "true", "delay": {}, "timestamps": {"client": {"send": {"wall": 4000}, "receive": {}}, "server": {}}}
  ]})";

std::vector<std::int64_t> lost_sequences(const Reading& reading) {
  std::vector<std::int64_t> sequences;
  for (const Message& message : reading.messages()) {
    if (!message.received) sequences.push_back(message.sequence);
  }
  return sequences;
}

TEST(IrttFormat, LosesInARoundTripWhatWasLostInEitherDirection) {
  const Reading reading = read_text_as("irtt", kLossy, "flow: f");
  EXPECT_THAT(lost_sequences(reading), testing::ElementsAre(1, 2, 3));
  EXPECT_EQ(reading.messages()[0].received, Instant(Nanoseconds(1090)));
  EXPECT_EQ(reading.messages()[3].sent, Instant(Nanoseconds(4000)));
  EXPECT_TRUE(reading.account.remarks.empty());
}

TEST(IrttFormat, LosesUpwardsOnlyWhatDidNotArrive) {
  const Reading reading = read_text_as("irtt", kLossy, "flow: f\ndirection: up");
  EXPECT_THAT(lost_sequences(reading), testing::ElementsAre(1, 3));
  EXPECT_EQ(reading.refused(core::Refusal::MissingValue), 1);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("round_trips[2]: it reached the server"));
  EXPECT_TRUE(reading.has_remark("in which direction 1 packets were lost is not known"));
}

TEST(IrttFormat, KeepsANegativeDelayAsItIs) {
  const Message message = read_text_as("irtt", kLossy, "flow: f\ndirection: up").messages().at(0);
  EXPECT_EQ(*message.received - message.sent, Nanoseconds(-10));
}

TEST(IrttFormat, LosesDownwardsOnlyWhatTheServerSent) {
  const Reading reading = read_text_as("irtt", kLossy, "flow: f\ndirection: down");
  EXPECT_THAT(lost_sequences(reading), testing::ElementsAre(2, 3));
  EXPECT_EQ(reading.refused(core::Refusal::NotRelevant), 1);
  EXPECT_TRUE(reading.has_remark("2 lost packets have no stamp of the server"));
  EXPECT_EQ(reading.flows().at(0).source, "10.0.0.2");
  EXPECT_EQ(reading.flows().at(0).destination, "[::1]");
}

TEST(IrttFormat, RefusesAPacketWithoutTheStampsOfItsDirection) {
  const std::string text = R"({"round_trips": [
    {"seqno": 0, "lost": "false", "delay": {"rtt": 90}, "timestamps": {"client": {"send": {"wall": 1000}, "receive": {"wall": 1100}},
      "server": {"receive": {"monotonic": 5}, "send": {"monotonic": 7}}}},
    {"lost": "false"}, {"seqno": 2, "lost": "perhaps"}, 7]})";
  const Reading round_trip = read_text_as("irtt", text, "flow: f");
  EXPECT_EQ(round_trip.messages().size(), 1U);
  EXPECT_EQ(round_trip.refused(core::Refusal::Malformed), 2);
  EXPECT_EQ(round_trip.refused(core::Refusal::WrongType), 1);
  EXPECT_EQ(read_text_as("irtt", text, "flow: f\ndirection: up").refused(core::Refusal::MissingValue), 1);
}

TEST(IrttFormat, FailsOnAnotherFileAndAnUnknownDirection) {
  EXPECT_THAT(read_text_as("irtt", "{}", "flow: f").error_text(), HasSubstr("no round_trips"));
  EXPECT_THAT(read_text_as("irtt", "{\"round_trips\": [", "flow: f").error_text(),
              HasSubstr("source:1:18: the JSON ends too early"));
  EXPECT_THAT(read_text_as("irtt", "{\"round_trips\": []}", "flow: f\ndirection: upp").error_text(),
              HasSubstr("campaign.yaml:2:12: unknown “upp”; did you mean “up”?"));
}

}  // namespace
}  // namespace plantproof::data
