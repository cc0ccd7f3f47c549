#include "validators/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace plantproof::validators {
namespace {

struct VerdictName {
  std::string_view id;
  core::Text text;
};

const VerdictName& name_of(Verdict verdict) {
  static const std::array<VerdictName, 5> kNames = {
      VerdictName{"pass", {"通过", "pass"}}, VerdictName{"fail", {"不通过", "fail"}},
      VerdictName{"inconclusive", {"未定", "inconclusive"}}, VerdictName{"no_data", {"无数据", "no data"}},
      VerdictName{"invalid", {"无效", "invalid"}}};
  return kNames[static_cast<std::size_t>(verdict)];
}

}  // namespace

std::string_view verdict_id(Verdict verdict) {
  return name_of(verdict).id;
}
const core::Text& verdict_text(Verdict verdict) {
  return name_of(verdict).text;
}

Verdict judge(const metrics::Estimate& estimate, const core::Requirement& requirement) {
  for (const auto& number : {estimate.value, estimate.lower, estimate.upper}) {
    if (number && std::isnan(*number)) return Verdict::Invalid;
  }
  const auto& unfavourable = requirement.wants_large() ? estimate.lower : estimate.upper;
  const auto& favourable = requirement.wants_large() ? estimate.upper : estimate.lower;
  if (unfavourable && requirement.is_met_by(*unfavourable)) return Verdict::Pass;
  if (favourable && !requirement.is_met_by(*favourable)) return Verdict::Fail;
  return Verdict::Inconclusive;
}

DecidingBound deciding_bound(const metrics::Estimate& estimate, const core::Requirement& requirement, Verdict verdict) {
  const bool is_lower = requirement.wants_large() != (verdict == Verdict::Fail);
  return {is_lower, is_lower ? estimate.lower : estimate.upper};
}

Verdict face_value(const metrics::Estimate& estimate, const core::Requirement& requirement) {
  if (!estimate.value) return Verdict::Inconclusive;
  return requirement.is_met_by(*estimate.value) ? Verdict::Pass : Verdict::Fail;
}

Verdict all_of(std::span<const Verdict> verdicts) {
  const auto has = [&](Verdict wanted) {
    return std::find(verdicts.begin(), verdicts.end(), wanted) != verdicts.end();
  };
  for (const Verdict decisive : {Verdict::Fail, Verdict::Invalid, Verdict::NoData, Verdict::Inconclusive}) {
    if (has(decisive)) return decisive;
  }
  return verdicts.empty() ? Verdict::NoData : Verdict::Pass;
}

}  // namespace plantproof::validators
