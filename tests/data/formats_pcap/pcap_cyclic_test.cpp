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
constexpr std::int64_t kUs = 1'000;
constexpr std::int64_t kMs = 1'000'000;
constexpr std::uint8_t kGood = 0x35;  // primary, valid, running, no problem

Captured profinet(std::int64_t us, std::uint16_t counter, std::uint8_t status = kGood,
                  std::uint16_t frame_id = 0x8001) {
  const Bytes payload = big(frame_id, 2) + Bytes(40, 'd') + big(counter, 2) + big(status, 1) + big(0, 1);
  return {kStart + us * kUs, ethernet(0x8892, payload, {0x8100})};
}

Captured datagram(std::int64_t us, const Bytes& payload) {
  return {kStart + us * kUs, ethernet(0x0800, ipv4({}, udp(5000, 6000, payload)))};
}

Reading read_cycles(const std::vector<Captured>& packets, std::string_view options) {
  return read_text_as("pcap_cyclic", pcap(kEthernet, packets), "loop: axis\ntolerance: 250us\n" + std::string(options));
}

constexpr std::string_view kProfinet = "stream: profinet\nperiod: 1ms";
constexpr std::string_view kUdpBig = "stream: udp\nperiod: 1ms\nsequence: {offset: 2, length: 2}";

// By cycle: in time or not, right or not; '.' is both, 'l' late, 'x' lost, 'w' in time but wrong.
std::string cycles_of(const Reading& reading) {
  std::map<std::int64_t, char> cycles;
  for (const ControlCycle& cycle : reading.rows<ControlCycle>()) {
    cycles[cycle.cycle] = cycle.on_time ? (cycle.correct ? '.' : 'w') : (cycle.correct ? 'l' : 'x');
  }
  std::string result;
  for (const auto& [number, sign] : cycles) result += sign;
  return result;
}

TEST(PcapCyclic, MakesACycleOfEveryUpdateThatAnotherMadeDue) {
  const Reading reading = read_cycles(
      {profinet(0, 65504), profinet(1000, 0), profinet(2300, 32), profinet(3000, 64), profinet(4000, 96, 0x31)},
      kProfinet);
  EXPECT_EQ(reading.error_text(), "");
  EXPECT_EQ(cycles_of(reading), ".l.w");
  const auto& rows = reading.rows<ControlCycle>();
  EXPECT_EQ(rows[0].loop, "axis 02:00:00:00:00:01>02:00:00:00:00:02 8001");
  EXPECT_EQ(rows[1].time, Instant(core::Nanoseconds(kStart + 2 * kMs)));
  EXPECT_EQ(reading.account.rows_used, 5);
  EXPECT_TRUE(reading.has_remark(
      "8001: 5 updates, 0 lost, 1 late; update interval least 0.700, median 1.000, p99 1.300, greatest 1.300 ms"));
}

TEST(PcapCyclic, LosesTheCyclesThatTheCounterPassed) {
  const Reading reading = read_cycles({profinet(0, 0), profinet(1000, 32), profinet(4000, 128)}, kProfinet);
  EXPECT_EQ(cycles_of(reading), ".xx.");
  EXPECT_EQ(reading.rows<ControlCycle>()[1].time, Instant(core::Nanoseconds(kStart + 2 * kMs)));
  // Also where it started over meanwhile: 65536 units are 2048 ms.
  const Reading longer =
      read_cycles({profinet(0, 0), profinet(1000, 32), profinet(5'001'000, 5001 * 32 % 65536)}, kProfinet);
  EXPECT_EQ(longer.rows<ControlCycle>().size(), 5001U);
  EXPECT_TRUE(longer.has_remark("3 updates, 4999 lost, 0 late"));
}

TEST(PcapCyclic, RefusesWhatComesTwiceTooLateOrOutOfStep) {
  const Reading reading = read_cycles({profinet(0, 0), profinet(1000, 32), profinet(1001, 32), profinet(3000, 96),
                                       profinet(3100, 64), profinet(4000, 130), profinet(4100, 128)},
                                      kProfinet);
  EXPECT_EQ(cycles_of(reading), ".x..");
  EXPECT_EQ(reading.refused(Refusal::DuplicateKey), 1);
  EXPECT_EQ(reading.refused(Refusal::TimeBackwards), 1);
  EXPECT_EQ(reading.refused(Refusal::OutOfRange), 1);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 6: its counter went on by 34, no multiple of the 32"));
}

TEST(PcapCyclic, SaysNothingOfTheTimeInWhichASenderBeganAnew) {
  const Reading reading = read_cycles({datagram(0, "ab" + big(900, 2)), datagram(1000, "ab" + big(901, 2)),
                                       datagram(9000, "ab" + big(0, 2)), datagram(10000, "ab" + big(1, 2))},
                                      kUdpBig);
  EXPECT_EQ(cycles_of(reading), "..");
  EXPECT_TRUE(reading.has_remark("1 times the counter did not agree with the clock"));
}

