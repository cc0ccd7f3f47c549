// A capture where cyclic data arrive: each update is a control cycle, in time or not.
#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "capture/capture_reader.hpp"
#include "capture/window.hpp"
#include "format.hpp"
#include "source_options.hpp"

// An update says which cycle it is of, not when its sender's clock began. So how long it was under way cannot be known,
// and no message is made of it: its delay would be that of nothing. What can be known is whether it came when the one
// before it made it due, and that is what a control cycle says.
namespace plantproof::data {
namespace {

using capture::CaptureReader;
using capture::Packet;

enum class StreamKind { Profinet, Udp };

const std::vector<std::string>& stream_names() {
  static const std::vector<std::string> kNames = {"profinet", "udp"};
  return kNames;
}

// IEC 61158-6-10: the cycle counter is in units of 31.25 us, and the last four bytes of a frame are the counter, data
// status and transfer status.
constexpr std::int64_t kUnitsPerMillisecond = 32;
constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::size_t kStatusBytes = 4;
constexpr std::uint8_t kPrimary = 0x01;
constexpr std::uint8_t kDataValid = 0x04;
constexpr std::uint8_t kRunning = 0x10;
constexpr std::uint16_t kFirstCyclic = 0x0100;  // frame ids of classes 1 to 3
constexpr std::uint16_t kLastCyclic = 0xFBFF;

// Where a UDP payload has its sequence number.
struct SequenceField {
  std::size_t offset = 0;
  std::size_t length = 0;
  bool is_little = false;
};

// A cycle number as a frame states it: it starts over after `modulus`, 0 standing for 2^64.
struct Update {
  std::uint64_t number = 0;
  bool is_valid = true;
};

struct CyclicOptions {
  StreamKind kind = StreamKind::Profinet;
  std::string loop;
  std::int64_t period = 0;
  std::int64_t tolerance = 0;
  SequenceField field;
  std::uint64_t modulus = 0;  // 0: 2^64
  std::uint64_t step = 1;     // by which the number rises in a period
};

struct Loop {
  std::string name;
  bool is_begun = false;
  std::uint64_t number = 0;
  std::int64_t cycle = 0;
  std::int64_t arrived = 0;
  std::int64_t updates = 0;
  std::int64_t lost = 0;
  std::int64_t late = 0;
  std::int64_t restarts = 0;
  std::vector<std::int64_t> intervals;
};

class Cycles {
 public:
  Cycles(CaptureReader& reader, CyclicOptions options, const capture::Selection& selection, Sink& sink)
      : reader_(&reader), options_(std::move(options)), selection_(selection), sink_(&sink) {}

  void run() {
    while (reader_->next()) {
      const Packet& packet = reader_->packet();
      const bool is_stream = options_.kind == StreamKind::Profinet
                                 ? packet.ether_type == capture::kEtherTypeProfinet
                                 : packet.protocol == capture::kUdp && packet.fragment == 0;
      if (!is_stream || !selection_.has(packet.addresses)) {
        reader_->pass_over(1);
        continue;
      }
      if (options_.kind == StreamKind::Profinet) {
        take_profinet(packet);
      } else {
        take_udp(packet);
      }
    }
  }

  void report() {
    if (loops_.empty()) {
      sink_->fail(0, 0, {"捕获中没有所选的周期数据流", "the capture has no cyclic stream of those asked for"});
      return;
    }
    for (Loop& loop : loops_) report(loop);
  }

 private:
  void take_profinet(const Packet& packet) {
    if (packet.payload.size() >= 2) {
      const std::uint16_t frame_id = capture::big_endian_16(packet.payload.data());
      if (frame_id < kFirstCyclic || frame_id > kLastCyclic) return reader_->pass_over(1);  // alarms, DCP
    }
    if (packet.is_cut() || packet.payload.size() < 2 + kStatusBytes) {
      return reader_->refuse(core::Refusal::Malformed, reader_->number(),
                             {"捕获长度不足：周期计数器在帧尾", "cut: its cycle counter is at its end"});
    }
    const std::uint8_t* const status = packet.payload.data() + packet.payload.size() - kStatusBytes;
    constexpr std::uint8_t kAllWell = kPrimary | kDataValid | kRunning;
    const std::uint16_t frame_id = capture::big_endian_16(packet.payload.data());
    take(loop_of(packet, frame_id),
         {capture::big_endian_16(status), (status[2] & kAllWell) == kAllWell && status[3] == 0});
  }

