#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/confidence.hpp"
#include "core/provenance.hpp"
#include "metrics/sequential.hpp"
#include "validators/pack.hpp"
#include "validators/verdict.hpp"

namespace plantproof::validators {

/// A criterion judged by one of its readings.
struct ReadingResult {
  const metrics::Reading* reading = nullptr;
  metrics::Answer answer;  ///< the estimate, or why there is none
  Verdict verdict = Verdict::NoData;
  Verdict face_value = Verdict::NoData;
  std::optional<std::int64_t> needed_n;  ///< of an inconclusive one: units in all that would settle it at the present
                                         ///< estimate; none where runs decide
  std::optional<int> needed_runs;     ///< the same in runs as long, where these decide and not the rows in them; none
                                      ///< where no number would do
  std::optional<double> clock_share;  ///< of the limit: what clocks that may be off take of it; none where none are
                                      ///< compared, or the limit is 0
  std::optional<Conformance> conformance;         ///< by the criterion's guard band; none without one, or left open
  std::optional<double> conformance_probability;  ///< of the estimate, where there is a guard band
  std::optional<metrics::SequentialResult> sequential;  ///< where a sequential test decided
  std::optional<core::PlannedRows> early_look;          ///< why a pass or fail was refused
  std::optional<Verdict> provisional;  ///< the pass or fail that was refused because the evidence still grows
  core::Text sentence;
  std::optional<Verdict> companion_verdict;  ///< what the estimate's companion alone would say; it decides nothing

  [[nodiscard]] const metrics::Estimate* estimate() const { return std::get_if<metrics::Estimate>(&answer); }
};

/// The bound that settled a result, or failed to; conditional verdicts have that of what they are a condition of.
/// The result has an estimate (assertion).
DecidingBound deciding_bound(const ReadingResult& result, const core::Requirement& requirement);

/// A criterion judged: by every reading, the first deciding.
struct CriterionResult {
  const Criterion* criterion = nullptr;
  std::vector<ReadingResult> readings;
  bool depends_on_reading = false;  ///< the readings do not agree on the verdict

  [[nodiscard]] const ReadingResult& deciding() const { return readings.front(); }
};

/// A clause judged. Every clause gets one, also when it passes.
struct Finding {
  const Clause* clause = nullptr;
  Verdict verdict = Verdict::NoData;
  Verdict face_value = Verdict::NoData;
  core::Text sentence;
  std::vector<CriterionResult> criteria;  ///< one for most clauses, several for "at least n of"
};

/// One reading of a KPI that was observed, not judged.
struct Observation {
  const metrics::Kpi* kpi = nullptr;
  const metrics::Reading* reading = nullptr;
  metrics::Answer answer;

  [[nodiscard]] const metrics::Estimate* estimate() const { return std::get_if<metrics::Estimate>(&answer); }
};

/// A parameter as it was used, and whether the evidence set it over the pack's default.
struct UsedParameter {
  const metrics::ParameterInfo* info = nullptr;
  std::optional<double> value;
  bool agreed_in_evidence = false;
};

/// The verdict on a scenario. It refers into the pack, which must outlive it.
struct Assessment {
  const Pack* pack = nullptr;
  const ScenarioCriteria* scenario = nullptr;
  core::Confidence confidence{0.95};        ///< as agreed
  int looks = 1;                            ///< that share its alpha
  core::Confidence bound_confidence{0.95};  ///< of every bound: the agreed one, shared by the looks
  core::Provenance provenance;
  metrics::Parameters agreed;             ///< every parameter, as it was used
  std::vector<UsedParameter> parameters;  ///< those that the scenario's KPIs use, judged or observed
  std::vector<Finding> findings;
  std::vector<Observation> observations;  ///< they take no part in the verdict
  Verdict verdict = Verdict::NoData;
  Verdict face_value = Verdict::NoData;
};

/// What a user may choose over the pack.
struct AssessOptions {
  std::optional<core::Confidence> confidence;
  std::map<std::string, std::string> readings;  ///< criterion id -> the reading that decides
  bool sequential = false;                      ///< judge by a sequential test where the pack allows it
  int looks = 1;       ///< how often the evidence is looked at before it is complete; alpha is shared by them
  bool grows = false;  ///< the evidence is still being recorded
};

/// Judges evidence by a pack. Throws core::InputFailure when the evidence's scenario is not in the pack, a parameter it
/// sets does not exist or is out of range, an option names a criterion or reading that does not exist, a
/// sequential test is asked for where no criterion allows one or together with looks, or planned rows are those of a
/// table that no criterion stands on; all at once, each with the nearest name.
///
/// Where a table of the pilot has fewer rows than planned, a criterion that stands on it neither passes nor fails:
/// looking early makes wrong verdicts likelier, unless a sequential test decides or the looks share alpha
/// (Bonferroni). The same holds of evidence that grows, but for tables that have the rows that were planned.
Assessment assess(const data::Evidence& evidence, const core::Provenance& provenance, const Pack& pack,
                  const AssessOptions& options);

/// A KPI's value as people read it: "98.2 %", "6.21 ms", "31". Digits are added until it differs from `limit` in print
/// when it differs in fact, so that no sentence says "50 % is below 50 %". Infinity is "无穷大" / "infinite".
core::Text format_value(double value, metrics::Unit unit, std::optional<double> limit = {});

/// "clock uncertainty 0.4 ms, 4 % of the limit".
core::Text clock_sentence(double clock, double share, metrics::Unit unit);

/// "≥ 50 %".
std::string format_requirement(const core::Requirement& requirement, metrics::Unit unit);

}  // namespace plantproof::validators
