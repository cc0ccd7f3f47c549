#pragma once

#include <cstdint>
#include <optional>

#include "core/confidence.hpp"

namespace plantproof::metrics {

// How much evidence a verdict will take: for each estimator the chances that it passes, fails or stays open, given a
// believed truth, and the least n with which it passes surely enough. Shares, probabilities and powers are 0..1; a
// power is the wanted probability to pass, above 0 and below 1 (assertions).

/// The confidences a verdict is given at: of the bound that passes, and of the one that fails. They differ where a
/// clause has alternatives (pass at alpha / m, Holm) or several groups (fail at alpha / m).
struct Confidences {
  core::Confidence pass;
  core::Confidence fail;
};

/// The chances of the three verdicts; their sum is 1.
struct Outcome {
  double pass = 0;
  double inconclusive = 0;
  double fail = 0;
};

/// The outcome of several independent groups alike, each of which has to pass: pass^m; fail when one does. groups >= 1.
Outcome of_all(const Outcome& one, int groups);

/// What independent trials decide of "the share of bad ones is below a limit" by Clopper-Pearson bounds; of a quantile,
/// the bad ones are those beyond the requirement's limit, and the share is 1 - q.
struct AcceptanceNumbers {
  std::int64_t n = 0;
  std::optional<std::int64_t> pass_to;    ///< the most bad ones that pass; nothing when not even none does
  std::optional<std::int64_t> fail_from;  ///< the fewest bad ones that fail; nothing when not even all do
};

/// The acceptance numbers of n trials, 0 < bad_limit < 1. n = 0 neither passes nor fails.
AcceptanceNumbers acceptance_numbers(std::int64_t n, double bad_limit, Confidences confidences);

/// The operating characteristic of a plan: its outcome when a share `bad` of all is bad (exact binomial).
Outcome outcome(const AcceptanceNumbers& numbers, double bad);

/// The smallest plan that passes with the wanted power when a share `bad` is bad: the plans "at most k bad ones in
/// fewest_trials(k)" for k = 0, 1, 2, ..., the first that does (Hahn & Meeker, Statistical Intervals, 9.5; ISO 2859-0).
/// Nothing when `bad` is not below the limit, or so near that k would exceed 10^6.
std::optional<AcceptanceNumbers> acceptance_plan(double bad, double bad_limit, Confidences confidences, double power);

/// The claim "mean after / mean before is on the right side of `limit`" as two independent arms of n units each will
/// judge it, when the ratio is `truth` and units vary by the same coefficient of variation in both arms. limit > 0,
/// truth > 0, variation > 0.
struct RatioClaim {
  double limit = 1;
  double truth = 1;
  double variation = 0.1;  ///< standard deviation / mean of the units of an arm
  bool wants_large = true;
};

/// The outcome with n >= 2 units per arm: Fieller's test is Student's t of "mean after - limit * mean before", so its
/// power is that of the noncentral t distribution, at Satterthwaite's degrees of freedom.
Outcome outcome(const RatioClaim& claim, std::int64_t n, Confidences confidences);

/// The units per arm for the wanted power when the spread is taken as known: ((z_alpha + z_beta) * variation / (truth -
/// limit))^2 * (truth^2 + limit^2), normal theory on Fieller's linear form, rounded up. The usual first answer: 26,
/// 103, 412 for +20 % asked, +25 % true, at 5, 10, 20 %. Nothing when the truth is not on the right side, or beyond
/// 10^9.
std::optional<std::int64_t> units_per_arm_of_known_spread(const RatioClaim& claim, core::Confidence confidence,
                                                          double power);

/// The units per arm for the wanted power when the spread is estimated from the units themselves, as a verdict does:
/// the least n, 2 at least, of which outcome() passes as often; mostly one more than with a known spread. Nothing as
/// above.
std::optional<std::int64_t> units_per_arm(const RatioClaim& claim, Confidences confidences, double power);

/// The claim "after <= factor * before - points" on the shares of bad units in two independent arms of n units each,
/// when the shares are `before` and `after`, both strictly within 0..1. A relative reduction of at least d is factor 1
/// - d, one by d points is points d.
struct SharesClaim {
  double factor = 1;
  double points = 0;
  double before = 0;
  double after = 0;
};

/// The outcome with n >= 1 units per arm by normal theory with the variances of the true shares (Farrington & Manning,
/// Stat. Med. 9 (1990) 1447, their method 1); close to that of the bounds a verdict uses once each arm has some
/// tens of bad units.
Outcome outcome(const SharesClaim& claim, std::int64_t n, Confidences confidences);

/// The units per arm for the wanted power, by the same theory, rounded up. Nothing when the truth does not meet the
/// claim, or beyond 10^12.
std::optional<std::int64_t> units_per_arm(const SharesClaim& claim, Confidences confidences, double power);

/// By how much rows of a first-order autoregressive series count for less, 0 <= r1 < 1: (1 + r1) / (1 - r1), 3 at r1 =
/// 0.5. An independent plan's n is multiplied by it, or by design_effect_of_bursts.
double design_effect_of_ar1(double r1);

}  // namespace plantproof::metrics
