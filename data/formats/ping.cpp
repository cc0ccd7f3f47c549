// The output of ping as iputils writes it: plain, with stamps (-D), with reports of what is outstanding (-O), or the
// summary only (-q).
#include "ping.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "format.hpp"
#include "input/byte_stream.hpp"
#include "input/number.hpp"
#include "input/utf8.hpp"
#include "source_options.hpp"

namespace plantproof::data {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// So that a made time stays within 64 bits, and a damaged closing line does not become billions of lost messages.
constexpr std::int64_t kMostPackets = 10'000'000;
constexpr core::Nanoseconds kLongestInterval = minutes(5);
constexpr core::Nanoseconds kLongestRoundTrip = std::chrono::hours(1);
// ping waits for the interval and then some; a real network was seen to add 5 %.
constexpr double kIntervalTolerance = 0.1;
constexpr int kSecondPower = 9;
constexpr int kMillisecondPower = 6;
constexpr double kSummaryStepNs = 1000;
constexpr std::int64_t kIcmpHeaderBytes = 8;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool skip(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }
  bool skip_past(std::string_view literal) {
    const std::size_t at = rest_.find(literal);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + literal.size());
    return true;
  }
  std::string_view number() {
    const std::string_view digits = rest_.substr(0, rest_.find_first_not_of("0123456789."));
    rest_.remove_prefix(digits.size());
    return digits;
  }
  std::optional<std::int64_t> integer() { return input::parse_integer(number()); }
  std::optional<core::Nanoseconds> milliseconds() {
    const auto count = input::parse_scaled(number(), kMillisecondPower);
    return count ? std::optional(core::Nanoseconds(*count)) : std::nullopt;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

template <class Visit>
void for_each_line(std::string_view text, Visit&& visit) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    visit(number, line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::optional<PingSummary> parse_counts(std::string_view line) {
  Scanner scanner(line);
  const auto transmitted = scanner.integer();
  if (!transmitted || *transmitted > kMostPackets || !scanner.skip(" packets transmitted, ")) return std::nullopt;
  const auto received = scanner.integer();
  if (!received || *received > *transmitted || !scanner.skip(" received")) return std::nullopt;
  PingSummary summary;
  summary.transmitted = *transmitted;
  summary.received = *received;
  if (scanner.skip_past(", time ")) summary.time = scanner.milliseconds();
  return summary;
}

std::optional<PingSummary::RoundTrip> parse_round_trip(std::string_view line) {
  Scanner scanner(line);
  if (!scanner.skip("rtt min/avg/max/mdev = ")) return std::nullopt;
  std::optional<core::Nanoseconds> figures[4];
  for (auto& figure : figures) {
    figure = scanner.milliseconds();
    if (!figure || !(scanner.skip("/") || scanner.skip(" ms"))) return std::nullopt;
  }
  return PingSummary::RoundTrip{*figures[0], *figures[1], *figures[2], *figures[3]};
}

// True when the line is one of the closing lines, and what it says is in `summary`.
bool read_closing_line(std::string_view line, std::optional<PingSummary>& summary) {
  if (auto counts = parse_counts(line)) {
    summary = counts;
    return true;
  }
  const auto round_trip = parse_round_trip(line);
  if (!round_trip || !summary) return false;
  summary->round_trip = round_trip;
  return true;
}

// A round-trip time as printed. Old versions of ping cut it to three digits, new ones round it, so the true one is at
// most half a step below it, or a whole one above.
struct PrintedTime {
  core::Nanoseconds value;
  core::Nanoseconds step;

  [[nodiscard]] double lower() const {
    return static_cast<double>(value.count()) - static_cast<double>(step.count()) / 2;
  }
  [[nodiscard]] double upper() const { return static_cast<double>((value + step).count()); }
};

std::optional<PrintedTime> parse_printed_time(std::string_view digits) {
  const auto value = input::parse_scaled(digits, kMillisecondPower);
  if (!value || core::Nanoseconds(*value) > kLongestRoundTrip) return std::nullopt;
  const std::size_t point = digits.find('.');
  core::Nanoseconds step = std::chrono::milliseconds(1);
  if (point != std::string_view::npos) {
    for (std::size_t i = point + 1; i < digits.size(); ++i) step /= 10;
  }
  return PrintedTime{core::Nanoseconds(*value), step};
}

struct Answer {
  core::Nanoseconds round_trip_time;
  std::optional<Instant> received;
  std::int64_t bytes = 0;
};

class PingLog {
 public:
  explicit PingLog(Sink& sink) : sink_(&sink) {}

  void read(std::string_view text) {
    for_each_line(text, [&](std::size_t number, std::string_view line) { read_line(number, line); });
  }

  [[nodiscard]] bool is_ping() const { return is_ping_; }
  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] const std::optional<PingSummary>& summary() const { return summary_; }
  [[nodiscard]] const std::map<std::int64_t, Answer>& answers() const { return answers_; }
  [[nodiscard]] const std::vector<PrintedTime>& times() const { return times_; }
  [[nodiscard]] bool is_stamped() const { return !answers_.empty() && answers_.begin()->second.received; }
  /// The sequence numbers that were sent, as far as the file knows: [first, end).
  [[nodiscard]] std::int64_t first() const { return first_; }
  [[nodiscard]] std::int64_t end() const { return std::max(end_, summary_ ? first_ + summary_->transmitted : 0); }
  [[nodiscard]] bool has_numbers_beyond_the_transmitted() const {
    return summary_ && end_ > first_ + summary_->transmitted;
  }
  /// The numbers whose answer came, but does not say when.
  [[nodiscard]] const std::set<std::int64_t>& untimed() const { return untimed_; }

 private:
  void read_line(std::size_t number, std::string_view line) {
    if (line.empty() || line.starts_with("--- ")) return;
    if (!input::is_utf8(line)) {
      sink_->refuse(core::Refusal::Malformed, number, 0, {"本行不是 UTF-8 文本", "this line is not UTF-8 text"});
      return;
    }
    if (line.starts_with("PING ")) {
      if (!host_.empty()) {
        sink_->fail(
            number, 1,
            {"第二次 ping 从这里开始；每个文件只能有一次", "a second run of ping begins here; a file holds one"});
      }
      host_ = line.substr(5, line.substr(5).find_first_of(" ("));
      is_ping_ = true;
      return;
    }
    if (read_closing_line(line, summary_)) {
      is_ping_ = true;
      return;
    }
    read_record(number, line);
  }

  void read_record(std::size_t number, std::string_view line) {
    Scanner scanner(line);
    std::optional<Instant> stamp;
    if (scanner.skip("[")) {
      const auto count = input::parse_scaled(scanner.number(), kSecondPower);
      if (count && *count <= kFarthestTime.count()) stamp = Instant(core::Nanoseconds(*count));
      if (!stamp || !scanner.skip("] ")) return refuse_unreadable(number, line);
    }
    const bool is_report = scanner.rest().starts_with("From ") || scanner.rest().starts_with("no answer yet ");
    const auto length = scanner.integer();
    const bool is_answer = length && *length >= kIcmpHeaderBytes && scanner.skip(" bytes from ");
    const auto sequence = scanner.skip_past("icmp_seq=") ? scanner.integer() : std::nullopt;
    if (!sequence || !(is_report || is_answer)) return refuse_unreadable(number, line);
    const std::int64_t unwrapped = unwrap(*sequence);
    if (unwrapped < 0 || unwrapped > kMostPackets) {
      sink_->refuse(core::Refusal::OutOfRange, number, 0,
                    {fmt::format("序号 {} 与它之前的序号不符", *sequence),
                     fmt::format("icmp_seq {} does not follow from those before it", *sequence)});
      return;
    }
    note(unwrapped);
    if (is_report) return sink_->use();
    read_answer(number, line, unwrapped, scanner, {{}, stamp, *length - kIcmpHeaderBytes});
  }

  void read_answer(std::size_t number, std::string_view line, std::int64_t sequence, Scanner scanner, Answer answer) {
    const bool has_time = scanner.skip_past("time=");
    const auto time = parse_printed_time(scanner.number());
    if (!has_time || !time || !scanner.skip(" ms")) {
      if (!answers_.contains(sequence)) untimed_.insert(sequence);
      sink_->refuse(core::Refusal::MissingValue, number, 0,
                    {fmt::format("“{}”没有往返时间", line), fmt::format("“{}” has no round-trip time", line)});
      return;
    }
    times_.push_back(*time);
    answer.round_trip_time = time->value;
    if (scanner.rest().find("(DUP!)") != std::string_view::npos || answers_.contains(sequence)) {
      sink_->refuse(
          core::Refusal::DuplicateKey, number, 0,
          {fmt::format("序号 {} 的重复应答", sequence), fmt::format("a second answer to icmp_seq {}", sequence)});
      return;
    }
    if (!answers_.empty() && is_stamped() != answer.received.has_value()) {
      untimed_.insert(sequence);
      sink_->refuse(core::Refusal::MissingValue, number, 0,
                    {"时间戳时有时无", "some answers of this file have a stamp, others have none"});
      return;
    }
    answers_.emplace(sequence, answer);
    sink_->use();
  }

  void refuse_unreadable(std::size_t number, std::string_view line) {
    sink_->refuse(core::Refusal::Malformed, number, 0,
                  {fmt::format("“{}”不是 ping 的输出", line), fmt::format("“{}” is not output of ping", line)});
  }

  // icmp_seq has 16 bits; the number nearest to the one before is meant, since answers overtake each other by less than
  // half of them.
  [[nodiscard]] std::int64_t unwrap(std::int64_t sequence) const {
    if (end_ == 0) return sequence;
    return last_ + static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - last_));
  }

  void note(std::int64_t sequence) {
    is_ping_ = true;
    last_ = sequence;
    first_ = std::min(first_, sequence);
    end_ = std::max(end_, sequence + 1);
  }

  Sink* sink_;
  bool is_ping_ = false;
  std::string host_;
  std::optional<PingSummary> summary_;
  std::map<std::int64_t, Answer> answers_;
  std::set<std::int64_t> untimed_;
  std::vector<PrintedTime> times_;
  std::int64_t last_ = 0;
  std::int64_t first_ = 1;  // iputils counts from 1
  std::int64_t end_ = 0;
};

