#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/requirement.hpp"
#include "core/text.hpp"
#include "metrics/estimate.hpp"
#include "validators/verdict.hpp"

namespace plantproof::validators {

/// How the instrument's uncertainty enters the decision (ILAC-G8:09/2019, 4.2).
enum class DecisionRule {
  Simple,     ///< not at all: the limit accepts and rejects (4.2.1)
  Guarded,    ///< a pass clears the limit by the guard band, a fail the limit itself (4.2.2)
  NonBinary,  ///< a pass and a fail both clear the limit by the guard band, what lies within it is conditional (4.2.3)
};
/// "simple", "guarded", "non_binary": as a pack and JSON write it, in the order of the enumeration.
const std::vector<std::string>& decision_rule_ids();
const core::Text& decision_rule_text(DecisionRule rule);

/// A guard band of width w = r U on the good side of a limit, for what the instrument is unsure of beyond what the
/// bounds of an estimate contain.
struct GuardBand {
  DecisionRule rule = DecisionRule::Simple;
  double r = 1;                     ///< at least 0
  double expanded_uncertainty = 0;  ///< U = 2 u in the KPI's unit, above 0

  /// w, in the KPI's unit; 0 by the simple rule.
  [[nodiscard]] double width() const { return rule == DecisionRule::Simple ? 0 : r * expanded_uncertainty; }
  /// What a pass must meet: the limit moved to its good side by w.
  [[nodiscard]] core::Requirement acceptance(core::Requirement requirement) const;
  /// What a fail must miss: the limit itself or, by the non-binary rule, the limit moved to its bad side by w.
  [[nodiscard]] core::Requirement rejection(core::Requirement requirement) const;
};

/// The four statements of the non-binary rule; the others make the first and the last only.
enum class Conformance { Pass, ConditionalPass, ConditionalFail, Fail };
/// "pass", "conditional_pass", "conditional_fail", "fail".
std::string_view conformance_id(Conformance conformance);
const core::Text& conformance_text(Conformance conformance);

/// What an estimate's one-sided bounds say by the band's rule; nothing where they leave it open.
std::optional<Conformance> conformance(const metrics::Estimate& estimate, const core::Requirement& requirement,
                                       const GuardBand& band);

/// The verdict by the band's rule: what is conditional is Inconclusive. Invalid where judge() says so.
Verdict judge(const metrics::Estimate& estimate, const core::Requirement& requirement, const GuardBand& band);

/// The requirement that more evidence would settle at the present estimate: acceptance or rejection; nothing where the
/// estimate is missing or lies between the two, so that no amount of evidence would.
std::optional<core::Requirement> to_settle(const metrics::Estimate& estimate, const core::Requirement& requirement,
                                           const GuardBand& band);

/// The probability that what was measured as `value` conforms, when the instrument's error is normal with the standard
/// uncertainty U / 2 (JCGM 106:2012, 7.2). U > 0. It knows the instrument only, not how few were measured.
double conformance_probability(double value, const core::Requirement& requirement, double expanded_uncertainty);

}  // namespace plantproof::validators
