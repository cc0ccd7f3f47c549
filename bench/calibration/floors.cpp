// Coverage of a floor, by each reading of the clause.
#include <memory>
#include <string>

#include <fmt/format.h>

#include "coverage.hpp"
#include "experiment.hpp"

namespace plantproof::calibration {
namespace {

constexpr core::Confidence k95(0.95);

core::Text plant_of(const Coverage& floor) {
  const std::string range = fmt::format("{:g} m", floor.range_m);
  const std::string noise = fmt::format("{:g}", floor.nugget);
  const bool is_walk = floor.walk == Coverage::Walk::Serpentine;
  return {fmt::format("{}，相关距离 {}，噪声 {}{}{}", is_walk ? "沿路线" : "散点", range, noise,
                      floor.path_loss ? "，有路径损耗" : "",
                      floor.mean != 0 ? fmt::format("，均值 {:.2g}", floor.mean) : ""),
          fmt::format("{}, field over {}, noise {}{}{}", is_walk ? "walk" : "scattered", range, noise,
                      floor.path_loss ? ", path loss" : "",
                      floor.mean != 0 ? fmt::format(", mean {:.2g}", floor.mean) : "")};
}

/// The limit is this very field's covered share, or 15 points below it where the truth is to be good.
Experiment floor_experiment(const core::Text& estimator, const Coverage& floor, CoverageTrials::Reading reading) {
  return {Role::Claim,
          estimator,
          plant_of(floor),
          core::same_in_both(fmt::format("n = {}", floor.samples)),
          "",
          [reading, trials = std::make_shared<const CoverageTrials>(floor)](Truth truth, Random& random) {
            const CoverageTrial trial = (*trials)(random(), reading, k95);
            constexpr double kBelow = 0.15;
            constexpr double kJustAbove = 1e-9;  // the limit is not quite met
            const double limit = truth == Truth::AtLimit ? trial.share + kJustAbove : trial.share - kBelow;
            metrics::Estimate estimate;
            estimate.lower = trial.lower;
            estimate.upper = trial.upper;
            return validators::judge(estimate, {core::Comparator::GreaterOrEqual, limit});
          }};
}

}  // namespace

std::vector<Experiment> floor_experiments() {
  std::vector<Experiment> experiments;
  for (const Coverage& floor : coverage_configurations()) {
    experiments.push_back(
        floor_experiment({"克里金面积（1.1）", "kriged area (1.1)"}, floor, CoverageTrials::Reading::Kriged));
  }
  for (const Coverage& floor : coverage_configurations()) {
    if (floor.samples != 50 && floor.samples != 400) continue;
    experiments.push_back(floor_experiment({"栅格面积（1.1）", "cells (1.1)"}, floor, CoverageTrials::Reading::Area));
    if (floor.nugget > 0) continue;  // noise is no service and no lack of it: points are judged as they were measured
    experiments.push_back(floor_experiment({"采样点（1.1）", "points (1.1)"}, floor, CoverageTrials::Reading::Samples));
  }
  return experiments;
}

}  // namespace plantproof::calibration
