#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/requirement.hpp"
#include "core/text.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::validators {

/// What became of a requirement. NoData and Invalid are never folded into the others.
enum class Verdict {
  Pass,          ///< the unfavourable bound is on the right side of the limit
  Fail,          ///< the favourable bound is on the wrong side
  Inconclusive,  ///< in between: more evidence would settle it
  NoData,        ///< the table or the phase is not there
  Invalid,       ///< the evidence contradicts itself
};

/// "pass", "fail", "inconclusive", "no_data", "invalid": as JSON writes it.
std::string_view verdict_id(Verdict verdict);
/// "通过" / "pass", ...
const core::Text& verdict_text(Verdict verdict);

/// The verdict on "KPI comparator limit" from an estimate's one-sided bounds. A bound that is missing decides nothing.
Verdict judge(const metrics::Estimate& estimate, const core::Requirement& requirement);

/// The bound that settled a verdict, or failed to.
struct DecidingBound {
  bool is_lower = false;
  std::optional<double> value;  ///< none where the evidence gives none
};
/// Of a failing estimate the favourable bound, of any other the unfavourable one.
DecidingBound deciding_bound(const metrics::Estimate& estimate, const core::Requirement& requirement, Verdict verdict);

/// What a reader computes by hand: the point estimate against the limit. Inconclusive where there is none.
Verdict face_value(const metrics::Estimate& estimate, const core::Requirement& requirement);

/// The verdict on requirements that must all hold: Fail if one fails, otherwise Pass if all pass, otherwise the most
/// serious of the rest (Invalid before NoData before Inconclusive). Of nothing: NoData, so that an empty list passes
/// nothing.
Verdict all_of(std::span<const Verdict> verdicts);

}  // namespace plantproof::validators
