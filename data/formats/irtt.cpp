// The JSON of an irtt client: every packet with the stamps of both ends.
#include <algorithm>

#include <fmt/format.h>

#include "format.hpp"
#include "input/byte_stream.hpp"
#include "json_text.hpp"
#include "source_options.hpp"

namespace plantproof::data {
namespace {

using nlohmann::json;

enum class Direction { RoundTrip, Up, Down };

const std::vector<std::string>& direction_names() {
  static const std::vector<std::string> kNames = {"round_trip", "up", "down"};
  return kNames;
}

constexpr const char* kClientSend = "/timestamps/client/send/wall";
constexpr const char* kServerReceive = "/timestamps/server/receive/wall";
constexpr const char* kServerSend = "/timestamps/server/send/wall";
constexpr const char* kClientReceive = "/timestamps/client/receive/wall";

std::optional<Instant> instant_at(const json& packet, const char* pointer) {
  const auto count = integer_at(packet, pointer);
  return count && *count > 0 && *count <= kFarthestTime.count() ? std::optional(Instant(core::Nanoseconds(*count)))
                                                                : std::nullopt;
}

struct Times {
  std::optional<Instant> sent;
  std::optional<Instant> received;
};

Times times_of(const json& packet, Direction direction) {
  if (direction == Direction::Up) return {instant_at(packet, kClientSend), instant_at(packet, kServerReceive)};
  if (direction == Direction::Down) return {instant_at(packet, kServerSend), instant_at(packet, kClientReceive)};
  // The delay irtt states comes from the monotonic clock, without the time the server took.
  Times times{instant_at(packet, kClientSend), std::nullopt};
  const auto delay = integer_at(packet, "/delay/rtt");
  if (times.sent && delay && *delay >= 0 && *delay <= kFarthestTime.count()) {
    times.received = *times.sent + core::Nanoseconds(*delay);
  }
  return times;
}

class IrttReader {
 public:
  IrttReader(Sink& sink, Flow flow, Direction direction, std::optional<std::int64_t> bytes)
      : sink_(&sink), flow_(std::move(flow)), direction_(direction), bytes_(bytes) {}

  void read(const json& packets) {
    sink_->add_flow(flow_);
    for (std::size_t i = 0; i < packets.size(); ++i) read_packet(fmt::format("round_trips[{}]", i), packets[i]);
    if (made_times_ > 0) {
      sink_->remark(
          {fmt::format("{} 个丢失的包没有服务器的发送时刻，以客户端的发送时刻代替", made_times_),
           fmt::format("{} lost packets have no stamp of the server; that of the client stands for it", made_times_)});
    }
    if (unknown_directions_ > 0) {
      sink_->remark({fmt::format("{} 个包丢失的方向不明，计为本方向的丢失", unknown_directions_),
                     fmt::format("in which direction {} packets were lost is not known; they count as lost in this one",
                                 unknown_directions_)});
    }
  }

  void compare(const json& report) const {
    compare_figure(report, "/stats/packets_sent", static_cast<std::int64_t>(packets_), 0);
    compare_figure(report, "/stats/packets_received", static_cast<std::int64_t>(answered_), 0);
    if (delays_.empty()) return;
    static const std::vector<std::string> kStatistics = {"/stats/rtt", "/stats/send_delay", "/stats/receive_delay"};
    const std::string& statistic = kStatistics[static_cast<std::size_t>(direction_)];
    long double total = 0;  // exact to 2^64, and cannot overflow
    for (const std::int64_t delay : delays_) total += static_cast<long double>(delay);
    compare_figure(report, statistic + "/min", *std::min_element(delays_.begin(), delays_.end()), 0);
    compare_figure(report, statistic + "/max", *std::max_element(delays_.begin(), delays_.end()), 0);
    compare_figure(report, statistic + "/mean",
                   static_cast<std::int64_t>(total / static_cast<long double>(delays_.size())), 1);
  }

 private:
  void refuse(core::Refusal reason, const std::string& where, const core::Text& what) {
    sink_->refuse(reason, 0, 0, {where + "：" + what.zh, where + ": " + what.en});
  }

  void read_packet(const std::string& where, const json& packet) {
    const auto sequence = integer_at(packet, "/seqno");
    const auto lost = text_at(packet, "/lost");
    if (!sequence || *sequence < 0 || !lost)
      return refuse(core::Refusal::Malformed, where, {"没有 seqno 或 lost", "no seqno or no lost"});
    ++packets_;
    if (lost->starts_with("true")) return read_lost(where, packet, *sequence, *lost);
    if (*lost != "false") {
      return refuse(core::Refusal::WrongType, where,
                    {fmt::format("不认识的 lost“{}”", *lost), fmt::format("unknown lost “{}”", *lost)});
    }
    ++answered_;
    const Times times = times_of(packet, direction_);
    if (!times.sent || !times.received) {
      return refuse(
          core::Refusal::MissingValue, where,
          {"没有本方向所需的时间戳（wall 时钟）", "the stamps this direction needs (wall clock) are not there"});
    }
    delays_.push_back((*times.received - *times.sent).count());
    use({flow_.flow, *sequence, *times.sent, times.received, bytes_});
  }

