#include "ping.hpp"

#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "format_fixture.hpp"

namespace plantproof::data {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kFlow = "flow: agv\nstart: 2026-01-01T00:00:00Z\n";
// 2026-01-01T00:00:00Z by `date -d 2026-01-01T00:00:00Z +%s`.
const Instant kStart{seconds(1767225600)};

std::int64_t lost(const Reading& reading) {
  const auto& messages = reading.messages();
  return std::count_if(messages.begin(), messages.end(), [](const Message& message) { return !message.received; });
}

TEST(PingFormat, ReadsEveryEchoOfAFieldLogOverMmWave) {
  PLANTPROOF_NEEDS("ping-5g/ping-cloud-mmWave.txt");
  const Reading reading = read_file_as("ping", shared_data("ping-5g/ping-cloud-mmWave.txt"), kFlow);
  EXPECT_TRUE(reading.errors.empty()) << reading.error_text();
  EXPECT_EQ(reading.messages().size(), 1297U);
  EXPECT_EQ(lost(reading), 0);
  EXPECT_EQ(reading.account.rows_used, 1297);
  EXPECT_FALSE(reading.has_remark("contradict"));
  EXPECT_EQ(reading.flows().at(0).destination, "5gc1.research.comnet.aalto.fi");
}

TEST(PingFormat, AgreesWithTheClosingLineOfAFieldLogWithinThePrintedDigits) {
  PLANTPROOF_NEEDS("ping-5g/ping-MEC-cmWave.txt");
  const Reading reading = read_file_as("ping", shared_data("ping-5g/ping-MEC-cmWave.txt"), kFlow);
  EXPECT_EQ(reading.messages().size(), 877U);
  EXPECT_EQ(reading.flows().at(0).kind, FlowKind::RoundTrip);
  EXPECT_FALSE(reading.has_remark("contradict"));
  // The sum of the 877 printed times, by awk.
  core::Nanoseconds sum{0};
  for (const Message& message : reading.messages()) sum += *message.received - message.sent;
  EXPECT_EQ(sum, microseconds(12589690));
  EXPECT_EQ(reading.messages().at(0).sent, kStart);
  EXPECT_EQ(reading.messages().at(876).sent, kStart + seconds(876));
  EXPECT_EQ(reading.messages().at(0).bytes, 56);
}

TEST(PingFormat, NamesBothNumbersWhereTheClosingLineContradictsThePackets) {
  PLANTPROOF_NEEDS("ping-5g/ping-MEC-cmWave.txt");
  const std::string text = input::read_file(shared_data("ping-5g/ping-MEC-cmWave.txt"));
  const Reading count = read_text_as("ping", replaced(text, "877 received", "870 received"), kFlow);
  EXPECT_TRUE(count.has_remark("the closing line says 870 received, there are answers to 877"));
  const Reading least = read_text_as("ping", replaced(text, "= 9.487/", "= 9.287/"), kFlow);
  EXPECT_TRUE(
      least.has_remark("least round-trip time: the closing line says 9.287 ms, the packets give 9.475 to 9.490 ms"));
  const Reading mean = read_text_as("ping", replaced(text, "/14.401/", "/14.501/"), kFlow);
  EXPECT_TRUE(mean.has_remark("mean round-trip time: the closing line says 14.501 ms"));
  const Reading most = read_text_as("ping", replaced(text, "/23.342/", "/24.342/"), kFlow);
  EXPECT_TRUE(most.has_remark(
      "greatest round-trip time: the closing line says 24.342 ms, the packets give 23.250 to 23.400 ms"));
  const Reading deviation = read_text_as("ping", replaced(text, "/1.912 ms", "/3.912 ms"), kFlow);
  EXPECT_TRUE(deviation.has_remark("deviation (mdev)"));
}

TEST(PingFormat, SaysThatATruncatedLogIsTruncated) {
  PLANTPROOF_NEEDS("ping-5g/ping-MEC-cmWave.txt");
  const std::string text = input::read_file(shared_data("ping-5g/ping-MEC-cmWave.txt"));
  const std::size_t end = text.find("icmp_seq=501 ") + 20;
  const Reading reading = read_text_as("ping", std::string_view(text).substr(0, end), kFlow);
  EXPECT_TRUE(reading.has_remark("truncated"));
  EXPECT_EQ(reading.messages().size(), 500U);
  EXPECT_EQ(lost(reading), 0);
  EXPECT_EQ(reading.refused(core::Refusal::MissingValue), 1);
  EXPECT_TRUE(reading.refusal_text().starts_with("source:502: ")) << reading.refusal_text();
}

TEST(PingFormat, RefusesALineThatIsNotUtf8WithoutQuotingIt) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=16.7 \x8C\x8Cu\xC9\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=2 ttl=64 time=14.8 ms\n"
                                       "PING \xC9 (10.0.0.2) 56(84) bytes of data.\n",
                                       kFlow);
  EXPECT_EQ(reading.error_text(), "");
  EXPECT_EQ(reading.refusal_text(), "source:2: this line is not UTF-8 text\nsource:4: this line is not UTF-8 text\n");
  EXPECT_EQ(reading.refused(core::Refusal::Malformed), 2);
  EXPECT_EQ(reading.flows().at(0).destination, "b");
}