  void take_udp(const Packet& packet) {
    const SequenceField& field = options_.field;
    if (packet.payload.size() < field.offset + field.length) {
      return reader_->refuse(core::Refusal::MissingValue, reader_->number(),
                             {fmt::format("载荷只有 {} 字节，序号在第 {} 字节起", packet.payload.size(), field.offset),
                              fmt::format("its payload has {} bytes, the sequence number begins at byte {}",
                                          packet.payload.size(), field.offset)});
    }
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < field.length; ++i) {
      const std::size_t at = field.is_little ? field.length - 1 - i : i;
      number = number << 8 | packet.payload[field.offset + at];
    }
    take(loop_of(packet, static_cast<std::uint32_t>(packet.source_port) << 16 | packet.destination_port), {number});
  }

  Loop& loop_of(const Packet& packet, std::uint32_t stream) {
    const std::array<std::uint64_t, 5> fields = {packet.addresses.source.high, packet.addresses.source.low,
                                                 packet.addresses.destination.high, packet.addresses.destination.low,
                                                 stream};
    const auto [known, is_new] = by_stream_.emplace(capture::key_of(fields).low, loops_.size());
    if (is_new) {
      const std::string ends =
          fmt::format("{}>{}", packet.addresses.source.text(), packet.addresses.destination.text());
      loops_.emplace_back().name =
          options_.kind == StreamKind::Profinet
              ? fmt::format("{} {} {:04x}", options_.loop, ends, stream)
              : fmt::format("{} {} {}>{}", options_.loop, ends, packet.source_port, packet.destination_port);
    }
    return loops_[known->second];
  }

  void take(Loop& loop, Update update) {
    const std::int64_t now = reader_->time_ns();
    if (!loop.is_begun) {  // nothing made it due: it begins the row of those that are
      loop.is_begun = true;
      loop.number = update.number;
      loop.arrived = now;
      ++loop.updates;
      sink_->use();
      return;
    }
    const std::uint64_t mask = options_.modulus - 1;
    const std::uint64_t ahead = (update.number - loop.number) & mask;
    if (ahead == 0 && now - loop.arrived < options_.period * kWrapPeriods) {
      return reader_->refuse(core::Refusal::DuplicateKey, reader_->number(),
                             {"同一周期的数据再次到达", "the update of this cycle once more"});
    }
    if (ahead > mask / 2 && ahead != 0 &&
        ((loop.number - update.number) & mask) / options_.step <= kLongestOvertaking &&
        now - loop.arrived < options_.period * kWrapPeriods) {
      return reader_->refuse(core::Refusal::TimeBackwards, reader_->number(),
                             {"晚于其后一周期的数据到达，已无用", "it arrived after the update that follows it"});
    }
    if (ahead % options_.step != 0) {
      return reader_->refuse(
          core::Refusal::OutOfRange, reader_->number(),
          {fmt::format("计数器前进 {}，不是 period 所对应的 {} 的倍数", ahead, options_.step),
           fmt::format("its counter went on by {}, no multiple of the {} that period makes", ahead, options_.step)});
    }
    follow(loop, update, static_cast<std::int64_t>(cycles_between(loop, ahead, now)), now);
  }

  // How many periods lie between two updates: the counter says it, but for how often it started over meanwhile, which
  // the clock tells. 0: neither agrees, the sender began anew.
  [[nodiscard]] std::uint64_t cycles_between(const Loop& loop, std::uint64_t ahead, std::int64_t now) const {
    const std::uint64_t by_counter = ahead / options_.step;
    const auto by_clock = static_cast<std::uint64_t>(std::max<std::int64_t>(0, now - loop.arrived) / options_.period);
    std::uint64_t cycles = by_counter;
    if (options_.modulus != 0) {
      const std::uint64_t round = options_.modulus / options_.step;
      if (by_clock + round / 2 > by_counter) cycles += (by_clock + round / 2 - by_counter) / round * round;
    }
    const std::uint64_t apart = cycles > by_clock ? cycles - by_clock : by_clock - cycles;
    return apart > by_clock / 10 + kLongestOvertaking ? 0 : cycles;
  }

