// Availability of the communication service: the share of time in which no flow waited longer than its survival time.
#include "metrics/availability.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string_view>

#include <fmt/ranges.h>

#include "delays.hpp"
#include "families.hpp"
#include "metrics/picture.hpp"
#include "metrics/surroundings.hpp"
#include "metrics/worst.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using core::Nanoseconds;

/// What a clock's error makes of a delay that is compared with a deadline: the one bound takes every delay longer by
/// it, the other shorter.
enum class Clock { AsMeasured, AgainstTheService, ForTheService };

std::vector<Transfer> transfers_of(const MeasuredFlow& flow, Clock clock) {
  const double deadline_ms = core::in_milliseconds(*flow.flow.deadline);
  const double shift_ms = clock == Clock::AsMeasured          ? 0
                          : clock == Clock::AgainstTheService ? flow.clock_ms
                                                              : -flow.clock_ms;
  std::vector<Transfer> transfers;
  transfers.reserve(flow.messages.size());
  for (const MeasuredMessage& message : flow.messages) {
    transfers.push_back({message.sent, message.apparent && message.delay_ms + shift_ms <= deadline_ms});
  }
  return transfers;
}

/// Nothing that is longer is a transfer interval or a survival time; sums of such stay within 64 bits.
constexpr Nanoseconds kLongest = std::chrono::hours(24);

Nanoseconds survival_of(const data::Flow& flow) {
  return std::min(flow.survival_time.value_or(Nanoseconds(0)), kLongest);
}

bool is_periodic(const data::Flow& flow) {
  return flow.period && Nanoseconds(0) < *flow.period && *flow.period <= kLongest;
}

bool tells_down_time(const MeasuredFlow& flow) {
  return is_periodic(flow.flow) && flow.flow.deadline;
}

/// Whether the messages are sent at the interval that is declared, give or take a tenth: half of them at least.
bool keeps_its_period(const MeasuredFlow& flow) {
  std::vector<Nanoseconds> intervals;
  for (std::size_t i = 1; i < flow.messages.size(); ++i)
    intervals.push_back(flow.messages[i].sent - flow.messages[i - 1].sent);
  if (intervals.empty()) return true;
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::ranges::nth_element(intervals, middle);
  return std::abs(core::in_milliseconds(*middle - *flow.flow.period)) <= 0.1 * core::in_milliseconds(*flow.flow.period);
}

std::vector<TimeSpan> down_of(const MeasuredFlow& flow, std::span<const Transfer> transfers) {
  return down_times(transfers, *flow.flow.period, survival_of(flow.flow));
}

/// Flows that are up or down together: one flow, or all of the plant, in every run.
using Service = std::vector<const MeasuredFlow*>;

/// The mean length of an outage that the parties agreed on. The default burst length, 1, says that failures come
/// singly, which of outages nobody knows beforehand.
std::optional<Nanoseconds> agreed_outage(const Parameters& parameters, Nanoseconds period) {
  if (parameters.burst_length <= 1) return std::nullopt;
  constexpr double kLongestOutage = 4e18;  // as long as evidence can be
  return Nanoseconds(
      std::llround(std::min(kLongestOutage, parameters.burst_length * static_cast<double>(period.count()))));
}

/// The share of time that a service was down; a run's down times are those of any of its flows.
Estimate down_share_of(const Service& service, Clock clock, const Parameters& parameters, core::Confidence confidence) {
  std::map<std::string, std::pair<std::vector<TimeSpan>, std::vector<TimeSpan>>> by_run;
  Nanoseconds shortest = kLongest;
  Nanoseconds longest(0);
  for (const MeasuredFlow* flow : service) {
    shortest = std::min(shortest, *flow->flow.period);
    longest = std::max(longest, *flow->flow.period);
    auto& [down, watched] = by_run[flow->run];
    const std::vector<Transfer> transfers = transfers_of(*flow, clock);
    for (const TimeSpan& span : down_of(*flow, transfers)) down.push_back(span);
    for (const TimeSpan& span : watched_times(transfers, *flow->flow.period)) watched.push_back(span);
  }
  std::vector<DownTime> runs;
  for (auto& [run, spans] : by_run) runs.emplace_back(united(std::move(spans.first)), united(std::move(spans.second)));
  return down_share(runs, shortest, agreed_outage(parameters, longest), confidence);
}

Estimate availability_of(const Service& service, const Parameters& parameters, core::Confidence confidence) {
  Estimate down = down_share_of(service, Clock::AsMeasured, parameters, confidence);
  if (std::ranges::any_of(service, [](const MeasuredFlow* flow) { return flow->clock_ms > 0; })) {
    down.lower = down_share_of(service, Clock::ForTheService, parameters, confidence).lower;
    down.upper = down_share_of(service, Clock::AgainstTheService, parameters, confidence).upper;
    down.needed_n = nullptr;  // neither more messages nor runs narrow the clock's share
    down.deciding_runs.reset();
  }
  return affine(std::move(down), -1, 1);
}