void compare_figure(Sink& sink, const core::Text& what, core::Nanoseconds printed, double lower, double upper) {
  const auto closing = static_cast<double>(printed.count());
  if (closing >= lower - kSummaryStepNs && closing <= upper + kSummaryStepNs) return;
  const auto text = [&](std::string_view format, std::string_view name) {
    return fmt::format(fmt::runtime(format), name, closing / 1e6, lower / 1e6, upper / 1e6);
  };
  sink.remark(
      {text("往返时间的{}：结尾行写 {:.3f} ms，各行给出 {:.3f} 到 {:.3f} ms：两者矛盾", what.zh),
       text(
           "{} round-trip time: the closing line says {:.3f} ms, the packets give {:.3f} to {:.3f} ms: they contradict "
           "each other",
           what.en)});
}

// What the packets printed can say of the closing line's figures: an interval each, as wide as the digits left open.
void compare_round_trips(Sink& sink, const PingSummary::RoundTrip& closing, const std::vector<PrintedTime>& times) {
  const auto n = static_cast<double>(times.size());
  double least[2] = {times[0].lower(), times[0].upper()};
  double most[2] = {times[0].lower(), times[0].upper()};
  double mean[2] = {0, 0};
  double centre = 0;
  for (const PrintedTime& time : times) {
    const double bounds[2] = {time.lower(), time.upper()};
    for (int side = 0; side < 2; ++side) {
      least[side] = std::min(least[side], bounds[side]);
      most[side] = std::max(most[side], bounds[side]);
      mean[side] += bounds[side] / n;
    }
    centre += static_cast<double>(time.value.count()) / n;
  }
  double variance = 0;
  double step_square = 0;
  for (const PrintedTime& time : times) {
    const double difference = static_cast<double>(time.value.count()) - centre;
    const auto step = static_cast<double>(time.step.count());
    variance += difference * difference / n;
    step_square += step * step / n;
  }
  compare_figure(sink, {"最小值", "least"}, closing.least, least[0], least[1]);
  compare_figure(sink, {"平均值", "mean"}, closing.mean, mean[0], mean[1]);
  compare_figure(sink, {"最大值", "greatest"}, closing.most, most[0], most[1]);
  // The deviation moves by at most the root mean square of what moves the values.
  compare_figure(sink, {"标准差 (mdev)", "deviation (mdev) of the"}, closing.deviation,
                 std::max(0.0, std::sqrt(variance) - std::sqrt(step_square)),
                 std::sqrt(variance) + std::sqrt(step_square));
}

