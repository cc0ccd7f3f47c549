#include <algorithm>
#include <map>
#include <random>

#include <gmock/gmock.h>

#include "capture_bytes.hpp"
#include "format_fixture.hpp"

namespace plantproof::data {
namespace {

using namespace capture_bytes;
using core::Refusal;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kStart = 1'700'000'000'000'000'000;
constexpr std::int64_t kMs = 1'000'000;
constexpr std::uint16_t kClientPort = 40000;

// A connection to a server of some port, as a capture sees it.
class Talk {
 public:
  explicit Talk(std::uint16_t port) : port_(port) {}
  Talk& asks(std::int64_t ms, const Bytes& bytes) {
    segment(ms, true, asked_, bytes);
    asked_ += static_cast<std::uint32_t>(bytes.size());
    return *this;
  }
  Talk& answers(std::int64_t ms, const Bytes& bytes) {
    segment(ms, false, answered_, bytes);
    answered_ += static_cast<std::uint32_t>(bytes.size());
    return *this;
  }
  // What was sent, but is not in the capture.
  Talk& misses_answer(const Bytes& bytes) {
    answered_ += static_cast<std::uint32_t>(bytes.size());
    return *this;
  }
  Talk& segment(std::int64_t ms, bool from_client, std::uint32_t sequence, const Bytes& bytes,
                std::uint8_t flags = 0x18) {
    const Ip ip = from_client ? Ip{.protocol = 6, .source = kClient, .destination = kServer}
                              : Ip{.protocol = 6, .source = kServer, .destination = kClient};
    packets.push_back({kStart + ms * kMs,
                       ethernet(0x0800, ipv4(ip, tcp(from_client ? kClientPort : port_,
                                                     from_client ? port_ : kClientPort, sequence, bytes, flags)))});
    return *this;
  }
  std::vector<Captured> packets;