std::vector<Outage> outages_of(const std::vector<MeasuredFlow>& flows) {
  std::vector<Outage> outages;
  for (const MeasuredFlow& flow : flows) {
    for (const TimeSpan& span : down_of(flow, transfers_of(flow, Clock::AsMeasured)))
      outages.push_back({flow.run, flow.flow.flow, span.start, span.length(), span.start - flow.run_start});
  }
  std::ranges::stable_sort(outages, std::greater<>(), &Outage::length);
  return outages;
}

std::vector<core::Text> outage_notes(const std::vector<Outage>& outages) {
  constexpr std::size_t kShown = 5;
  if (outages.empty()) return {{"没有中断", "there was no down time"}};
  std::vector<core::Text> notes;
  for (std::size_t i = 0; i < std::min(kShown, outages.size()); ++i) {
    const Outage& outage = outages[i];
    const double ms = core::in_milliseconds(outage.length);
    const double at_s = core::in_seconds(outage.into_run);
    notes.push_back(
        {fmt::format("中断 {:.6g} ms：流 {}，批次 {} 开始后 {:.3f} s", ms, outage.flow, outage.run, at_s),
         fmt::format("down for {:.6g} ms: flow {}, {:.3f} s into run {}", ms, outage.flow, at_s, outage.run)});
  }
  if (outages.size() > kShown) {
    Nanoseconds others(0);
    for (std::size_t i = kShown; i < outages.size(); ++i) others += outages[i].length;
    notes.push_back(
        {fmt::format("另有 {} 次中断，共 {:.6g} ms", outages.size() - kShown, core::in_milliseconds(others)),
         fmt::format("{} more down times, {:.6g} ms in all", outages.size() - kShown, core::in_milliseconds(others))});
  }
  return notes;
}

/// The flows that have messages, or why their down time cannot be told.
std::variant<MeasuredDelays, NoAnswer> watched_flows(const data::Evidence& evidence, core::Confidence confidence) {
  auto found = measured_delays(evidence, confidence);
  auto* measured = std::get_if<MeasuredDelays>(&found);
  if (measured == nullptr) return found;
  std::erase_if(measured->flows, [](const MeasuredFlow& flow) { return flow.messages.empty(); });
  std::set<std::string> without;
  std::set<std::string> no_survival;
  std::set<std::string> off_period;
  for (const MeasuredFlow& flow : measured->flows) {
    if (!tells_down_time(flow)) {
      without.insert(flow.flow.flow);
    } else if (!keeps_its_period(flow)) {
      off_period.insert(flow.flow.flow);
    }
    if (!flow.flow.survival_time) no_survival.insert(flow.flow.flow);
  }
  if (!without.empty()) {
    const std::string names = fmt::format("{}", fmt::join(without, ", "));
    return no_data(
        {fmt::format("以下流没有传输间隔或截止时间（period_ns、deadline_ns）：{}", names),
         fmt::format("these flows have no transfer interval or no deadline (period_ns, deadline_ns): {}", names)});
  }
  if (!no_survival.empty()) {
    const std::string names = fmt::format("{}", fmt::join(no_survival, ", "));
    measured->notes.push_back({fmt::format("以下流没有存活时间，按 0 计：{}", names),
                               fmt::format("these flows have no survival time, taken as 0: {}", names)});
  }
  if (!off_period.empty()) {
    const std::string names = fmt::format("{}", fmt::join(off_period, ", "));
    measured->notes.push_back(
        {fmt::format("以下流的实际发送间隔与 period_ns 相差一成以上，中断时间按 period_ns 计：{}", names),
         fmt::format("these flows send at another interval than their period_ns, by which down time is counted: {}",
                     names)});
  }
  return found;
}

void tell(Estimate& estimate, const MeasuredDelays& measured) {
  estimate.outages = outages_of(measured.flows);
  const std::vector<core::Text> outages = outage_notes(estimate.outages);
  estimate.notes.insert(estimate.notes.end(), outages.begin(), outages.end());
  estimate.notes.insert(estimate.notes.end(), measured.notes.begin(), measured.notes.end());
}