void compare_with_summary(Sink& sink, const PingLog& log) {
  if (!log.summary()) {
    sink.remark({"文件没有结尾的统计行（被截断）：最后一个应答之后丢失的包无从得知",
                 "the closing lines are missing (truncated): what was lost after the last answer cannot be known"});
    return;
  }
  const PingSummary& summary = *log.summary();
  const auto answered = static_cast<std::int64_t>(log.answers().size() + log.untimed().size());
  if (summary.received != answered) {
    sink.remark({fmt::format("结尾行写收到 {} 个包，各行有 {} 个：两者矛盾", summary.received, answered),
                 fmt::format("the closing line says {} received, there are answers to {}: they contradict each other",
                             summary.received, answered)});
  }
  if (log.has_numbers_beyond_the_transmitted()) {
    sink.remark(
        {fmt::format("结尾行写发送 {} 个包，各行的序号到 {}：两者矛盾", summary.transmitted, log.end() - 1),
         fmt::format(
             "the closing line says {} transmitted, the packets are numbered up to {}: they contradict each other",
             summary.transmitted, log.end() - 1)});
  }
  if (summary.round_trip && !log.times().empty()) compare_round_trips(sink, *summary.round_trip, log.times());
}

// The times that ping did not print: those of all packets without -D, of the lost ones with it.
class SentTimes {
 public:
  SentTimes(const PingLog& log, Instant start, core::Nanoseconds interval)
      : log_(&log), start_(start), interval_(interval) {}