 private:
  std::uint16_t port_;
  std::uint32_t asked_ = 0xFFFFFFF0;  // so that the sequence wraps
  std::uint32_t answered_ = 7000;
};

Reading pair_up(const std::vector<Captured>& packets, std::string_view protocol, std::string_view more = "") {
  return read_text_as("pcap_round_trip", pcap(kEthernet, packets),
                      "flow: f\nprotocol: " + std::string(protocol) + "\n" + std::string(more));
}

// Round-trip times in milliseconds by sequence; -1000 for lost.
std::vector<std::int64_t> times_of(const Reading& reading) {
  std::map<std::int64_t, std::int64_t> times;
  for (const Message& message : reading.messages()) {
    times[message.sequence] = message.received ? (*message.received - message.sent).count() / kMs : -1000;
  }
  std::vector<std::int64_t> result;
  for (const auto& [sequence, time] : times) result.push_back(time);
  return result;
}

Bytes modbus(std::uint16_t transaction, std::size_t length = 5) {
  return big(transaction, 2) + big(0, 2) + big(length + 1, 2) + big(1, 1) + Bytes(length, '\x03');
}

TEST(PcapRoundTrip, PairsModbusByTransaction) {
  Talk talk(502);
  talk.asks(0, modbus(1)).answers(3, modbus(1, 20)).asks(10, modbus(2)).asks(11, modbus(3));
  talk.answers(15, modbus(3, 20)).answers(17, modbus(2, 20));
  const Reading reading = pair_up(talk.packets, "modbus");
  EXPECT_EQ(reading.error_text(), "");
  EXPECT_THAT(times_of(reading), ElementsAre(3, 7, 4));
  ASSERT_EQ(reading.flows().size(), 1U);
  EXPECT_EQ(reading.flows()[0].flow, "f 10.0.0.1>10.0.0.2");
  EXPECT_EQ(reading.flows()[0].kind, FlowKind::RoundTrip);
  EXPECT_EQ(reading.messages()[0].bytes, 12);
  EXPECT_EQ(reading.account.rows_used, 6);
}

TEST(PcapRoundTrip, FindsMessagesWhereverSegmentsCutThem) {
  Talk talk(502);
  const Bytes two = modbus(1) + modbus(2);
  for (std::size_t i = 0; i < two.size(); ++i) talk.asks(static_cast<std::int64_t>(i), two.substr(i, 1));
  const Bytes answers = modbus(1, 20) + modbus(2, 20);
  talk.answers(40, answers.substr(0, 5)).answers(50, answers.substr(5, 30)).answers(60, answers.substr(35));
  const Reading reading = pair_up(talk.packets, "modbus");
  EXPECT_THAT(times_of(reading), ElementsAre(50, 60 - 12));
  EXPECT_TRUE(reading.refusals.empty()) << reading.refusal_text();
}

TEST(PcapRoundTrip, TakesARetransmittedRequestForOneRequest) {
  Talk talk(502);
  talk.asks(0, modbus(1)).segment(200, true, 0xFFFFFFF0, modbus(1)).answers(203, modbus(1)).asks(300, modbus(2));
  talk.answers(301, modbus(2)).segment(302, false, 7000, modbus(1));
  const Reading reading = pair_up(talk.packets, "modbus");
  EXPECT_THAT(times_of(reading), ElementsAre(203, 1));
  EXPECT_EQ(reading.refused(Refusal::DuplicateKey), 2);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 2: a segment of TCP sent again"));
}

TEST(PcapRoundTrip, LosesARequestWithoutAnAnswer) {
  Talk talk(502);
  talk.asks(0, modbus(1)).answers(3, modbus(1)).asks(10, modbus(2)).asks(20, modbus(3)).answers(24, modbus(3));
  EXPECT_THAT(times_of(pair_up(talk.packets, "modbus")), ElementsAre(3, -1000, 4));
  talk.asks(30000, modbus(4)).answers(30500, modbus(4));
  EXPECT_THAT(times_of(pair_up(talk.packets, "modbus", "within: 400ms")), ElementsAre(3, -1000, 4, -1000));
}

TEST(PcapRoundTrip, LosesNothingWhoseAnswerTheCaptureMissed) {
  Talk talk(502);
  talk.asks(0, modbus(1)).answers(3, modbus(1)).asks(10, modbus(2)).misses_answer(modbus(2));
  talk.asks(20, modbus(3)).answers(24, modbus(3)).asks(40, modbus(4));
  const Reading reading = pair_up(talk.packets, "modbus");
  EXPECT_THAT(times_of(reading), ElementsAre(3, 4));
  EXPECT_EQ(reading.refused(Refusal::MissingValue), 2);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 3: segments are missing where its answer may have been"));
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 6: the capture ends before its answer could be seen"));
  EXPECT_TRUE(reading.has_remark("TCP segments are missing in 1 places, first before packet 5"));
}

TEST(PcapRoundTrip, TakesInWhatFillsAHoleLater) {
  Talk talk(502);
  const auto missing = 7000 + static_cast<std::uint32_t>(modbus(9).size());
  talk.asks(-5, modbus(9)).answers(-4, modbus(9)).asks(0, modbus(1)).asks(1, modbus(2));
  talk.misses_answer(modbus(1)).answers(4, modbus(2)).segment(6, false, missing, modbus(1));
  talk.asks(10, modbus(3)).answers(12, modbus(3));
  EXPECT_THAT(times_of(pair_up(talk.packets, "modbus")), ElementsAre(1, 6, 3, 2));
}

TEST(PcapRoundTrip, ReadsHeadingsOfWhatWasNotCapturedWhole) {
  Talk talk(502);
  talk.asks(0, modbus(1)).answers(3, modbus(1, 200)).asks(10, modbus(2)).answers(14, modbus(2, 200));
  for (Captured& packet : talk.packets) packet.cut = packet.bytes.size() > 80 ? packet.bytes.size() - 66 : 0;
  EXPECT_THAT(times_of(pair_up(talk.packets, "modbus")), ElementsAre(3, 4));
  // Without the heading nothing can be known of the answer.
  talk.packets[3].cut = talk.packets[3].bytes.size() - 56;
  const Reading reading = pair_up(talk.packets, "modbus");
  EXPECT_THAT(times_of(reading), ElementsAre(3));
  EXPECT_EQ(reading.refused(Refusal::MissingValue), 1);
}

TEST(PcapRoundTrip, RefusesAnswersWithoutARequestAndWhatIsNotOfTheProtocol) {
  Talk talk(502);
  talk.answers(0, modbus(9)).asks(10, "GET / HTTP/1.0").asks(20, modbus(2)).answers(21, modbus(2));
  const Reading reading = pair_up(talk.packets, "modbus");
  EXPECT_THAT(times_of(reading), ElementsAre(1));
  EXPECT_EQ(reading.refused(Refusal::Unmatched), 1);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 1: no request for this response"));
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 2: no message of modbus begins here"));
}

TEST(PcapRoundTrip, PairsEchoesByIdentifierAndSequence) {
  std::vector<Captured> packets;
  const auto echo = [&](std::int64_t ms, std::uint8_t type, std::uint16_t sequence) {
    const bool asks = type == 8;
    packets.push_back(
        {kStart + ms * kMs,
         ethernet(0x0800,
                  ipv4({.protocol = 1, .source = asks ? kClient : kServer, .destination = asks ? kServer : kClient},
                       icmp(type, 77, sequence, Bytes(56, 'p'))))});
  };
  echo(0, 8, 1);
  echo(10, 0, 1);
  echo(11, 0, 1);
  echo(20, 8, 2);
  echo(40, 8, 3);
  echo(41, 8, 3);
  echo(52, 0, 3);
  echo(53, 3, 3);
  const Reading reading = pair_up(packets, "icmp", "source: 10.0.0.1\ndestination: 10.0.0.2");
  EXPECT_THAT(times_of(reading), ElementsAre(10, -1000, 12));
  EXPECT_EQ(reading.messages()[0].bytes, 56);
  EXPECT_EQ(reading.flows().at(0).flow, "f");
  EXPECT_EQ(reading.refused(Refusal::DuplicateKey), 2);
  EXPECT_EQ(reading.refused(Refusal::NotRelevant), 1);
  const auto echo6 = [](std::uint8_t type) { return icmp(type, 5, 6, "x"); };
  const Bytes request = ethernet(0x86DD, ipv6(58, echo6(128)));
  const Bytes reply = ethernet(0x86DD, ipv6(58, echo6(129)));
  EXPECT_EQ(pair_up({{kStart, request}, {kStart, reply}}, "icmp").refused(Refusal::Unmatched), 1);
}

TEST(PcapRoundTrip, PairsDnsByIdentifierAndPort) {
  std::vector<Captured> packets;
  const auto dns = [&](std::int64_t ms, bool asks, std::uint16_t id, std::uint16_t port) {
    const Bytes message = big(id, 2) + big(asks ? 0x0100 : 0x8180, 2) + Bytes(20, 'q');
    packets.push_back({kStart + ms * kMs, ethernet(0x0800, asks ? ipv4({}, udp(port, 53, message))
                                                                : ipv4({.source = kServer, .destination = kClient},
                                                                       udp(53, port, message)))});
  };
  dns(0, true, 5, 1000);
  dns(1, true, 5, 1001);
  dns(2, false, 5, 1001);
  dns(2, true, 5, 1000);
  dns(9, false, 5, 1000);
  const Reading reading = pair_up(packets, "dns");
  EXPECT_THAT(times_of(reading), ElementsAre(9, 1));
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 4: the same request once more; the first one counts"));
}

Bytes s7(std::uint8_t rosctr, std::uint16_t reference, const Bytes& parameters = "") {
  const Bytes pdu = big(0x32, 1) + big(rosctr, 1) + big(0, 2) + big(reference, 2) + big(parameters.size(), 2) +
                    big(0, 2) + (rosctr == 3 ? big(0, 2) : Bytes()) + parameters;
  return big(0x0300, 2) + big(pdu.size() + 7, 2) + big(0x02F080, 3) + pdu;
}

TEST(PcapRoundTrip, PairsS7ByReferenceOfTheDataUnit) {
  Talk talk(102);
  talk.asks(0, big(0x0300, 2) + big(11, 2) + big(0x06E0, 2) + Bytes(5, '\0'));
  talk.asks(10, s7(1, 40)).answers(14, s7(3, 40)).asks(20, s7(7, 41, big(0x000112041144, 6) + "xx"));
  talk.answers(25, s7(7, 41, big(0x000112081284, 6) + "xx")).answers(26, s7(7, 0, big(0x000112081204, 6) + "xx"));
  const Reading reading = pair_up(talk.packets, "s7");
  EXPECT_THAT(times_of(reading), ElementsAre(4, 5));
  EXPECT_EQ(reading.refused(Refusal::NotRelevant), 2);
  EXPECT_TRUE(reading.refusals.empty()) << reading.refusal_text();
}

Bytes opcua(char chunk, std::uint32_t request, std::uint16_t service, const Bytes& body = "") {
  const Bytes rest =
      little(1, 4) + little(2, 4) + little(3, 4) + little(request, 4) + little(0x0001, 2) + little(service, 2) + body;
  return Bytes("MSG") + chunk + little(rest.size() + 8, 4) + rest;
}

TEST(PcapRoundTrip, PairsOpcUaByRequestIdToTheLastChunkOfTheAnswer) {
  Talk talk(4840);
  const Bytes hello = Bytes("HELF") + little(16, 4) + Bytes(8, 'x');
  talk.asks(0, hello).asks(10, opcua('F', 7, 631)).answers(12, opcua('C', 7, 634, Bytes(100, 'a')));
  talk.answers(18, opcua('F', 7, 634)).asks(20, opcua('C', 8, 673)).asks(21, opcua('F', 8, 673));
  talk.answers(25, opcua('F', 8, 676));
  const Reading reading = pair_up(talk.packets, "opcua");
  EXPECT_THAT(times_of(reading), ElementsAre(8, 5));
  EXPECT_TRUE(reading.refusals.empty()) << reading.refusal_text();
}

TEST(PcapRoundTrip, LeavesOutWhatAnOpcUaServerHoldsBack) {
  Talk talk(4840);
  talk.asks(0, opcua('F', 1, 826)).asks(10, opcua('F', 2, 631)).answers(13, opcua('F', 2, 634));
  talk.answers(500, opcua('F', 1, 829)).asks(501, opcua('F', 3, 826));
  const Reading reading = pair_up(talk.packets, "opcua");
  EXPECT_THAT(times_of(reading), ElementsAre(3));
  EXPECT_TRUE(reading.has_remark("2 Publish requests of OPC UA are left out"));
}

TEST(PcapRoundTrip, NamesTheNearestProtocolAndReadsAnotherPort) {
  Talk talk(1502);
  talk.asks(0, modbus(1)).answers(3, modbus(1));
  EXPECT_THAT(times_of(pair_up(talk.packets, "modbus", "port: 1502")), ElementsAre(3));
  EXPECT_THAT(pair_up(talk.packets, "modbuss").error_text(), HasSubstr("modbus"));
}

// Requests on several connections are answered out of order, late, twice or not at all, and cut into segments anywhere.
TEST(PcapRoundTrip, FindsExactlyWhatWasDoneToTheRequests) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed);
    struct Event {
      std::int64_t ms = 0;
      bool asks = false;
      std::uint16_t id = 0;
    };
    std::vector<Event> events;
    std::map<std::int64_t, std::int64_t> truth;  // by when it was asked, ms
    const std::size_t count = 50 + random() % 500;
    std::int64_t now = 0;
    for (std::size_t i = 0; i < count; ++i) {
      now += 1 + static_cast<std::int64_t>(random() % 20);
      const auto id = static_cast<std::uint16_t>(i);
      events.push_back({now, true, id});
      const bool is_answered = i == 0 || i + 1 == count || random() % 4 != 0;
      const std::int64_t after = i + 1 == count ? 300 : 1 + static_cast<std::int64_t>(random() % 300);
      truth[now] = is_answered ? after : -1000;
      if (is_answered) events.push_back({now + after, false, id});
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.ms < b.ms; });
    Talk talk(502);
    std::map<bool, Bytes> held;
    for (const Event& event : events) {
      const Bytes message = modbus(event.id, 1 + random() % 200);
      const std::size_t cut = 1 + random() % message.size();
      for (const Bytes& piece : {message.substr(0, cut), message.substr(cut)}) {
        if (piece.empty()) continue;
        event.asks ? talk.asks(event.ms, piece) : talk.answers(event.ms, piece);
        if (random() % 5 == 0) talk.packets.push_back(talk.packets.back());  // TCP sends it again
      }
    }
    const Reading reading = pair_up(talk.packets, "modbus");
    ASSERT_EQ(reading.error_text(), "") << "seed " << seed;
    std::map<std::int64_t, std::int64_t> found;
    for (const Message& message : reading.messages()) {
      found[(message.sent.time_since_epoch().count() - kStart) / kMs] =
          message.received ? (*message.received - message.sent).count() / kMs : -1000;
    }
    ASSERT_EQ(found, truth) << "seed " << seed;
    ASSERT_EQ(reading.messages().size(), truth.size()) << "seed " << seed;
  }
}

