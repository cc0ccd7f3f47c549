// Wald's sequential test: rows that are there once, or looked at again and again while they come in.
#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "experiment.hpp"
#include "metrics/dependence.hpp"
#include "metrics/sequential.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);

struct Sequence {
  Process process = Process::independent();
  double acceptable = 1e-3;
  double limit = 1e-2;
  std::size_t rows = 30000;
  int looks = 1;            ///< at so many equal parts of the rows, up to the first that decides
  double burst_length = 1;  ///< that is agreed on
  std::size_t runs = 1;
  bool runs_differ = false;  ///< in their share of bad rows, by half of the mean (gamma)
};

/// What `assess --sequential` says of the rows so far: burst_length counts, or what they show where that is more.
metrics::SequentialDecision decision(const Sequence& sequence, const std::vector<metrics::Series>& runs) {
  const metrics::Dependence seen = metrics::dependence_of_share(runs, sequence.burst_length, k95);
  std::vector<bool> is_error;
  for (const metrics::Series& run : runs) is_error.insert(is_error.end(), run.values.begin(), run.values.end());
  return metrics::sequential_test({.acceptable = sequence.acceptable,
                                   .rejectable = sequence.limit,
                                   .wrong_pass = k95.alpha(),
                                   .wrong_fail = 0.05,
                                   .design_effect = seen.design_effect()},
                                  is_error)
      .decision;
}

std::vector<metrics::Series> rows_of(const Sequence& sequence, double share, Random& random) {
  constexpr double kShape = 4;
  std::gamma_distribution<double> factor(kShape, 1 / kShape);
  std::vector<metrics::Series> runs;
  for (std::size_t run = 0; run < sequence.runs; ++run) {
    const double of_run = sequence.runs_differ ? std::min(0.99, share * factor(random)) : share;
    runs.push_back({sequence.process.events(of_run, sequence.rows / sequence.runs, random), {}});
  }
  return runs;
}

/// The first rows, whichever runs they are in.
std::vector<metrics::Series> first_of(const std::vector<metrics::Series>& runs, std::size_t rows) {
  std::vector<metrics::Series> first;
  for (const metrics::Series& run : runs) {
    const std::size_t taken = std::min(rows, run.values.size());
    if (taken == 0) break;
    first.push_back({{run.values.begin(), run.values.begin() + static_cast<std::ptrdiff_t>(taken)}, {}});
    rows -= taken;
  }
  return first;
}

validators::Verdict judge_sequence(const Sequence& sequence, Truth truth, Random& random) {
  const double share = truth == Truth::AtLimit ? sequence.limit : sequence.acceptable;
  const std::vector<metrics::Series> bad = rows_of(sequence, share, random);
  const auto looks = static_cast<std::size_t>(sequence.looks);
  for (std::size_t look = 1; look <= looks; ++look) {
    switch (decision(sequence, first_of(bad, sequence.rows * look / looks))) {
      case metrics::SequentialDecision::Accept:
        return validators::Verdict::Pass;
      case metrics::SequentialDecision::Reject:
        return validators::Verdict::Fail;
      case metrics::SequentialDecision::GoOn:
        break;
    }
  }
  return validators::Verdict::Inconclusive;
}

Experiment in_sequence(const Sequence& sequence, Role role = Role::Claim) {
  core::Text sample = {fmt::format("至多 {} 行", sequence.rows), fmt::format("at most {} rows", sequence.rows)};
  if (sequence.runs > 1) {
    sample.zh += fmt::format("，{} 批", sequence.runs);
    sample.en += fmt::format(", {} runs", sequence.runs);
  }
  if (sequence.looks > 1) {
    sample.zh += fmt::format("，分 {} 次查看", sequence.looks);
    sample.en += fmt::format(", {} looks", sequence.looks);
  }
  return {role,
          {fmt::format("序贯，< {:g} %（2.3）", 100 * sequence.limit),
           fmt::format("sequential, < {:g} % (2.3)", 100 * sequence.limit)},
          sequence.runs_differ ? core::Text{"批次间不同（变异系数 50 %）", "runs differ (by 50 %)"}
                               : sequence.process.name(),
          sample,
          sequence.burst_length > 1 ? fmt::format("{:.3g}", sequence.burst_length) : "",
          [sequence](Truth truth, Random& random) { return judge_sequence(sequence, truth, random); }};
}

}  // namespace

std::vector<Experiment> sequence_experiments() {
  std::vector<Experiment> experiments = {
      in_sequence({.acceptable = 1e-5, .limit = 1e-4, .rows = 300000}),
      in_sequence({.rows = 10000}),
      in_sequence({.rows = 10000, .looks = 100}),
      in_sequence({.runs = 10}),
      in_sequence({.looks = 10, .runs = 10}),
      in_sequence({.runs = 10, .runs_differ = true}),
  };
  for (const Process& process :
       {Process::bursts(5), Process::bursts(20), Process::autoregressive(0.5), Process::autoregressive(0.9)}) {
    Sequence sequence = {.process = process};
    experiments.push_back(in_sequence(sequence));  // not agreed on, and seen
    sequence.looks = 30;
    sequence.burst_length = (process.design_effect(sequence.limit) + 1) / 2;
    experiments.push_back(in_sequence(sequence));
    sequence.burst_length = 1;
    experiments.push_back(in_sequence(sequence, Role::Warning));
  }
  return experiments;
}

}  // namespace plantproof::calibration