  [[nodiscard]] Instant operator()(std::int64_t sequence) const {
    if (!log_->is_stamped()) return start_ + (sequence - log_->first()) * interval_;
    const auto next = log_->answers().lower_bound(sequence);
    if (next == log_->answers().begin()) return sent(*next) - (next->first - sequence) * interval_;
    const auto previous = std::prev(next);
    if (next == log_->answers().end()) return sent(*previous) + (sequence - previous->first) * interval_;
    const std::int64_t gap = next->first - previous->first;
    const std::int64_t steps = sequence - previous->first;
    const core::Nanoseconds span = sent(*next) - sent(*previous);
    return sent(*previous) + span / gap * steps + span % gap * steps / gap;
  }

  static Instant sent(const std::pair<const std::int64_t, Answer>& answer) {
    return *answer.second.received - answer.second.round_trip_time;
  }

 private:
  const PingLog* log_;
  Instant start_;
  core::Nanoseconds interval_;
};

void add_messages(Sink& sink, const PingLog& log, const Flow& flow, const SentTimes& sent_time) {
  sink.add_flow(flow);
  std::optional<std::int64_t> bytes;
  if (!log.answers().empty()) bytes = log.answers().begin()->second.bytes;
  std::int64_t lost = 0;
  for (std::int64_t sequence = log.first(); sequence < log.end(); ++sequence) {
    const auto answer = log.answers().find(sequence);
    if (answer == log.answers().end()) {
      if (log.untimed().contains(sequence)) continue;
      sink.add(Message{flow.flow, sequence, sent_time(sequence), std::nullopt, bytes});
      ++lost;
      continue;
    }
    const core::Nanoseconds round_trip_time = answer->second.round_trip_time;
    const Instant sent = log.is_stamped() ? SentTimes::sent(*answer) : sent_time(sequence);
    sink.add(Message{flow.flow, sequence, sent, sent + round_trip_time, answer->second.bytes});
  }
  if (log.is_stamped() && lost > 0) {
    sink.remark(
        {fmt::format("{} 个丢失的包没有时间戳：其发送时刻由相邻的包推得", lost),
         fmt::format("{} lost packets have no stamp: when they were sent is made from their neighbours", lost)});
  }
}

