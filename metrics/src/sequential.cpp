#include "metrics/sequential.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "least.hpp"

namespace plantproof::metrics {
namespace {

constexpr std::int64_t kQuarters = 4;

/// The running count at each quarter of the first n trials, equal ones once.
std::vector<Count> path_of(const std::vector<bool>& is_error, std::int64_t n) {
  std::vector<Count> path;
  Count count;
  for (std::int64_t quarter = 1; quarter <= kQuarters; ++quarter) {
    const std::int64_t end = n * quarter / kQuarters;
    if (end == count.trials) continue;
    count.successes += std::count(is_error.begin() + count.trials, is_error.begin() + end, true);
    count.trials = end;
    path.push_back(count);
  }
  return path;
}

}  // namespace

DecisionLines decision_lines(const SequentialPlan& plan) {
  assert(0 < plan.acceptable && plan.acceptable < plan.rejectable && plan.rejectable < 1);
  assert(plan.wrong_pass > 0 && plan.wrong_fail > 0 && plan.wrong_pass + plan.wrong_fail < 1);
  assert(plan.design_effect >= 1);
  // What an error adds to the log-likelihood ratio of rejectable against acceptable, and what a right trial takes off.
  const double error = std::log(plan.rejectable / plan.acceptable);
  const double right = std::log1p(-plan.acceptable) - std::log1p(-plan.rejectable);
  const double scale = plan.design_effect / (error + right);
  return {.accept_offset = -std::log(plan.wrong_pass) * scale,
          .reject_offset = -std::log(plan.wrong_fail) * scale,
          .slope = right / (error + right)};
}

std::int64_t fewest_to_accept(const DecisionLines& lines, std::int64_t errors) {
  return static_cast<std::int64_t>(std::ceil((static_cast<double>(errors) + lines.accept_offset) / lines.slope));
}

std::optional<std::int64_t> trials_to_cross(const DecisionLines& lines, Count errors) {
  if (errors.trials == 0) return std::nullopt;
  const double drift = static_cast<double>(errors.successes) / static_cast<double>(errors.trials) - lines.slope;
  const double trials = std::ceil((drift < 0 ? -lines.accept_offset : lines.reject_offset) / drift);
  if (!(trials <= static_cast<double>(kMostUnits))) return std::nullopt;
  return static_cast<std::int64_t>(trials);
}

std::optional<double> SequentialResult::error_rate() const {
  if (used.trials == 0) return std::nullopt;
  return static_cast<double>(used.successes) / static_cast<double>(used.trials);
}

SequentialResult sequential_test(const SequentialPlan& plan, const std::vector<bool>& is_error) {
  SequentialResult result{.plan = plan, .lines = decision_lines(plan), .used = {}, .unused = {}, .path = {}};
  for (const bool error : is_error) {
    Count& count = result.decision == SequentialDecision::GoOn ? result.used : result.unused;
    ++count.trials;
    if (error) ++count.successes;
    if (&count == &result.unused) continue;
    const auto errors = static_cast<double>(count.successes);
    if (errors <= result.lines.accept_at(count.trials)) result.decision = SequentialDecision::Accept;
    if (errors >= result.lines.reject_at(count.trials)) result.decision = SequentialDecision::Reject;
  }
  result.path = path_of(is_error, result.used.trials);
  return result;
}

SequentialProspect prospect(const SequentialPlan& plan, double error_rate) {
  assert(0 < error_rate && error_rate < 1);
  constexpr double kLeftUndecided = 1e-9;
  const DecisionLines lines = decision_lines(plan);
  SequentialProspect result;
  std::int64_t fewest = 0;            // errors on a path between the lines
  std::vector<double> between = {1};  // probability of such paths with that many errors, with one more, ...
  for (std::int64_t n = 1; std::accumulate(between.begin(), between.end(), 0.0) > kLeftUndecided; ++n) {
    between.push_back(0);
    for (std::size_t i = between.size() - 1; i > 0; --i) {
      between[i] += error_rate * (between[i - 1] - between[i]);
    }
    between[0] -= error_rate * between[0];
    while (!between.empty() && static_cast<double>(fewest) <= lines.accept_at(n)) {
      result.pass += between.front();
      result.mean_trials += between.front() * static_cast<double>(n);
      between.erase(between.begin());
      ++fewest;
    }
    while (!between.empty() &&
           static_cast<double>(fewest + static_cast<std::int64_t>(between.size()) - 1) >= lines.reject_at(n)) {
      result.fail += between.back();
      result.mean_trials += between.back() * static_cast<double>(n);
      between.pop_back();
    }
  }
  return result;
}

}  // namespace plantproof::metrics