  void follow(Loop& loop, Update update, std::int64_t cycles, std::int64_t now) {
    if (cycles == 0) {
      ++loop.restarts;
      cycles = std::max<std::int64_t>(1, (now - loop.arrived) / options_.period);
      loop.cycle += cycles;
    } else {
      const std::int64_t due = loop.arrived + cycles * options_.period;
      for (std::int64_t i = 1; i < cycles; ++i) {
        add(loop, loop.cycle + i, loop.arrived + i * options_.period, false, false);
      }
      loop.cycle += cycles;
      loop.lost += cycles - 1;
      const bool is_late = now - due > options_.tolerance;
      if (is_late) ++loop.late;
      add(loop, loop.cycle, due, !is_late, update.is_valid);
      loop.intervals.push_back(now - loop.arrived);
    }
    loop.number = update.number;
    loop.arrived = now;
    ++loop.updates;
    sink_->use();
  }

  void add(const Loop& loop, std::int64_t cycle, std::int64_t time_ns, bool on_time, bool correct) {
    sink_->add(ControlCycle{loop.name, cycle, Instant(core::Nanoseconds(time_ns)), on_time, correct});
  }

  void report(Loop& loop) {
    std::string intervals_zh;
    std::string intervals_en;
    if (!loop.intervals.empty()) {
      std::sort(loop.intervals.begin(), loop.intervals.end());
      const std::size_t n = loop.intervals.size();
      const auto ms = [&](std::size_t rank) {
        return core::in_milliseconds(core::Nanoseconds(loop.intervals[std::min(rank, n - 1)]));
      };
      const auto figures = [&](std::string_view format) {
        return fmt::format(fmt::runtime(format), ms(0), ms((n - 1) / 2), ms((n * 99 + 99) / 100 - 1), ms(n - 1));
      };
      intervals_zh = figures("；更新间隔 最小 {:.3f}、中位 {:.3f}、p99 {:.3f}、最大 {:.3f} ms");
      intervals_en = figures("; update interval least {:.3f}, median {:.3f}, p99 {:.3f}, greatest {:.3f} ms");
    }
    sink_->remark({fmt::format("{}：收到 {} 次更新，丢失 {} 次，迟到 {} 次{}", loop.name, loop.updates, loop.lost,
                               loop.late, intervals_zh),
                   fmt::format("{}: {} updates, {} lost, {} late{}", loop.name, loop.updates, loop.lost, loop.late,
                               intervals_en)});
    if (loop.restarts > 0) {
      sink_->remark(
          {fmt::format("{}：计数器 {} 次与时钟不符，视为发送方重新开始，其间不作判定", loop.name, loop.restarts),
           fmt::format("{}: {} times the counter did not agree with the clock: taken for a sender that began "
                       "anew, and nothing is said of the time between",
                       loop.name, loop.restarts)});
    }
  }

  static constexpr std::int64_t kWrapPeriods = 100;
  static constexpr std::uint64_t kLongestOvertaking = 50;  // periods

