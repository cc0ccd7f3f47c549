#include "metrics/planning.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>

#include "binomial.hpp"
#include "least.hpp"
#include "metrics/proportion.hpp"
#include "student.hpp"

namespace plantproof::metrics {
namespace {

/// The three chances from two of them, which rounding may put slightly beyond 0..1.
Outcome outcome_of(double pass, double fail) {
  pass = std::clamp(pass, 0.0, 1.0);
  fail = std::clamp(fail, 0.0, 1.0 - pass);
  return {pass, 1 - pass - fail, fail};
}

double at_most(std::int64_t k, std::int64_t n, double share) {
  return binomial::at_most(static_cast<double>(k), static_cast<double>(n), share);
}

std::optional<std::int64_t> rounded_up(double n, double most) {
  if (!(n <= most)) return std::nullopt;
  return static_cast<std::int64_t>(std::ceil(n));
}

/// By how much a ratio claim's truth is on the right side, in standard deviations of one unit of each arm.
double distance(const RatioClaim& claim) {
  assert(claim.limit > 0 && claim.truth > 0 && claim.variation > 0);
  const double gain = claim.wants_large ? claim.truth - claim.limit : claim.limit - claim.truth;
  return gain / (claim.variation * std::hypot(claim.truth, claim.limit));
}

double distance(const SharesClaim& claim) {
  assert(0 < claim.before && claim.before < 1 && 0 < claim.after && claim.after < 1);
  const double gain = claim.factor * claim.before - claim.points - claim.after;
  const double variance =
      claim.after * (1 - claim.after) + claim.factor * claim.factor * claim.before * (1 - claim.before);
  return gain / std::sqrt(variance);
}

/// The units per arm at which a test of a known spread has the wanted power.
std::optional<std::int64_t> units_for(double distance, core::Confidence confidence, double power, double most) {
  assert(0 < power && power < 1);
  if (distance <= 0) return std::nullopt;
  const double needed = std::max(0.0, student::normal(confidence) + quantile(boost::math::normal(), power)) / distance;
  return rounded_up(std::max(1.0, needed * needed), most);
}

}  // namespace

Outcome of_all(const Outcome& one, int groups) {
  assert(groups >= 1);
  return outcome_of(std::pow(one.pass, groups), 1 - std::pow(1 - one.fail, groups));
}

AcceptanceNumbers acceptance_numbers(std::int64_t n, double bad_limit, Confidences confidences) {
  assert(n >= 0 && 0 < bad_limit && bad_limit < 1);
  const auto is_too_many = [&](std::int64_t bad) { return at_most(bad, n, bad_limit) >= confidences.pass.alpha(); };
  const auto fails = [&](std::int64_t bad) { return at_most(n - bad, n, 1 - bad_limit) <= confidences.fail.alpha(); };
  AcceptanceNumbers numbers{n, std::nullopt, least(0, n, fails)};
  if (const auto too_many = least(0, n, is_too_many); too_many && *too_many > 0) numbers.pass_to = *too_many - 1;
  return numbers;
}

Outcome outcome(const AcceptanceNumbers& numbers, double bad) {
  assert(0 <= bad && bad <= 1);
  const double pass = numbers.pass_to ? at_most(*numbers.pass_to, numbers.n, bad) : 0;
  const double fail = numbers.fail_from ? at_most(numbers.n - *numbers.fail_from, numbers.n, 1 - bad) : 0;
  return outcome_of(pass, fail);
}

std::optional<AcceptanceNumbers> acceptance_plan(double bad, double bad_limit, Confidences confidences, double power) {
  assert(0 <= bad && bad <= 1 && 0 < power && power < 1);
  constexpr std::int64_t kMostBad = 1'000'000;
  if (bad >= bad_limit) return std::nullopt;
  const auto passes = [&](std::int64_t allowed) {
    return at_most(allowed, fewest_trials(allowed, bad_limit, confidences.pass), bad) >= power;
  };
  std::int64_t last = 1;
  while (last < kMostBad && !passes(last)) last = std::min(2 * last, kMostBad);
  const auto allowed = least(0, last, passes);
  if (!allowed) return std::nullopt;
  return acceptance_numbers(fewest_trials(*allowed, bad_limit, confidences.pass), bad_limit, confidences);
}

Outcome outcome(const RatioClaim& claim, std::int64_t n, Confidences confidences) {
  assert(n >= 2);
  const auto units = static_cast<double>(n);
  const double after = claim.truth * claim.truth;
  const double before = claim.limit * claim.limit;
  const double df = (units - 1) * (after + before) * (after + before) / (after * after + before * before);
  // A t that far from zero is so whatever the sample; the series of the noncentral distribution ends before.
  constexpr double kFarthest = 30;
  const double shift = std::clamp(distance(claim) * std::sqrt(units), -kFarthest, kFarthest);
  const boost::math::non_central_t t(df, shift);
  return outcome_of(cdf(complement(t, student::critical(df, confidences.pass))),
                    cdf(t, -student::critical(df, confidences.fail)));
}

std::optional<std::int64_t> units_per_arm_of_known_spread(const RatioClaim& claim, core::Confidence confidence,
                                                          double power) {
  return units_for(distance(claim), confidence, power, 1e9);
}

std::optional<std::int64_t> units_per_arm(const RatioClaim& claim, Confidences confidences, double power) {
  const auto known = units_per_arm_of_known_spread(claim, confidences.pass, power);
  if (!known) return std::nullopt;
  std::int64_t n = std::max<std::int64_t>(2, *known);
  while (outcome(claim, n, confidences).pass < power) ++n;
  return n;
}

Outcome outcome(const SharesClaim& claim, std::int64_t n, Confidences confidences) {
  assert(n >= 1);
  const double shift = distance(claim) * std::sqrt(static_cast<double>(n));
  return outcome_of(student::share_below(shift - student::normal(confidences.pass)),
                    student::share_below(-shift - student::normal(confidences.fail)));
}

std::optional<std::int64_t> units_per_arm(const SharesClaim& claim, Confidences confidences, double power) {
  return units_for(distance(claim), confidences.pass, power, static_cast<double>(kMostUnits));
}

double design_effect_of_ar1(double r1) {
  assert(0 <= r1 && r1 < 1);
  return (1 + r1) / (1 - r1);
}

}  // namespace plantproof::metrics
