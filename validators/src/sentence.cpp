#include "sentence.hpp"

#include <cmath>

#include <fmt/format.h>

namespace plantproof::validators {
namespace {

double shown(double value, metrics::Unit unit) {
  return unit == metrics::Unit::Ratio ? value * 100 : value;
}

std::string_view shown_unit(metrics::Unit unit) {
  switch (unit) {
    case metrics::Unit::Ratio:
      return " %";
    case metrics::Unit::Milliseconds:
      return " ms";
    case metrics::Unit::Count:
      return "";
  }
  return "";
}

/// "<", "≤", "≥", ">".
std::string_view mathematical(core::Comparator comparator) {
  switch (comparator) {
    case core::Comparator::Less:
      return "<";
    case core::Comparator::LessOrEqual:
      return "≤";
    case core::Comparator::GreaterOrEqual:
      return "≥";
    case core::Comparator::Greater:
      return ">";
  }
  return "";
}

std::string decimal(double value, int digits) {
  const double magnitude = std::abs(value);
  if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e9)) return fmt::format("{:.{}g}", value, digits);
  const int whole = magnitude < 1 ? 0 : static_cast<int>(std::floor(std::log10(magnitude))) + 1;
  const int leading_zeros =
      magnitude == 0 || magnitude >= 1 ? 0 : -static_cast<int>(std::floor(std::log10(magnitude))) - 1;
  std::string text = fmt::format("{:.{}f}", value, std::max(0, digits - whole + leading_zeros));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

core::Text bound_clause(const ReadingResult& result, const Criterion& criterion, core::Confidence confidence) {
  const metrics::Estimate& estimate = *result.estimate();
  const DecidingBound bound = deciding_bound(estimate, criterion.requirement, result.verdict);
  const std::string level = decimal(confidence.level() * 100, 9);
  const core::Text side = bound.is_lower ? core::Text{"下界", "lower bound"} : core::Text{"上界", "upper bound"};
  const bool is_counted = estimate.method == metrics::Method::Census;
  if (is_counted && estimate.lower == estimate.upper) return {"，全数清点", ", counted in full"};
  if ((is_counted || estimate.method == metrics::Method::Extremum) && estimate.lower && estimate.upper) {
    const core::Text lower = format_value(*estimate.lower, criterion.kpi->unit, criterion.requirement.limit);
    const core::Text upper = format_value(*estimate.upper, criterion.kpi->unit, criterion.requirement.limit);
    if (lower == upper) return {"，只就测到者而言", ", of what was seen"};
    return {fmt::format("，可能在 {} 到 {} 之间", lower.zh, upper.zh),
            fmt::format(", it may be from {} to {}", lower.en, upper.en)};
  }
  if (!bound.value) {
    return {fmt::format("，{} % 置信{}不存在", level, side.zh),
            fmt::format(", there is no {} at {} % confidence", side.en, level)};
  }
  const core::Text value = format_value(*bound.value, criterion.kpi->unit, criterion.requirement.limit);
  return {fmt::format("，{} % 置信{} {}", level, side.zh, value.zh),
          fmt::format(", {} at {} % confidence {}", side.en, level, value.en)};
}

core::Text outlook(const ReadingResult& result) {
  if (result.verdict != Verdict::Inconclusive) return {};
  if (!result.needed_n) return {"；现有证据不足以定论", "; the evidence does not settle it"};
  return {fmt::format("；按目前估计共需 {} 个样本（现有 {}）才能定论", *result.needed_n, result.estimate()->n),
          fmt::format("; at this estimate {} samples in all would settle it (there are {})", *result.needed_n,
                      result.estimate()->n)};
}

}  // namespace

core::Text format_value(double value, metrics::Unit unit, std::optional<double> limit) {
  if (std::isinf(value)) return value > 0 ? core::Text{"无穷大", "infinite"} : core::Text{"负无穷", "minus infinity"};
  const double number = shown(value, unit);
  int digits = 4;
  if (limit && !core::is_same_number(value, *limit)) {
    while (digits < 15 && decimal(number, digits) == decimal(shown(*limit, unit), digits)) ++digits;
  }
  return core::same_in_both(decimal(number, digits) + std::string(shown_unit(unit)));
}

core::Text clock_sentence(double clock, double share, metrics::Unit unit) {
  const std::string value = format_value(clock, unit).en;
  const std::string percent = decimal(share * 100, 3);
  return {fmt::format("时钟不确定度 {}，占限值的 {} %", value, percent),
          fmt::format("clock uncertainty {}, {} % of the limit", value, percent)};
}

std::string format_requirement(const core::Requirement& requirement, metrics::Unit unit) {
  return fmt::format("{} {}", mathematical(requirement.comparator), format_value(requirement.limit, unit).en);
}

core::Text sentence_of(const ReadingResult& result, const Criterion& criterion, core::Confidence confidence) {
  const core::Text& title = criterion.kpi->title;
  const core::Text& verdict = verdict_text(result.verdict);
  const std::string requirement = format_requirement(criterion.requirement, criterion.kpi->unit);
  if (const auto* none = std::get_if<metrics::NoAnswer>(&result.answer)) {
    return {fmt::format("{}（要求 {}）：{}——{}。", title.zh, requirement, verdict.zh, none->reason.zh),
            fmt::format("{} (asked {}): {} - {}.", title.en, requirement, verdict.en, none->reason.en)};
  }
  const metrics::Estimate& estimate = *result.estimate();
  const core::Text value = estimate.value
                               ? format_value(*estimate.value, criterion.kpi->unit, criterion.requirement.limit)
                               : core::Text{"样本不足以估计", "not to be estimated from so few samples"};
  const core::Text bound = bound_clause(result, criterion, confidence);
  const core::Text more = outlook(result);
  return {fmt::format("{}（{}）{}{}{}，要求 {}：{}{}。", title.zh, result.reading->title.zh,
                      estimate.value ? "为 " : "", value.zh, bound.zh, requirement, verdict.zh, more.zh),
          fmt::format("{} ({}) is {}{}, asked {}: {}{}.", title.en, result.reading->title.en, value.en, bound.en,
                      requirement, verdict.en, more.en)};
}

core::Text sentence_of(const Finding& finding) {
  std::size_t met = 0;
  core::Text parts;
  for (const CriterionResult& criterion : finding.criteria) {
    if (criterion.deciding().verdict == Verdict::Pass) ++met;
    parts.zh += fmt::format("{}{} {}", parts.zh.empty() ? "" : "，", criterion.criterion->id,
                            verdict_text(criterion.deciding().verdict).zh);
    parts.en += fmt::format("{}{} {}", parts.en.empty() ? "" : ", ", criterion.criterion->id,
                            verdict_text(criterion.deciding().verdict).en);
  }
  const core::Text& verdict = verdict_text(finding.verdict);
  // One criterion may pass on its own and not when several chances to pass are corrected for.
  const bool corrected = met >= finding.clause->at_least && finding.verdict != Verdict::Pass;
  return {fmt::format("{} 项中至少 {} 项：{}（Holm 校正{}）——{}。", finding.criteria.size(), finding.clause->at_least,
                      parts.zh, corrected ? "后不足" : "", verdict.zh),
          fmt::format("at least {} of {}: {} (Holm{}) - {}.", finding.clause->at_least, finding.criteria.size(),
                      parts.en, corrected ? ", not enough after correction" : "", verdict.en)};
}

}  // namespace plantproof::validators
