// Captures of two points of a network: a packet that both saw is a one-way message.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "capture/capture_reader.hpp"
#include "capture/relations.hpp"
#include "capture/window.hpp"
#include "format.hpp"
#include "input/file_stamp.hpp"
#include "input/sha256.hpp"
#include "source_options.hpp"

namespace plantproof::data {
namespace {

using capture::Address;
using capture::CaptureReader;
using capture::Key;
using capture::Packet;

// Ethernet with two VLAN tags; of a packet as long as a snapshot can be, so much may be missing at one point only.
constexpr std::uint32_t kMostLinkBytes = 26;
constexpr std::uint32_t kWholePacket = 65535;
constexpr std::uint32_t kLongestUncutPacket = 9216;

enum Point : std::uint8_t { First, Second };

// A packet as one of the points saw it.
struct Sight {
  std::int64_t time = 0;
  std::int64_t number = 0;
  std::int64_t sequence = 0;
  std::uint32_t flow = 0;
  std::uint32_t bytes = 0;
  Point point = First;
};

// What of a packet is the same at both points: no TTL, checksum, VLAN tag or MAC address around IP.
struct Invariants {
  std::array<std::uint64_t, 4> addresses{};
  std::uint64_t protocol = 0;
  std::uint64_t identifier = 0;
  std::uint64_t ports = 0;
  std::uint64_t sequences = 0;
  std::uint64_t payload_length = 0;
  std::array<std::uint64_t, 2> payload{};
};

// The addresses that change on the way, as the campaign declares them.
class Translation {
 public:
  explicit Translation(const input::YamlNode& node) {
    if (!node.exists()) return;
    for (const auto& [name, value] : node.entries()) {
      const auto from = Address::parse(name);
      const auto to = capture::address_option(value);
      if (!from) {
        node.reject({fmt::format("nat：“{}”不是地址", name), fmt::format("nat: “{}” is no address", name)});
      }
      if (!from || !to) continue;
      to_second_[*from] = *to;
      translated_.insert(*to);
    }
  }

  // The packet as the second point sees it. A NAT may choose the port of an address that it changes: that no longer
  // tells packets apart.
  void apply(Packet& packet, Point point) const {
    if (to_second_.empty()) return;
    apply(packet.addresses.source, packet.source_port, point);
    apply(packet.addresses.destination, packet.destination_port, point);
  }

 private:
  void apply(Address& address, std::uint16_t& port, Point point) const {
    if (point == First) {
      const auto found = to_second_.find(address);
      if (found == to_second_.end()) return;
      address = found->second;
    } else if (!translated_.contains(address)) {
      return;
    }
    port = 0;
  }

  std::unordered_map<Address, Address, capture::AddressHash> to_second_;
  std::unordered_set<Address, capture::AddressHash> translated_;
};

class TwoPoints {
 public:
  TwoPoints(std::array<CaptureReader*, 2> points, capture::Relations& relations, const capture::Selection& selection,
            const Translation& translation, core::Nanoseconds within, std::uint32_t reach, std::size_t expected,
            Sink& sink)
      : points_(points),
        relations_(&relations),
        selection_(selection),
        translation_(&translation),
        within_(within.count()),
        reach_(reach),
        expected_(expected),
        sink_(&sink) {}

  // Goes through both captures in the order of their times.
  void run() {
    advance(First);
    advance(Second);
    while (has_[First] || has_[Second]) {
      const bool is_first = has_[First] && (!has_[Second] || next_[First].time <= next_[Second].time);
      const Point point = is_first ? First : Second;
      see(point);
      advance(point);
    }
    expire(std::numeric_limits<std::int64_t>::max());
    sink_->use(used_);
  }

