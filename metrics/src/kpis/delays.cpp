#include "delays.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/ranges.h>

#include "core/decimal.hpp"
#include "first_look.hpp"
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

/// What is seen of the flows when it is.
struct SecondLook {
  const std::vector<MeasuredFlow>* flows;
  std::vector<std::optional<LateAnswers>> late;
  std::vector<double> half_width_ms;

  void add(std::size_t flow, const MeasuredMessage& message) {
    if (late[flow]) {
      late[flow]->add({message.sequence, message.sent,
                       message.apparent ? std::optional(message.sent + *message.apparent) : std::nullopt});
    }
    const MeasuredFlow& of = (*flows)[flow];
    if (!of.clocks || !message.apparent) return;
    const OffsetRange range = of.clocks->at(of.by_clock_a(message));
    half_width_ms[flow] = std::max(half_width_ms[flow], (range.most_ms - range.least_ms) / 2);
  }
  void merge(SecondLook&& next) {
    for (std::size_t i = 0; i < late.size(); ++i) {
      if (late[i]) late[i]->merge(*next.late[i]);
      half_width_ms[i] = std::max(half_width_ms[i], next.half_width_ms[i]);
    }
  }
};

/// The flows between two ends in one run, clock A being that of the end whose name comes first.
struct ClockPair {
  std::vector<MeasuredFlow*> from_a;
  std::vector<MeasuredFlow*> from_b;
  TightBounds most{TightBounds::Side::Most};
  TightBounds least{TightBounds::Side::Least};
  core::Nanoseconds declared{0};
  bool is_declared = true;

  [[nodiscard]] const data::Flow& a_to_b() const { return from_a.front()->flow; }
};

