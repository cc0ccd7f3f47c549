// Quantiles of delays: of a flow, and of the worst of several.
#include <cmath>
#include <random>

#include <fmt/format.h>

#include "core/quantile_rank.hpp"
#include "experiment.hpp"
#include "metrics/quantile.hpp"
#include "metrics/worst.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);
constexpr double kLimitMs = 10;
constexpr core::Requirement kBelowLimit = {core::Comparator::Less, kLimitMs};

Experiment of_a_flow(const Process& process, core::QuantileRank rank, std::size_t n) {
  const double share = rank.complement();
  const double burst_length = process.has_bursts() ? process.burst_length_to_agree_on(share, n) : 1;
  return {Role::Claim,
          {rank.name() + " < 10 ms（9.2）", rank.name() + " < 10 ms (9.2)"},
          process.name(),
          core::same_in_both(fmt::format("n = {}", n)),
          burst_length > 1 ? fmt::format("{:.3g}", burst_length) : "",
          [=](Truth truth, Random& random) {
            const double late = truth == Truth::AtLimit ? share : share / 4;
            const std::vector<metrics::Series> runs = {{process.delays(kLimitMs, late, n, random), {}}};
            return validators::judge(metrics::quantile(runs, rank, burst_length, k95), kBelowLimit);
          }};
}

/// Flows of independent messages, so many of them at the limit and the others far from it.
Experiment of_the_worst(int flows, int at_limit, std::size_t n) {
  return {
      Role::Claim,
      {"最差流的 p99 < 10 ms（9.2）", "worst p99 < 10 ms (9.2)"},
      {fmt::format("{} 条流，{} 条在限值上", flows, at_limit),
       fmt::format("{} flows, {} at the limit", flows, at_limit)},
      core::same_in_both(fmt::format("n = {}", n)),
      "",
      [=](Truth truth, Random& random) {
        std::vector<metrics::Group> groups;
        for (int flow = 0; flow < flows; ++flow) {
          constexpr double kGood = 0.0005;
          const double late = flow < at_limit && truth == Truth::AtLimit ? 0.01 : kGood;
          const std::vector<metrics::Series> runs = {{Process::independent().delays(kLimitMs, late, n, random), {}}};
          groups.push_back({fmt::format("{}", flow), [runs](core::Confidence confidence) {
                              return metrics::quantile(runs, core::QuantileRank(99, 100), 1, confidence);
                            }});
        }
        return validators::judge(metrics::worst_of(groups, metrics::Decides::Greatest, k95), kBelowLimit);
      }};
}

/// Runs of independent messages whose delays are all shifted from day to day (lognormal, by 20 %).
Experiment of_runs(int runs, std::size_t n) {
  return {Role::Claim,
          {"p99 < 10 ms（9.2）", "p99 < 10 ms (9.2)"},
          {"批次间不同（20 %）", "runs differ (by 20 %)"},
          {fmt::format("{} 批 × {}", runs, n), fmt::format("{} runs of {}", runs, n)},
          "",
          [=](Truth truth, Random& random) {
            constexpr double kWithin = 0.4;
            constexpr double kBetween = 0.2;
            const double late = truth == Truth::AtLimit ? 0.01 : 0.0025;
            const double median = kLimitMs * std::exp(-std::hypot(kWithin, kBetween) * normal_exceeded_with(late));
            std::normal_distribution<double> normal;
            std::vector<metrics::Series> sample;
            for (int run = 0; run < runs; ++run) {
              metrics::Series& series = sample.emplace_back();
              const double shifted = median * std::exp(kBetween * normal(random));
              for (std::size_t i = 0; i < n; ++i) series.values.push_back(shifted * std::exp(kWithin * normal(random)));
            }
            return validators::judge(metrics::quantile(sample, core::QuantileRank(99, 100), 1, k95), kBelowLimit);
          }};
}

}  // namespace

std::vector<Experiment> quantile_experiments() {
  std::vector<Experiment> experiments;
  for (const Process& process : {Process::independent(), Process::autoregressive(0.5), Process::autoregressive(0.9),
                                 Process::bursts(5), Process::bursts(20)}) {
    for (const std::size_t n : {300U, 1000U, 10000U}) {
      experiments.push_back(of_a_flow(process, core::QuantileRank(99, 100), n));
    }
    for (const std::size_t n : {3000U, 10000U, 50000U}) {
      experiments.push_back(of_a_flow(process, core::QuantileRank(999, 1000), n));
    }
  }
  experiments.push_back(of_the_worst(4, 1, 1000));
  experiments.push_back(of_the_worst(20, 20, 1000));
  for (const int runs : {2, 3, 5, 10, 20}) experiments.push_back(of_runs(runs, 1000));
  return experiments;
}

}  // namespace plantproof::calibration
