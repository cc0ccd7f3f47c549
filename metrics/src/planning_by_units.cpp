#include "metrics/planning_by_units.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <random>
#include <span>

#include <boost/math/tools/toms748_solve.hpp>

#include "binomial.hpp"
#include "effect_of_units.hpp"
#include "least.hpp"
#include "student.hpp"

namespace plantproof::metrics {
namespace {

// Counts of bad rows go in steps: every one of the first, then two percent further each time.
constexpr int kExactSteps = 100;
constexpr double kStep = 1.02;
constexpr std::size_t kStepsDrawn = 250;  // up to 1900

constexpr int kPartsOfTenth = 5;  // of a single run, in which its tenths begin

std::size_t draws_for(int units) {
  constexpr int kUnitsDrawn = 20'000;
  return static_cast<std::size_t>(std::clamp(kUnitsDrawn / units, 200, 1000));
}

std::int64_t first_of(std::size_t step) {
  if (step <= kExactSteps) return static_cast<std::int64_t>(step);
  return static_cast<std::int64_t>(kExactSteps * std::pow(kStep, static_cast<double>(step) - kExactSteps));
}

std::int64_t last_of(std::size_t step) {
  return first_of(step + 1) - 1;
}

/// The count that stands for those of a step.
double middle_of(std::size_t step, std::int64_t n) {
  const auto last = static_cast<double>(std::min(last_of(step), n));
  return (static_cast<double>(first_of(step)) + last) / 2;
}

std::size_t step_of(std::int64_t count) {
  if (count <= kExactSteps) return static_cast<std::size_t>(count);
  const double steps = std::log(static_cast<double>(count) / kExactSteps) / std::log(kStep);
  auto step = static_cast<std::size_t>(kExactSteps + steps);
  while (first_of(step + 1) <= count) ++step;
  while (first_of(step) > count) --step;
  return step;
}

/// Spreads more bad rows over units that are alike.
void spread(std::int64_t bad, std::vector<std::int64_t>& units, std::mt19937_64& random) {
  for (std::size_t unit = 0; unit + 1 < units.size(); ++unit) {
    const double share = 1 / static_cast<double>(units.size() - unit);
    const auto here = std::binomial_distribution<std::int64_t>(bad, share)(random);
    units[unit] += here;
    bad -= here;
  }
  units.back() += bad;
}

/// By how much the bad rows count for less when they fall into runs so.
double effect_of_runs(const std::vector<std::int64_t>& runs, std::int64_t bad, core::Confidence confidence) {
  const std::vector<double> sums(runs.begin(), runs.end());
  const std::vector<double> sizes(runs.size(), 1);
  return effect_of_units(sums, sizes, static_cast<double>(bad), confidence);
}

/// The same of the parts of a single run.
double effect_of_parts(const std::vector<std::int64_t>& parts, std::int64_t bad, core::Confidence confidence) {
  const auto all = static_cast<double>(bad);
  auto in_tenth = static_cast<double>(std::accumulate(parts.begin(), parts.begin() + kPartsOfTenth, std::int64_t{0}));
  double squares = 0;
  double cubes = 0;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const double deviation = in_tenth - all / kTenths;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
    in_tenth += static_cast<double>(parts[(part + kPartsOfTenth) % parts.size()] - parts[part]);
  }
  const auto starts = static_cast<double>(parts.size());
  constexpr double kVariance = (1 - 1.0 / kTenths) / kTenths;  // of whether an independent bad row is in a tenth
  return effect_of_tenths(squares / starts, cubes / starts, all * kVariance, confidence);
}

/// The greatest effect, up to n, with which a tail clears alpha that grows with the effect; 0 where not even
/// independent rows do.
template <class Tail>
double greatest_effect(std::int64_t n, double alpha, Tail tail) {
  const auto excess = [&](double log_effect) { return tail(std::exp(log_effect)) - alpha; };
  const double most = std::log(static_cast<double>(n));
  if (excess(0) >= 0) return 0;
  if (most == 0 || excess(most) < 0) return static_cast<double>(n);
  constexpr int kBits = 12;
  std::uintmax_t steps = 100;
  const auto [below, above] =
      boost::math::tools::toms748_solve(excess, 0.0, most, boost::math::tools::eps_tolerance<double>(kBits), steps);
  return std::exp(below);
}

double share_of(const UnitDraws& draws, std::int64_t bad, double most) {
  double within = 0;
  for (std::size_t draw = 0; draw < draws.size(); ++draw) within += draws.effect(draw, bad) <= most ? 1 : 0;
  return within / static_cast<double>(draws.size());
}

template <class Holds>
std::optional<std::int64_t> least_rows(int units, std::int64_t most, Holds holds) {
  std::int64_t per_unit = 1;
  while (!holds(per_unit * units)) {
    if (per_unit * units > most) return std::nullopt;
    per_unit *= 2;
  }
  const auto fewest = least(per_unit / 2 + 1, per_unit, [&](std::int64_t rows) { return holds(rows * units); });
  return fewest.value_or(per_unit) * units;
}

/// The mean of what the steps of the bad ones say, when a share `bad` of n is bad.
double mean_over_counts(const std::vector<double>& shares, std::int64_t n, double bad) {
  double sum = 0;
  double before = 0;
  for (std::size_t step = 0; step < shares.size(); ++step) {
    const auto last = static_cast<double>(std::min(last_of(step), n));
    const double now = binomial::at_most(last, static_cast<double>(n), bad);
    sum += (now - before) * shares[step];
    before = now;
  }
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace

UnitDraws::UnitDraws(int runs, core::Confidence confidence) : runs_(runs) {
  assert(runs >= 1);
  const int units = runs == 1 ? kTenths * kPartsOfTenth : runs;
  std::mt19937_64 random(static_cast<std::uint64_t>(units));
  for (std::size_t draw = 0; draw < draws_for(units); ++draw) {
    std::vector<std::int64_t> bad(static_cast<std::size_t>(units), 0);
    std::vector<double> effects = {1};
    for (std::size_t step = 1; step < kStepsDrawn; ++step) {
      spread(first_of(step) - first_of(step - 1), bad, random);
      const double effect = runs == 1 ? effect_of_parts(bad, first_of(step), confidence)
                                      : effect_of_runs(bad, first_of(step), confidence);
      effects.push_back(effect);
    }
    effects_.push_back(std::move(effects));
  }
}

double UnitDraws::effect(std::size_t draw, std::int64_t bad) const {
  return effects_[draw][std::min(step_of(bad), kStepsDrawn - 1)];
}

ShareByUnits::ShareByUnits(double accepted, double rejected, Confidences confidences, const UnitDraws& pass,
                           const UnitDraws& fail, JudgedAs as)
    : accepted_(accepted), rejected_(rejected), confidences_(confidences), pass_(pass), fail_(fail), as_(as) {
  assert(0 < accepted && accepted <= rejected && accepted < 1);
}

/// The share of draws that pass, by the step of the bad ones; steps that are not there do not pass.
std::vector<double> ShareByUnits::passing(std::int64_t n) const {
  std::vector<double> allowed;  // the greatest effects that pass
  for (std::size_t step = 0; first_of(step) <= n; ++step) {
    const double bad = middle_of(step, n);
    const double effect = greatest_effect(n, confidences_.pass.alpha(), [&](double by) {
      return binomial::at_most(bad / by, static_cast<double>(n) / by, accepted_);
    });
    if (effect == 0) break;
    allowed.push_back(effect);
  }
  std::vector<double> shares(allowed.size(), 0.0);
  if (as_ == JudgedAs::Proportion) {
    for (std::size_t step = 0; step < shares.size(); ++step)
      shares[step] = share_of(pass_, first_of(step), allowed[step]);
    return shares;
  }
  for (std::size_t draw = 0; draw < pass_.size(); ++draw) {
    // The bound goes outwards, to fewer bad ones, until it is far enough for the effect there.
    std::size_t steps = allowed.size();
    while (steps > 0) {
      const double effect = pass_.effect(draw, first_of(steps - 1));
      if (effect <= allowed[steps - 1]) break;
      while (steps > 0 && allowed[steps - 1] < effect) --steps;
    }
    for (std::size_t step = 0; step < steps; ++step) ++shares[step];
  }
  for (double& share : shares) share /= static_cast<double>(pass_.size());
  return shares;
}

/// The share of draws that fail, by the step of the bad ones, up to that of `most`.
std::vector<double> ShareByUnits::failing(std::int64_t n, std::int64_t most) const {
  const std::size_t steps = step_of(std::min(most, n)) + 1;
  std::vector<double> allowed;
  for (std::size_t step = 0; step < steps; ++step) {
    const double good = static_cast<double>(n) - middle_of(step, n);
    allowed.push_back(greatest_effect(n, confidences_.fail.alpha(), [&](double by) {
      return binomial::at_most(good / by, static_cast<double>(n) / by, 1 - rejected_);
    }));
  }
  std::vector<double> shares(steps, 0.0);
  if (as_ == JudgedAs::Proportion) {
    for (std::size_t step = 0; step < steps; ++step) {
      if (allowed[step] > 0) shares[step] = share_of(fail_, first_of(step), allowed[step]);
    }
    return shares;
  }
  const auto start =
      static_cast<std::size_t>(std::ranges::find_if(allowed, [](double at) { return at > 0; }) - allowed.begin());
  for (std::size_t draw = 0; draw < fail_.size(); ++draw) {
    std::size_t step = start;
    while (step < steps) {
      const double effect = fail_.effect(draw, first_of(step));
      if (effect <= allowed[step]) break;
      while (step < steps && allowed[step] < effect) ++step;
    }
    for (; step < steps; ++step) ++shares[step];
  }
  for (double& share : shares) share /= static_cast<double>(fail_.size());
  return shares;
}

double ShareByUnits::pass(std::int64_t n, double bad) const {
  assert(n >= 0 && 0 <= bad && bad <= 1);
  return n == 0 ? 0 : mean_over_counts(passing(n), n, bad);
}

double ShareByUnits::fail(std::int64_t n, double bad) const {
  assert(n >= 0 && 0 <= bad && bad <= 1);
  constexpr double kFar = 8;  // standard deviations
  const double expected = static_cast<double>(n) * bad;
  const double most = expected + kFar * (1 + std::sqrt(expected * (1 - bad)));
  return n == 0 ? 0 : mean_over_counts(failing(n, static_cast<std::int64_t>(most)), n, bad);
}

Outcome ShareByUnits::outcome(std::int64_t n, double bad) const {
  const double passes = pass(n, bad);
  const double fails = std::min(1 - passes, fail(n, bad));
  return {passes, 1 - passes - fails, fails};
}

AcceptanceNumbers ShareByUnits::usual_numbers(std::int64_t n) const {
  AcceptanceNumbers numbers{n, std::nullopt, std::nullopt};
  const auto is_usual = [](double share) { return share >= 0.5; };
  const std::vector<double> passes = passing(n);
  for (std::size_t step = 0; step < passes.size() && is_usual(passes[step]); ++step) numbers.pass_to = first_of(step);
  const std::vector<double> fails = failing(n, n);
  const auto first = std::ranges::find_if(fails, is_usual);
  if (first != fails.end()) numbers.fail_from = first_of(static_cast<std::size_t>(first - fails.begin()));
  return numbers;
}

std::int64_t ShareByUnits::fewest_trials(std::int64_t bad_allowed) const {
  const std::size_t step = step_of(bad_allowed);
  const auto fewest = least_rows(pass_.runs(), kMostUnits, [&](std::int64_t n) {
    const std::vector<double> passes = passing(n);
    return step < passes.size() &&
           std::ranges::all_of(std::span(passes).first(step + 1), [](double share) { return share >= 0.5; });
  });
  return fewest.value_or(kMostUnits);
}

std::optional<std::int64_t> ShareByUnits::enough(double bad, double power) const {
  assert(0 <= bad && bad <= 1 && 0 < power && power < 1);
  constexpr double kMostBad = 1e6;
  if (bad >= accepted_) return std::nullopt;
  return least_rows(pass_.runs(), static_cast<std::int64_t>(kMostBad / accepted_),
                    [&](std::int64_t n) { return pass(n, bad) >= power; });
}

std::optional<int> needed_units(int units, double times, core::Confidence confidence) {
  assert(units >= 2 && times >= 1);
  constexpr std::int64_t kMost = 10'000;
  const auto told_by = [&](double n) { return n / std::pow(student::critical(n - 1, confidence), 2); };
  const double wanted = times * told_by(units);
  const auto fewest = least(units, kMost, [&](std::int64_t n) { return told_by(static_cast<double>(n)) >= wanted; });
  return fewest ? std::optional(static_cast<int>(*fewest)) : std::nullopt;
}

Outcome outcome(const SharesClaim& claim, std::int64_t n, Confidences confidences, const UnitDraws& pass,
                const UnitDraws& fail) {
  assert(n >= 1 && 0 < claim.before && claim.before < 1 && 0 < claim.after && claim.after < 1);
  const auto rows = static_cast<double>(n);
  const double before = claim.factor * claim.factor * claim.before * (1 - claim.before);
  const double after = claim.after * (1 - claim.after);
  const double shift = (claim.factor * claim.before - claim.points - claim.after) * std::sqrt(rows / (before + after));
  const auto chance = [&](double gain, core::Confidence confidence, const UnitDraws& draws) {
    const double z = student::normal(confidence);
    double sum = 0;
    for (std::size_t draw = 0; draw < draws.size(); ++draw) {
      const double effect_before = draws.effect(draw, std::llround(rows * claim.before));
      const double effect_after = draws.effect(draws.size() - 1 - draw, std::llround(rows * claim.after));
      const double effect = (before * effect_before + after * effect_after) / (before + after);
      sum += student::share_below(gain - z * std::sqrt(effect));
    }
    return sum / static_cast<double>(draws.size());
  };
  const double passes = chance(shift, confidences.pass, pass);
  const double fails = std::min(1 - passes, chance(-shift, confidences.fail, fail));
  return {passes, 1 - passes - fails, fails};
}

std::optional<std::int64_t> units_per_arm(const SharesClaim& claim, Confidences confidences, double power,
                                          const UnitDraws& pass, const UnitDraws& fail) {
  if (!units_per_arm(claim, confidences, power)) return std::nullopt;
  return least_rows(pass.runs(), kMostUnits,
                    [&](std::int64_t n) { return outcome(claim, n, confidences, pass, fail).pass >= power; });
}

}  // namespace plantproof::metrics