  void report(const input::YamlNode& uncertainty) const {
    if (matched_ == 0) {
      sink_->fail(0, 0,
                  {fmt::format("两个捕获点没有共同的包（{} 个与 {} 个）：检查 received、source、destination、filter，"
                               "途中若改写地址请写 nat",
                               points_[First]->packets(), points_[Second]->packets()),
                   fmt::format("the two captures ({} and {} packets) have no packet in common: check received, source, "
                               "destination and filter, and write nat where addresses change on the way",
                               points_[First]->packets(), points_[Second]->packets())});
      return;
    }
    report_reversed(uncertainty);
    if (negative_ > 0) {
      sink_->remark({fmt::format("{} 条消息先到后发（最多 {} ns）：保持原样", negative_, -least_delay_),
                     fmt::format("{} messages arrive before they are sent (by {} ns at most): kept as they are",
                                 negative_, -least_delay_)});
    }
    if (ambiguous_ > 0) {
      sink_->remark(
          {fmt::format("{} 条消息有内容完全相同的包同时在途，按先后顺序配对：其中若有丢失，时延会错位", ambiguous_),
           fmt::format("{} messages had packets just like them under way: they are matched in order, so "
                       "where one was lost the delays of those after it are too long",
                       ambiguous_)});
    }
    if (undetermined_ > 0) {
      sink_->remark({fmt::format("{} 个包发出时第二个捕获点尚未开始或已经结束：不计为丢失，已拒绝", undetermined_),
                     fmt::format("{} packets were sent before the second capture began or after it ended: refused, not "
                                 "counted as lost",
                                 undetermined_)});
    }
    if (fragments_[First] != fragments_[Second]) {
      sink_->remark(
          {fmt::format("分片在第一点有 {} 个，在第二点有 {} 个：途中分片或重组的包显示为丢失", fragments_[First],
                       fragments_[Second]),
           fmt::format("{} fragments at the first point, {} at the second: packets that were cut or joined on "
                       "the way show as lost",
                       fragments_[First], fragments_[Second])});
    }
    if (merged_ > 0) {
      sink_->remark({fmt::format("{} 个 TCP 包长于 {} 字节：网卡分段前的包无法与线路上的配对，"
                                 "捕获时请关闭（ethtool -K … tso off gso off gro off）",
                                 merged_, kLongestUncutPacket),
                     fmt::format("{} TCP packets are longer than {} bytes: what a network card cuts or joins cannot be "
                                 "matched; switch that off while capturing (ethtool -K ... tso off gso off gro off)",
                                 merged_, kLongestUncutPacket)});
    }
    if (!uncertainty.exists()) {
      sink_->remark({"单向时延是两个捕获点时钟之差，其不确定度未用 clock_uncertainty 声明",
                     "a one-way delay is the difference of two capture points' clocks, and no clock_uncertainty is "
                     "declared"});
    }
  }

 private:
  struct Delays {
    std::int64_t matched = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
  };

  // The next packet of a point that is asked for, with its key.
  void advance(Point point) {
    CaptureReader& reader = *points_[point];
    while ((has_[point] = reader.next())) {
      Packet& packet = reader.packet();
      if (point == Second || selection_.has(packet.addresses)) {
        const std::uint32_t flow = point == First ? relations_->index_of(packet.addresses) : 0;
        translation_->apply(packet, point);
        if (point == First || is_selected_at_second(packet.addresses)) {
          next_[point] = {reader.time_ns(), reader.number(), 0, flow, packet.payload_length, point};
          return set_key(point, packet);
        }
      }
      reader.pass_over(1);
    }
  }

  // The campaign names addresses as the first point sees them.
  [[nodiscard]] bool is_selected_at_second(const capture::AddressPair& addresses) const {
    if (!selection_.source && !selection_.destination) return true;
    Packet ends;
    ends.addresses = {selection_.source.value_or(Address()), selection_.destination.value_or(Address())};
    translation_->apply(ends, First);
    return (!selection_.source || ends.addresses.source == addresses.source) &&
           (!selection_.destination || ends.addresses.destination == addresses.destination);
  }

  void set_key(Point point, const Packet& packet) {
    const std::uint32_t hashed =
        std::min(packet.payload_length, reach_ > packet.payload_offset ? reach_ - packet.payload_offset : 0);
    if (packet.payload.size() < hashed) {
      const std::size_t captured = packet.payload.size() + packet.payload_offset;
      points_[point]->fail(
          points_[point]->number(),
          {fmt::format("IP 层起只捕获了 {} 字节，短于文件所写的捕获长度，无法与另一点比较；请写 snaplen: {}", captured,
                       captured + kMostLinkBytes),
           fmt::format("only {} bytes from its network layer on were captured, fewer than the file's snapshot length "
                       "says, so it cannot be compared with the other point; write snaplen: {}",
                       captured, captured + kMostLinkBytes)});
      has_[point] = false;
      return;
    }
    const XXH128_hash_t payload = XXH3_128bits(packet.payload.data(), hashed);
    const auto joined = [](std::uint64_t high, std::uint64_t low) { return high << 32 | low; };
    Invariants invariants;
    invariants.addresses = {packet.addresses.source.high, packet.addresses.source.low,
                            packet.addresses.destination.high, packet.addresses.destination.low};
    invariants.protocol = joined(packet.ether_type, packet.protocol);
    invariants.identifier = joined(packet.identifier, packet.fragment * 2U + (packet.is_fragment ? 1U : 0U));
    invariants.ports = joined(packet.source_port, packet.destination_port);
    invariants.sequences = joined(packet.tcp_sequence, packet.tcp_acknowledged);
    invariants.payload_length =
        joined(packet.payload_length, packet.tcp_flags * 0x10000U + packet.icmp_type * 0x100U + packet.icmp_code);
    invariants.payload = {payload.low64, payload.high64};
    key_[point] = capture::key_of(invariants);
    // A sender does not use an identifier twice while a packet lives (RFC 791), so a second sight is a copy.
    is_unique_[point] = packet.identifier != 0;
    sights_.prefetch(key_[point]);
    if (packet.is_fragment) ++fragments_[point];
    if (packet.protocol == capture::kTcp && packet.payload_length > kLongestUncutPacket) ++merged_;
  }