void remark_made_times(Sink& sink, const PingLog& log, core::Nanoseconds interval, bool start_is_known) {
  sink.remark(
      {fmt::format("文件没有时间戳 (ping -D)：发送时刻由序号和 {} s 的间隔推得{}", core::in_seconds(interval),
                   start_is_known ? "" : "，从 0 开始（未给 start）"),
       fmt::format(
           "the file has no stamps (ping -D): when packets were sent is made from their number and an interval of "
           "{} s{}",
           core::in_seconds(interval), start_is_known ? "" : ", beginning at 0 (no start was given)")});
  if (!log.summary() || !log.summary()->time || log.summary()->transmitted < 2) return;
  const double printed_s = core::in_seconds(*log.summary()->time);
  const double made_s = core::in_seconds((log.summary()->transmitted - 1) * interval);
  if (std::abs(printed_s - made_s) <= kIntervalTolerance * printed_s + core::in_seconds(interval)) return;
  sink.remark(
      {fmt::format("结尾行写全程 {:.3f} s，按间隔算是 {:.3f} s：两者矛盾，请检查 interval", printed_s, made_s),
       fmt::format(
           "the closing line says the run took {:.3f} s, the interval makes it {:.3f} s: they contradict each other; "
           "check interval",
           printed_s, made_s)});
}

void remark_summary_only(Sink& sink, const PingSummary& summary) {
  const double loss_percent = 100 * summary.loss_ratio().value_or(0);
  std::string round_trip;
  if (summary.round_trip) {
    const PingSummary::RoundTrip& rtt = *summary.round_trip;
    round_trip = fmt::format(" min/avg/max/mdev {:.3f}/{:.3f}/{:.3f}/{:.3f} ms", core::in_milliseconds(rtt.least),
                             core::in_milliseconds(rtt.mean), core::in_milliseconds(rtt.most),
                             core::in_milliseconds(rtt.deviation));
  }
  sink.remark(
      {fmt::format("只有统计行 (ping -q)，没有逐包记录，因此没有消息：发送 {}，收到 {}，丢包 {:.3g} %{}",
                   summary.transmitted, summary.received, loss_percent, round_trip),
       fmt::format(
           "only the summary is there (ping -q), no packets, so there are no messages: {} transmitted, {} received, "
           "{:.3g} % lost{}",
           summary.transmitted, summary.received, loss_percent, round_trip)});
}

void read(const Source& source, Sink& sink) {
  const std::string text = input::read_content(source.path);
  PingLog log(sink);
  log.read(text);
  const Flow flow =
      flow_option(source.options, FlowKind::RoundTrip, "local", log.host().empty() ? "remote" : log.host());
  const input::YamlNode start = source.options.optional("start");
  const Instant start_time = instant_option(start, source.zone);
  const core::Nanoseconds interval = duration_option(source.options.optional("interval"), seconds(1), kLongestInterval);
  if (!log.is_ping()) {
    sink.fail(0, 0, {"不是 ping (iputils) 的英文输出", "this is not output of ping (iputils) in English"});
    return;
  }
  if (log.is_stamped() && start.exists()) {
    start.reject(
        {"文件自带时间戳 (ping -D)，不能再给 start", "the file has stamps of its own (ping -D), so it takes no start"});
  }
  if (log.answers().empty() && log.untimed().empty() && log.summary() && log.summary()->received > 0) {
    remark_summary_only(sink, *log.summary());
    return;
  }
  compare_with_summary(sink, log);
  if (!log.is_stamped()) remark_made_times(sink, log, interval, start.exists());
  add_messages(sink, log, flow, SentTimes(log, start_time, interval));
}

}  // namespace

std::optional<double> PingSummary::loss_ratio() const {
  if (transmitted == 0) return std::nullopt;
  return static_cast<double>(transmitted - received) / static_cast<double>(transmitted);
}

std::optional<PingSummary> parse_ping_summary(std::string_view text) {
  std::optional<PingSummary> summary;
  for_each_line(text, [&](std::size_t, std::string_view line) { read_closing_line(line, summary); });
  return summary;
}

const Format& ping_format();
const Format& ping_format() {
  static const Format kFormat = {
      "ping",
      {"ping (iputils) 的输出：每个回显是一条往返消息", "output of ping (iputils): each echo is a round-trip message"},
      with_flow_options(
          {{"start",
            {"第一个包的发送时刻 (ISO 8601)，用于没有 -D 时间戳的文件；缺省为 0",
             "when the first packet was sent (ISO 8601), for a file without the stamps of -D; 0 unless given"}},
           {"interval", {"发送间隔，例如 200ms；缺省为 1s", "sending interval, such as 200ms; 1s unless given"}}}),
      read};
  return kFormat;
}

}  // namespace plantproof::data
