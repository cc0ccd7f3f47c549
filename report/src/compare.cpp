#include "report/compare.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare_words.hpp"
#include "core/decimal.hpp"
#include "words.hpp"
#include "writer.hpp"

namespace plantproof::report {
namespace {

using validators::Assessment;
using validators::ComparedCriterion;
using validators::ComparedFinding;
using validators::ComparedReading;
using validators::Comparison;

/// A comparison, section by section.
class Page {
 public:
  Page(const ComparisonContent& content, const TerminalStyle& style)
      : content_(content), comparison_(*content.comparison), out_(style) {}

  std::string text() && {
    heading();
    out_.blank();
    clauses();
    readings();
    differences();
    out_.blank();
    out_.paragraph(say({"判定规则", "rule"}), say(comparison_rule(comparison_)));
    return out_.take();
  }

 private:
  [[nodiscard]] const std::string& say(const core::Text& text) const { return out_.say(text); }

  void heading() {
    const core::Text& title = comparison_.before->scenario->title;
    const std::string& id = comparison_.before->scenario->id;
    out_.line(say({fmt::format("对比：{}（{}）", title.zh, id), fmt::format("comparison: {} ({})", title.en, id)}),
              Ink::Strong);
    side("A", *comparison_.before);
    side("B", *comparison_.after);
    const bool has_turned = comparison_.turned() > 0;
    out_.paragraph(say({"变化", "turned"}), say(turned_sentence(comparison_)), has_turned ? Ink::Strong : Ink::Plain);
    const std::vector<core::Text> notes = cautions(content_);
    for (const core::Text& note : notes) out_.bullet(say(note));
  }

  void side(std::string_view name, const Assessment& assessment) {
    const core::Provenance& provenance = assessment.provenance;
    out_.paragraph(name, provenance.directory);
    const core::Text& verdict = validators::verdict_text(assessment.verdict);
    const core::Text counts = tally(assessment);
    out_.paragraph(
        "",
        fmt::format("{} {}", sign(assessment.verdict),
                    say({fmt::format("{}——{}", verdict.zh, counts.zh), fmt::format("{} - {}", verdict.en, counts.en)})),
        ink_of(assessment.verdict));
    out_.paragraph("", say(origin_sentence(provenance.origin)));
  }

  [[nodiscard]] std::string value(const validators::ReadingResult& result,
                                  const validators::Criterion& criterion) const {
    const metrics::Estimate* estimate = result.estimate();
    if (estimate == nullptr || !estimate->value) return say({"无", "none"});
    return say(validators::format_value(*estimate->value, criterion.kpi->unit, criterion.requirement.limit));
  }

  [[nodiscard]] std::string verdicts(validators::Verdict before, validators::Verdict after) const {
    if (before == after) return out_.verdict_cell(after).text;
    return fmt::format("{} → {}", out_.verdict_cell(before).text, out_.verdict_cell(after).text);
  }

  static Ink ink(validators::Verdict before, validators::Verdict after) {
    return before == after ? Ink::Plain : ink_of(after);
  }

  [[nodiscard]] std::vector<Cell> row(const std::string& id, const std::string& title,
                                      const ComparedCriterion& compared, validators::Verdict before,
                                      validators::Verdict after) const {
    const validators::Criterion& criterion = *compared.criterion;
    const ComparedReading& deciding = compared.deciding();
    return {{id},
            {title},
            {validators::format_requirement(criterion.requirement, criterion.kpi->unit)},
            {value(*deciding.before, criterion)},
            {value(*deciding.after, criterion)},
            {say(difference_text(deciding.difference, criterion.kpi->unit))},
            {say(change_text(deciding.difference.change))},
            {verdicts(before, after), ink(before, after)}};
  }

  /// Those that turned, then the others, each in the order of the pack.
  [[nodiscard]] std::vector<const ComparedFinding*> in_order() const {
    std::vector<const ComparedFinding*> findings;
    for (const ComparedFinding& finding : comparison_.findings) findings.push_back(&finding);
    std::stable_partition(findings.begin(), findings.end(), [](const auto* each) { return each->has_turned(); });
    return findings;
  }

  void clauses() {
    std::vector<std::vector<Cell>> rows;
    for (const ComparedFinding* finding : in_order()) {
      const validators::Clause& clause = *finding->before->clause;
      const validators::Verdict before = finding->before->verdict;
      const validators::Verdict after = finding->after->verdict;
      if (finding->criteria.size() == 1) {
        rows.push_back(row(clause.id, say(clause.title), finding->criteria.front(), before, after));
        continue;
      }
      const std::size_t of = clause.criteria.size();
      rows.push_back(
          {{clause.id},
           {say(clause.title)},
           {say({fmt::format("{} 项中 ≥ {} 项", of, clause.at_least), fmt::format("≥ {} of {}", clause.at_least, of)})},
           {},
           {},
           {},
           {},
           {verdicts(before, after), ink(before, after)}});
      for (const ComparedCriterion& member : finding->criteria) {
        const ComparedReading& deciding = member.deciding();
        rows.push_back(row("  " + member.criterion->id, "  " + say(member.criterion->kpi->title), member,
                           deciding.before->verdict, deciding.after->verdict));
      }
    }
    out_.rows({{say({"条款", "clause"})},
               {say({"内容", "title"})},
               {say({"要求", "asked"})},
               {"A", true},
               {"B", true},
               {"B - A", true},
               {say({"差别", "difference"})},
               {say({"结论", "verdict"})}},
              rows);
    out_.blank();
    for (const ComparedFinding* finding : in_order()) {
      for (const ComparedCriterion& criterion : finding->criteria)
        out_.paragraph(criterion.criterion->id, say(criterion.sentence));
    }
    for (const validators::ComparedObservation& observation : comparison_.observations)
      out_.paragraph(say({"观测", "observed"}), say(observation.sentence));
  }

