#include "validators/compare.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <fmt/format.h>

#include "core/decimal.hpp"

namespace plantproof::validators {
namespace {

using metrics::Change;
using metrics::Difference;
using metrics::Estimate;

bool is_finite(const std::optional<double>& value) {
  return value && std::isfinite(*value);
}

/// "18.4 ms", or why there is nothing.
core::Text found(const metrics::Answer& answer, metrics::Unit unit) {
  const auto* estimate = std::get_if<Estimate>(&answer);
  if (estimate == nullptr) {
    return std::get<metrics::NoAnswer>(answer).why == metrics::NoAnswer::Why::NoData ? verdict_text(Verdict::NoData)
                                                                                     : verdict_text(Verdict::Invalid);
  }
  return estimate->value ? format_value(*estimate->value, unit) : core::Text{"无估计值", "no estimate"};
}

/// "lower by 12.2 ms (better)".
core::Text size_of(const Difference& difference, metrics::Unit unit, std::optional<core::Comparator> asked) {
  if (!difference.value) return {"差值没有估计", "no estimate of the difference"};
  if (*difference.value == 0) return {"两者相同", "the same"};
  const bool is_higher = *difference.value > 0;
  core::Text text = is_higher ? core::Text{"B 高", "higher in B"} : core::Text{"B 低", "lower in B"};
  if (is_finite(difference.value)) {
    const core::Text size = format_difference(*difference.value, unit);
    text.zh += " " + size.zh;
    text.en += " by " + size.en;
  }
  if (!asked) return text;
  const bool wants_more = *asked == core::Comparator::GreaterOrEqual || *asked == core::Comparator::Greater;
  const bool is_better = is_higher == wants_more;
  text.zh += is_better ? "（更好）" : "（更差）";
  text.en += is_better ? " (better)" : " (worse)";
  return text;
}

core::Text signed_text(double difference, metrics::Unit unit) {
  const core::Text size = format_difference(difference, unit);
  const char* sign = difference < 0 ? "-" : difference > 0 ? "+" : "";
  return {sign + size.zh, sign + size.en};
}

/// What the two intervals together say of a difference.
core::Text proof_of(const Difference& difference, metrics::Unit unit) {
  const std::string level = core::percent(difference.confidence);
  switch (difference.change) {
    case Change::Same:
      return {"两边都全数清点", "counted in full in both"};
    case Change::Higher:
    case Change::Lower: {
      const double least = difference.change == Change::Higher ? *difference.lower : -*difference.upper;
      if (difference.confidence == 1 && difference.lower == difference.upper)
        return {"两边都全数清点，没有抽样误差", "counted in full in both, so without sampling error"};
      if (!std::isfinite(least)) {
        return {fmt::format("超出两者的不确定度（置信度至少 {}）", level),
                fmt::format("more than both uncertainties together (confidence at least {})", level)};
      }
      const core::Text size = format_difference(least, unit);
      return {
          fmt::format("超出两者的不确定度：至少 {}（置信度至少 {}）", size.zh, level),
          fmt::format("more than both uncertainties together: at least {} (confidence at least {})", size.en, level)};
    }
    case Change::NotShown: {
      const core::Text none = {"无界", "no bound"};
      const auto end = [&](const std::optional<double>& bound) { return bound ? signed_text(*bound, unit) : none; };
      const core::Text lower = end(difference.lower);
      const core::Text upper = end(difference.upper);
      return {fmt::format(
                  "不超出两者的不确定度：B - A 在 {} 与 {} 之间（两端各至少 {} 置信），证明不了有差别，也证明不了相同",
                  lower.zh, upper.zh, level),
              fmt::format("not more than both uncertainties together: B - A lies between {} and {} (either end at "
                          "{} confidence at least), which proves neither a difference nor that there is none",
                          lower.en, upper.en, level)};
    }
    case Change::Unknown:
      return {"没有置信界，说不出差别是否出于偶然", "without bounds, whether that is chance cannot be said"};
  }
  return {};
}

Difference difference_of(const metrics::Answer& before, const metrics::Answer& after, core::Confidence confidence) {
  const auto* first = std::get_if<Estimate>(&before);
  const auto* second = std::get_if<Estimate>(&after);
  if (first == nullptr || second == nullptr) return {};
  return metrics::difference(*first, *second, confidence);
}

struct Told {
  const core::Text& title;
  const core::Text& reading;
  metrics::Unit unit = metrics::Unit::Ratio;
  std::optional<core::Comparator> asked;
};

core::Text sentence_of(const Told& of, const metrics::Answer& before, const metrics::Answer& after,
                       const Difference& difference) {
  const core::Text first = found(before, of.unit);
  const core::Text second = found(after, of.unit);
  const core::Text found_in = {
      fmt::format("{}（{}）：A 为 {}，B 为 {}", of.title.zh, of.reading.zh, first.zh, second.zh),
      fmt::format("{} ({}): {} in A, {} in B", of.title.en, of.reading.en, first.en, second.en)};
  if (std::holds_alternative<metrics::NoAnswer>(before) || std::holds_alternative<metrics::NoAnswer>(after))
    return {found_in.zh + "，无从比较。", found_in.en + ": nothing to compare."};
  if (!difference.value && difference.change == Change::Unknown)
    return {found_in.zh + "，给不出差值。", found_in.en + ": no difference can be given."};
  const core::Text size = size_of(difference, of.unit, of.asked);
  const core::Text proof = proof_of(difference, of.unit);
  return {fmt::format("{}。{}，{}。", found_in.zh, size.zh, proof.zh),
          fmt::format("{}: {}, {}.", found_in.en, size.en, proof.en)};
}

ComparedCriterion compared(const CriterionResult& before, const CriterionResult& after, core::Confidence confidence) {
  ComparedCriterion result;
  result.criterion = before.criterion;
  assert(before.criterion == after.criterion && before.readings.size() == after.readings.size());
  for (std::size_t i = 0; i < before.readings.size(); ++i) {
    const ReadingResult& first = before.readings[i];
    const ReadingResult& second = after.readings[i];
    result.readings.push_back({&first, &second, difference_of(first.answer, second.answer, confidence)});
  }
  const ComparedReading& deciding = result.deciding();
  const Criterion& criterion = *before.criterion;
  const core::Comparator asked = criterion.requirement.comparator;
  result.sentence = sentence_of({criterion.kpi->title, deciding.before->reading->title, criterion.kpi->unit, asked},
                                deciding.before->answer, deciding.after->answer, deciding.difference);
  return result;
}

ComparedFinding compared(const Finding& before, const Finding& after, core::Confidence confidence) {
  ComparedFinding result{&before, &after, {}};
  for (std::size_t i = 0; i < before.criteria.size(); ++i)
    result.criteria.push_back(compared(before.criteria[i], after.criteria[i], confidence));
  return result;
}

}  // namespace

std::size_t Comparison::turned() const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [](const ComparedFinding& each) { return each.has_turned(); }));
}

