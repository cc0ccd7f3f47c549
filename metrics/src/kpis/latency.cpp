// One-way delay between devices. A lost message is later than any limit.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/quantile_rank.hpp"
#include "families.hpp"
#include "metrics/mean.hpp"
#include "metrics/quantile.hpp"
#include "metrics/worst.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using core::QuantileRank;
using data::Phase;

constexpr double kLost = std::numeric_limits<double>::infinity();

/// The delays of one flow over all runs, in milliseconds; a round-trip flow holds round-trip times.
struct FlowDelays {
  data::FlowKind kind = data::FlowKind::OneWay;
  std::vector<double> delays_ms;
  std::int64_t lost = 0;
};

struct Delays {
  std::map<std::string, FlowDelays> flows;
  double clock_ms = 0;  ///< uncertainty of a one-way delay
  std::vector<core::Text> notes;
};

std::variant<Delays, NoAnswer> delays_of(const data::Evidence& evidence) {
  const auto messages = rows_of<data::Message>(evidence, Phase::Pilot);
  if (messages.runs.empty()) return no_rows<data::Message>(Phase::Pilot);
  const core::Nanoseconds error = evidence.clock_uncertainty("messages");
  Delays delays;
  delays.clock_ms = core::in_milliseconds(error);
  delays.notes = messages.notes;
  std::int64_t negative = 0;
  core::Nanoseconds worst{0};
  std::string worst_flow;
  for (const auto& run : messages.runs) {
    const auto* flows = run.tables->rows<data::Flow>();
    if (flows == nullptr) {
      return no_data(
          {fmt::format("批次 {} 没有表 flows：不知道时延是单向还是往返", *run.run),
           fmt::format("run {} has no table flows: whether its delays are one-way or round-trip is not known",
                       *run.run)});
    }
    for (const data::Flow& flow : *flows) {
      const auto [known, is_new] = delays.flows.try_emplace(flow.flow, FlowDelays{flow.kind, {}, 0});
      if (!is_new && known->second.kind != flow.kind) {
        return invalid({fmt::format("流 {} 在一个批次中是单向，在另一个中是往返", flow.flow),
                        fmt::format("flow {} is one-way in one run and round-trip in another", flow.flow)});
      }
    }
    for (const data::Message& message : *run.rows) {
      FlowDelays& flow = delays.flows[message.flow];
      if (!message.received) {
        ++flow.lost;
        flow.delays_ms.push_back(kLost);
        continue;
      }
      const core::Nanoseconds delay = *message.received - message.sent;
      if (delay < -(flow.kind == data::FlowKind::OneWay ? error : core::Nanoseconds(0))) {
        ++negative;
        if (delay < worst) {
          worst = delay;
          worst_flow = message.flow;
        }
      }
      flow.delays_ms.push_back(core::in_milliseconds(delay));
    }
  }
  const bool has_one_way = std::any_of(delays.flows.begin(), delays.flows.end(),
                                       [](const auto& entry) { return entry.second.kind == data::FlowKind::OneWay; });
  if (has_one_way && !evidence.manifest().clock_uncertainty.contains("messages")) {
    delays.notes.push_back({"未声明时钟不确定度：两端时钟按完全同步计",
                            "no clock uncertainty is declared: the clocks of both ends are taken as exact"});
  }
  if (negative > 0) {
    return invalid(
        {fmt::format("负的单向时延：{} 条消息在发送前到达，最甚者在流 {} 上为 {} ns（时钟不确定度 {} "
                     "ns）；两端文件是否颠倒、时钟是否同步",
                     negative, worst_flow, worst.count(), error.count()),
         fmt::format(
             "negative one-way delay: {} messages arrive before they are sent, the worst by {} ns on flow {} (clock "
             "uncertainty {} ns); are the two ends swapped, or the clocks not synchronised",
             negative, -worst.count(), worst_flow, error.count())});
  }
  for (const auto& [name, flow] : delays.flows) {
    if (flow.delays_ms.empty()) {
      return no_data({fmt::format("流 {} 没有消息", name), fmt::format("flow {} has no messages", name)});
    }
  }
  return delays;
}