  /// Readings whose verdict turned, but for the deciding ones: these stand above.
  void readings() {
    std::vector<std::vector<Cell>> rows;
    for (const ComparedFinding& finding : comparison_.findings) {
      for (const ComparedCriterion& criterion : finding.criteria) {
        for (const ComparedReading& reading : criterion.readings) {
          if (&reading == &criterion.deciding() || !reading.has_turned()) continue;
          const validators::Verdict before = reading.before->verdict;
          const validators::Verdict after = reading.after->verdict;
          rows.push_back({{criterion.criterion->id},
                          {say(reading.before->reading->title)},
                          {reading.before->reading->id, Ink::Faint},
                          {value(*reading.before, *criterion.criterion)},
                          {value(*reading.after, *criterion.criterion)},
                          {verdicts(before, after), ink(before, after)}});
        }
      }
    }
    if (rows.empty()) return;
    out_.blank();
    out_.line(say({"其他读法的结论变化，不参与判定", "Other readings that turned; they decide nothing"}), Ink::Strong);
    out_.rows({{say({"条款", "clause"})},
               {say({"读法", "reading"})},
               {"id"},
               {"A", true},
               {"B", true},
               {say({"结论", "verdict"})}},
              rows);
  }

  void differences() {
    std::vector<std::vector<Cell>> rows;
    for (const Contrast& contrast : contrasts(content_))
      rows.push_back({{say(contrast.what)}, {say(contrast.before)}, {say(contrast.after)}});
    out_.blank();
    if (rows.empty()) {
      out_.line(say({"两份证据在来源、参数、时钟和批次数上没有差别",
                     "Source, parameters, clocks and number of runs are the same in both"}),
                Ink::Strong);
      return;
    }
    out_.line(say({"证据的其他差别", "What else differs"}), Ink::Strong);
    out_.rows({{say({"内容", "what"})}, {"A"}, {"B"}}, rows);
  }

  const ComparisonContent& content_;
  const Comparison& comparison_;
  Writer out_;
};

core::Text clause_change(const ComparedFinding& finding) {
  const core::Text& before = validators::verdict_text(finding.before->verdict);
  const core::Text& after = validators::verdict_text(finding.after->verdict);
  const std::string& id = finding.before->clause->id;
  return {fmt::format("{} 由{}变为{}", id, before.zh, after.zh),
          fmt::format("{} from {} to {}", id, before.en, after.en)};
}

}  // namespace

core::Text turned_sentence(const Comparison& comparison) {
  const std::size_t all = comparison.findings.size();
  core::Text changes;
  for (const ComparedFinding& finding : comparison.findings) {
    if (!finding.has_turned()) continue;
    const core::Text change = clause_change(finding);
    changes.zh += (changes.zh.empty() ? "" : "，") + change.zh;
    changes.en += (changes.en.empty() ? "" : ", ") + change.en;
  }
  if (changes.en.empty()) {
    return {fmt::format("{} 条结论都没有变", all),
            fmt::format("none of {}", core::counted(static_cast<std::int64_t>(all), "clause"))};
  }
  return {fmt::format("{} 条中 {} 条：{}", all, comparison.turned(), changes.zh),
          fmt::format("{} of {}: {}", comparison.turned(), core::counted(static_cast<std::int64_t>(all), "clause"),
                      changes.en)};
}

core::Text comparison_rule(const Comparison& comparison) {
  const Assessment& before = *comparison.before;
  const std::string level = core::percent(before.bound_confidence.level());
  const std::string both = core::percent(1 - 2 * before.bound_confidence.alpha());
  const std::string criteria =
      fmt::format("{} {} (sha256 {})", before.pack->id, before.pack->version, before.pack->sha256.substr(0, 12));
  return {
      fmt::format(
          "两份证据按同一准则包 {} 判定，界的单侧置信度均为 {}；差值的下界是 B 的下界减 A 的上界，上界是 B 的上界减 A "
          "的下界，故每个界的置信度至少 {}（Bonferroni），不论两份证据是否独立；区间不重叠，才说有差别",
          criteria, level, both),
      fmt::format("both judged by criteria {} with one-sided bounds at {}; the lower bound of B - A is B's lower "
                  "less A's upper bound, its upper bound B's upper less A's lower one, so either holds at {} at "
                  "least (Bonferroni), whether or not the two are independent; a difference is claimed only where "
                  "the intervals do not overlap",
                  criteria, level, both)};
}

core::Text change_text(metrics::Change change) {
  switch (change) {
    case metrics::Change::Same:
      return {"相同", "same"};
    case metrics::Change::Higher:
      return {"B 高", "higher"};
    case metrics::Change::Lower:
      return {"B 低", "lower"};
    case metrics::Change::NotShown:
      return {"未证实", "not shown"};
    case metrics::Change::Unknown:
      return {"不明", "unknown"};
  }
  return {};
}

core::Text difference_text(const metrics::Difference& difference, metrics::Unit unit) {
  if (!difference.value) return {"无", "none"};
  if (!std::isfinite(*difference.value)) return core::same_in_both(*difference.value > 0 ? "+∞" : "-∞");
  core::Text size = validators::format_difference(*difference.value, unit);
  constexpr std::string_view kOfPoints = "个";  // a table has little room
  if (const std::size_t at = size.zh.find(kOfPoints); at != std::string::npos) size.zh.erase(at, kOfPoints.size());
  const char* sign = *difference.value > 0 ? "+" : *difference.value < 0 ? "-" : "";
  return {sign + size.zh, sign + size.en};
}

std::string terminal(const ComparisonContent& content, const TerminalStyle& style) {
  return Page(content, style).text();
}

}  // namespace plantproof::report
