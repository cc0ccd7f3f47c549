#include "capture/packet.hpp"

#include <gmock/gmock.h>

#include "capture/capture_file.hpp"
#include "capture_bytes.hpp"
#include "compressed.hpp"
#include "core/input_error.hpp"
#include "core/random.hpp"

namespace plantproof::data::capture {
namespace {

using namespace capture_bytes;
using testing::HasSubstr;

constexpr std::int64_t kTime = 1'700'000'000'123'456'789;

// The one packet of a file, which must be read whole.
struct Only {
  Packet packet;
  std::string payload;
  Decoding decoding = Decoding::Malformed;
  std::int64_t time_ns = 0;
};

Only only_of(const Bytes& bytes) {
  const Folder folder;
  CaptureFile file(folder.write("one.pcap", bytes));
  Only only;
  EXPECT_TRUE(file.next());
  only.decoding = decode(file.link_type(), file.bytes(), file.length(), only.packet);
  only.payload.assign(only.packet.payload.begin(), only.packet.payload.end());
  only.packet.payload = {};
  only.time_ns = file.time_ns();
  EXPECT_FALSE(file.next());
  EXPECT_FALSE(file.problem());
  return only;
}

void expect_udp(const Only& only, const std::string& source, const std::string& destination) {
  ASSERT_EQ(only.decoding, Decoding::Whole);
  EXPECT_EQ(only.packet.addresses.source.text(), source);
  EXPECT_EQ(only.packet.addresses.destination.text(), destination);
  EXPECT_EQ(only.packet.protocol, kUdp);
  EXPECT_EQ(only.packet.source_port, 5000);
  EXPECT_EQ(only.packet.destination_port, 6000);
  EXPECT_EQ(only.payload, "hello");
  EXPECT_EQ(only.packet.payload_length, 5U);
}

const Bytes kUdp4 = ipv4({.identifier = 7}, udp(5000, 6000, "hello"));
const Bytes kUdp6 = ipv6(17, udp(5000, 6000, "hello"));

TEST(CapturePacket, IsReadOfEveryLinkType) {
  const Bytes family4 = little(2, 4);
  const Bytes family6 = little(30, 4);
  const Bytes sll = big(0, 2) + big(1, 2) + big(6, 2) + big(0x020000000001, 6) + big(0, 2) + big(0x0800, 2);
  const Bytes sll2 = big(0x86DD, 2) + big(0, 2) + big(3, 4) + big(1, 2) + big(0, 1) + big(6, 1) + big(0, 8);
  const std::vector<std::pair<std::uint32_t, Bytes>> v4 = {
      {kEthernet, ethernet(0x0800, kUdp4)},
      {kEthernet, ethernet(0x0800, kUdp4, {0x8100})},
      {kEthernet, ethernet(0x0800, kUdp4, {0x88A8, 0x8100})},
      {kEthernet, ethernet(0x0800, kUdp4, {0x9100, 0x8100, 0x8100})},
      {kSll, sll + kUdp4},
      {kNull, family4 + kUdp4},
      {kNull, big(2, 4) + kUdp4},
      {kLoop, big(2, 4) + kUdp4},
      {kRaw, kUdp4},
      {kIpv4, kUdp4}};
  for (const auto& [link_type, bytes] : v4) {
    SCOPED_TRACE(link_type);
    expect_udp(only_of(pcap(link_type, {{kTime, bytes}})), "10.0.0.1", "10.0.0.2");
    expect_udp(only_of(pcapng(link_type, {{kTime, bytes}})), "10.0.0.1", "10.0.0.2");
  }
  const std::vector<std::pair<std::uint32_t, Bytes>> v6 = {
      {kEthernet, ethernet(0x86DD, kUdp6)}, {kSll2, sll2 + kUdp6}, {kNull, family6 + kUdp6},
      {kLoop, big(24, 4) + kUdp6},          {kRaw, kUdp6},         {kIpv6, kUdp6}};
  for (const auto& [link_type, bytes] : v6) {
    SCOPED_TRACE(link_type);
    expect_udp(only_of(pcap(link_type, {{kTime, bytes}})), "fd00::1", "fd00::2");
  }
}

TEST(CapturePacket, HasItsTimeInNanoseconds) {
  EXPECT_EQ(only_of(pcap(kRaw, {{kTime, kUdp4}})).time_ns, kTime);
  EXPECT_EQ(only_of(pcapng(kRaw, {{kTime, kUdp4}})).time_ns, kTime);
  EXPECT_EQ(only_of(pcap(kRaw, {{kTime, kUdp4}}, 65535, true)).time_ns, 1'700'000'000'123'456'000);
}

TEST(CapturePacket, HasThePayloadOfItsHeadersNotThePaddingOfItsFrame) {
  const Only only = only_of(pcap(kEthernet, {{kTime, ethernet(0x0800, ipv4({}, udp(1, 2, "x")))}}));
  EXPECT_EQ(only.payload, "x");
}

TEST(CapturePacket, TellsItsFragmentsApart) {
  const Only first = only_of(pcap(kRaw, {{kTime, ipv4({.identifier = 9, .fragment = 0x2000}, udp(1, 2, "12345678"))}}));
  EXPECT_TRUE(first.packet.is_fragment);
  EXPECT_EQ(first.packet.fragment, 0);
  EXPECT_EQ(first.packet.source_port, 1);
  const Only last = only_of(pcap(kRaw, {{kTime, ipv4({.identifier = 9, .fragment = 2}, "rest")}}));
  EXPECT_TRUE(last.packet.is_fragment);
  EXPECT_EQ(last.packet.fragment, 16);
  EXPECT_EQ(last.packet.source_port, 0);
  EXPECT_EQ(last.payload, "rest");
  const Bytes header = big(17, 1) + big(0, 1) + big(0x0019, 2) + big(0xABCD, 4);
  const Only sixth = only_of(pcap(kRaw, {{kTime, ipv6(44, header + "rest")}}));
  EXPECT_TRUE(sixth.packet.is_fragment);
  EXPECT_EQ(sixth.packet.fragment, 24);
  EXPECT_EQ(sixth.packet.identifier, 0xABCDU);
}

TEST(CapturePacket, IsFoundBehindExtensionHeadersOfIpv6) {
  const Bytes hop_by_hop = big(60, 1) + big(0, 1) + big(0, 6);
  const Bytes destination = big(17, 1) + big(1, 1) + big(0, 14);
  expect_udp(only_of(pcap(kRaw, {{kTime, ipv6(0, hop_by_hop + destination + udp(5000, 6000, "hello"))}})), "fd00::1",
             "fd00::2");
}

TEST(CapturePacket, SaysWhyItCannotBeRead) {
  const auto decoded = [](const Bytes& bytes, std::size_t cut = 0) {
    return only_of(pcap(kRaw, {{kTime, bytes, cut}})).decoding;
  };
  EXPECT_EQ(decoded(kUdp4, 15), Decoding::Cut);
  EXPECT_EQ(decoded(kUdp4, 5), Decoding::Whole);
  EXPECT_EQ(decoded(kUdp6, 10), Decoding::Cut);
  EXPECT_EQ(decoded(ipv4({.protocol = 6}, tcp(1, 2, 3, "")), 1), Decoding::Cut);
  Bytes longer = kUdp4;
  longer[3] = '\x7F';
  EXPECT_EQ(decoded(longer), Decoding::Malformed);
  Bytes bad_offset = ipv4({.protocol = 6}, tcp(1, 2, 3, ""));
  bad_offset[20 + 12] = '\x10';
  EXPECT_EQ(decoded(bad_offset), Decoding::Malformed);
  const auto framed = [](std::uint16_t type) {
    return only_of(pcap(kEthernet, {{kTime, ethernet(type, Bytes(46, 'x'))}})).decoding;
  };
  EXPECT_EQ(framed(0x0806), Decoding::OtherProtocol);
  EXPECT_EQ(framed(0x88CC), Decoding::OtherProtocol);
  EXPECT_EQ(framed(0x0026), Decoding::OtherProtocol);
  EXPECT_EQ(framed(0x8892), Decoding::Whole);
}

// Every packet of every kind, cut and damaged at every byte: an answer, and no read beyond what was captured.
TEST(CapturePacket, IsReadOrRefusedWhateverItsBytes) {
  const std::vector<Bytes> packets = {kUdp4, kUdp6, ipv4({.protocol = 6}, tcp(1, 2, 3, "abc")),
                                      ipv6(44, big(0x3C000001, 4) + big(1, 4) + "x"),
                                      ipv6(0, big(0x1100000000000000, 8) + udp(1, 2, "y"))};
  for (const Bytes& packet : packets) {
    for (std::size_t at = 0; at < packet.size(); ++at) {
      for (const int value : {0x00, 0xFF, 0x2C, 0x80}) {
        Bytes damaged = packet;
        damaged[at] = static_cast<char>(value);
        for (std::size_t length = 0; length <= damaged.size(); ++length) {
          const std::vector<std::uint8_t> exact(damaged.begin(), damaged.begin() + static_cast<std::ptrdiff_t>(length));
          Packet result;
          if (decode(12, exact, static_cast<std::uint32_t>(damaged.size()), result) != Decoding::Whole) continue;
          EXPECT_LE(result.payload.size(), length);
          EXPECT_LE(result.payload.size(), result.payload_length);
        }
      }
    }
  }
}

TEST(CaptureAddress, IsReadAsItIsWritten) {
  for (const char* const text : {"10.0.0.1", "fe80::1", "2001:db8::ff00:42:8329", "00:1b:1b:00:0a:ff"}) {
    const auto address = Address::parse(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->text(), text);
  }
  for (const char* const text : {"", "10.0.0", "plc-1", "00:1b:1b:00:0a", "00:1b:1b:00:0a:zz", "00-1b-1b-00-0a-ff"}) {
    EXPECT_FALSE(Address::parse(text)) << text;
  }
}

std::string error_of(const Bytes& bytes) {
  const Folder folder;
  try {
    CaptureFile file(folder.write("bad.pcap", bytes));
    while (file.next()) continue;
    return file.problem() ? file.problem()->en : "";
  } catch (const core::InputFailure& failure) {
    return failure.what();
  }
}

TEST(CaptureFile, SaysWhatItCannotRead) {
  EXPECT_THAT(error_of("text, not packets, and long enough"), HasSubstr("not a pcap or pcapng file"));
  EXPECT_THAT(error_of(""), HasSubstr("not a pcap or pcapng file"));
  EXPECT_THAT(error_of(pcap(127, {})), HasSubstr("link type IEEE802_11_RADIO is not supported; EN10MB"));
  EXPECT_THROW(CaptureFile("/nowhere/at-all.pcap"), core::InputFailure);
  const Bytes two = pcap(kRaw, {{kTime, kUdp4}, {kTime, kUdp4}});
  EXPECT_THAT(error_of(two.substr(0, two.size() - 1)), HasSubstr("packet 2: truncated"));
  EXPECT_THAT(error_of(two + little(0, 4) + little(0, 4) + little(0xFFFFFFFF, 8)), HasSubstr("at packet 3: invalid"));
  EXPECT_EQ(error_of(pcap(kRaw, {})), "");
}

TEST(CaptureFile, IsUnpackedByItsName) {
  const Folder folder;
  const Bytes packed =
      tests::compressed(pcap(kRaw, {{kTime, kUdp4}, {kTime + 1, kUdp4}}), &archive_write_add_filter_gzip);
  CaptureFile file(folder.write("two.pcap.gz", packed));
  EXPECT_TRUE(file.next());
  EXPECT_TRUE(file.next());
  EXPECT_EQ(file.time_ns(), kTime + 1);
  EXPECT_FALSE(file.next());
  EXPECT_FALSE(file.problem());

  EXPECT_THROW(CaptureFile(folder.write("cut.pcap.gz", packed.substr(0, packed.size() - 1))), core::InputFailure);
}

TEST(CaptureFile, SaysThatWhatWasCompressedIsNotAllThere) {
  std::vector<Captured> packets;
  std::uint64_t noise = 1;  // which no compression makes smaller
  for (int i = 0; i < 2000; ++i) {
    Bytes payload;
    for (int j = 0; j < 20; ++j) payload += big(noise = core::mixed(noise, 7), 8);
    packets.push_back({kTime + i, ipv4({.identifier = 7}, udp(5000, 6000, payload))});
  }
  const Folder folder;
  const Bytes packed = tests::compressed(pcap(kRaw, packets), &archive_write_add_filter_gzip);
  CaptureFile half(folder.write("half.pcap.gz", packed.substr(0, packed.size() - 1)));
  while (half.next()) {
  }
  EXPECT_GT(half.number(), 0);
  ASSERT_TRUE(half.problem());
  EXPECT_THAT(half.problem()->en, HasSubstr("no whole gzip or zstd data"));
  EXPECT_FALSE(half.is_truncated()) << "nobody knows what else it held";
}

}  // namespace
}  // namespace plantproof::data::capture
