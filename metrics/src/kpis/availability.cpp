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

/// When every flow was down and watched, in all three ways.
struct ServiceLook {
  struct OfFlow {
    double deadline_ms = 0;
    double clock_ms = 0;
    std::map<Clock, ServiceTimes> times;  ///< of clocks that cannot be off AsMeasured only
  };
  std::vector<OfFlow> flows;

  explicit ServiceLook(const std::vector<MeasuredFlow>& measured) {
    for (const MeasuredFlow& flow : measured) {
      OfFlow& of = flows.emplace_back();
      if (flow.n == 0 || !tells_down_time(flow)) continue;
      of.deadline_ms = core::in_milliseconds(*flow.flow.deadline);
      of.clock_ms = flow.clock_ms;
      for (const Clock clock : {Clock::AsMeasured, Clock::AgainstTheService, Clock::ForTheService}) {
        if (clock == Clock::AsMeasured || flow.clock_ms > 0)
          of.times.emplace(clock, ServiceTimes(*flow.flow.period, survival_of(flow.flow)));
      }
    }
  }

  void add(std::size_t flow, const MeasuredMessage& message) {
    OfFlow& of = flows[flow];
    for (auto& [clock, times] : of.times) {
      const double shift_ms = clock == Clock::AsMeasured          ? 0
                              : clock == Clock::AgainstTheService ? of.clock_ms
                                                                  : -of.clock_ms;
      times.add({message.sent, message.apparent && message.delay_ms + shift_ms <= of.deadline_ms});
    }
  }
  void merge(ServiceLook&& next) {
    for (std::size_t i = 0; i < flows.size(); ++i) {
      for (auto& [clock, times] : flows[i].times) times.merge(next.flows[i].times.at(clock));
    }
  }

  [[nodiscard]] const ServiceTimes& of(std::size_t flow, Clock clock) const {
    const auto& times = flows[flow].times;
    const auto found = times.find(clock);
    return found != times.end() ? found->second : times.at(Clock::AsMeasured);
  }
};

/// Flows that are up or down together, by their indices: one flow, or all of the plant, in every run.
using Service = std::vector<std::size_t>;

/// All flows, and when those that have messages were down.
struct Watched {
  std::vector<MeasuredFlow> flows;
  std::vector<core::Text> notes;
  ServiceLook times;

  /// Those that have messages.
  [[nodiscard]] Service all() const {
    Service service;
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (flows[i].n > 0) service.push_back(i);
    }
    return service;
  }
};

/// The mean length of an outage that the parties agreed on. The default burst length, 1, says that failures come
/// singly, which of outages nobody knows beforehand.
std::optional<Nanoseconds> agreed_outage(const Parameters& parameters, Nanoseconds period) {
  if (parameters.burst_length <= 1) return std::nullopt;
  constexpr double kLongestOutage = 4e18;  // as long as evidence can be
  return Nanoseconds(
      std::llround(std::min(kLongestOutage, parameters.burst_length * static_cast<double>(period.count()))));
}

/// The share of time that a service was down; a run's down times are those of any of its flows.
Estimate down_share_of(const Watched& watched, const Service& service, Clock clock, const Parameters& parameters,
                       core::Confidence confidence) {
  std::map<std::string, std::pair<std::vector<TimeSpan>, std::vector<TimeSpan>>> by_run;
  Nanoseconds shortest = kLongest;
  Nanoseconds longest(0);
  for (const std::size_t index : service) {
    const MeasuredFlow& flow = watched.flows[index];
    shortest = std::min(shortest, *flow.flow.period);
    longest = std::max(longest, *flow.flow.period);
    auto& [down, when_watched] = by_run[flow.run];
    const ServiceTimes& times = watched.times.of(index, clock);
    std::ranges::copy(times.down(), std::back_inserter(down));
    std::ranges::copy(times.watched(), std::back_inserter(when_watched));
  }
  std::vector<DownTime> runs;
  for (auto& [run, spans] : by_run) runs.emplace_back(united(std::move(spans.first)), united(std::move(spans.second)));
  return down_share(runs, shortest, agreed_outage(parameters, longest), confidence);
}

