#include "delays.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>

#include <fmt/ranges.h>

#include "core/decimal.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/coordinated_omission.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::FlowKind;
using data::Phase;

/// Notes of one kind are as many as clocks or flows; a reader wants to see some.
constexpr std::size_t kMostNotes = 3;

void append_some(std::vector<core::Text>& notes, std::vector<core::Text> more) {
  const std::size_t others = more.size() - std::min(more.size(), kMostNotes);
  more.resize(more.size() - others);
  notes.insert(notes.end(), more.begin(), more.end());
  if (others > 0) notes.push_back({fmt::format("另有 {} 条同类说明", others), fmt::format("and {} more such", others)});
}

core::Text joined(const core::Text& first, const core::Text& then) {
  return {first.zh + then.zh, first.en + then.en};
}

/// The flows between two ends in one run, clock A being that of the end whose name comes first.
struct ClockPair {
  std::vector<MeasuredFlow*> from_a;
  std::vector<MeasuredFlow*> from_b;
  core::Nanoseconds declared{0};
  bool is_declared = true;

  [[nodiscard]] const data::Flow& a_to_b() const { return from_a.front()->flow; }
};

std::vector<OffsetBound> bounds_of(const std::vector<MeasuredFlow*>& flows, bool from_a) {
  std::vector<OffsetBound> bounds;
  for (const MeasuredFlow* flow : flows) {
    for (const MeasuredMessage& message : flow->messages) {
      if (!message.apparent) continue;
      bounds.push_back(from_a ? OffsetBound{message.sent, *message.apparent}
                              : OffsetBound{message.sent + *message.apparent, -*message.apparent});
    }
  }
  return bounds;
}

std::variant<ClockLine, NoClockLine> line_of(const ClockPair& pair) {
  return clock_line(bounds_of(pair.from_a, true), bounds_of(pair.from_b, false));
}

/// "the clock of B is ahead of that of A by x ± y ms, drifting by z ppm".
core::Text line_text(const ClockPair& pair, const ClockLine& line) {
  const data::Flow& flow = pair.a_to_b();
  const bool is_behind = line.offset_ms < 0;
  const std::string range =
      fmt::format("{} ± {} ms", core::decimal(std::abs(line.offset_ms), 4), core::decimal(line.half_width_ms, 4));
  const std::string drift = fmt::format("{} ppm ({} .. {})", core::decimal(line.drift_ppm, 3),
                                        core::decimal(line.least_drift_ppm, 3), core::decimal(line.most_drift_ppm, 3));
  return {fmt::format("批次 {}：{} 的时钟比 {} 的{} {}，漂移 {}", pair.from_a.front()->run, flow.destination,
                      flow.source, is_behind ? "落后" : "超前", range, drift),
          fmt::format("run {}: the clock of {} is {} that of {} by {}, drifting by {}", pair.from_a.front()->run,
                      flow.destination, is_behind ? "behind" : "ahead of", flow.source, range, drift)};
}

/// What messages in both directions leave of the uncertainty that was declared.
core::Text used_text(const ClockPair& pair) {
  const double declared = core::in_milliseconds(pair.declared);
  const double used = pair.from_a.front()->clock_ms;
  if (core::decimal(used, 4) == core::decimal(declared, 4)) return {};
  return {fmt::format("；时钟不确定度声明 {} ms，实用 {} ms", core::decimal(declared, 4), core::decimal(used, 4)),
          fmt::format("; clock uncertainty declared {} ms, used {} ms", core::decimal(declared, 4),
                      core::decimal(used, 4))};
}

core::Text note_of(const ClockPair& pair) {
  const auto found = line_of(pair);
  if (const auto* line = std::get_if<ClockLine>(&found)) {
    core::Text note = line_text(pair, *line);
    if (!pair.is_declared &&
        std::abs(line->drift_ppm) * 1e-6 * core::in_milliseconds(line->span) > line->half_width_ms) {
      return joined(note,
                    {"；时钟看来不同步，却未声明不确定度，仍按完全同步计",
                     "; the clocks seem to run apart, yet no uncertainty is declared and they are taken as exact"});
    }
    return note;
  }
  const data::Flow& flow = pair.a_to_b();
  const core::Text why = std::get<NoClockLine>(found) == NoClockLine::Impossible
                             ? core::Text{"没有一个恒定的频差能解释两个方向的时延：时钟在测量中被调整过",
                                          "no constant drift explains both directions: it was steered meanwhile"}
                             : core::Text{"两个方向的消息在时间上不交错，估计不出漂移",
                                          "the two directions do not interleave in time, which leaves its drift open"};
  return {fmt::format("批次 {}：{} 的时钟相对 {}——{}", pair.from_a.front()->run, flow.destination, flow.source, why.zh),
          fmt::format("run {}: the clock of {} against that of {}: {}", pair.from_a.front()->run, flow.destination,
                      flow.source, why.en)};
}