/// Turns an estimate over the samples of one kind of flow into one of the one-way delay. A clock error moves every
/// one-way delay by at most itself. A round trip needs one clock, is never shorter than either direction, and its half
/// is no longer than the slower one.
Estimate one_way(Estimate estimate, data::FlowKind kind, double clock_ms) {
  if (kind == data::FlowKind::OneWay) {
    if (estimate.lower) *estimate.lower = std::max(*estimate.lower - clock_ms, 0.0);
    if (estimate.upper) *estimate.upper += clock_ms;
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

using Statistic = Estimate (*)(const FlowDelays& flow, core::Confidence confidence);

template <std::int64_t kNumerator, std::int64_t kDenominator>
Estimate quantile_of(const FlowDelays& flow, core::Confidence confidence) {
  Estimate estimate = quantile(flow.delays_ms, QuantileRank(kNumerator, kDenominator), confidence);
  if (flow.lost > 0) {
    estimate.notes.push_back({fmt::format("{} 条消息丢失，计为超时", flow.lost),
                              fmt::format("{} messages were lost and count as late", flow.lost)});
  }
  return estimate;
}

// A lost message has no delay: the mean of what arrived bounds the mean from below with nothing added for the lost, and
// nothing bounds it from above.
Estimate mean_of(const FlowDelays& flow, core::Confidence confidence) {
  std::vector<double> arrived;
  std::copy_if(flow.delays_ms.begin(), flow.delays_ms.end(), std::back_inserter(arrived),
               [](double delay) { return std::isfinite(delay); });
  Estimate estimate = mean(arrived, confidence);
  if (flow.lost > 0) {
    const double share = static_cast<double>(arrived.size()) / static_cast<double>(flow.delays_ms.size());
    if (estimate.lower) *estimate.lower *= share;
    estimate.upper.reset();
    estimate.needed_n = nullptr;
    estimate.notes.push_back(
        {fmt::format("{} 条消息丢失：均值只含到达者，没有上界", flow.lost),
         fmt::format("{} messages were lost: the mean is over those that arrived and has no upper bound", flow.lost)});
  }
  return estimate;
}

Estimate maximum_of(const FlowDelays& flow, core::Confidence /*confidence*/) {
  Estimate estimate;
  estimate.value = estimate.lower = estimate.upper = *std::max_element(flow.delays_ms.begin(), flow.delays_ms.end());
  estimate.n = static_cast<std::int64_t>(flow.delays_ms.size());
  estimate.effective_n = static_cast<double>(estimate.n);
  estimate.method = Method::Extremum;
  estimate.notes.push_back(
      {"最大值只说明测到的消息，不说明未测的", "a maximum speaks of the messages seen, not of those to come"});
  return estimate;
}

template <Statistic kStatistic>
Answer worst_flow(const data::Evidence& evidence, const Parameters& /*parameters*/, core::Confidence confidence) {
  const auto found = delays_of(evidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& delays = std::get<Delays>(found);
  std::vector<Group> groups;
  for (const auto& [name, flow] : delays.flows) {
    groups.push_back({name, [&flow = flow, clock_ms = delays.clock_ms](core::Confidence level) {
                        return one_way(kStatistic(flow, level), flow.kind, clock_ms);
                      }});
  }
  Estimate estimate = worst_of(groups, Decides::Greatest, confidence);
  estimate.notes.insert(estimate.notes.end(), delays.notes.begin(), delays.notes.end());
  return estimate;
}

template <Statistic kStatistic>
Answer pooled(const data::Evidence& evidence, const Parameters& /*parameters*/, core::Confidence confidence) {
  auto found = delays_of(evidence);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  auto& delays = std::get<Delays>(found);
  FlowDelays all{delays.flows.begin()->second.kind, {}, 0};
  for (auto& [name, flow] : delays.flows) {
    if (flow.kind != all.kind) {
      return no_data({"单向与往返的流不能合在一起计", "one-way and round-trip flows cannot be pooled"});
    }
    all.delays_ms.insert(all.delays_ms.end(), flow.delays_ms.begin(), flow.delays_ms.end());
    all.lost += flow.lost;
  }
  Estimate estimate = one_way(kStatistic(all, confidence), all.kind, delays.clock_ms);
  estimate.notes.insert(estimate.notes.end(), delays.notes.begin(), delays.notes.end());
  return estimate;
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
       .parameters = {},
       .source = {"RFC 7679", {"单向时延度量", "a one-way delay metric"}},
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
