#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/confidence.hpp"
#include "metrics/planning.hpp"
#include "validators/pack.hpp"

namespace plantproof::validators {

/// A rectangular floor.
struct Floor {
  double length_m = 0;
  double width_m = 0;
};

/// What a plan rests on. Rates are per hour; without the rate of what a reading counts, its plan has no hours.
struct PlanOptions {
  std::optional<core::Confidence> confidence;  ///< over the pack's
  double power = 0.9;                          ///< the wanted probability to pass, above 0, below 1 (assertion)
  /// KPI id -> the believed truth as people write it: "99%", "0.99"; of a delay the share of messages at or above the
  /// limit.
  std::map<std::string, std::string> assumed;
  std::optional<double> design_effect;  ///< how many dependent rows count for one, at least 1 (assertion), over that
                                        ///< of the pack's burst_length; not for shifts
  int runs = 1;  ///< that the rows come in, as many in each, at least 1 (assertion); several are judged by their spread
  std::optional<double> variation;  ///< coefficient of variation between shifts, above 0 (assertion)
  double shift_h = 8;
  std::map<std::string, double> rows_per_hour;  ///< by the rate's name in metrics::Design
  std::map<std::string, int> groups;            ///< how many flows, stages; 1 of what is not named
  std::optional<Floor> floor;                   ///< whose coverage is asked for
  std::set<std::string>
      given;  ///< which of these a user has set, by name: "inspections", "flows", "shift", "floor", "runs"
  std::optional<double> budget_h;  ///< the time there is for measuring, hours
};

/// An amount of evidence, and what comes of it when the believed truth is true.
struct EvidenceSize {
  std::int64_t n = 0;                      ///< units: of each group where each must pass, of each arm of a comparison
  std::optional<double> hours;             ///< at the assumed rate; both arms of a comparison together
  std::optional<std::int64_t> pass_to;     ///< of shares: the most bad units that pass; nothing when not even none does
  std::optional<std::int64_t> fail_from;   ///< of shares: the fewest that fail; both mostly, since how far runs, or
                                           ///< tenths of one, lie apart decides as well
  std::optional<double> expected;          ///< of shares: bad units that the believed truth will show
  std::optional<double> variation;         ///< of arms of shifts: the coefficient of variation this row is for
  std::optional<std::int64_t> n_if_known;  ///< of arms of shifts: n if the spread need not be estimated
  metrics::Outcome outcome;
};

/// Whether a time is enough.
enum class Settles {
  Yes,      ///< the believed truth is settled, pass or fail, with the wanted power
  Perhaps,  ///< a pass is possible
  No,       ///< whatever is seen, it does not pass
};

struct OperatingPoint {
  double truth = 0;
  metrics::Outcome outcome;
};

/// How one reading is settled. A reading that cannot be planned has notes only.
struct ReadingPlan {
  const metrics::Reading* reading = nullptr;
  int groups = 1;                   ///< that each must pass
  std::optional<double> limit;      ///< on the axis of `truth`
  std::optional<double> accepted;   ///< what a pass must clear: the limit, or that of the guard band
  std::optional<double> truth;      ///< believed, in the KPI's unit; of a quantile the share of late units
  bool truth_is_given = false;      ///< by the user, not by default
  std::vector<EvidenceSize> sizes;  ///< by errors allowed, or by the variation; the first is the fewest that can pass
  std::optional<EvidenceSize> enough;  ///< the fewest that pass with the wanted power; nothing where no n does
  std::optional<EvidenceSize> in_budget;
  std::optional<Settles> settles;              ///< with a budget
  core::Text why_not_enough;                   ///< why there is no `enough`; empty where there is
  std::optional<EvidenceSize> shown;           ///< what `characteristic` speaks of: `enough`, else an example
  std::vector<OperatingPoint> characteristic;  ///< by truth, the best first
  std::vector<core::Text> notes;
};

struct CriterionPlan {
  const Criterion* criterion = nullptr;
  metrics::Confidences confidences;
  std::vector<ReadingPlan> readings;  ///< the default first
};

struct ClausePlan {
  const Clause* clause = nullptr;
  std::vector<CriterionPlan> criteria;
};

/// What evidence will settle the clauses of a scenario. It refers into the pack, which must outlive it.
struct Plan {
  const Pack* pack = nullptr;
  const ScenarioCriteria* scenario = nullptr;
  core::Confidence confidence{0.95};
  PlanOptions options;  ///< as used: with a design effect, and without rates that no clause asks for
  std::vector<ClausePlan> clauses;
};

/// Plans every reading of every clause. What is believed by default: bad units half as common as the limit, or its
/// guard band, allows, an increase or decrease by a quarter more than is asked, a reduction of defects of twice what is
/// asked; between shifts a coefficient of variation of 5, 10 and 20 %, the middle one deciding. The alternatives of a
/// clause are planned by Holm's first step, alpha / m each. Throws core::InputFailure with everything that is wrong at
/// once: a scenario, KPI, rate or group that is not there (with the nearest name; one that was not given need only
/// exist elsewhere), a believed truth that is not a number of its KPI.
Plan plan(const Pack& pack, const std::string& scenario, const PlanOptions& options);

/// The believed truth as people read it: a value of the KPI, or "0.5 % 超限" / "0.5 % late".
core::Text format_truth(double truth, const metrics::Reading& reading, std::optional<double> limit = {});

}  // namespace plantproof::validators