Answer worst_flow(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto found = watched_flows(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& measured = std::get<MeasuredDelays>(found);
  std::map<std::string, Service> services;
  for (const MeasuredFlow& flow : measured.flows) services[flow.flow.flow].push_back(&flow);
  std::vector<Group> groups;
  for (const auto& [name, service] : services) {
    groups.push_back({name, [&service = service, &parameters](core::Confidence level) {
                        return availability_of(service, parameters, level);
                      }});
  }
  Estimate estimate = worst_of(groups, Decides::Least, confidence);
  tell(estimate, measured);
  return estimate;
}

Answer plant(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto found = watched_flows(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& measured = std::get<MeasuredDelays>(found);
  Service all;
  for (const MeasuredFlow& flow : measured.flows) all.push_back(&flow);
  Estimate estimate = availability_of(all, parameters, confidence);
  tell(estimate, measured);
  return estimate;
}

std::vector<DownMark> down_marks(const MeasuredFlow& flow) {
  std::vector<DownMark> marks;
  for (const TimeSpan& span : down_of(flow, transfers_of(flow, Clock::AsMeasured))) {
    marks.push_back(
        {core::in_seconds(span.start - flow.run_start), core::in_seconds(span.length()), flow.flow.flow, {}});
  }
  return marks;
}

/// What else is told of the time of the down times that are drawn.
void tell_circumstances(const data::Evidence& evidence, const std::vector<MeasuredFlow>& flows, Timeline& timeline) {
  std::map<std::pair<std::string_view, std::string_view>, const MeasuredFlow*> by_name;
  for (const MeasuredFlow& flow : flows) by_name[{flow.run, flow.flow.flow}] = &flow;
  for (RunTimeline& drawn : timeline.runs) {
    if (drawn.down.empty()) continue;
    const Surroundings surroundings(*std::ranges::find(evidence.runs(data::Phase::Pilot), drawn.run, &data::Run::name));
    for (DownMark& mark : drawn.down) {
      const MeasuredFlow& flow = *by_name.at({drawn.run, mark.name});
      const core::Instant start = flow.run_start + core::of_seconds(mark.start_s);
      mark.circumstances = surroundings.around(mark.name, start - survival_of(flow.flow),
                                               start + core::of_seconds(mark.length_s), timeline.floor);
    }
  }
}

/// Messages along the time of every run, and what was down meanwhile.
std::vector<Picture> messages_in_time(const data::Evidence& evidence, const Parameters& parameters,
                                      core::Confidence confidence) {
  const auto found = measured_delays(evidence, confidence);
  const auto* measured = std::get_if<MeasuredDelays>(&found);
  if (measured == nullptr) return {};
  std::map<std::string, std::vector<Moment>> moments;
  std::map<std::string, std::vector<DownMark>> down;
  std::set<std::string_view> untold;
  for (const MeasuredFlow& flow : measured->flows) {
    for (const MeasuredMessage& message : flow.messages) {
      const bool is_late =
          message.apparent && flow.flow.deadline && message.delay_ms > core::in_milliseconds(*flow.flow.deadline);
      moments[flow.run].push_back({message.sent, is_late, !message.apparent});
    }
    if (flow.messages.empty()) continue;
    if (tells_down_time(flow)) {
      std::ranges::move(down_marks(flow), std::back_inserter(down[flow.run]));
    } else {
      untold.insert(flow.flow.flow);
    }
  }
  std::vector<RunTimeline> runs;
  for (const data::Run& run : evidence.runs(data::Phase::Pilot)) {
    if (!moments.contains(run.name)) continue;
    RunTimeline& timeline = runs.emplace_back(run_timeline(run.name, moments[run.name]));
    timeline.down = std::move(down[run.name]);
    std::ranges::stable_sort(timeline.down, {}, &DownMark::start_s);
  }
  Timeline timeline = worst_runs({"条消息", "messages"}, {"超过截止时间", "later than the deadline"}, std::move(runs));
  timeline.flows_untold = std::ssize(untold);
  timeline.floor = {parameters.coverage_min_ss_rsrp_dbm, parameters.coverage_min_ss_sinr_db};
  tell_circumstances(evidence, measured->flows, timeline);
  return {{{"迟到、丢失与中断的时间线", "late and lost messages and down time, in time"}, std::move(timeline)}};
}

}  // namespace

std::vector<Kpi> availability_kpis() {
  return {
      {.id = "communication_service_availability",
       .title = {"通信服务可用性", "communication service availability"},
       .definition =
           {"通信服务可用的时间占比。连续失败（丢失或超过截止时间）的 k 条消息，超出存活时间的部分为中断；样本单元"
            "是传输间隔，彼此相关的按折算后的个数计；中断太少时以批次为单位。",
            "Share of time in which the communication service was up. Of k messages failed in a row, lost or "
            "later than the deadline, what goes beyond the survival time is down time. The units are transfer "
            "intervals, which count for less where they depend on each other; with too few outages the runs are."},
       .formula = "1 - sum of max(0, k * period_ns - survival_time_ns) / watched time",
       .unit = Unit::Ratio,
       .tables = {"pilot/messages", "pilot/flows"},
       .parameters = {"burst_length"},
       .source = {"3GPP TS 22.104", {"3.1 节、附录 C", "3.1 and annex C"}},
       .pictures = &messages_in_time,
       .readings = {{"worst_flow",
                     {"可用性最低的流", "the worst flow"},
                     {"每条流的可用性，最低者判定。", "The availability of each flow; the least decides."},
                     &worst_flow},
                    {"plant",
                     {"全厂", "the whole plant"},
                     {"所有流同时可用的时间占比：各流中断时间取并集。",
                      "Share of time in which every flow was up: the down times of all flows united."},
                     &plant}}},
  };
}

}  // namespace plantproof::metrics
