// A pilot compared with its baseline: defect rates.
#include <random>

#include <fmt/format.h>

#include "experiment.hpp"
#include "metrics/dependence.hpp"
#include "metrics/two_proportions.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);

metrics::Arm arm_of(const std::vector<double>& bad, double burst_length) {
  const std::vector<metrics::Series> runs = {{bad, {}}};
  return {metrics::count_of(runs), metrics::dependence_of_share(runs, burst_length, k95).design_effect()};
}

using Compare = metrics::Estimate (*)(const metrics::Arm&, const metrics::Arm&, core::Confidence);

Experiment defects(const core::Text& estimator, Compare compare, double before, double limit, double after_at_limit,
                   const Process& process, std::size_t n) {
  const double burst_length = process.burst_length_to_agree_on(after_at_limit, n);
  return {Role::Claim,
          estimator,
          process.name(),
          core::same_in_both(fmt::format("n = {} + {}", n, n)),
          burst_length > 1 ? fmt::format("{:.3g}", burst_length) : "",
          [=](Truth truth, Random& random) {
            const double after = truth == Truth::AtLimit ? after_at_limit : after_at_limit / 2;
            const metrics::Arm old_arm = arm_of(process.events(before, n, random), burst_length);
            const metrics::Arm new_arm = arm_of(process.events(after, n, random), burst_length);
            return validators::judge(compare(old_arm, new_arm, k95), {core::Comparator::GreaterOrEqual, limit});
          }};
}

}  // namespace

std::vector<Experiment> comparison_experiments() {
  std::vector<Experiment> experiments;
  for (const Process& process : {Process::independent(), Process::autoregressive(0.9), Process::bursts(5)}) {
    for (const std::size_t n : {1000U, 10000U}) {
      experiments.push_back(defects({"不良品率降低 ≥ 5 %（2.2a）", "defects fall by ≥ 5 % (2.2a)"},
                                    &metrics::relative_reduction, 0.04, 0.05, 0.038, process, n));
      experiments.push_back(defects({"不良品率降低 ≥ 5 个百分点（2.2a）", "defects fall by ≥ 5 points (2.2a)"},
                                    &metrics::difference_of_proportions, 0.1, 0.05, 0.05, process, n));
    }
  }
  return experiments;
}

}  // namespace plantproof::calibration
