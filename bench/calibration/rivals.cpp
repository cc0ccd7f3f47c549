// Other estimators of a share on the same plants, and what a wrong agreement costs.
#include <algorithm>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

#include "experiment.hpp"
#include "metrics/proportion.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);
constexpr double kLimit = 0.05;

metrics::Count count_of(const std::vector<double>& bad) {
  return {std::ranges::count(bad, 1.0), std::ssize(bad)};
}

double independent(const std::vector<double>& /*bad*/) {
  return 1;
}

/// The variance of 30 batch means over that of independent rows, with the t of 29 degrees of freedom.
double batch_means(const std::vector<double>& bad) {
  constexpr std::size_t kBatches = 30;
  const std::size_t length = bad.size() / kBatches;
  const metrics::Count count = count_of(bad);
  const double share = static_cast<double>(count.successes) / static_cast<double>(count.trials);
  if (count.successes == 0) return 1;
  double squares = 0;
  for (std::size_t batch = 0; batch < kBatches; ++batch) {
    double sum = 0;
    for (std::size_t i = 0; i < length; ++i) sum += bad[batch * length + i] - share;
    squares += sum * sum;
  }
  const double effect = squares / (kBatches - 1) / (static_cast<double>(length) * share * (1 - share));
  if (effect <= 1) return 1;
  const double t = boost::math::quantile(boost::math::complement(boost::math::students_t(kBatches - 1), k95.alpha()));
  return effect * std::pow(t / normal_exceeded_with(k95.alpha()), 2);
}

Experiment rival(const core::Text& estimator, double (*effect)(const std::vector<double>&), const Process& process,
                 std::size_t n) {
  return {Role::Rival,
          estimator,
          process.name(),
          core::same_in_both(fmt::format("n = {}", n)),
          "",
          [=](Truth truth, Random& random) {
            const std::vector<double> bad = process.events(truth == Truth::AtLimit ? kLimit : kLimit / 2, n, random);
            return validators::judge(metrics::proportion(count_of(bad), k95, effect(bad)),
                                     {core::Comparator::Less, kLimit});
          }};
}

Experiment wrongly_agreed(double length, double limit, std::size_t n) {
  const Process process = Process::bursts(length);
  return {Role::Warning,
          {fmt::format("不良 < {:g} %，约定逐个出现", 100 * limit),
           fmt::format("bad < {:g} %, agreed to come singly", 100 * limit)},
          process.name(),
          {fmt::format("n = {}，平均 {:.2g} 次扰动", n, process.disturbances(limit, n)),
           fmt::format("n = {}, {:.2g} disturbances", n, process.disturbances(limit, n))},
          "1",
          [=](Truth truth, Random& random) {
            const std::vector<metrics::Series> bad = {
                {process.events(truth == Truth::AtLimit ? limit : limit / 2, n, random), {}}};
            return validators::judge(metrics::proportion(bad, 1, k95), {core::Comparator::Less, limit});
          }};
}

}  // namespace

std::vector<Experiment> rival_experiments() {
  std::vector<Experiment> experiments;
  for (const Process& process : {Process::independent(), Process::autoregressive(0.9), Process::bursts(5)}) {
    for (const std::size_t n : {1000U, 10000U}) {
      experiments.push_back(rival({"各行按独立计", "rows taken as independent"}, &independent, process, n));
      experiments.push_back(rival({"30 个批均值", "30 batch means"}, &batch_means, process, n));
    }
  }
  for (const double length : {5.0, 20.0}) {
    for (const std::size_t n : {300U, 1000U, 3000U}) experiments.push_back(wrongly_agreed(length, 0.01, n));
  }
  experiments.push_back(wrongly_agreed(5, 1e-4, 30000));
  return experiments;
}

}  // namespace plantproof::calibration
