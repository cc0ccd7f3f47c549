// The output of iperf3 --json. It measures throughput, of which evidence has no table; what it knows of delay is the
// smoothed round-trip time that the sender's kernel keeps for TCP, sampled once an interval.
#include <cmath>

#include <fmt/format.h>

#include "format.hpp"
#include "input/byte_stream.hpp"
#include "json_text.hpp"
#include "source_options.hpp"

namespace plantproof::data {
namespace {

using nlohmann::json;

// An offset within the test has microseconds, which a double holds exactly for the first 285 years.
std::optional<core::Nanoseconds> seconds_at(const json& node, const std::string& pointer) {
  const auto seconds = number_at(node, pointer);
  if (!seconds || *seconds < 0 || *seconds > 1e9) return std::nullopt;
  return std::chrono::microseconds(std::llround(*seconds * 1e6));
}

// Calls visit(where, stream) for every interval of every stream: the records of the file.
template <class Visit>
void for_each_record(const json& report, Visit&& visit) {
  std::size_t interval_number = 0;
  for (const json& interval : report["intervals"]) {
    const json* streams = find_at(interval, "/streams");
    std::size_t stream_number = 0;
    for (const json& stream : streams != nullptr ? *streams : json::array()) {
      visit(fmt::format("intervals[{}].streams[{}]", interval_number, stream_number), stream);
      ++stream_number;
    }
    ++interval_number;
  }
}

// The figure of a remark, or "?" where this version of iperf3 does not write it.
std::string figure(std::optional<double> value, std::string_view format) {
  return value ? fmt::format(fmt::runtime(format), *value) : "?";
}

std::string throughput_mbps(const json& report) {
  auto rate = number_at(report, "/end/sum_received/bits_per_second");
  if (!rate) rate = number_at(report, "/end/sum/bits_per_second");
  return figure(rate ? std::optional(*rate / 1e6) : std::nullopt, "{:.3f}");
}

void read_udp(const json& report, Sink& sink) {
  const std::string lost = figure(number_at(report, "/end/sum/lost_packets"), "{:.0f}");
  const std::string packets = figure(number_at(report, "/end/sum/packets"), "{:.0f}");
  const std::string jitter = figure(number_at(report, "/end/sum/jitter_ms"), "{:.3f}");
  const std::string throughput = throughput_mbps(report);
  sink.remark({fmt::format("iperf3 UDP：丢失 {}/{} 个包，抖动 {} ms，吞吐量 {} Mbit/s；没有逐包时刻，因此没有消息",
                           lost, packets, jitter, throughput),
               fmt::format("iperf3 UDP: {} of {} packets lost, jitter {} ms, throughput {} Mbit/s; it has no times of "
                           "packets, so there "
                           "are no messages",
                           lost, packets, jitter, throughput)});
}

// Why an interval gives no sample, or nothing.
std::optional<CellProblem> find_problem(const json& stream, std::optional<std::int64_t> rtt_us) {
  const json* omitted = find_at(stream, "/omitted");
  if (omitted != nullptr && omitted->is_boolean() && omitted->get<bool>()) {
    return CellProblem{core::Refusal::NotRelevant,
                       {"预热区间，iperf3 自己也不计入 (omit)", "warm-up that iperf3 itself leaves out (omit)"}};
  }
  if (!rtt_us) {
    return CellProblem{core::Refusal::MissingValue,
                       {"没有 rtt：只有发送端的内核知道它", "no rtt: only the kernel of the sending side knows it"}};
  }
  if (*rtt_us <= 0 || *rtt_us > 1'000'000'000) {
    return CellProblem{core::Refusal::OutOfRange,
                       {fmt::format("rtt 为 {} µs：内核没有给出", *rtt_us),
                        fmt::format("rtt is {} us: the kernel gave none", *rtt_us)}};
  }
  return std::nullopt;
}

void read_tcp(const json& report, const Flow& flow, Sink& sink) {
  const auto start_s = integer_at(report, "/start/timestamp/timesecs");
  if (!start_s || *start_s < 0 || *start_s > kFarthestTime / std::chrono::seconds(1)) {
    sink.fail(0, 0,
              {"缺少 start.timestamp.timesecs：不知道测试何时开始",
               "start.timestamp.timesecs is missing: when the test began is not known"});
    return;
  }
  const Instant start{std::chrono::seconds(*start_s)};
  std::int64_t samples = 0;
  for_each_record(report, [&](const std::string& where, const json& stream) {
    const auto rtt_us = integer_at(stream, "/rtt");
    const auto end = seconds_at(stream, "/end");
    auto problem = find_problem(stream, rtt_us);
    if (!problem && !end) problem = CellProblem{core::Refusal::MissingValue, {"没有 end", "no end"}};
    if (problem) {
      sink.refuse(problem->reason, 0, 0, {where + "：" + problem->what.zh, where + ": " + problem->what.en});
      return;
    }
    const Instant sampled = start + *end;
    sink.add(Message{flow.flow, samples++, sampled - std::chrono::microseconds(*rtt_us), sampled, std::nullopt});
    sink.use();
  });
  if (samples > 0) {
    sink.add_flow(flow);
    sink.remark(
        {fmt::format("{} 条往返消息不是逐条测得的：每条是内核平滑后的 RTT (tcp_info)，每个区间一个；起始时刻只精确到秒",
                     samples),
         fmt::format("the {} round-trip messages were not measured one by one: each is the kernel's smoothed RTT "
                     "(tcp_info), one an "
                     "interval; the start is known to the second only",
                     samples)});
  }
  const std::string throughput = throughput_mbps(report);
  const std::string retransmits = figure(number_at(report, "/end/sum_sent/retransmits"), "{:.0f}");
  sink.remark({fmt::format("iperf3 TCP：吞吐量 {} Mbit/s，重传 {} 次", throughput, retransmits),
               fmt::format("iperf3 TCP: throughput {} Mbit/s, {} retransmits", throughput, retransmits)});
}

void read(const Source& source, Sink& sink) {
  const std::string text = input::read_content(source.path);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  std::optional<json> report;
  if (first == std::string::npos || text[first] != '{') {
    sink.fail(0, 0, {"这不是 JSON；请用 iperf3 --json 测量", "this is not JSON; measure with iperf3 --json"});
  } else {
    report = parse_json(text, sink);
  }
  const json empty = json::object();
  const json& root = report ? *report : empty;
  const Flow flow = flow_option(source.options, FlowKind::RoundTrip,
                                text_at(root, "/start/connected/0/local_host").value_or("client"),
                                text_at(root, "/start/connected/0/remote_host").value_or("server"));
  if (!report) return;
  if (const auto error = text_at(root, "/error")) {
    sink.fail(
        0, 0,
        {fmt::format("iperf3 未完成测试：{}", *error), fmt::format("iperf3 did not finish the test: {}", *error)});
    return;
  }
  const std::string protocol = text_at(root, "/start/test_start/protocol").value_or("");
  if ((protocol != "TCP" && protocol != "UDP") || find_at(root, "/intervals") == nullptr) {
    sink.fail(0, 0,
              {"不是 iperf3 --json 的 TCP 或 UDP 测试报告", "not a report of iperf3 --json of a TCP or UDP test"});
  } else if (protocol == "UDP") {
    read_udp(root, sink);
  } else {
    read_tcp(root, flow, sink);
  }
}

}  // namespace

const Format& iperf3_format();
const Format& iperf3_format() {
  static const Format kFormat = {
      "iperf3",
      {"iperf3 --json 的报告：TCP 每个区间的平滑 RTT；吞吐量、丢包与抖动写入备注",
       "a report of iperf3 --json: the smoothed RTT of each TCP interval; throughput, loss and jitter become remarks"},
      with_flow_options({}),
      read};
  return kFormat;
}

}  // namespace plantproof::data
