// Shares of bad rows: yield, misjudgment, correct cycles, decisions and stock, walk-test points.
#include <random>

#include <fmt/format.h>

#include "experiment.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);

validators::Verdict judge_share(const std::vector<metrics::Series>& bad, double burst_length, double limit) {
  return validators::judge(metrics::proportion(bad, burst_length, k95), {core::Comparator::Less, limit});
}

Experiment in_one_run(const core::Text& estimator, const Process& process, double limit, std::size_t n) {
  const double burst_length = process.burst_length_to_agree_on(limit, n);
  return {Role::Claim,
          estimator,
          process.name(),
          core::same_in_both(fmt::format("n = {}", n)),
          burst_length > 1 ? fmt::format("{:.3g}", burst_length) : "",
          [=](Truth truth, Random& random) {
            const double share = truth == Truth::AtLimit ? limit : limit / 2;
            return judge_share({{process.events(share, n, random), {}}}, burst_length, limit);
          }};
}

/// Runs of independent rows whose shares differ from day to day (gamma, by half of the mean).
Experiment in_runs(const core::Text& estimator, double limit, int runs, std::size_t rows) {
  return {Role::Claim,
          estimator,
          {"批次间不同（变异系数 50 %）", "runs differ (by 50 %)"},
          {fmt::format("{} 批 × {}", runs, rows), fmt::format("{} runs of {}", runs, rows)},
          "",
          [=](Truth truth, Random& random) {
            constexpr double kShape = 4;
            std::gamma_distribution<double> factor(kShape, 1 / kShape);
            std::vector<metrics::Series> bad;
            for (int run = 0; run < runs; ++run) {
              const double share = std::min(0.99, factor(random) * (truth == Truth::AtLimit ? limit : limit / 2));
              bad.push_back({Process::independent().events(share, rows, random), {}});
            }
            return judge_share(bad, 1, limit);
          }};
}

}  // namespace

std::vector<Experiment> share_experiments() {
  struct Asked {
    core::Text estimator;
    double limit;
    std::vector<std::size_t> rows;
  };
  const std::vector<Asked> asked = {
      {{"采样点覆盖率 ≥ 50 %（1.1）", "share of points ≥ 50 % (1.1)"}, 0.5, {100, 400, 2000}},
      {{"正确率 ≥ 95 %（4.1、5.1、6.1、6.2）", "correct ≥ 95 % (4.1, 5.1, 6.1, 6.2)"}, 0.05, {300, 1000, 10000}},
      {{"良品率 ≥ 98 %（2.2b）", "yield ≥ 98 % (2.2b)"}, 0.02, {300, 1000, 10000}},
      {{"误判率 < 0.01 %（2.3）", "misjudged < 0.01 % (2.3)"}, 1e-4, {30000, 100000, 300000}}};
  std::vector<Experiment> experiments;
  for (const Asked& each : asked) {
    for (const Process& process : {Process::independent(), Process::autoregressive(0.5), Process::autoregressive(0.9),
                                   Process::bursts(5), Process::bursts(20)}) {
      for (const std::size_t n : each.rows) experiments.push_back(in_one_run(each.estimator, process, each.limit, n));
    }
  }
  for (const int runs : {2, 3, 5, 10, 20})
    experiments.push_back(in_runs(asked[1].estimator, asked[1].limit, runs, 500));
  return experiments;
}

}  // namespace plantproof::calibration