TEST(PingFormat, TakesTimesFromTheStamps) {
  PLANTPROOF_NEEDS("formats/ping_D_timestamp.txt");
  const Reading reading =
      read_file_as("ping", shared_data("formats/ping_D_timestamp.txt"), "flow: loop\nsource: a\ndestination: b");
  ASSERT_EQ(reading.messages().size(), 20U);
  const Message& first = reading.messages().front();
  // [1795314886.958537] ... time=0.061 ms
  EXPECT_EQ(first.received, Instant(core::Nanoseconds(1'795'314'886'958'537'000)));
  EXPECT_EQ(first.sent, Instant(core::Nanoseconds(1'795'314'886'958'476'000)));
  EXPECT_EQ(first.sequence, 1);
  EXPECT_TRUE(reading.account.remarks.empty());
  EXPECT_EQ(reading.flows().at(0).source, "a");
}

TEST(PingFormat, RefusesAStartForALogWithStamps) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\n"
                                       "[100.000000] 64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=1.00 ms\n",
                                       kFlow);
  EXPECT_THAT(reading.error_text(), testing::HasSubstr("campaign.yaml:2:8: the file has stamps of its own"));
}

TEST(PingFormat, MakesALostMessageOfEveryNumberThatIsMissing) {
  const Reading reading =
      read_text_as("ping",
                   "PING b (10.0.0.2) 56(84) bytes of data.\n"
                   "[100.010000] 64 bytes from 10.0.0.2: icmp_seq=2 ttl=64 time=10.0 ms\n"
                   "[102.000000] no answer yet for icmp_seq=3\n"
                   "From 10.0.0.1 icmp_seq=4 Destination Host Unreachable\n"
                   "[104.020000] 64 bytes from 10.0.0.2: icmp_seq=6 ttl=64 time=20.0 ms\n"
                   "\n--- b ping statistics ---\n"
                   "7 packets transmitted, 2 received, +1 errors, 71.4286% packet loss, time 6000ms\n"
                   "rtt min/avg/max/mdev = 10.021/15.022/20.023/5.001 ms\n",
                   "flow: f");
  const auto& messages = reading.messages();
  ASSERT_EQ(messages.size(), 7U);
  EXPECT_EQ(lost(reading), 5);
  EXPECT_EQ(reading.account.rows_used, 4);
  EXPECT_FALSE(reading.has_remark("contradict")) << reading.account.remarks.back().en;
  // Sent at 100 s and 104 s are the 2nd and 6th; between them by their neighbours, outside by the interval.
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(messages[i].sequence, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(messages[i].sent, Instant(seconds(99 + static_cast<std::int64_t>(i))));
  }
  EXPECT_TRUE(reading.has_remark("5 lost packets have no stamp"));
}