Estimate availability_of(const Watched& watched, const Service& service, const Parameters& parameters,
                         core::Confidence confidence) {
  Estimate down = down_share_of(watched, service, Clock::AsMeasured, parameters, confidence);
  if (std::ranges::any_of(service, [&](std::size_t flow) { return watched.flows[flow].clock_ms > 0; })) {
    down.lower = down_share_of(watched, service, Clock::ForTheService, parameters, confidence).lower;
    down.upper = down_share_of(watched, service, Clock::AgainstTheService, parameters, confidence).upper;
    down.needed_n = nullptr;  // neither more messages nor runs narrow the clock's share
    down.deciding_runs.reset();
  }
  return affine(std::move(down), -1, 1);
}

std::vector<Outage> outages_of(const Watched& watched) {
  std::vector<Outage> outages;
  for (const std::size_t i : watched.all()) {
    const MeasuredFlow& flow = watched.flows[i];
    for (const TimeSpan& span : watched.times.of(i, Clock::AsMeasured).down())
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

/// When the flows were down: looked for once, for the readings and the picture.
const ServiceLook& service_times(const data::Evidence& evidence, const MeasuredDelays& delays,
                                 core::Confidence confidence) {
  return evidence.once(fmt::format("service times at {}", confidence.level()),
                       [&](const data::Evidence& of) { return delays.pass(of, ServiceLook(delays.flows)); });
}

using FoundWatched = std::variant<Watched, NoAnswer>;

/// The flows that have messages, or why their down time cannot be told.
FoundWatched watch_flows(const data::Evidence& evidence, core::Confidence confidence) {
  const auto& found = delays_of(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& delays = std::get<MeasuredDelays>(found);
  std::set<std::string> without;
  std::set<std::string> no_survival;
  std::set<std::string> off_period;
  for (const MeasuredFlow& flow : delays.flows) {
    if (flow.n == 0) continue;
    if (!tells_down_time(flow)) {
      without.insert(flow.flow.flow);
    } else if (!flow.keeps_period) {
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
  Watched watched{delays.flows, delays.notes, service_times(evidence, delays, confidence)};
  if (!no_survival.empty()) {
    const std::string names = fmt::format("{}", fmt::join(no_survival, ", "));
    watched.notes.push_back({fmt::format("以下流没有存活时间，按 0 计：{}", names),
                             fmt::format("these flows have no survival time, taken as 0: {}", names)});
  }
  if (!off_period.empty()) {
    const std::string names = fmt::format("{}", fmt::join(off_period, ", "));
    watched.notes.push_back(
        {fmt::format("以下流的实际发送间隔与 period_ns 相差一成以上，中断时间按 period_ns 计：{}", names),
         fmt::format("these flows send at another interval than their period_ns, by which down time is counted: {}",
                     names)});
  }
  return watched;
}

/// Every reading begins here, so this is looked for once.
const FoundWatched& watched_flows(const data::Evidence& evidence, core::Confidence confidence) {
  return evidence.once(fmt::format("watched flows at {}", confidence.level()),
                       [&](const data::Evidence& of) { return watch_flows(of, confidence); });
}

void tell(Estimate& estimate, const Watched& watched) {
  estimate.outages = outages_of(watched);
  const std::vector<core::Text> outages = outage_notes(estimate.outages);
  estimate.notes.insert(estimate.notes.end(), outages.begin(), outages.end());
  estimate.notes.insert(estimate.notes.end(), watched.notes.begin(), watched.notes.end());
}

Answer worst_flow(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const FoundWatched& found = watched_flows(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& watched = std::get<Watched>(found);
  std::map<std::string, Service> services;
  for (const std::size_t flow : watched.all()) services[watched.flows[flow].flow.flow].push_back(flow);
  std::vector<Group> groups;
  for (const auto& [name, service] : services) {
    groups.push_back({name, [&watched, &service = service, &parameters](core::Confidence level) {
                        return availability_of(watched, service, parameters, level);
                      }});
  }
  Estimate estimate = worst_of(groups, Decides::Least, confidence);
  tell(estimate, watched);
  return estimate;
}

Answer plant(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const FoundWatched& found = watched_flows(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& watched = std::get<Watched>(found);
  Estimate estimate = availability_of(watched, watched.all(), parameters, confidence);
  tell(estimate, watched);
  return estimate;
}

/// Every message along the time of its run.
struct TimelineLook {
  const std::vector<MeasuredFlow>* flows;
  std::map<std::string, TimelineBins> runs;

  explicit TimelineLook(const std::vector<MeasuredFlow>& measured) : flows(&measured) {
    for (const MeasuredFlow& flow : measured) runs.try_emplace(flow.run, flow.run_start, flow.run_end);
  }
  void add(std::size_t flow, const MeasuredMessage& message) {
    const MeasuredFlow& of = (*flows)[flow];
    const bool is_late =
        message.apparent && of.flow.deadline && message.delay_ms > core::in_milliseconds(*of.flow.deadline);
    runs.at(of.run).add({message.sent, is_late, !message.apparent});
  }
  void merge(TimelineLook&& next) {
    for (auto& [run, bins] : runs) bins.merge(next.runs.at(run));
  }
};

/// What else is told of the time of the down times that are drawn.
void tell_circumstances(const data::Evidence& evidence, const std::vector<MeasuredFlow>& flows, Timeline& timeline) {
  std::map<std::pair<std::string_view, std::string_view>, const MeasuredFlow*> by_name;
  for (const MeasuredFlow& flow : flows) by_name[{flow.run, flow.flow.flow}] = &flow;
  for (RunTimeline& drawn : timeline.runs) {
    if (drawn.down.empty()) continue;
    std::vector<TimeSpan> spans;  // beside the marks
    for (const DownMark& mark : drawn.down) {
      const MeasuredFlow& flow = *by_name.at({drawn.run, mark.name});
      const core::Instant start = flow.run_start + core::of_seconds(mark.start_s);
      spans.push_back({start - survival_of(flow.flow), start + core::of_seconds(mark.length_s)});
    }
    const Surroundings surroundings(*std::ranges::find(evidence.runs(data::Phase::Pilot), drawn.run, &data::Run::name),
                                    spans);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      drawn.down[i].circumstances =
          surroundings.around(drawn.down[i].name, spans[i].start, spans[i].end, timeline.floor);
    }
  }
}

/// Messages along the time of every run, and what was down meanwhile.
std::vector<Picture> messages_in_time(const data::Evidence& evidence, const Parameters& parameters,
                                      core::Confidence confidence) {
  const auto& found = delays_of(evidence, confidence);
  const auto* delays = std::get_if<MeasuredDelays>(&found);
  if (delays == nullptr) return {};
  const TimelineLook look = delays->pass(evidence, TimelineLook(delays->flows));
  const ServiceLook& times = service_times(evidence, *delays, confidence);
  std::map<std::string, std::vector<DownMark>> down;
  std::set<std::string_view> untold;
  for (std::size_t i = 0; i < delays->flows.size(); ++i) {
    const MeasuredFlow& flow = delays->flows[i];
    if (flow.n == 0) continue;
    if (!tells_down_time(flow)) {
      untold.insert(flow.flow.flow);
      continue;
    }
    for (const TimeSpan& span : times.of(i, Clock::AsMeasured).down()) {
      down[flow.run].push_back(
          {core::in_seconds(span.start - flow.run_start), core::in_seconds(span.length()), flow.flow.flow, {}});
    }
  }
  std::vector<RunTimeline> runs;
  for (const data::Run& run : evidence.runs(data::Phase::Pilot)) {
    const auto bins = look.runs.find(run.name);
    if (bins == look.runs.end()) continue;
    RunTimeline& timeline = runs.emplace_back(bins->second.timeline(run.name));
    timeline.down = std::move(down[run.name]);
    std::ranges::stable_sort(timeline.down, {}, &DownMark::start_s);
  }
  Timeline timeline = worst_runs({"条消息", "messages"}, {"超过截止时间", "later than the deadline"}, std::move(runs));
  timeline.flows_untold = std::ssize(untold);
  timeline.floor = {parameters.coverage_min_ss_rsrp_dbm, parameters.coverage_min_ss_sinr_db};
  tell_circumstances(evidence, delays->flows, timeline);
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
