// One-way delay between devices. A lost message is later than any limit.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>

#include "core/decimal.hpp"
#include "core/quantile_rank.hpp"
#include "delay_tally.hpp"
#include "families.hpp"
#include "metrics/mean.hpp"
#include "metrics/quantile.hpp"
#include "metrics/worst.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using core::QuantileRank;

constexpr double kLost = std::numeric_limits<double>::infinity();

/// The delays of one flow in milliseconds, or of several together, a run each in the order of sending; a round-trip
/// flow holds round-trip times.
struct FlowDelays {
  data::FlowKind kind = data::FlowKind::OneWay;
  std::vector<Series> runs;              ///< empty where they are too many to keep,
  std::optional<DelayTally> tally;       ///< which then is there,
  std::shared_ptr<const Ranked> ranked;  ///< with this
  std::int64_t lost = 0;
  double clock_ms = 0;  ///< every delay may be off by so much
};

struct Delays {
  std::map<std::string, FlowDelays> flows;
  FlowDelays all;               ///< of every flow together
  bool are_of_one_kind = true;  ///< one-way and round-trip times have no common distribution
  std::vector<core::Text> notes;
  std::shared_ptr<const RunTallies> tallies;  ///< what the tallies are of, where MeasuredDelays has none,
  std::vector<LateMessages> late;             ///< and the late ones, where those of the tallies are too few
};

/// Every delay, beside the flows.
struct EveryDelay {
  struct Seen {
    core::Instant sent;
    double delay_ms = 0;
  };
  std::vector<std::vector<Seen>> flows;

  void add(std::size_t flow, const MeasuredMessage& message) {
    flows[flow].push_back({message.sent, message.apparent ? message.delay_ms : kLost});
  }
  void merge(EveryDelay&& next) {
    for (std::size_t i = 0; i < flows.size(); ++i)
      flows[i].insert(flows[i].end(), next.flows[i].begin(), next.flows[i].end());
  }
};

/// The flows, by their indices, of every run.
using Runs = std::map<std::size_t, std::vector<std::size_t>>;

std::vector<Series> series_of(const MeasuredDelays& measured, const EveryDelay& every, const Runs& runs) {
  std::vector<Series> result;
  for (const auto& [run, flows] : runs) {
    Observations seen;
    for (const std::size_t flow : flows) {
      for (const EveryDelay::Seen& one : every.flows[flow])
        seen.add(one.sent, measured.flows[flow].flow.flow, one.delay_ms);
    }
    result.push_back(seen.in_order_of_time());
  }
  return result;
}

DelayTally tally_of(const std::vector<DelayTally::Flow>& tallies, const Runs& runs) {
  std::vector<std::vector<DelayTally::Flow>> result;
  for (const auto& [run, flows] : runs) {
    std::vector<DelayTally::Flow>& of = result.emplace_back();
    for (const std::size_t flow : flows) of.push_back(tallies[flow]);
  }
  return DelayTally(std::move(result));
}

/// Beside the flows; made now where `measured` has none.
std::vector<DelayTally::Flow> tallies_of(const MeasuredDelays& measured, const data::Evidence& evidence,
                                         Delays& delays) {
  std::vector<DelayTally::Flow> result;
  const auto append = [&](const RunTallies& tallies) {
    for (std::size_t i = 0; i < tallies.tallies().size(); ++i)
      result.push_back({&tallies.tallies()[i], &tallies.late()[i]});
  };
  if (measured.tallies.empty()) {
    const std::size_t flows = measured.flows.size();
    delays.tallies = std::make_shared<const RunTallies>(measured.pass(evidence, RunTallies(flows, flows)));
    append(*delays.tallies);
  }
  for (const auto& run : measured.tallies) append(*run);
  return result;
}

using FoundDelays = std::variant<Delays, NoAnswer>;