TEST(PingFormat, KeepsAnAnswerThatCameAfterItWasReportedOutstanding) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\n"
                                       "no answer yet for icmp_seq=1\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=2 ttl=64 time=5.00 ms\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=1207 ms\n"
                                       "\n--- b ping statistics ---\n"
                                       "2 packets transmitted, 2 received, 0% packet loss, time 1000ms\n"
                                       "rtt min/avg/max/mdev = 5.002/606.101/1207.201/601.099 ms, pipe 2\n",
                                       kFlow);
  ASSERT_EQ(reading.messages().size(), 2U);
  EXPECT_EQ(lost(reading), 0);
  EXPECT_EQ(reading.messages()[0].received, kStart + milliseconds(1207));
  EXPECT_FALSE(reading.has_remark("contradict"));
}

TEST(PingFormat, MakesEveryMessageOfADeadHostALostOne) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\n"
                                       "\n--- b ping statistics ---\n"
                                       "40 packets transmitted, 0 received, 100% packet loss, time 7800ms\n",
                                       "flow: f\nstart: 2026-01-01T00:00:00Z\ninterval: 200ms");
  EXPECT_EQ(reading.messages().size(), 40U);
  EXPECT_EQ(lost(reading), 40);
  EXPECT_EQ(reading.messages().back().sent, kStart + milliseconds(7800));
  EXPECT_FALSE(reading.has_remark("contradict"));
}

TEST(PingFormat, RefusesASecondAnswerToOneNumber) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=5.00 ms\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=9.00 ms (DUP!)\n"
                                       "\n--- b ping statistics ---\n"
                                       "1 packets transmitted, 1 received, +1 duplicates, 0% packet loss, time 0ms\n"
                                       "rtt min/avg/max/mdev = 5.001/7.001/9.001/2.000 ms\n",
                                       kFlow);
  EXPECT_EQ(reading.messages().size(), 1U);
  EXPECT_EQ(reading.refused(core::Refusal::DuplicateKey), 1);
  // ping counts the duplicate's time into its mean, but not the duplicate as received.
  EXPECT_FALSE(reading.has_remark("contradict"));
}

TEST(PingFormat, CountsOnWhereTheSixteenBitNumberWrapsAround) {
  std::string text = "PING b (10.0.0.2) 56(84) bytes of data.\n";
  for (int i = 1; i <= 65537; i += 8192)
    text += fmt::format("64 bytes from b: icmp_seq={} ttl=64 time=5.00 ms\n", i % 65536);
  const Reading reading = read_text_as("ping", text + "64 bytes from b: icmp_seq=2 ttl=64 time=5.00 ms\n", kFlow);
  EXPECT_EQ(reading.messages().back().sequence, 65538);
  EXPECT_EQ(reading.messages().back().sent, kStart + seconds(65537));
  EXPECT_EQ(reading.refused(core::Refusal::DuplicateKey), 0);
  EXPECT_EQ(reading.account.rows_used, 10);
}

TEST(PingFormat, BelievesTheFirstNumberOfALogWithoutItsHead) {
  const Reading reading = read_text_as("ping", "64 bytes from b: icmp_seq=40000 ttl=64 time=5.00 ms\n", kFlow);
  EXPECT_EQ(reading.messages().size(), 40000U);
  EXPECT_EQ(reading.messages().back().sequence, 40000);
  EXPECT_EQ(lost(reading), 39999);
}

TEST(PingFormat, RefusesNumbersAndTimesThatCannotBe) {
  const Reading reading = read_text_as("ping",
                                       "64 bytes from b: icmp_seq=1 ttl=64 time=5.00 ms\n"
                                       "64 bytes from b: icmp_seq=65000 ttl=64 time=5.00 ms\n"
                                       "64 bytes from b: icmp_seq=2 ttl=64 time=9999999999 ms\n"
                                       "[9999999999.000000] 64 bytes from b: icmp_seq=3 ttl=64 time=5.00 ms\n",
                                       kFlow);
  EXPECT_EQ(reading.refused(core::Refusal::OutOfRange), 1);
  EXPECT_EQ(reading.refused(core::Refusal::MissingValue), 1);
  EXPECT_EQ(reading.refused(core::Refusal::Malformed), 1);
  EXPECT_EQ(reading.messages().size(), 1U);
}