  CaptureReader* reader_;
  CyclicOptions options_;
  capture::Selection selection_;
  Sink* sink_;
  std::vector<Loop> loops_;
  std::unordered_map<std::uint64_t, std::size_t> by_stream_;
};

SequenceField sequence_option(const input::YamlNode& node) {
  constexpr std::int64_t kMostOffset = 65507;
  constexpr std::int64_t kMostBytes = 8;
  static const std::vector<std::string> kOrders = {"big", "little"};
  SequenceField field;
  field.offset = static_cast<std::size_t>(node.required("offset").integer(0, kMostOffset));
  field.length = static_cast<std::size_t>(node.required("length").integer(1, kMostBytes));
  const input::YamlNode order = node.optional("order");
  field.is_little = order.exists() && order.choice(kOrders) == 1;
  return field;
}

void read(const Source& source, Sink& sink) {
  const input::YamlNode& options = source.options;
  constexpr core::Nanoseconds kLongestPeriod = std::chrono::minutes(1);
  CyclicOptions cyclic;
  cyclic.kind = static_cast<StreamKind>(options.required("stream").choice(stream_names()));
  const input::YamlNode loop = options.required("loop");
  cyclic.loop = loop.text();
  const input::YamlNode period = options.required("period");
  cyclic.period = duration_option(period, core::Nanoseconds(kMillisecond), kLongestPeriod).count();
  cyclic.tolerance = duration_option(options.required("tolerance"), core::Nanoseconds(0), kLongestPeriod).count();
  if (cyclic.kind == StreamKind::Udp) {
    cyclic.field = sequence_option(options.required("sequence"));
    cyclic.modulus = cyclic.field.length == 8 ? 0 : std::uint64_t{1} << (8 * cyclic.field.length);
  } else {
    const std::int64_t units = cyclic.period * kUnitsPerMillisecond;
    if (cyclic.period > 0 && units % kMillisecond != 0) {
      period.reject({"PROFINET 的周期应为 31.25 us 的整数倍", "a period of PROFINET is a multiple of 31.25 us"});
    }
    cyclic.modulus = 1U << 16;
    cyclic.step = static_cast<std::uint64_t>(std::max<std::int64_t>(1, units / kMillisecond));
    if (cyclic.step > cyclic.modulus / 4) {
      period.reject({"PROFINET 的周期至多 512 ms", "a period of PROFINET is 512 ms at most"});
    }
  }
  if (cyclic.period == 0) period.reject({"period 须大于 0", "period must be above 0"});
  const capture::Selection selection{capture::address_option(options.optional("source")),
                                     capture::address_option(options.optional("destination"))};
  const auto reading = capture::reader_options(options, std::chrono::seconds(1), std::chrono::minutes(1));
  CaptureReader reader(source.path, "", reading, sink);
  if (sink.has_failed()) return;
  Cycles cycles(reader, std::move(cyclic), selection, sink);
  cycles.run();
  reader.finish();
  if (!sink.has_failed()) cycles.report();
}

}  // namespace

const Format& pcap_cyclic_format();
const Format& pcap_cyclic_format() {
  static const Format kFormat = {
      "pcap_cyclic",
      {"接收处的 pcap 或 pcapng 文件：周期数据流（PROFINET RT，或带序号的 UDP）的每次更新是一个控制周期",
       "a pcap or pcapng file of where cyclic data arrive (PROFINET RT, or UDP with a sequence number): each update is "
       "a "
       "control cycle"},
      capture::with_reader_options(
          {{"loop",
            {"回路名称，必填；每条数据流是一个回路，名称后加地址与帧号或端口",
             "name of the loop; required. Each stream is one, with its addresses and frame id or ports behind the "
             "name"}},
           {"stream", {"profinet 或 udp，必填", "profinet or udp; required"}},
           {"period", {"发送周期，如 1ms，必填", "the sender's period, such as 1ms; required"}},
           {"tolerance",
            {"更新比上一次更新所定的时刻至多晚多久仍算及时，必填",
             "how much later than the update before it made it due an update is still in time; required"}},
           {"sequence",
            {"udp 的序号字段：{offset, length, order}；载荷内的字节位置、1 到 8 字节、big（缺省）或 little",
             "of udp, the sequence number: {offset, length, order}; bytes into the payload, 1 to 8 bytes, big (unless "
             "given) or little"}},
           {"source", {"只取此地址发出的", "only from this address"}},
           {"destination", {"只取发往此地址的", "only to this address"}},
           {"within", {"时间至多倒退多少，缺省 1s", "how far time may go back, 1s unless given"}}}),
      read};
  return kFormat;
}

}  // namespace plantproof::data