TEST(PcapRoundTrip, FindsThePublishedPairsOfModbus) {
  PLANTPROOF_NEEDS("ics-pcap/modbus_example.pcap");
  const auto path = shared_data("ics-pcap/modbus_example.pcap");
  // It holds two captures, 64 hours apart.
  EXPECT_THAT(read_file_as("pcap_round_trip", path, "flow: f\nprotocol: modbus").error_text(),
              HasSubstr("packet 99: it is 230225 s from the packet before it: captures that were merged?"));
  const Reading reading = read_file_as("pcap_round_trip", path, "flow: f\nprotocol: modbus\nlongest_pause: 300000s");
  EXPECT_EQ(reading.error_text(), "");
  EXPECT_EQ(reading.account.rows_used, 48);
  ASSERT_EQ(reading.messages().size(), 24U);
  EXPECT_EQ(reading.refused(Refusal::NotRelevant), 100 - 48);
  EXPECT_EQ((*reading.messages()[0].received - reading.messages()[0].sent).count(), 216'000);
  for (const Message& message : reading.messages()) EXPECT_TRUE(message.received);
}

TEST(PcapRoundTrip, PairsEveryDataUnitOfAnS7Session) {
  PLANTPROOF_NEEDS("ics-pcap/snap7.pcap");
  const Reading reading = read_file_as("pcap_round_trip", shared_data("ics-pcap/snap7.pcap"), "flow: f\nprotocol: s7");
  EXPECT_EQ(reading.error_text(), "");
  EXPECT_EQ(reading.messages().size(), 32U);
  EXPECT_EQ(reading.account.rows_used, 64);
  EXPECT_EQ((*reading.messages()[0].received - reading.messages()[0].sent).count(), 2'871'000);
}

TEST(PcapRoundTrip, PairsAnOpcUaSessionOverLoopbackAndIpv6) {
  PLANTPROOF_NEEDS("ics-pcap/open62541_client-server_mainloop.pcap");
  const Reading reading = read_file_as("pcap_round_trip", shared_data("ics-pcap/open62541_client-server_mainloop.pcap"),
                                       "flow: f\nprotocol: opcua");
  EXPECT_EQ(reading.error_text(), "");
  EXPECT_EQ(reading.flows().at(0).flow, "f ::1>::1");
  EXPECT_EQ(reading.refused(Refusal::Unmatched), 0);
  // 29 of MSG on the wire have an answer: 11 of them are Publish.
  EXPECT_EQ(reading.messages().size(), 18U);
  EXPECT_TRUE(reading.has_remark("11 Publish requests of OPC UA are left out"));
}

}  // namespace
}  // namespace plantproof::data