TEST(PingFormat, DoesNotCallAnAnswerWithoutATimeLost) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 8(36) bytes of data.\n"
                                       "16 bytes from 10.0.0.2: icmp_seq=1 ttl=64\n"
                                       "\n--- b ping statistics ---\n"
                                       "1 packets transmitted, 1 received, 0% packet loss, time 0ms\n\n",
                                       kFlow);
  EXPECT_TRUE(reading.messages().empty());
  EXPECT_EQ(reading.refused(core::Refusal::MissingValue), 1);
  EXPECT_FALSE(reading.has_remark("contradict"));
}

TEST(PingFormat, SaysWhenTheIntervalIsNotTheOneOfTheRun) {
  PLANTPROOF_NEEDS("pl5g-ugv/ping_20250404-071623_rep_1.log");
  const auto path = shared_data("pl5g-ugv/ping_20250404-071623_rep_1.log");
  EXPECT_TRUE(read_file_as("ping", path, kFlow).has_remark("the run took 19.878 s, the interval makes it 99.000 s"));
  const Reading right = read_file_as("ping", path, std::string(kFlow) + "interval: 200ms");
  EXPECT_FALSE(right.has_remark("contradict"));
  EXPECT_EQ(right.messages().size(), 100U);
}

TEST(PingFormat, InventsNoMessagesForASummaryOnly) {
  PLANTPROOF_NEEDS("pl5g-ugv/ping_summary/ping_20250404-071623_rep_1.log");
  const Reading reading =
      read_file_as("ping", shared_data("pl5g-ugv/ping_summary/ping_20250404-071623_rep_1.log"), kFlow);
  EXPECT_EQ(reading.tables.rows<Message>(), nullptr);
  EXPECT_EQ(reading.account.rows_read, 0);
  EXPECT_TRUE(
      reading.has_remark("100 transmitted, 100 received, 0 % lost min/avg/max/mdev 7.928/10.535/17.204/2.193 ms"));
}

TEST(PingFormat, SaysItsLossWithTheDelayOfASummaryOnly) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\n"
                                       "\n--- b ping statistics ---\n"
                                       "100 packets transmitted, 27 received, 73% packet loss, time 19878ms\n"
                                       "rtt min/avg/max/mdev = 7.928/10.535/17.204/2.193 ms\n",
                                       kFlow);
  EXPECT_TRUE(reading.has_remark("100 transmitted, 27 received, 73 % lost"));
}

TEST(PingFormat, RefusesWhatPingDoesNotPrint) {
  const Reading reading = read_text_as("ping",
                                       "PING b (10.0.0.2) 56(84) bytes of data.\r\n"
                                       "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=5.00 ms\r\n"
                                       "ping: sendmsg: Network is unreachable\r\n"
                                       "99999999999 packets transmitted, 1 received, 0% packet loss, time 0ms\r\n",
                                       kFlow);
  EXPECT_EQ(reading.refused(core::Refusal::Malformed), 2);
  EXPECT_THAT(reading.refusal_text(),
              testing::HasSubstr("source:3: “ping: sendmsg: Network is unreachable” is not output of ping"));
  EXPECT_EQ(reading.messages().size(), 1U);
}

TEST(PingFormat, FailsOnAFileThatIsNotPingOrHoldsTwoRuns) {
  EXPECT_THAT(read_text_as("ping", "hello\n", kFlow).error_text(), testing::HasSubstr("not output of ping"));
  const Reading twice = read_text_as(
      "ping", "PING b (10.0.0.2) 56(84) bytes of data.\n\nPING b (10.0.0.2) 56(84) bytes of data.\n", kFlow);
  EXPECT_THAT(twice.error_text(), testing::HasSubstr("source:3:1: a second run of ping begins here"));
}

