#include "validators/guard_band.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace plantproof::validators {
namespace {

/// The limit moved by so much towards what is better.
core::Requirement tightened(core::Requirement requirement, double by) {
  requirement.limit += requirement.wants_large() ? by : -by;
  return requirement;
}

}  // namespace

const std::vector<std::string>& decision_rule_ids() {
  static const std::vector<std::string> kIds = {"simple", "guarded", "non_binary"};
  return kIds;
}

const core::Text& decision_rule_text(DecisionRule rule) {
  static const std::array<core::Text, 3> kTexts = {
      core::Text{"简单接受", "simple acceptance"}, {"保护带接受", "guarded acceptance"}, {"非二元判定", "non-binary"}};
  return kTexts[static_cast<std::size_t>(rule)];
}

core::Requirement GuardBand::acceptance(core::Requirement requirement) const {
  return tightened(requirement, width());
}

core::Requirement GuardBand::rejection(core::Requirement requirement) const {
  return rule == DecisionRule::NonBinary ? tightened(requirement, -width()) : requirement;
}

std::string_view conformance_id(Conformance conformance) {
  static constexpr std::array<std::string_view, 4> kIds = {"pass", "conditional_pass", "conditional_fail", "fail"};
  return kIds[static_cast<std::size_t>(conformance)];
}

const core::Text& conformance_text(Conformance conformance) {
  static const std::array<core::Text, 4> kTexts = {core::Text{"通过", "pass"},
                                                   {"有条件通过", "conditional pass"},
                                                   {"有条件不通过", "conditional fail"},
                                                   {"不通过", "fail"}};
  return kTexts[static_cast<std::size_t>(conformance)];
}

std::optional<Conformance> conformance(const metrics::Estimate& estimate, const core::Requirement& requirement,
                                       const GuardBand& band) {
  if (judge(estimate, band.acceptance(requirement)) == Verdict::Pass) return Conformance::Pass;
  if (judge(estimate, band.rejection(requirement)) == Verdict::Fail) return Conformance::Fail;
  if (band.rule != DecisionRule::NonBinary) return std::nullopt;
  switch (judge(estimate, requirement)) {
    case Verdict::Pass:
      return Conformance::ConditionalPass;
    case Verdict::Fail:
      return Conformance::ConditionalFail;
    default:
      return std::nullopt;
  }
}

Verdict judge(const metrics::Estimate& estimate, const core::Requirement& requirement, const GuardBand& band) {
  if (judge(estimate, requirement) == Verdict::Invalid) return Verdict::Invalid;
  const std::optional<Conformance> found = conformance(estimate, requirement, band);
  if (found == Conformance::Pass) return Verdict::Pass;
  return found == Conformance::Fail ? Verdict::Fail : Verdict::Inconclusive;
}

std::optional<core::Requirement> to_settle(const metrics::Estimate& estimate, const core::Requirement& requirement,
                                           const GuardBand& band) {
  if (!estimate.value) return std::nullopt;
  const core::Requirement acceptance = band.acceptance(requirement);
  if (acceptance.is_met_by(*estimate.value)) return acceptance;
  const core::Requirement rejection = band.rejection(requirement);
  return rejection.is_met_by(*estimate.value) ? std::nullopt : std::optional(rejection);
}

double conformance_probability(double value, const core::Requirement& requirement, double expanded_uncertainty) {
  const double room = requirement.wants_large() ? value - requirement.limit : requirement.limit - value;
  const double standard = room / (expanded_uncertainty / 2);
  return std::erfc(-standard / std::numbers::sqrt2) / 2;
}

}  // namespace plantproof::validators