  void read_lost(const std::string& where, const json& packet, std::int64_t sequence, const std::string& lost) {
    if (direction_ == Direction::Up && lost == "true_down") {
      return refuse(
          core::Refusal::MissingValue, where,
          {"已到达服务器，但到达时刻随应答一起丢失", "it reached the server, but when was lost with the answer"});
    }
    if (direction_ == Direction::Down && lost == "true_up") {
      return refuse(core::Refusal::NotRelevant, where,
                    {"未到达服务器，因此没有应答", "it did not reach the server, so nothing was sent back"});
    }
    const auto sent = instant_at(packet, kClientSend);
    if (!sent) return refuse(core::Refusal::MissingValue, where, {"没有发送时刻", "no stamp of its sending"});
    if (direction_ == Direction::Down) ++made_times_;
    if (direction_ != Direction::RoundTrip && lost == "true") ++unknown_directions_;
    use({flow_.flow, sequence, *sent, std::nullopt, bytes_});
  }

  void use(Message message) {
    sink_->add(std::move(message));
    sink_->use();
  }

  void compare_figure(const json& report, const std::string& pointer, std::int64_t from_packets,
                      std::int64_t tolerance) const {
    const auto stated = integer_at(report, pointer);
    if (!stated || (*stated >= from_packets - tolerance && *stated <= from_packets + tolerance)) return;
    sink_->remark({fmt::format("文件的 {} 是 {}，各包给出 {}：两者矛盾", pointer.substr(1), *stated, from_packets),
                   fmt::format("the file's {} is {}, its packets give {}: they contradict each other",
                               pointer.substr(1), *stated, from_packets)});
  }

  Sink* sink_;
  Flow flow_;
  Direction direction_;
  std::optional<std::int64_t> bytes_;
  std::size_t packets_ = 0;
  std::size_t answered_ = 0;
  std::int64_t made_times_ = 0;
  std::int64_t unknown_directions_ = 0;
  std::vector<std::int64_t> delays_;
};

std::string host_of(const json& report, const std::string& pointer, std::string otherwise) {
  const auto address = text_at(report, pointer);
  return address && !address->starts_with(':') ? address->substr(0, address->rfind(':')) : std::move(otherwise);
}

void read(const Source& source, Sink& sink) {
  const std::string text = input::read_content(source.path);
  const auto parsed = parse_json(text, sink);
  const json report = parsed.value_or(json::object());
  const input::YamlNode option = source.options.optional("direction");
  const auto direction =
      option.exists() ? static_cast<Direction>(option.choice(direction_names())) : Direction::RoundTrip;
  std::string client = host_of(report, "/config/local_address", "client");
  std::string server = host_of(report, "/config/remote_address", "server");
  if (direction == Direction::Down) std::swap(client, server);
  Flow flow = flow_option(source.options, direction == Direction::RoundTrip ? FlowKind::RoundTrip : FlowKind::OneWay,
                          std::move(client), std::move(server));
  if (!parsed) return;
  const json* packets = find_at(report, "/round_trips");
  if (packets == nullptr || !packets->is_array()) {
    sink.fail(0, 0,
              {"没有 round_trips：不是 irtt client 的 JSON 输出 (-o)",
               "no round_trips: not the JSON of an irtt client (-o)"});
    return;
  }
  if (const auto interval = integer_at(report, "/config/params/interval"); interval && *interval > 0) {
    flow.period = core::Nanoseconds(*interval);
  }
  IrttReader reader(sink, std::move(flow), direction, integer_at(report, "/config/params/length"));
  reader.read(*packets);
  reader.compare(report);
  if (direction != Direction::RoundTrip) {
    sink.remark({"单向时延是两台机器时钟之差：两端必须同步，其不确定度请用 clock_uncertainty 声明",
                 "a one-way delay is the difference of two machines' clocks: they must be synchronised, and their "
                 "uncertainty declared "
                 "with clock_uncertainty"});
  }
}

}  // namespace

const Format& irtt_format();
const Format& irtt_format() {
  static const Format kFormat = {
      "irtt",
      {"irtt client 的 JSON 输出：每个包是一条往返或单向消息",
       "the JSON of an irtt client: each packet is a round-trip or one-way message"},
      with_flow_options({{"direction",
                          {"round_trip（缺省）、up（客户端到服务器）或 down（服务器到客户端）",
                           "round_trip (unless given), up (client to server) or down (server to client)"}}}),
      read};
  return kFormat;
}

}  // namespace plantproof::data
