#include "sentence.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "metrics/dependence.hpp"

namespace plantproof::validators {
namespace {

using core::decimal;

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

core::Text bound_clause(const ReadingResult& result, const Criterion& criterion, core::Confidence confidence) {
  const metrics::Estimate& estimate = *result.estimate();
  const DecidingBound bound = deciding_bound(result, criterion.requirement);
  const std::string level = core::percent(confidence.level());
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
    return {fmt::format("，{} 置信{}不存在", level, side.zh),
            fmt::format(", there is no {} at {} confidence", side.en, level)};
  }
  const core::Text value = format_value(*bound.value, criterion.kpi->unit, criterion.requirement.limit);
  return {fmt::format("，{} 置信{} {}", level, side.zh, value.zh),
          fmt::format(", {} at {} confidence {}", side.en, level, value.en)};
}

/// Where the spread between runs decides, more rows of the same runs would not help.
core::Text more_runs(int runs, std::optional<int> needed) {
  if (!needed) {
    return {fmt::format("；起决定作用的是 {} 个批次之间的差异：需要更多批次，每批测得更久无济于事", runs),
            fmt::format("; the spread of the {} runs decides: it takes more runs, not more rows in each", runs)};
  }
  return {
      fmt::format("；起决定作用的是批次之间的差异：按目前估计共需约 {} 个这样的批次（现有 {}），每批测得更久无济于事",
                  core::grouped(*needed), runs),
      fmt::format("; the spread of the runs decides: at this estimate about {} runs like these would settle it "
                  "(there are {}), not more rows in each",
                  core::grouped(*needed), runs)};
}

core::Text outlook(const ReadingResult& result, const Criterion& criterion) {
  if (result.verdict != Verdict::Inconclusive) return {};
  if (const auto& look = result.early_look) {
    return {fmt::format("；提前查看（表 {} 计划 {} 行，现有 {} 行），既不判通过也不判不通过", look->table,
                        core::grouped(look->planned), core::grouped(look->found)),
            fmt::format("; looked at early ({} of {} of {}), so it neither passes nor fails",
                        core::grouped(look->found), core::counted(look->planned, "planned row"), look->table)};
  }
  if (result.provisional) {
    const core::Text& word = verdict_text(*result.provisional);
    return {fmt::format("；测量仍在进行，暂定：{}", word.zh),
            fmt::format("; provisional while the measurement goes on: {}", word.en)};
  }
  if (criterion.guard_band && result.estimate()->value &&
      !to_settle(*result.estimate(), criterion.requirement, *criterion.guard_band)) {
    return {"；估计值落在保护带内，再多的样本也不能定论",
            "; the estimate lies within the guard band, and more samples would not settle it"};
  }
  if (const auto runs = result.estimate()->deciding_runs) return more_runs(*runs, result.needed_runs);
  if (!result.needed_n) return {"；现有证据不足以定论", "; the evidence does not settle it"};
  const std::string needed = core::grouped(*result.needed_n);
  const std::string there = core::grouped(result.estimate()->n);
  const bool is_one = *result.needed_n == 1;
  return {fmt::format("；按目前估计共需 {} 个样本（现有 {}）才能定论", needed, there),
          fmt::format("; at this estimate {} sample{} in all would settle it (there {} {})", needed, is_one ? "" : "s",
                      result.estimate()->n == 1 ? "is" : "are", there)};
}

/// "asked < 10 ms (accepted < 9.5 ms, guard band 0.5 ms)".
core::Text asked(const Criterion& criterion) {
  const metrics::Unit unit = criterion.kpi->unit;
  const std::string limit = format_requirement(criterion.requirement, unit);
  core::Text text = {fmt::format("要求 {}", limit), fmt::format("asked {}", limit)};
  if (criterion.guard_band && criterion.guard_band->width() > 0) {
    const std::string accepted = format_requirement(criterion.guard_band->acceptance(criterion.requirement), unit);
    const std::string width = format_value(criterion.guard_band->width(), unit).en;
    text.zh += fmt::format("（保护带 {}，接受限 {}", width, accepted);
    text.en += fmt::format(" (guard band {}, accepted {}", width, accepted);
    if (criterion.guard_band->rule == DecisionRule::NonBinary) {
      core::Requirement rejected = criterion.guard_band->rejection(criterion.requirement);
      rejected.comparator = core::opposite(rejected.comparator);
      text.zh += fmt::format("，拒绝限 {}", format_requirement(rejected, unit));
      text.en += fmt::format(", rejected {}", format_requirement(rejected, unit));
    }
    text.zh += "）";
    text.en += ")";
  }
  return text;
}

/// "pass", "inconclusive (conditional pass)", with the conformance probability where there is one.
core::Text conclusion(const ReadingResult& result) {
  core::Text text = verdict_text(result.verdict);
  if (result.verdict == Verdict::Inconclusive && result.conformance) {
    const core::Text& condition = conformance_text(*result.conformance);
    text.zh += fmt::format("（{}）", condition.zh);
    text.en += fmt::format(" ({})", condition.en);
  }
  if (result.conformance_probability) {
    const std::string probability = core::percent(*result.conformance_probability);
    text.zh += fmt::format("，仅计仪器不确定度的合格概率 {}", probability);
    text.en += fmt::format(", conformance probability {} by the instrument's uncertainty alone", probability);
  }
  return text;
}

core::Text sequential_sentence(const ReadingResult& result, const Criterion& criterion) {
  const metrics::SequentialResult& test = *result.sequential;
  const core::Text& title = criterion.kpi->title;
  const core::Text& verdict = verdict_text(result.verdict);
  const std::string requirement = format_requirement(criterion.requirement, criterion.kpi->unit);
  core::Text state;
  core::Text more;
  switch (test.decision) {
    case metrics::SequentialDecision::Accept:
      state = {"到达接受线", "the accept line is reached"};
      break;
    case metrics::SequentialDecision::Reject: {
      const core::Text acceptable =
          format_value(criterion.sequential->acceptable, criterion.kpi->unit, criterion.requirement.limit);
      state = {"到达拒绝线", "the reject line is reached"};
      more = {fmt::format("，达不到约定的可接受值 {}", acceptable.zh),
              fmt::format(", it does not keep to the acceptable {} agreed on", acceptable.en)};
      break;
    }
    case metrics::SequentialDecision::GoOn: {
      const std::int64_t fewest = metrics::fewest_to_accept(test.lines, test.used.successes);
      state = {"在两线之间", "between the lines"};
      more = {fmt::format("；继续观察，此后若再无不合格，共 {} 个时接受", fewest),
              fmt::format("; go on, with no more error it is accepted at {} in all", fewest)};
      break;
    }
  }
  return {fmt::format("{}（{}）序贯检验：{} 个中 {} 个不合格，{}，要求 {}：{}{}。", title.zh, result.reading->title.zh,
                      test.used.trials, test.used.successes, state.zh, requirement, verdict.zh, more.zh),
          fmt::format("{} ({}), tested in sequence: {} errors among {}, {}, asked {}: {}{}.", title.en,
                      result.reading->title.en, test.used.successes, test.used.trials, state.en, requirement,
                      verdict.en, more.en)};
}

/// Why the lines are as far apart as they are.
core::Text dependence_note(double design_effect, const BurstLength& burst_length) {
  const std::string effect = decimal(design_effect, 4);
  const std::string length = decimal(burst_length.rows, 4);
  const core::Text whose = burst_length.is_agreed ? core::Text{"约定", "agreed"} : core::Text{"默认", "default"};
  constexpr double kRounding = 1 + 1e-9;
  if (design_effect > kRounding * metrics::design_effect_of_bursts(burst_length.rows)) {
    return {fmt::format("各行（含越线之后的）的相关比{}的 burst_length = {} 所说的更强：两线放宽 {} 倍", whose.zh,
                        length, effect),
            fmt::format("the rows, those after a crossing too, depend on each other by more than the {} "
                        "burst_length = {}: the lines are {} times as far apart",
                        whose.en, length, effect)};
  }
  if (burst_length.rows > 1) {
    return {fmt::format("不合格成串出现，按{}的 burst_length = {}：两线放宽 {} 倍", whose.zh, length, effect),
            fmt::format("errors come in bursts by the {} burst_length = {}: the lines are {} times as far apart",
                        whose.en, length, effect)};
  }
  return {fmt::format("按{}的 burst_length = 1，不合格按逐个出现计；各行也看不出成串，不过不合格很少时本来就看不出",
                      whose.zh),
          fmt::format("by the {} burst_length = 1 errors come singly; the rows show nothing else, but few errors never "
                      "would",
                      whose.en)};
}

}  // namespace