TEST(PingFormat, NamesWhatIsWrongWithItsOptions) {
  const std::string text = "PING b (10.0.0.2) 56(84) bytes of data.\n64 bytes from b: icmp_seq=1 ttl=64 time=5.00 ms\n";
  const Reading reading = read_text_as("ping", text, "source: ''\nstart: yesterday\ninterval: 1 hour\nintervall: 1s\n");
  const std::string errors = reading.error_text();
  EXPECT_THAT(errors, testing::HasSubstr("the key “flow” is missing"));
  EXPECT_THAT(errors, testing::HasSubstr("campaign.yaml:1:9: a name may not be empty"));
  EXPECT_THAT(errors, testing::HasSubstr("campaign.yaml:2:8: “yesterday” is not an ISO 8601 time"));
  EXPECT_THAT(errors, testing::HasSubstr("campaign.yaml:3:11: “1 hour” is not a duration"));
  EXPECT_THAT(errors, testing::HasSubstr("did you mean “interval”?"));
}

TEST(PingFormat, BeginsAtZeroAndSaysSoWithoutAStart) {
  const Reading reading = read_text_as(
      "ping", "PING b (1.2.3.4) 56(84) bytes of data.\n64 bytes from b: icmp_seq=1 ttl=64 time=5.00 ms\n", "flow: f");
  EXPECT_EQ(reading.messages().at(0).sent, Instant());
  EXPECT_EQ(reading.messages().at(0).received, Instant(milliseconds(5)));
  EXPECT_TRUE(reading.has_remark("beginning at 0 (no start was given)"));
}

double median(std::vector<double> sorted) {
  return (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
}

TEST(PingSummary, ReproducesThePublishedRowOverThirtyFieldRuns) {
  PLANTPROOF_NEEDS("pl5g-ugv/ping_summary");
  std::vector<double> means;
  for (const auto& file : std::filesystem::directory_iterator(shared_data("pl5g-ugv/ping_summary"))) {
    const auto summary = parse_ping_summary(input::read_file(file.path()));
    ASSERT_TRUE(summary && summary->round_trip) << file.path();
    EXPECT_EQ(summary->loss_ratio(), 0.0);
    means.push_back(core::in_milliseconds(summary->round_trip->mean));
  }
  ASSERT_EQ(means.size(), 30U);
  std::sort(means.begin(), means.end());
  const double mean = std::accumulate(means.begin(), means.end(), 0.0) / 30;
  double square = 0;
  for (const double value : means) square += (value - mean) * (value - mean);
  // published_ping_boxplot_stats_row.csv, three digits each; the quartiles are R's type 7: at 7.25 and 21.75 of 0..29.
  constexpr double kDigits = 0.0005;
  EXPECT_NEAR(mean, 11.085, kDigits);
  EXPECT_NEAR(median(means), 11.156, kDigits);
  EXPECT_NEAR(std::sqrt(square / 30), 0.332, kDigits);
  EXPECT_NEAR(means.front(), 10.452, kDigits);
  EXPECT_NEAR(means.back(), 11.71, kDigits);
  EXPECT_NEAR(0.75 * means[7] + 0.25 * means[8], 10.817, kDigits);
  EXPECT_NEAR(0.25 * means[21] + 0.75 * means[22], 11.33, kDigits);
}

TEST(PingSummary, ReadsLossAndHasNoRoundTripWhereNothingCameBack) {
  const auto summary = parse_ping_summary(
      "40 packets transmitted, 10 received, +3 duplicates, +2 errors, 75% packet loss, time 7812ms\n");
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->transmitted, 40);
  EXPECT_EQ(summary->received, 10);
  EXPECT_EQ(summary->loss_ratio(), 0.75);
  EXPECT_EQ(summary->time, milliseconds(7812));
  EXPECT_FALSE(summary->round_trip);
  EXPECT_FALSE(parse_ping_summary("64 bytes from b: icmp_seq=1 ttl=64 time=5.00 ms\n"));
  EXPECT_FALSE(parse_ping_summary("1 packets transmitted, 5 received, 0% packet loss, time 0ms\n"));
  EXPECT_EQ(parse_ping_summary("0 packets transmitted, 0 received\n")->loss_ratio(), std::nullopt);
}

}  // namespace
}  // namespace plantproof::data