FoundDelays find_delays(const data::Evidence& evidence, core::Confidence confidence) {
  const auto& found = delays_of(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& measured = std::get<MeasuredDelays>(found);
  Delays delays;
  delays.notes = measured.notes;
  std::map<std::string, Runs> runs_of;
  Runs all;
  std::map<std::string, std::int64_t> messages_of;
  for (const MeasuredDelays::RunOfFlows& run : measured.runs) {
    for (std::size_t i = run.first; i < run.first + run.count; ++i) {
      const MeasuredFlow& flow = measured.flows[i];
      FlowDelays& of = delays.flows[flow.flow.flow];
      of.kind = flow.flow.kind;
      of.clock_ms = std::max(of.clock_ms, flow.clock_ms);
      messages_of[flow.flow.flow] += flow.n;
      runs_of[flow.flow.flow][run.run].push_back(i);
      all[run.run].push_back(i);
    }
  }
  for (const auto& [name, flow] : delays.flows) {
    if (messages_of[name] == 0) {
      return no_data({fmt::format("流 {} 没有消息", name), fmt::format("flow {} has no messages", name)});
    }
    delays.are_of_one_kind = delays.are_of_one_kind && flow.kind == delays.flows.begin()->second.kind;
    delays.all.clock_ms = std::max(delays.all.clock_ms, flow.clock_ms);
  }
  delays.all.kind = delays.flows.begin()->second.kind;
  const auto each = [&](const auto& use) {
    for (auto& [name, flow] : delays.flows) use(flow, runs_of.at(name));
    use(delays.all, all);
  };
  if (!are_many(rows_of<data::Message>(evidence, data::Phase::Pilot))) {
    const EveryDelay every =
        measured.pass(evidence, EveryDelay{std::vector<std::vector<EveryDelay::Seen>>(measured.flows.size())});
    each([&](FlowDelays& flow, const Runs& runs) {
      flow.runs = series_of(measured, every, runs);
      for (const Series& run : flow.runs) flow.lost += std::ranges::count(run.values, kLost);
    });
    return delays;
  }
  std::vector<DelayTally::Flow> tallies = tallies_of(measured, evidence, delays);
  std::vector<double> known_from(measured.flows.size(), kLost);
  each([&](const FlowDelays& /*flow*/, const Runs& runs) {
    const double from_ms = tally_of(tallies, runs).from_ms(kKnownShare);
    for (const auto& [run, flows] : runs) {
      for (const std::size_t index : flows) known_from[index] = std::min(known_from[index], from_ms);
    }
  });
  bool are_known = true;
  for (std::size_t i = 0; i < tallies.size(); ++i) are_known = are_known && tallies[i].late->from_ms <= known_from[i];
  if (!are_known) {
    delays.late = late_messages(measured, evidence, known_from);
    for (std::size_t i = 0; i < tallies.size(); ++i) tallies[i].late = &delays.late[i];
  }
  each([&](FlowDelays& flow, const Runs& runs) {
    flow.tally = tally_of(tallies, runs);
    flow.lost = flow.tally->lost();
    flow.ranked = std::make_shared<const Ranked>(flow.tally->ranked(flow.tally->from_ms(kKnownShare)));
  });
  return delays;
}

/// Every reading begins here, so the delays are looked for once.
const FoundDelays& every_delay_of(const data::Evidence& evidence, core::Confidence confidence) {
  return evidence.once(fmt::format("every delay at {}", confidence.level()),
                       [&](const data::Evidence& of) { return find_delays(of, confidence); });
}

SumsBeyond beyond(const FlowDelays& sample) {
  return [&sample](double x_ms, bool with_x) { return sample.tally->beyond(x_ms, with_x); };
}

/// Turns an estimate over the samples of one kind of flow into one of the one-way delay. A clock error moves every
/// one-way delay by at most itself. A round trip needs one clock, is never shorter than either direction, and its half
/// is no longer than the slower one.
Estimate one_way(Estimate estimate, data::FlowKind kind, double clock_ms) {
  if (kind == data::FlowKind::OneWay) {
    if (estimate.lower) *estimate.lower = std::max(*estimate.lower - clock_ms, 0.0);
    if (estimate.upper) *estimate.upper += clock_ms;
    estimate.clock = clock_ms;
    if (clock_ms > 0) estimate.needed_n = nullptr;  // more messages do not narrow the clock's share
    return estimate;
  }
  estimate.needed_n = nullptr;  // nor the gap between half a round trip and a whole one
  if (estimate.value) *estimate.value /= 2;
  if (estimate.lower) *estimate.lower /= 2;
  estimate.notes.push_back(
      {"往返时延：上界是往返本身，估计值与下界是其一半",
       "round trips: the upper bound is the round trip itself, estimate and lower bound are its half"});
  return estimate;
}

using Statistic = Estimate (*)(const FlowDelays& sample, const Parameters& parameters, core::Confidence confidence);

template <std::int64_t kNumerator, std::int64_t kDenominator>
Estimate quantile_of(const FlowDelays& sample, const Parameters& parameters, core::Confidence confidence) {
  const QuantileRank rank(kNumerator, kDenominator);
  Estimate estimate = sample.tally ? quantile(sample.ranked, rank, beyond(sample), parameters.burst_length, confidence)
                                   : quantile(sample.runs, rank, parameters.burst_length, confidence);
  if (sample.lost > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 条消息丢失，计为超时", core::grouped(sample.lost)),
         core::counted(sample.lost, "lost message") + (sample.lost == 1 ? " counts" : " count") + " as late"});
  }
  return estimate;
}

