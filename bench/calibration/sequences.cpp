// Wald's sequential test, looked at after every row.
#include <fmt/format.h>

#include "experiment.hpp"
#include "metrics/dependence.hpp"
#include "metrics/sequential.hpp"

namespace plantproof::calibration {
namespace {

Experiment in_sequence(const Process& process, double burst_length, double acceptable, double limit, std::size_t most) {
  return {Role::Claim,
          {fmt::format("序贯，< {:g} %（2.3）", 100 * limit), fmt::format("sequential, < {:g} % (2.3)", 100 * limit)},
          process.name(),
          {fmt::format("至多 {} 行", most), fmt::format("at most {} rows", most)},
          burst_length > 1 ? fmt::format("{:g}", burst_length) : "",
          [=](Truth truth, Random& random) {
            const std::vector<double> bad = process.events(truth == Truth::AtLimit ? limit : acceptable, most, random);
            const metrics::SequentialResult result =
                metrics::sequential_test({.acceptable = acceptable,
                                          .rejectable = limit,
                                          .wrong_pass = 0.05,
                                          .wrong_fail = 0.05,
                                          .design_effect = metrics::design_effect_of_bursts(burst_length)},
                                         std::vector<bool>(bad.begin(), bad.end()));
            switch (result.decision) {
              case metrics::SequentialDecision::Accept:
                return validators::Verdict::Pass;
              case metrics::SequentialDecision::Reject:
                return validators::Verdict::Fail;
              case metrics::SequentialDecision::GoOn:
                break;
            }
            return validators::Verdict::Inconclusive;
          }};
}

}  // namespace

std::vector<Experiment> sequence_experiments() {
  return {in_sequence(Process::independent(), 1, 1e-5, 1e-4, 300000),
          in_sequence(Process::independent(), 1, 1e-3, 1e-2, 10000),
          in_sequence(Process::bursts(5), 5, 1e-3, 1e-2, 30000)};
}

}  // namespace plantproof::calibration
