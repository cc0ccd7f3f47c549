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

Experiment in_one_run(Role role, const core::Text& estimator, const Process& process, double limit, std::size_t n) {
  const double burst_length = process.burst_length_to_agree_on(limit, n);
  return {role,
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
Experiment in_runs(const core::Text& estimator, double limit, const core::Text& sample,
                   const std::vector<std::size_t>& rows) {
  return {Role::Claim,
          estimator,
          {"批次间不同（变异系数 50 %）", "runs differ (by 50 %)"},
          sample,
          "",
          [=](Truth truth, Random& random) {
            constexpr double kShape = 4;
            std::gamma_distribution<double> factor(kShape, 1 / kShape);
            std::vector<metrics::Series> bad;
            for (const std::size_t n : rows) {
              const double share = std::min(0.99, factor(random) * (truth == Truth::AtLimit ? limit : limit / 2));
              bad.push_back({Process::independent().events(share, n, random), {}});
            }
            return judge_share(bad, 1, limit);
          }};
}

Experiment in_equal_runs(const core::Text& estimator, double limit, std::size_t runs, std::size_t rows) {
  return in_runs(estimator, limit, {fmt::format("{} 批 × {}", runs, rows), fmt::format("{} runs of {}", runs, rows)},
                 std::vector<std::size_t>(runs, rows));
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
      for (const std::size_t n : each.rows)
        experiments.push_back(in_one_run(Role::Claim, each.estimator, process, each.limit, n));
    }
  }
  const core::Text& correct = asked[1].estimator;
  const double limit = asked[1].limit;
  for (const Process& process : {Process::every(4, 40), Process::every(6, 180)}) {
    for (const std::size_t n : {1000U, 3000U, 10000U}) {
      experiments.push_back(in_one_run(Role::Claim, correct, process, limit, n));
    }
  }
  for (const std::size_t memory : {50U, 200U, 1000U}) {
    for (const std::size_t lengths : {10U, 50U, 200U}) {
      constexpr std::size_t kEnoughOfARun = 200;  // fewer memory lengths ask for several runs
      experiments.push_back(in_one_run(lengths < kEnoughOfARun ? Role::Warning : Role::Claim, correct,
                                       Process::wandering(static_cast<double>(memory)), limit, memory * lengths));
    }
  }
  for (const std::size_t runs : {2U, 3U, 5U, 10U, 20U}) {
    experiments.push_back(in_equal_runs(correct, limit, runs, 500));
  }
  experiments.push_back(
      in_runs(correct, limit, {"5000 + 4 批 × 100", "5000 + 4 runs of 100"}, {5000, 100, 100, 100, 100}));
  experiments.push_back(in_runs(correct, limit, {"3 批 × 2000 + 3 批 × 200", "3 runs of 2000 + 3 of 200"},
                                {2000, 2000, 2000, 200, 200, 200}));
  return experiments;
}

}  // namespace plantproof::calibration