Comparison compare(const Assessment& before, const Assessment& after) {
  const std::string& first = before.provenance.scenario;
  const std::string& second = after.provenance.scenario;
  if (first != second) {
    throw core::InputFailure(
        after.provenance.scenario_where,
        {fmt::format("是场景“{}”的证据，{} 是“{}”的：条款不同，无从比较", second, before.provenance.directory, first),
         fmt::format(
             "is evidence of the scenario “{}”, {} of “{}”: their clauses ask for different things, so there is "
             "nothing to compare",
             second, before.provenance.directory, first)});
  }
  assert(before.pack == after.pack && before.bound_confidence == after.bound_confidence &&
         before.findings.size() == after.findings.size());
  const core::Confidence confidence = before.bound_confidence;
  Comparison result{&before, &after, {}, {}};
  for (std::size_t i = 0; i < before.findings.size(); ++i)
    result.findings.push_back(compared(before.findings[i], after.findings[i], confidence));
  for (const Observation& one : before.observations) {
    const auto other = std::find_if(after.observations.begin(), after.observations.end(),
                                    [&](const Observation& each) { return each.reading == one.reading; });
    if (other == after.observations.end()) continue;
    const Difference difference = difference_of(one.answer, other->answer, confidence);
    result.observations.push_back(
        {&one, &*other, difference,
         sentence_of({one.kpi->title, one.reading->title, one.kpi->unit, {}}, one.answer, other->answer, difference)});
  }
  return result;
}

core::Text format_difference(double difference, metrics::Unit unit) {
  if (unit != metrics::Unit::Ratio) return format_value(std::abs(difference), unit);
  constexpr double kPoints = 100;
  const std::string points = core::decimal(std::abs(difference) * kPoints, 3);
  return {points + " 个百分点", points + " pp"};
}

}  // namespace plantproof::validators