// A lost message has no delay: the mean of what arrived bounds the mean from below with nothing added for the lost, and
// nothing bounds it from above.
Estimate mean_of(const FlowDelays& sample, const Parameters& /*parameters*/, core::Confidence confidence) {
  std::vector<Series> arrived;
  std::int64_t sent = sample.tally ? sample.tally->n() : 0;
  for (const Series& run : sample.runs) {
    Series& finite = arrived.emplace_back();
    for (std::size_t i = 0; i < run.values.size(); ++i) {
      ++sent;
      if (!std::isfinite(run.values[i])) continue;
      finite.values.push_back(run.values[i]);
      finite.streams.push_back(run.streams[i]);
    }
  }
  Estimate estimate = sample.tally ? mean(sample.tally->sums(), confidence) : mean(arrived, confidence);
  if (sample.lost > 0) {
    if (estimate.lower) *estimate.lower *= static_cast<double>(estimate.n) / static_cast<double>(sent);
    estimate.upper.reset();
    estimate.needed_n = nullptr;
    estimate.notes.push_back({fmt::format("{} 条消息丢失：均值只含到达者，没有上界", core::grouped(sample.lost)),
                              fmt::format("{}: the mean is over those that arrived and has no upper bound",
                                          core::counted(sample.lost, "lost message"))});
  }
  return estimate;
}

Estimate maximum_of(const FlowDelays& sample, const Parameters& /*parameters*/, core::Confidence /*confidence*/) {
  Estimate estimate;
  for (const Series& run : sample.runs) {
    for (const double delay : run.values) estimate.value = std::max(delay, estimate.value.value_or(delay));
    estimate.n += std::ssize(run.values);
  }
  if (sample.tally) {
    estimate.value = sample.lost > 0 ? kLost : sample.tally->latest_ms();
    estimate.n = sample.tally->n();
  }
  estimate.lower = estimate.upper = estimate.value;
  estimate.effective_n = static_cast<double>(estimate.n);
  estimate.method = Method::Extremum;
  estimate.notes.push_back(
      {"最大值只说明测到的消息，不说明未测的", "a maximum speaks of the messages seen, not of those to come"});
  return estimate;
}

