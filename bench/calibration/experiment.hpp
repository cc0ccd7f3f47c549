#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "plant.hpp"
#include "validators/verdict.hpp"

namespace plantproof::calibration {

/// Where the truth of a trial lies: at the limit, where a pass is wrong, or well on the good side, where it is wanted.
enum class Truth { AtLimit, Good };

/// What an experiment is there for.
enum class Role {
  Claim,    ///< the product's own estimator: it must keep its word
  Rival,    ///< another estimator of the same thing, for comparison
  Warning,  ///< the product's own where what it counts on is not so
};

/// A plant of known truth, judged again and again.
struct Experiment {
  Role role = Role::Claim;
  core::Text estimator;  ///< what is judged, and the clauses that use it
  core::Text plant;      ///< how its data come about
  core::Text sample;     ///< how many of them
  std::string agreed;    ///< burst length that the parties agreed on, where it is not 1
  std::function<validators::Verdict(Truth truth, Random& random)> trial;
};

// The experiments of each estimator.
std::vector<Experiment> share_experiments();
std::vector<Experiment> quantile_experiments();
std::vector<Experiment> mean_experiments();
std::vector<Experiment> comparison_experiments();
std::vector<Experiment> whole_experiments();
std::vector<Experiment> floor_experiments();
std::vector<Experiment> availability_experiments();
std::vector<Experiment> sequence_experiments();
/// Other estimators of a share, and a burst length wrongly agreed.
std::vector<Experiment> rival_experiments();

/// What became of the trials of an experiment.
struct Tally {
  int trials = 0;
  int pass = 0;
  int fail = 0;
};

/// Judges so many trials, spread over the workers. A trial's random numbers depend on the seed, the experiment's texts
/// and its own number only.
Tally judge(const Experiment& experiment, Truth truth, int trials, std::uint64_t seed, int workers);

}  // namespace plantproof::calibration