TEST(PcapCyclic, LeavesAlarmsAndOtherProtocolsOut) {
  const Reading reading = read_cycles(
      {profinet(0, 0), profinet(500, 7, kGood, 0xFEFE), datagram(600, "abcd"), profinet(1000, 32)}, kProfinet);
  EXPECT_EQ(cycles_of(reading), ".");
  EXPECT_EQ(reading.refused(Refusal::NotRelevant), 2);
  EXPECT_THAT(read_cycles({datagram(0, "abcd")}, kProfinet).error_text(),
              HasSubstr("the capture has no cyclic stream"));
}

TEST(PcapCyclic, RefusesAFrameWhoseEndIsMissing) {
  std::vector<Captured> packets = {profinet(0, 0), profinet(1000, 32), profinet(2000, 64)};
  packets[1].cut = 2;
  const Reading reading = read_cycles(packets, kProfinet);
  EXPECT_EQ(reading.refused(Refusal::Malformed), 1);
  EXPECT_THAT(reading.refusal_text(), HasSubstr("packet 2: cut: its cycle counter is at its end"));
}

TEST(PcapCyclic, ReadsADeclaredFieldInEitherByteOrder) {
  EXPECT_EQ(cycles_of(read_cycles({datagram(0, "ab" + big(65535, 2)), datagram(1000, "ab" + big(0, 2)),
                                   datagram(3000, "ab" + big(2, 2)), datagram(4000, "x")},
                                  kUdpBig)),
            ".x.");
  const Reading little_endian =
      read_cycles({datagram(0, little(255, 4)), datagram(1000, little(256, 4)), datagram(2000, little(257, 4))},
                  "stream: udp\nperiod: 1ms\nsequence: {offset: 0, length: 4, order: little}");
  EXPECT_EQ(cycles_of(little_endian), "..");
  EXPECT_EQ(little_endian.rows<ControlCycle>()[0].loop, "axis 10.0.0.1>10.0.0.2 5000>6000");
  const Reading eight = read_cycles({datagram(0, big(~std::uint64_t{0}, 8)), datagram(1000, big(0, 8))},
                                    "stream: udp\nperiod: 1ms\nsequence: {offset: 0, length: 8}");
  EXPECT_EQ(cycles_of(eight), ".");
}

TEST(PcapCyclic, SaysWhatItsOptionsLack) {
  EXPECT_THAT(read_cycles({}, "stream: udp\nperiod: 1ms").error_text(), HasSubstr("sequence"));
  EXPECT_THAT(read_cycles({}, "stream: profinet\nperiod: 1.1ms").error_text(), HasSubstr("multiple of 31.25 us"));
  EXPECT_THAT(read_cycles({}, "stream: profinet\nperiod: 2s").error_text(), HasSubstr("512 ms at most"));
  EXPECT_THAT(read_cycles({}, "stream: profinet\nperiod: 0s").error_text(), HasSubstr("must be above 0"));
  EXPECT_THAT(read_cycles({profinet(0, 0), profinet(90'000'000, 0)}, kProfinet).error_text(),
              HasSubstr("packet 2: it is 90 s from the packet before it"));
}

// Updates are dropped, delayed and copied at random, over several turns of the counter.
TEST(PcapCyclic, FindsExactlyWhatWasDoneToTheUpdates) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed);
    std::vector<Captured> packets;
    std::string truth;
    std::int64_t copies = 0;
    std::int64_t last_us = 0;
    std::int64_t last_cycle = 0;
    const auto begin = static_cast<std::uint16_t>(random() % 65536);
    const std::int64_t count = 100 + static_cast<std::int64_t>(random() % 5000);
    for (std::int64_t i = 0; i < count; ++i) {
      if (i != 0 && i + 1 != count && random() % 5 == 0) continue;
      const std::int64_t us = i * 1000 + static_cast<std::int64_t>(random() % 600);
      packets.push_back(profinet(us, static_cast<std::uint16_t>(begin + 32 * i)));
      if (i != 0) {
        truth.append(static_cast<std::size_t>(i - last_cycle - 1), 'x');
        truth += us - last_us - (i - last_cycle) * 1000 > 250 ? 'l' : '.';
      }
      last_us = us;
      last_cycle = i;
      if (random() % 10 != 0) continue;
      packets.push_back(profinet(us + 10, static_cast<std::uint16_t>(begin + 32 * i)));
      ++copies;
    }
    const Reading reading = read_cycles(packets, kProfinet);
    ASSERT_EQ(reading.error_text(), "") << "seed " << seed;
    ASSERT_EQ(cycles_of(reading), truth) << "seed " << seed;
    ASSERT_EQ(reading.refused(Refusal::DuplicateKey), copies) << "seed " << seed;
  }
}

}  // namespace
}  // namespace plantproof::data