template <Statistic kStatistic>
Answer worst_flow(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const FoundDelays& found = every_delay_of(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& delays = std::get<Delays>(found);
  std::vector<Group> groups;
  for (const auto& [name, flow] : delays.flows) {
    groups.push_back({name, [&parameters, &flow = flow](core::Confidence level) {
                        return one_way(kStatistic(flow, parameters, level), flow.kind, flow.clock_ms);
                      }});
  }
  Estimate estimate = worst_of(groups, Decides::Greatest, confidence);
  estimate.notes.insert(estimate.notes.end(), delays.notes.begin(), delays.notes.end());
  return estimate;
}

template <Statistic kStatistic>
Answer pooled(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const FoundDelays& found = every_delay_of(evidence, confidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& delays = std::get<Delays>(found);
  if (!delays.are_of_one_kind) {
    return no_data({"单向与往返的流不能合在一起计", "one-way and round-trip flows cannot be pooled"});
  }
  Estimate estimate = one_way(kStatistic(delays.all, parameters, confidence), delays.all.kind, delays.all.clock_ms);
  estimate.notes.insert(estimate.notes.end(), delays.notes.begin(), delays.notes.end());
  return estimate;
}

std::vector<Picture> delays_by_flow(const data::Evidence& evidence, const Parameters& parameters,
                                    core::Confidence confidence) {
  const FoundDelays& found = every_delay_of(evidence, confidence);
  const auto* delays = std::get_if<Delays>(&found);
  if (delays == nullptr) return {};
  std::vector<Tail> tails;
  for (const auto& [name, flow] : delays->flows) {
    Tail& one =
        tails.emplace_back(flow.tally ? tail(name, *flow.ranked, beyond(flow), parameters.burst_length, confidence)
                                      : tail(name, flow.runs, parameters.burst_length, confidence));
    one.clock_ms = flow.clock_ms;
    one.is_round_trip = flow.kind == data::FlowKind::RoundTrip;
  }
  return {{{"各流时延的尾部分布", "tail of the delays, by flow"}, worst_tails(std::move(tails), {})}};
}

Design late_messages(QuantileRank rank, bool every_flow) {
  return {.kind = Design::Kind::LateShare,
          .units = {"条消息", "messages"},
          .rate = "messages",
          .groups = "flows",
          .each = every_flow ? core::Text{"每条流", "a flow"} : core::Text{},
          .rank = rank};
}

}  // namespace

std::vector<Kpi> latency_kpis() {
  return {
      {.id = "device_latency",
       .title = {"设备间网络延迟", "network latency between devices"},
       .definition = {"设备间消息的单向网络时延；丢失的消息计为超时。",
                      "One-way network delay of messages between devices; a lost message counts as late."},
       .formula = "received_ns - sent_ns; lost = +infinity",
       .unit = Unit::Milliseconds,
       .tables = {"pilot/messages", "pilot/flows"},
       .parameters = {"burst_length"},
       .source = {"RFC 7679", {"单向时延度量", "a one-way delay metric"}},
       .pictures = &delays_by_flow,
       .readings =
           {{"p99_every_flow",
             {"每条流的 p99，最差者判定", "p99 of every flow, the worst deciding"},
             {"每条流单向时延的 99 % 分位数（最近秩，丢失计为无穷大），最大者判定。",
              "The 99 % quantile (nearest rank, lost = infinite) of each flow's one-way delay; the largest decides."},
             &worst_flow<&quantile_of<99, 100>>,
             late_messages(QuantileRank(99, 100), true)},
            {"p99_pooled",
             {"全部消息合计的 p99", "p99 of all messages together"},
             {"所有流的消息合在一起的 99 % 分位数。", "The 99 % quantile over the messages of all flows."},
             &pooled<&quantile_of<99, 100>>,
             late_messages(QuantileRank(99, 100), false)},
            {"mean",
             {"均值", "mean"},
             {"所有到达消息的平均单向时延；有丢失时没有上界。",
              "Mean one-way delay of all messages that arrived; with losses it has no upper bound."},
             &pooled<&mean_of>,
             {.remark = {"均值所需的数量取决于时延的离散程度，测一小段便知；有一条丢失就没有上界",
                         "a mean takes as many as its spread asks for, which a short measurement tells; one lost "
                         "message leaves it without an upper bound"}}},
            {"p99_9_every_flow",
             {"每条流的 p99.9，最差者判定", "p99.9 of every flow, the worst deciding"},
             {"每条流单向时延的 99.9 % 分位数，最大者判定。",
              "The 99.9 % quantile of each flow's one-way delay; the largest decides."},
             &worst_flow<&quantile_of<999, 1000>>,
             late_messages(QuantileRank(999, 1000), true)},
            {"maximum",
             {"最大值", "maximum"},
             {"测到的最大单向时延；一条丢失即为无穷大。",
              "The largest one-way delay seen; one lost message makes it infinite."},
             &worst_flow<&maximum_of>,
             {.remark = {"最大值只说明测到的消息：测得越久，只会越大",
                         "a maximum speaks of the messages seen only: the longer one measures, the larger it gets"}}}}},
  };
}

}  // namespace plantproof::metrics