std::variant<ClockLine, NoClockLine> line_of(const ClockPair& pair) {
  return clock_line(pair.most.bounds(), pair.least.bounds());
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

/// The ends of a flow, in the order of their names.
std::pair<std::string, std::string> ends_of(const data::Flow& flow) {
  return std::minmax(flow.source, flow.destination);
}

/// One flow of a run, and what the first look saw of it.
struct Looked {
  MeasuredFlow* flow;
  const FlowLook* look;
};

/// The pairs of ends that one-way flows join in both directions, run by run.
std::vector<ClockPair> pairs_of(const std::vector<Looked>& flows, const data::Evidence& evidence) {
  std::map<std::pair<std::string, std::pair<std::string, std::string>>, ClockPair> pairs;
  for (const auto& [measured, look] : flows) {
    const data::Flow& flow = measured->flow;
    if (flow.kind != FlowKind::OneWay || flow.source == flow.destination || look->n == 0) continue;
    ClockPair& pair = pairs[{measured->run, ends_of(flow)}];
    (measured->from_a ? pair.from_a : pair.from_b).push_back(measured);
    (measured->from_a ? pair.most : pair.least).merge(look->bounds);
    const auto declared = evidence.clock_uncertainty(flow);
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

  void look_at(const Looked& looked) {
    messages += looked.look->negatives;
    if (looked.look->negatives == 0 || looked.look->worst >= worst) return;
    worst = looked.look->worst;
    declared = looked.look->uncertainty;
    flow = looked.flow;
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
std::optional<core::Text> held_back_note(const MeasuredFlow& flow, const SenderPace& pace) {
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

/// Looks at the flows of every run; no answer where they are not there or do not agree. The looks are beside the flows.
std::optional<NoAnswer> look_at_flows(const PhaseRows<data::Message>& messages, const data::Evidence& evidence,
                                      MeasuredDelays& delays, std::vector<FlowLook>& looks) {
  std::map<std::string, FlowKind> kinds;
  bool are_tallied = true;
  for (const auto& run : messages.runs) {
    const auto* rows = run.tables->rows<data::Flow>();
    if (rows == nullptr) {
      return no_data(
          {fmt::format("批次 {} 没有表 flows：不知道时延是单向还是往返", *run.run),
           fmt::format("run {} has no table flows: whether its delays are one-way or round-trip is not known",
                       *run.run)});
    }
    const auto look = first_look(evidence, evidence.runs(Phase::Pilot)[run.index]);
    delays.runs.push_back({run.index, delays.flows.size(), look->flows().size()});
    for (const FlowLook& seen : look->flows()) {
      const auto [known, is_new] = kinds.try_emplace(seen.flow.flow, seen.flow.kind);
      if (!is_new && known->second != seen.flow.kind) {
        return invalid({fmt::format("流 {} 在一个批次中是单向，在另一个中是往返", seen.flow.flow),
                        fmt::format("flow {} is one-way in one run and round-trip in another", seen.flow.flow)});
      }
      looks.push_back(seen);
      MeasuredFlow& measured = delays.flows.emplace_back();
      measured.flow = seen.flow;
      measured.run = *run.run;
      measured.run_start = look->start();
      measured.run_end = look->end();
      measured.n = seen.n;
      measured.keeps_period = seen.keeps_period();
      measured.clock_ms = core::in_milliseconds(seen.uncertainty);
      measured.from_a = seen.is_from_a;
    }
    are_tallied = are_tallied && look->tallies() != nullptr;
    delays.tallies.emplace_back(look, look->tallies());
  }
  if (!are_tallied) delays.tallies.clear();
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

std::variant<MeasuredDelays, NoAnswer> measured_delays(const data::Evidence& evidence, core::Confidence confidence) {
  const auto messages = rows_of<data::Message>(evidence, Phase::Pilot);
  if (messages.runs.empty()) return no_rows<data::Message>(Phase::Pilot);
  MeasuredDelays delays;
  delays.notes = messages.notes;
  std::vector<FlowLook> looks;
  if (const auto none = look_at_flows(messages, evidence, delays, looks)) return *none;
  Negative negative;
  std::vector<Looked> looked;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    looked.push_back({&delays.flows[i], &looks[i]});
    negative.look_at(looked.back());
    delays.compares_clocks = delays.compares_clocks || delays.flows[i].flow.kind == FlowKind::OneWay;
  }
  std::vector<ClockPair> pairs = pairs_of(looked, evidence);
  if (negative.messages > 0) return negative.answer(pairs);
  if (auto note = undeclared_note(delays.flows, evidence)) delays.notes.push_back(std::move(*note));
  std::vector<core::Text> clock_notes;
  for (ClockPair& pair : pairs) {
    clock_notes.push_back(note_of(pair));
    const auto clocks = std::make_shared<const ClockRange>(pair.most.bounds(), pair.least.bounds(), pair.declared);
    if (!clocks->is_possible()) return contradiction(pair);
    for (const auto* flows : {&pair.from_a, &pair.from_b}) {
      for (MeasuredFlow* flow : *flows) flow->clocks = clocks;
    }
  }
  SecondLook second{&delays.flows, {}, std::vector<double>(delays.flows.size())};
  for (const FlowLook& look : looks)
    second.late.push_back(look.pace ? std::optional(LateAnswers(look.pace->pace())) : std::nullopt);
  const bool has_late = std::ranges::any_of(second.late, [](const auto& late) { return late.has_value(); });
  if (has_late || !pairs.empty()) second = delays.pass(evidence, second);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    double half_width_ms = 0;
    const auto each_flow = [&](const auto& use) {
      for (const auto* flows : {&pairs[i].from_a, &pairs[i].from_b}) std::ranges::for_each(*flows, use);
    };
    each_flow([&](const MeasuredFlow* flow) {
      half_width_ms =
          std::max(half_width_ms, second.half_width_ms[static_cast<std::size_t>(flow - delays.flows.data())]);
    });
    each_flow([&](MeasuredFlow* flow) { flow->clock_ms = half_width_ms; });
    clock_notes[i] = joined(clock_notes[i], used_text(pairs[i]));
  }
  append_some(delays.notes, std::move(clock_notes));
  std::vector<core::Text> sender_notes;
  for (std::size_t i = 0; i < second.late.size(); ++i) {
    if (!second.late[i]) continue;
    if (auto note = held_back_note(delays.flows[i], second.late[i]->seen(confidence)))
      sender_notes.push_back(std::move(*note));
  }
  append_some(delays.notes, std::move(sender_notes));
  return delays;
}

}  // namespace

const std::variant<MeasuredDelays, NoAnswer>& delays_of(const data::Evidence& evidence, core::Confidence confidence) {
  return evidence.once(fmt::format("delays at {}", confidence.level()),
                       [&](const data::Evidence& of) { return measured_delays(of, confidence); });
}

}  // namespace plantproof::metrics