/// Takes out of every delay between two ends what their clocks must be apart, and leaves in clock_ms what they still
/// may be. False where no clocks fit.
bool take_out_offsets(ClockPair& pair) {
  struct Bounded {
    OffsetRange range;
    MeasuredMessage* message;
    double sign;  ///< delay = apparent - sign * theta
  };
  std::vector<Bounded> bounded;
  const double declared = core::in_milliseconds(pair.declared);
  for (const bool from_a : {true, false}) {
    for (MeasuredFlow* flow : from_a ? pair.from_a : pair.from_b) {
      for (MeasuredMessage& message : flow->messages) {
        if (!message.apparent) continue;
        OffsetRange range{from_a ? message.sent : message.sent + *message.apparent, -declared, declared};
        if (from_a) {
          range.most_ms = std::min(declared, core::in_milliseconds(*message.apparent));
        } else {
          range.least_ms = std::max(-declared, -core::in_milliseconds(*message.apparent));
        }
        bounded.push_back({range, &message, from_a ? 1.0 : -1.0});
      }
    }
  }
  std::ranges::stable_sort(bounded, {}, [](const Bounded& one) { return one.range.at; });
  std::vector<OffsetRange> ranges;
  for (const Bounded& one : bounded) ranges.push_back(one.range);
  if (!narrow(ranges)) return false;
  double half_width = 0;
  for (std::size_t i = 0; i < bounded.size(); ++i) {
    bounded[i].message->delay_ms -= bounded[i].sign * (ranges[i].least_ms + ranges[i].most_ms) / 2;
    half_width = std::max(half_width, (ranges[i].most_ms - ranges[i].least_ms) / 2);
  }
  for (const auto* flows : {&pair.from_a, &pair.from_b}) {
    for (MeasuredFlow* flow : *flows) flow->clock_ms = half_width;
  }
  return true;
}

NoAnswer contradiction(const ClockPair& pair) {
  const data::Flow& flow = pair.a_to_b();
  return invalid(
      {fmt::format("批次 {} 中 {} 与 {} 之间两个方向的时刻互相矛盾：任何两个频差在 {:g} ppm "
                   "以内的时钟都会使某条消息在发送前到达；测量中是否拨过时钟",
                   pair.from_a.front()->run, flow.source, flow.destination, kMostClockRate * 1e6),
       fmt::format("in run {} the times of the two directions between {} and {} contradict each other: by any two "
                   "clocks whose rates differ by at most {:g} ppm some message arrives before it is sent; was a clock "
                   "set meanwhile",
                   pair.from_a.front()->run, flow.source, flow.destination, kMostClockRate * 1e6)});
}

/// The pairs of ends that one-way flows join in both directions, run by run.
std::vector<ClockPair> pairs_of(std::span<MeasuredFlow> flows, const data::Evidence& evidence) {
  std::map<std::tuple<std::string, std::string, std::string>, ClockPair> pairs;
  for (MeasuredFlow& flow : flows) {
    if (flow.flow.kind != FlowKind::OneWay || flow.flow.source == flow.flow.destination || flow.messages.empty())
      continue;
    const bool from_a = flow.flow.source < flow.flow.destination;
    const auto& [a, b] = std::minmax(flow.flow.source, flow.flow.destination);
    ClockPair& pair = pairs[{flow.run, a, b}];
    (from_a ? pair.from_a : pair.from_b).push_back(&flow);
    const auto declared = evidence.clock_uncertainty(flow.flow);
    pair.is_declared = declared.has_value();
    pair.declared = declared.value_or(core::Nanoseconds(0));
  }
  std::vector<ClockPair> both;
  for (auto& [ends, pair] : pairs) {
    if (!pair.from_a.empty() && !pair.from_b.empty()) both.push_back(std::move(pair));
  }
  return both;
}

