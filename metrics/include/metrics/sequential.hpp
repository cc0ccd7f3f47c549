#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/proportion.hpp"

namespace plantproof::metrics {

/// Wald's sequential probability ratio test of an error rate: may be looked at after every trial and stops early. 0 <
/// acceptable < rejectable < 1; wrong_pass and wrong_fail above 0, together below 1; design_effect at least 1
/// (assertions).
struct SequentialPlan {
  double acceptable = 0;  ///< an error rate that should pass
  double rejectable = 0;  ///< an error rate that should not: the limit
  double wrong_pass = 0;  ///< the consumer's risk: probability to accept at the rejectable rate
  double wrong_fail = 0;  ///< the producer's risk: probability to reject at the acceptable rate
  /// By how much errors that come in bursts inflate the variance of their count: the log-likelihood ratio is divided by
  /// it. 1 where trials are independent.
  double design_effect = 1;
};

/// The running boundary: accept at n trials with at most slope n - accept_offset errors, reject with at least slope n +
/// reject_offset. Wald, Sequential Analysis (1947), 5.3; NIST/SEMATECH e-Handbook 6.2.4. They lie where the likelihood
/// ratio is wrong_pass and 1 / wrong_fail: that the ratio of independent trials ever comes that far at the rejectable,
/// or acceptable, rate has at most that probability (Ville's inequality). Wald's own lines, (1 - wrong_fail) /
/// wrong_pass and so on, take the overshoot at a crossing for nothing and are missed more often than that.
struct DecisionLines {
  double accept_offset = 0;  ///< errors
  double reject_offset = 0;  ///< errors
  double slope = 0;          ///< errors a trial, between the acceptable and the rejectable rate

  [[nodiscard]] double accept_at(std::int64_t n) const { return slope * static_cast<double>(n) - accept_offset; }
  [[nodiscard]] double reject_at(std::int64_t n) const { return slope * static_cast<double>(n) + reject_offset; }
};
DecisionLines decision_lines(const SequentialPlan& plan);

/// How many trials in all settle it when no error is among the trials to come: the least n that accepts `errors`.
std::int64_t fewest_to_accept(const DecisionLines& lines, std::int64_t errors);

/// The trials in all at which the errors, coming on at the share observed, cross a line; nothing where they would run
/// between the lines for ever, or without trials.
std::optional<std::int64_t> trials_to_cross(const DecisionLines& lines, Count errors);

enum class SequentialDecision { Accept, Reject, GoOn };

/// What came of a sequential test: the decision at the first crossing, which nothing that comes later changes.
struct SequentialResult {
  SequentialPlan plan;
  DecisionLines lines;
  SequentialDecision decision = SequentialDecision::GoOn;
  Count used;               ///< errors among the trials up to and with the crossing; all of them without one
  Count unused;             ///< those after it
  std::vector<Count> path;  ///< the running count at each quarter of the trials used, the last at the crossing

  /// The errors seen of the trials used, 0..1; nothing without trials.
  [[nodiscard]] std::optional<double> error_rate() const;
};

/// Tests trials in the order in which they were observed; `is_error` may be empty (then it goes on).
SequentialResult sequential_test(const SequentialPlan& plan, const std::vector<bool>& is_error);

/// What is to be expected of a plan before a trial is made (its operating characteristic and average sample number).
struct SequentialProspect {
  double pass = 0;         ///< probability to accept
  double fail = 0;         ///< probability to reject
  double mean_trials = 0;  ///< up to the decision
};

/// Of independent trials with this error rate, above 0 and below 1: exact but for 1e-9 of probability that is left
/// undecided, trial by trial. Takes time in proportion to the trials: some milliseconds for rates of 1e-4.
SequentialProspect prospect(const SequentialPlan& plan, double error_rate);

}  // namespace plantproof::metrics