  void see(Point point) {
    Sight sight = next_[point];
    const Key& key = key_[point];
    latest_ = std::max(latest_, sight.time);
    expire(latest_ - within_);
    const auto known = sights_.find(key);
    if (known.first != nullptr && known.first->point != point) {
      if (known.has_more) ++ambiguous_;
      const Sight other = *known.first;
      sights_.take(key);
      if (point == First) sight.sequence = relations_->next_sequence(sight.flow);
      match(point == First ? sight : other, point == First ? other : sight);
      return;
    }
    if (known.is_held && is_unique_[point]) {
      points_[point]->refuse(core::Refusal::DuplicateKey, sight.number,
                             {"同一个包在此点再次出现", "the same packet once more at this point"});
      return;
    }
    if (point == First) sight.sequence = relations_->next_sequence(sight.flow);
    sights_.add(key, latest_, sight);
  }

  void match(const Sight& sent, const Sight& received) {
    const std::int64_t delay = received.time - sent.time;
    least_delay_ = matched_ == 0 ? delay : std::min(least_delay_, delay);
    most_delay_ = matched_ == 0 ? delay : std::max(most_delay_, delay);
    if (delay < 0) ++negative_;
    if (matched_++ == 0) sink_->expect<Message>(expected_);
    used_ += 2;
    if (delays_.size() <= sent.flow) delays_.resize(sent.flow + 1);
    Delays& of_flow = delays_[sent.flow];
    ++of_flow.matched;
    of_flow.most = std::max(of_flow.most, delay);
    relations_->add(sent.flow, sent.sequence, sent.time, received.time, sent.bytes);
  }

  void expire(std::int64_t before) {
    sights_.expire(before, [&](const Sight& sight) { give_up(sight); });
  }

  void give_up(const Sight& sight) {
    if (sight.point == Second) {
      points_[Second]->refuse(core::Refusal::Unmatched, sight.number,
                              {"第一个捕获点没有见到此包", "it was not seen at the first point"});
      return;
    }
    const CaptureReader& other = *points_[Second];
    const bool came_too_early = sight.time + least_delay_ < other.first_ns();
    const bool came_too_late = other.is_at_end() && sight.time + most_delay_ > other.last_ns();
    if (came_too_early || came_too_late) {
      ++undetermined_;
      points_[First]->refuse(core::Refusal::MissingValue, sight.number,
                             {"此时第二个捕获点尚未开始或已经结束，是否丢失无从得知",
                              "the second capture had not begun or had ended: whether it was lost cannot be known"});
      return;
    }
    ++used_;
    relations_->add(sight.flow, sight.sequence, sight.time, std::nullopt, sight.bytes);
  }

  // A flow all of whose packets pass the second point first runs the other way. One or two clocks that are off look the
  // same, so what the declared uncertainty covers is left to the verdict.
  void report_reversed(const input::YamlNode& uncertainty) const {
    if (uncertainty.is_map()) return;
    const std::int64_t covered =
        duration_option(uncertainty, core::Nanoseconds(0), core::Nanoseconds(std::chrono::hours(24))).count();
    for (std::uint32_t flow = 0; flow < delays_.size(); ++flow) {
      const Delays& delays = delays_[flow];
      if (delays.matched == 0 || delays.most >= 0 || -delays.most <= covered) continue;
      sink_->fail(0, 0,
                  {fmt::format("流“{}”的 {} 个单向时延全部为负（最大 {} ns）：两个捕获点写反了，或时钟相差更多。"
                               "path 是先经过的一点，received 是后经过的一点；方向用 source、destination 选取",
                               relations_->name(flow), delays.matched, delays.most),
                   fmt::format("negative one-way delay: all {} of flow “{}”, {} ns at most: the two points are named "
                               "the wrong way round, or their clocks differ by more. path is the point that packets "
                               "pass first, received the other; source and destination choose the direction",
                               delays.matched, relations_->name(flow), delays.most)});
    }
  }