/// Messages that arrived before they were sent by more than the clocks are said to differ.
struct Negative {
  std::int64_t messages = 0;
  core::Nanoseconds worst{0};
  core::Nanoseconds declared{0};
  const MeasuredFlow* flow = nullptr;

  void look_at(const MeasuredFlow& measured, core::Nanoseconds uncertainty) {
    for (const MeasuredMessage& message : measured.messages) {
      if (!message.apparent || *message.apparent >= -uncertainty) continue;
      ++messages;
      if (*message.apparent >= worst) continue;
      worst = *message.apparent;
      declared = uncertainty;
      flow = &measured;
    }
  }

  [[nodiscard]] NoAnswer answer(const std::vector<ClockPair>& pairs) const {
    core::Text estimated;
    for (const ClockPair& pair : pairs) {
      const bool is_of_flow = std::ranges::count(pair.from_a, flow) + std::ranges::count(pair.from_b, flow) > 0;
      if (is_of_flow) estimated = joined({"；", "; "}, note_of(pair));
    }
    return invalid(joined(
        {fmt::format("负的单向时延：{} 条消息在发送前到达，最甚者在流 {} 上早 {} ns（时钟不确定度 {} "
                     "ns）；两端文件是否颠倒、时钟是否同步",
                     core::grouped(messages), flow->flow.flow, core::grouped(-worst.count()),
                     core::grouped(declared.count())),
         fmt::format("negative one-way delay: {} arriving before being sent, the worst by {} ns on flow {} (clock "
                     "uncertainty {} ns); are the two ends swapped, or the clocks not synchronised",
                     core::counted(messages, "message"), core::grouped(-worst.count()), flow->flow.flow,
                     core::grouped(declared.count()))},
        estimated));
  }
};

/// What to say of a sender that does not keep its schedule when answers are late; nothing where it does.
std::optional<core::Text> held_back_note(const MeasuredFlow& flow, core::Confidence confidence) {
  if (flow.flow.kind != FlowKind::RoundTrip || !flow.flow.period || *flow.flow.period <= core::Nanoseconds(0))
    return std::nullopt;
  std::vector<Exchange> exchanges;
  for (const MeasuredMessage& message : flow.messages) {
    exchanges.push_back({message.sequence, message.sent,
                         message.apparent ? std::optional(message.sent + *message.apparent) : std::nullopt});
  }
  const SenderPace pace = sender_pace(exchanges, *flow.flow.period, confidence);
  if (!pace.waits) return std::nullopt;
  const std::string longest = core::decimal(core::in_milliseconds(pace.longest_delay), 4);
  return core::Text{
      fmt::format("流 {}（批次 {}）的发送端会等应答：{} 次应答迟于发送间隔，其中 {} 次等到应答才发下一条，最多推迟 {} "
                  "ms；时延自实际发送时刻起算，不是自应发送的时刻，因此可能偏小",
                  flow.flow.flow, flow.run, core::grouped(pace.late_answers), core::grouped(pace.held_back), longest),
      fmt::format("the sender of flow {} waits for answers (run {}): after {} that took longer than its interval, {} "
                  "held back until the answer came, by up to {} ms; delays are counted from when a message was sent, "
                  "not from when it should have been, and may be too short",
                  flow.flow.flow, flow.run, core::counted(pace.late_answers, "answer"),
                  core::counted(pace.held_back, "send") + (pace.held_back == 1 ? " was" : " were"), longest)};
}

std::variant<std::vector<MeasuredFlow>, NoAnswer> flows_of(const RunRows<data::Message>& run) {
  const auto* flows = run.tables->rows<data::Flow>();
  if (flows == nullptr) {
    return no_data({fmt::format("批次 {} 没有表 flows：不知道时延是单向还是往返", *run.run),
                    fmt::format("run {} has no table flows: whether its delays are one-way or round-trip is not known",
                                *run.run)});
  }
  std::map<std::string, MeasuredFlow> by_name;
  for (const data::Flow& flow : *flows) {
    MeasuredFlow& measured = by_name[flow.flow];
    measured.flow = flow;
    measured.run = *run.run;
  }
  std::unordered_map<std::string_view, std::vector<MeasuredMessage>*> messages_of;
  for (auto& [name, flow] : by_name) messages_of.emplace(name, &flow.messages);
  core::Instant start = run.rows->front().sent;
  for (const data::Message& message : *run.rows) {
    start = std::min(start, message.sent);
    MeasuredMessage measured{message.sequence, message.sent, {}, 0};
    if (message.received) {
      measured.apparent = *message.received - message.sent;
      measured.delay_ms = core::in_milliseconds(*measured.apparent);
    }
    messages_of.at(message.flow)->push_back(measured);
  }
  std::vector<MeasuredFlow> result;
  for (auto& [name, flow] : by_name) {
    flow.run_start = start;
    result.push_back(std::move(flow));
  }
  return result;
}