std::vector<core::Text> sequential_notes(const ReadingResult& result, const Criterion& criterion,
                                         const BurstLength& burst_length) {
  const metrics::SequentialResult& test = *result.sequential;
  const metrics::DecisionLines& lines = test.lines;
  const std::string accept = fmt::format("{} n - {}", decimal(lines.slope, 4), decimal(lines.accept_offset, 4));
  const std::string reject = fmt::format("{} n + {}", decimal(lines.slope, 4), decimal(lines.reject_offset, 4));
  std::vector<core::Text> notes;
  notes.push_back(
      {fmt::format("n 个中不合格不多于 {} 时接受，不少于 {} 时拒绝；名义误通过风险 {} %，误不通过风险 {} %", accept,
                   reject, decimal(test.plan.wrong_pass * 100, 4), decimal(test.plan.wrong_fail * 100, 4)),
       fmt::format(
           "of n, at most {} errors accept and at least {} reject; nominal risk of a wrong pass {} %, of a wrong "
           "fail {} %",
           accept, reject, decimal(test.plan.wrong_pass * 100, 4), decimal(test.plan.wrong_fail * 100, 4))});
  notes.push_back(dependence_note(test.plan.design_effect, burst_length));
  core::Text path = {"运行边界（n：不合格数，接受线，拒绝线）：",
                     "running boundary (n: errors, accept line, reject line):"};
  for (const metrics::Count& count : test.path) {
    const std::string point =
        fmt::format("{} {}: {}, {:.3f}, {:.3f}", &count == &test.path.front() ? "" : ";", count.trials, count.successes,
                    lines.accept_at(count.trials), lines.reject_at(count.trials));
    path.zh += point;
    path.en += point;
  }
  notes.push_back(std::move(path));
  if (test.unused.trials > 0) {
    const core::Text all = format_value(*result.estimate()->value, criterion.kpi->unit, criterion.requirement.limit);
    notes.push_back(
        {fmt::format("估计与面值只计到越线为止；其后还有 {} 个，其中 {} 个不合格，全部行合计为 {}", test.unused.trials,
                     test.unused.successes, all.zh),
         fmt::format("found and face value are those at the crossing; {} came after it, {} of them errors, and of all "
                     "rows it is {}",
                     test.unused.trials, test.unused.successes, all.en)});
  }
  return notes;
}

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
  if (result.sequential) return sequential_sentence(result, criterion);
  const metrics::Estimate& estimate = *result.estimate();
  const core::Text value = estimate.value
                               ? format_value(*estimate.value, criterion.kpi->unit, criterion.requirement.limit)
                               : core::Text{"样本不足以估计", "not to be estimated from so few samples"};
  const core::Text bound = bound_clause(result, criterion, confidence);
  const core::Text asked_for = asked(criterion);
  const core::Text found = conclusion(result);
  const core::Text more = outlook(result, criterion);
  return {fmt::format("{}（{}）{}{}{}，{}：{}{}。", title.zh, result.reading->title.zh, estimate.value ? "为 " : "",
                      value.zh, bound.zh, asked_for.zh, found.zh, more.zh),
          fmt::format("{} ({}) is {}{}, {}: {}{}.", title.en, result.reading->title.en, value.en, bound.en,
                      asked_for.en, found.en, more.en)};
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