  std::array<CaptureReader*, 2> points_;
  capture::Relations* relations_;
  capture::Selection selection_;
  const Translation* translation_;
  std::int64_t within_;
  std::uint32_t reach_;
  std::size_t expected_;  // messages
  Sink* sink_;
  capture::Window<Sight> sights_;
  std::array<bool, 2> has_{};
  std::array<Sight, 2> next_{};
  std::array<Key, 2> key_{};
  std::array<bool, 2> is_unique_{};
  std::int64_t latest_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t used_ = 0;
  std::int64_t matched_ = 0;
  std::int64_t negative_ = 0;
  std::int64_t ambiguous_ = 0;
  std::int64_t undetermined_ = 0;
  std::int64_t merged_ = 0;
  std::array<std::int64_t, 2> fragments_{};
  std::int64_t least_delay_ = 0;
  std::int64_t most_delay_ = 0;
  std::vector<Delays> delays_;
};

// How far into a packet, from its network layer on, both captures reach.
std::uint32_t common_reach(const input::YamlNode& option, std::uint32_t first, std::uint32_t second) {
  std::uint32_t reach = std::min(first, second);
  if (option.exists()) reach = static_cast<std::uint32_t>(option.integer(kMostLinkBytes + 1, kWholePacket));
  return reach >= kWholePacket ? std::numeric_limits<std::uint32_t>::max()
                               : std::max(reach, kMostLinkBytes) - kMostLinkBytes;
}

void read(const Source& source, Sink& sink) {
  const input::YamlNode& options = source.options;
  const std::string second_name = options.required("received").text();
  const Flow flow = flow_option(options, FlowKind::OneWay, "", "");
  const capture::Selection selection{capture::address_option(options.optional("source")),
                                     capture::address_option(options.optional("destination"))};
  const Translation translation(options.optional("nat"));
  const auto reading = capture::reader_options(options, std::chrono::seconds(1), std::chrono::hours(24));
  const input::YamlNode snaplen = options.optional("snaplen");
  const input::YamlNode uncertainty = options.optional("clock_uncertainty");
  if (second_name.empty()) return;
  const std::filesystem::path second_path = source.campaign_folder / second_name;
  const input::FileStamp second_stamp(second_path);
  CaptureReader first(source.path, "", reading, sink);
  CaptureReader second(second_path, second_name, reading, sink);
  const std::uint32_t reach = common_reach(snaplen, first.snapshot_length(), second.snapshot_length());
  if (sink.has_failed()) return;
  sink.add_in_any_order();  // the reader tells where the file's own times go back
  capture::Relations relations(flow, selection.source && selection.destination, sink);
  // Most packets of a plant are alike in length; memory that is reserved and not needed costs nothing.
  constexpr std::size_t kUsualRecordBytes = 150;
  const std::size_t expected = std::filesystem::file_size(source.path) / kUsualRecordBytes;
  TwoPoints points({&first, &second}, relations, selection, translation, reading.within, reach, expected, sink);
  points.run();
  first.finish();
  second.finish();
  if (sink.has_failed()) return;
  points.report(uncertainty);
  const std::string sha256 = input::sha256_of_file(second_path);
  second_stamp.require_unchanged();
  sink.remark({fmt::format("{} 的 SHA-256 为 {}", second_name, sha256),
               fmt::format("the SHA-256 of {} is {}", second_name, sha256)});
}

}  // namespace

const Format& pcap_one_way_format();
const Format& pcap_one_way_format() {
  static const Format kFormat = {
      "pcap_one_way",
      {"两个捕获点的 pcap 或 pcapng 文件：两点都见到的包是一条单向消息",
       "pcap or pcapng files of two capture points: a packet that both saw is a one-way message"},
      capture::with_reader_options(
          {capture::relation_option(),
           {"received",
            {"包后经过的捕获点的文件，必填；path 是先经过的一点",
             "the file of the point that packets pass second; required. path is the one they pass first"}},
           {"source",
            {"只取此地址发出的包（第一点所见）", "only packets from this address, as the first point sees it"}},
           {"destination",
            {"只取发往此地址的包（第一点所见）", "only packets to this address, as the first point sees it"}},
           {"nat",
            {"途中改写的地址：{第一点所见: 第二点所见}；其端口不参与配对",
             "addresses that change on the way: {as the first point sees it: as the second does}; their ports are not "
             "compared"}},
           {"within",
            {"同一个包在两点相隔至多多久，缺省 1s；更久即为丢失",
             "the longest time between the two sights of a packet, 1s unless given; beyond it is lost"}},
           {"snaplen",
            {"两个文件都至少捕获了每包的这么多字节；缺省取自文件",
             "both files have at least so many bytes of a packet; from the files unless given"}}}),
      read};
  return kFormat;
}

}  // namespace plantproof::data