/// Reads the flows of every run; no answer where they are not there or do not agree.
std::optional<NoAnswer> read_flows(const PhaseRows<data::Message>& messages, std::vector<MeasuredFlow>& flows) {
  std::map<std::string, FlowKind> kinds;
  for (const auto& run : messages.runs) {
    auto found = flows_of(run);
    if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
    for (MeasuredFlow& flow : std::get<std::vector<MeasuredFlow>>(found)) {
      const auto [known, is_new] = kinds.try_emplace(flow.flow.flow, flow.flow.kind);
      if (!is_new && known->second != flow.flow.kind) {
        return invalid({fmt::format("流 {} 在一个批次中是单向，在另一个中是往返", flow.flow.flow),
                        fmt::format("flow {} is one-way in one run and round-trip in another", flow.flow.flow)});
      }
      flows.push_back(std::move(flow));
    }
  }
  return std::nullopt;
}

/// What to say where clocks of one-way flows are taken as exact for want of a declaration.
std::optional<core::Text> undeclared_note(const std::vector<MeasuredFlow>& flows, const data::Evidence& evidence) {
  std::set<std::string> undeclared;
  for (const MeasuredFlow& flow : flows) {
    if (flow.flow.kind == FlowKind::OneWay && !evidence.clock_uncertainty(flow.flow)) undeclared.insert(flow.flow.flow);
  }
  if (undeclared.empty()) return std::nullopt;
  if (!evidence.manifest().clock_uncertainty.contains("messages")) {
    return core::Text{"未声明时钟不确定度：两端时钟按完全同步计",
                      "no clock uncertainty is declared: the clocks of both ends are taken as exact"};
  }
  const std::string names = fmt::format("{}", fmt::join(undeclared, ", "));
  return core::Text{fmt::format("以下流有一端未声明时钟不确定度，两端时钟按完全同步计：{}", names),
                    fmt::format("no clock uncertainty is declared for an end of these flows, whose clocks are taken as "
                                "exact: {}",
                                names)};
}

}  // namespace

std::variant<MeasuredDelays, NoAnswer> measured_delays(const data::Evidence& evidence, core::Confidence confidence) {
  const auto messages = rows_of<data::Message>(evidence, Phase::Pilot);
  if (messages.runs.empty()) return no_rows<data::Message>(Phase::Pilot);
  MeasuredDelays delays;
  delays.notes = messages.notes;
  if (const auto none = read_flows(messages, delays.flows)) return *none;
  Negative negative;
  std::vector<core::Text> sender_notes;
  for (MeasuredFlow& flow : delays.flows) {
    const bool is_one_way = flow.flow.kind == FlowKind::OneWay;
    const core::Nanoseconds declared =
        is_one_way ? evidence.clock_uncertainty(flow.flow).value_or(core::Nanoseconds(0)) : core::Nanoseconds(0);
    negative.look_at(flow, declared);
    flow.clock_ms = core::in_milliseconds(declared);
    delays.compares_clocks = delays.compares_clocks || is_one_way;
    if (auto note = held_back_note(flow, confidence)) sender_notes.push_back(std::move(*note));
  }
  std::vector<ClockPair> pairs = pairs_of(delays.flows, evidence);
  if (negative.messages > 0) return negative.answer(pairs);
  if (auto note = undeclared_note(delays.flows, evidence)) delays.notes.push_back(std::move(*note));
  std::vector<core::Text> clock_notes;
  for (ClockPair& pair : pairs) {
    const core::Text note = note_of(pair);
    if (!take_out_offsets(pair)) return contradiction(pair);
    clock_notes.push_back(joined(note, used_text(pair)));
  }
  append_some(delays.notes, std::move(clock_notes));
  append_some(delays.notes, std::move(sender_notes));
  return delays;
}

}  // namespace plantproof::metrics
