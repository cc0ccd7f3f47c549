// Mean delays.
#include <random>

#include <fmt/format.h>

#include "experiment.hpp"
#include "metrics/mean.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);
constexpr double kLimitMs = 10;

validators::Verdict judge_mean(const std::vector<metrics::Series>& runs) {
  return validators::judge(metrics::mean(runs, k95), {core::Comparator::Less, kLimitMs});
}

double truth_ms(Truth truth) {
  return truth == Truth::AtLimit ? kLimitMs : 0.9 * kLimitMs;
}

const core::Text& estimator() {
  static const core::Text kText = {"均值 < 10 ms（9.2）", "mean < 10 ms (9.2)"};
  return kText;
}

Experiment in_one_run(const Process& process, std::size_t n) {
  return {Role::Claim,
          estimator(),
          process.name(),
          core::same_in_both(fmt::format("n = {}", n)),
          "",
          [=](Truth truth, Random& random) {
            return judge_mean({{process.values(truth_ms(truth), n, random), {}}});
          }};
}

/// Flows that send by turns, each following on itself only.
Experiment of_flows(std::uint32_t flows, const Process& process, std::size_t n) {
  return {Role::Claim,
          estimator(),
          {fmt::format("{} 条流，各为 {}", flows, process.name().zh),
           fmt::format("{} flows, each {}", flows, process.name().en)},
          core::same_in_both(fmt::format("n = {}", n)),
          "",
          [=](Truth truth, Random& random) {
            std::vector<std::vector<double>> values;
            for (std::uint32_t flow = 0; flow < flows; ++flow) {
              values.push_back(process.values(truth_ms(truth), n / flows, random));
            }
            metrics::Series run;
            for (std::size_t i = 0; i < n / flows; ++i) {
              for (std::uint32_t flow = 0; flow < flows; ++flow) {
                run.values.push_back(values[flow][i]);
                run.streams.push_back(flow);
              }
            }
            return judge_mean({run});
          }};
}

/// Runs of independent values whose means differ from day to day by 10 %.
Experiment in_runs(int runs, std::size_t n) {
  return {Role::Claim,
          estimator(),
          {"批次间不同（10 %）", "runs differ (by 10 %)"},
          {fmt::format("{} 批 × {}", runs, n), fmt::format("{} runs of {}", runs, n)},
          "",
          [=](Truth truth, Random& random) {
            std::normal_distribution<double> factor(1, 0.1);
            std::vector<metrics::Series> sample;
            for (int run = 0; run < runs; ++run) {
              sample.push_back({Process::independent().values(factor(random) * truth_ms(truth), n, random), {}});
            }
            return judge_mean(sample);
          }};
}

}  // namespace

std::vector<Experiment> mean_experiments() {
  std::vector<Experiment> experiments;
  for (const Process& process : {Process::independent(), Process::autoregressive(0.5), Process::autoregressive(0.9)}) {
    for (const std::size_t n : {30U, 100U, 300U, 1000U, 10000U}) experiments.push_back(in_one_run(process, n));
  }
  for (const std::size_t n : {3000U, 10000U, 30000U}) experiments.push_back(in_one_run(Process::bursts(5), n));
  for (const std::size_t n : {10000U, 30000U}) experiments.push_back(in_one_run(Process::bursts(20), n));
  for (const std::size_t n : {1000U, 10000U}) {
    experiments.push_back(of_flows(4, Process::autoregressive(0.9), n));
    experiments.push_back(of_flows(20, Process::autoregressive(0.9), n));
  }
  for (const int runs : {2, 3, 5, 10, 20}) experiments.push_back(in_runs(runs, 200));
  return experiments;
}

}  // namespace plantproof::calibration
