#pragma once

#include <vector>

#include "core/text.hpp"
#include "metrics/difference.hpp"
#include "validators/assess.hpp"

namespace plantproof::validators {

/// One reading of a criterion in two verdicts.
struct ComparedReading {
  const ReadingResult* before = nullptr;
  const ReadingResult* after = nullptr;
  metrics::Difference difference;  ///< of the estimates, in the KPI's unit; empty where one verdict has none

  [[nodiscard]] bool has_turned() const { return before->verdict != after->verdict; }
};

/// One criterion in two verdicts.
struct ComparedCriterion {
  const Criterion* criterion = nullptr;
  std::vector<ComparedReading> readings;  ///< the deciding one first
  core::Text sentence;                    ///< both estimates, their difference, and whether it is more than chance

  [[nodiscard]] const ComparedReading& deciding() const { return readings.front(); }
};

/// One clause in two verdicts.
struct ComparedFinding {
  const Finding* before = nullptr;
  const Finding* after = nullptr;
  std::vector<ComparedCriterion> criteria;

  [[nodiscard]] bool has_turned() const { return before->verdict != after->verdict; }
};

/// What is observed, not judged, in two verdicts.
struct ComparedObservation {
  const Observation* before = nullptr;
  const Observation* after = nullptr;
  metrics::Difference difference;
  core::Text sentence;
};

/// Two verdicts on one scenario. It refers into them, which must outlive it.
struct Comparison {
  const Assessment* before = nullptr;
  const Assessment* after = nullptr;
  std::vector<ComparedFinding> findings;
  std::vector<ComparedObservation> observations;  ///< those that stand in both verdicts

  /// How many clauses have another verdict.
  [[nodiscard]] std::size_t turned() const;
};

/// Compares verdicts that one pack, confidence and choice of readings gave (assertion). Throws core::InputFailure,
/// naming the second evidence, when they are of different scenarios: their clauses ask for different things.
Comparison compare(const Assessment& before, const Assessment& after);

/// How much higher (or lower: the sign is left out) as people read it: "1.2 ms", "3 pp", "3 个百分点". Finite.
core::Text format_difference(double difference, metrics::Unit unit);

}  // namespace plantproof::validators
