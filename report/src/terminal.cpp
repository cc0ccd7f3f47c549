#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/requirement.hpp"
#include "metrics/method.hpp"
#include "report/layout.hpp"
#include "report/report.hpp"
#include "words.hpp"
#include "writer.hpp"

namespace plantproof::report {
namespace {

using validators::Assessment;
using validators::Criterion;
using validators::CriterionResult;
using validators::Finding;
using validators::ReadingResult;
using validators::Verdict;

/// The verdict on one piece of evidence, section by section.
class Page {
 public:
  Page(const Assessment& assessment, const TerminalStyle& style) : assessment_(assessment), out_(style) {}

  std::string text() && {
    heading();
    out_.blank();
    clauses();
    explanations();
    readings();
    observations();
    out_.blank();
    evidence();
    rule();
    return out_.take();
  }

 private:
  [[nodiscard]] const std::string& say(const core::Text& text) const { return out_.say(text); }

  void heading() {
    const core::Text& title = assessment_.scenario->title;
    const std::string& id = assessment_.scenario->id;
    out_.line(say({fmt::format("{}（{}）", title.zh, id), fmt::format("{} ({})", title.en, id)}), Ink::Strong);
    const core::Text& verdict = validators::verdict_text(assessment_.verdict);
    const core::Text& face = validators::verdict_text(assessment_.face_value);
    const core::Text counts = tally(assessment_);
    out_.paragraph(say({"结论", "verdict"}),
                   fmt::format("{} {}", sign(assessment_.verdict),
                               say({fmt::format("{}——{}（面值：{}）", verdict.zh, counts.zh, face.zh),
                                    fmt::format("{} - {} (face value: {})", verdict.en, counts.en, face.en)})),
                   ink_of(assessment_.verdict));
    const core::Provenance& provenance = assessment_.provenance;
    out_.paragraph(say({"证据", "evidence"}), provenance.directory);
    out_.paragraph(say({"来源", "source"}), say(origin_sentence(provenance.origin)),
                   provenance.origin == core::Origin::Synthetic ? Ink::Bad : Ink::Plain);
    if (provenance.plant) out_.paragraph("", say(plant_sentence(*provenance.plant)));
    out_.paragraph("", say(seal_sentence(provenance.sealed)), provenance.sealed ? Ink::Plain : Ink::Open);
  }

  [[nodiscard]] std::string level() const { return core::percent(assessment_.bound_confidence.level()); }

  [[nodiscard]] std::string value_text(const std::optional<double>& value, const Criterion& criterion) const {
    return value ? say(validators::format_value(*value, criterion.kpi->unit, criterion.requirement.limit))
                 : say({"无", "none"});
  }

  [[nodiscard]] std::string bound_text(const ReadingResult& result, const Criterion& criterion) const {
    const metrics::Estimate& estimate = *result.estimate();
    if (estimate.method == metrics::Method::Census && estimate.lower == estimate.upper)
      return say({"全数清点", "counted"});
    if (estimate.method == metrics::Method::Extremum && estimate.lower == estimate.upper)
      return say({"测到者", "as seen"});
    if (result.sequential) return say(crossing(result.sequential->decision));
    const validators::DecidingBound bound = validators::deciding_bound(result, criterion.requirement);
    if (!bound.value) return say({"无", "none"});
    return say(bound.is_lower ? core::Text{"下界 ", "lower "} : core::Text{"上界 ", "upper "}) +
           value_text(bound.value, criterion);
  }

  static core::Text crossing(metrics::SequentialDecision decision) {
    switch (decision) {
      case metrics::SequentialDecision::Accept:
        return {"接受线", "accept line"};
      case metrics::SequentialDecision::Reject:
        return {"拒绝线", "reject line"};
      case metrics::SequentialDecision::GoOn:
        return {"未越线", "no crossing"};
    }
    return {};
  }

  static bool is_dependent(const metrics::Estimate& estimate) {
    return !core::is_same_number(static_cast<double>(estimate.n), estimate.effective_n);
  }

  static std::string n_text(const metrics::Estimate& estimate) {
    if (!is_dependent(estimate)) return fmt::format("{}", estimate.n);
    return fmt::format("{} ({:.{}f})", estimate.n, estimate.effective_n, estimate.effective_n < 100 ? 1 : 0);
  }

  [[nodiscard]] bool has_dependent_samples() const {
    for (const Finding& finding : assessment_.findings) {
      for (const CriterionResult& criterion : finding.criteria) {
        if (criterion.deciding().estimate() != nullptr && is_dependent(*criterion.deciding().estimate())) return true;
      }
    }
    return false;
  }

  std::vector<Cell> criterion_row(const std::string& id, const std::string& title,
                                  const CriterionResult& result) const {
    const Criterion& criterion = *result.criterion;
    const ReadingResult& deciding = result.deciding();
    const metrics::Estimate* estimate = deciding.estimate();
    return {{id},
            {title},
            {validators::format_requirement(criterion.requirement, criterion.kpi->unit)},
            {estimate != nullptr ? value_text(estimate->value, criterion) : "-"},
            {estimate != nullptr ? bound_text(deciding, criterion) : "-"},
            {estimate != nullptr ? n_text(*estimate) : "-"},
            out_.verdict_cell(deciding.verdict),
            {say(validators::verdict_text(deciding.face_value))}};
  }

  void clauses() {
    const std::vector<Column> columns = {{say({"条款", "clause"})},
                                         {say({"内容", "title"})},
                                         {say({"要求", "asked"})},
                                         {say({"估计", "found"})},
                                         {say({level() + " 置信界", level() + " bound"})},
                                         {has_dependent_samples() ? say({"n（有效）", "n (effective)"}) : "n", true},
                                         {say({"结论", "verdict"})},
                                         {say({"面值", "face value"})}};
    std::vector<std::vector<Cell>> rows;
    for (const Finding& finding : assessment_.findings) {
      const validators::Clause& clause = *finding.clause;
      if (finding.criteria.size() == 1) {
        rows.push_back(criterion_row(clause.id, say(clause.title), finding.criteria.front()));
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
           out_.verdict_cell(finding.verdict),
           {say(validators::verdict_text(finding.face_value))}});
      for (const CriterionResult& member : finding.criteria) {
        rows.push_back(criterion_row("  " + member.criterion->id, "  " + say(member.criterion->kpi->title), member));
      }
    }
    out_.rows(columns, rows);
  }

  /// The sentences of what does not pass or has a guard band, and what there is to know of every estimate that decides.
  void explanations() {
    for (const Finding& finding : assessment_.findings) {
      const bool has_more =
          std::any_of(finding.criteria.begin(), finding.criteria.end(), [](const CriterionResult& result) {
            return result.criterion->guard_band || !deciding_notes(result).empty();
          });
      if (finding.verdict == Verdict::Pass && !has_more) continue;
      out_.blank();
      out_.paragraph(finding.clause->id, say(finding.sentence),
                     finding.verdict == Verdict::Pass ? Ink::Plain : ink_of(finding.verdict));
      for (const CriterionResult& criterion : finding.criteria) {
        if (finding.criteria.size() > 1)
          out_.paragraph("  " + criterion.criterion->id, say(criterion.deciding().sentence));
        for (const core::Text& note : deciding_notes(criterion)) out_.bullet(say(note));
      }
    }
  }

  void readings() {
    std::vector<std::vector<Cell>> rows;
    for (const Finding& finding : assessment_.findings) {
      for (const CriterionResult& result : finding.criteria) {
        if (!result.depends_on_reading) continue;
        for (const ReadingResult& reading : result.readings) {
          const bool decides = &reading == &result.deciding();
          const metrics::Estimate* estimate = reading.estimate();
          rows.push_back({{decides ? result.criterion->id : ""},
                          {decides ? "*" : ""},
                          {say(reading.reading->title)},
                          {reading.reading->id, Ink::Faint},
                          {estimate != nullptr ? value_text(estimate->value, *result.criterion) : "-"},
                          {estimate != nullptr ? bound_text(reading, *result.criterion) : "-"},
                          out_.verdict_cell(reading.verdict)});
        }
      }
    }
    if (rows.empty()) return;
    out_.blank();
    out_.line(say({"结论取决于读法：条款的措辞允许以下几种读法，带 * 者为本次判定所用",
                   "The verdict depends on the reading: the wording allows all of these, the one with * decides"}),
              Ink::Strong);
    out_.rows({{say({"条款", "clause"})},
               {""},
               {say({"读法", "reading"})},
               {"id"},
               {say({"估计", "found"})},
               {say({"置信界", "bound"})},
               {say({"结论", "verdict"})}},
              rows);
  }

  void observations() {
    if (assessment_.observations.empty()) return;
    std::vector<std::vector<Cell>> rows;
    const metrics::Kpi* kpi = nullptr;
    for (const validators::Observation& observation : assessment_.observations) {
      const metrics::Estimate* estimate = observation.estimate();
      const auto number = [&](const std::optional<double>& value, std::optional<double> apart_from = {}) {
        return value ? say(validators::format_value(*value, observation.kpi->unit, apart_from)) : std::string("-");
      };
      constexpr double kAll = 1;  // 99.9996 % is not shown as 100 %
      rows.push_back(
          {{observation.kpi == kpi ? "" : say(observation.kpi->title)},
           {say(observation.reading->title)},
           {observation.reading->id, Ink::Faint},
           {estimate != nullptr ? number(estimate->value, kAll) : out_.verdict_cell(no_answer(observation)).text},
           {estimate != nullptr ? number(estimate->lower, kAll) : "-"},
           {estimate != nullptr ? number(estimate->upper) : "-"},
           {estimate != nullptr ? n_text(*estimate) : "-"}});
      kpi = observation.kpi;
    }
    out_.blank();
    out_.line(say({"另外观测：没有条款作要求，不参与判定",
                   "Also observed: no clause asks for it, and no verdict depends on it"}),
              Ink::Strong);
    out_.rows({{say({"指标", "KPI"})},
               {say({"读法", "reading"})},
               {"id"},
               {say({"估计", "found"})},
               {say({level() + " 下界", "lower " + level()})},
               {say({level() + " 上界", "upper " + level()})},
               {"n", true}},
              rows);
    std::set<std::string> told;  // what stands at a clause, or at another reading, is not said again
    for (const Finding& finding : assessment_.findings) {
      for (const CriterionResult& criterion : finding.criteria) {
        for (const core::Text& note : deciding_notes(criterion)) told.insert(say(note));
      }
    }
    for (const validators::Observation& observation : assessment_.observations) {
      for (const core::Text& note : observation_notes(observation)) {
        if (told.insert(say(note)).second) out_.bullet(say(note));
      }
    }
  }

  static Verdict no_answer(const validators::Observation& observation) {
    const auto why = std::get<metrics::NoAnswer>(observation.answer).why;
    return why == metrics::NoAnswer::Why::NoData ? Verdict::NoData : Verdict::Invalid;
  }

  void evidence() {
    const core::Provenance& provenance = assessment_.provenance;
    std::int64_t rows = 0;
    for (const core::TableAccount& table : provenance.tables) rows += table.rows;
    out_.paragraph(say({"数据", "data"}),
                   say({fmt::format("{} 个表文件，共 {} 行", provenance.tables.size(), core::grouped(rows)),
                        fmt::format("{}, {} in all", core::counted(std::ssize(provenance.tables), "table file"),
                                    core::counted(rows, "row"))}));
    for (const core::PlannedRows& planned : provenance.planned) {
      out_.bullet(say({fmt::format("{}：计划 {} 行，现有 {} 行", planned.table, core::grouped(planned.planned),
                                   core::grouped(planned.found)),
                       fmt::format("{}: {} planned, {} found", planned.table, core::counted(planned.planned, "row"),
                                   core::grouped(planned.found))}));
    }
    for (const core::SourceAccount& source : provenance.sources) {
      core::Text refused;
      std::int64_t refused_rows = 0;
      for (const auto& [reason, count] : source.refused) {
        refused_rows += count;
        refused.zh += fmt::format("{}{} {}", refused.zh.empty() ? "：" : "，", core::refusal_text(reason).zh, count);
        refused.en += fmt::format("{}{} {}", refused.en.empty() ? ": " : ", ", core::refusal_text(reason).en, count);
      }
      out_.bullet(say({fmt::format("{}（{}）：读取 {} 行，采用 {} 行，拒绝 {} 行{}", source.path, source.format,
                                   core::grouped(source.rows_read), core::grouped(source.rows_used),
                                   core::grouped(refused_rows), refused.zh),
                       fmt::format("{} ({}): {} read, {} used, {} refused{}", source.path, source.format,
                                   core::counted(source.rows_read, "row"), core::grouped(source.rows_used),
                                   core::grouped(refused_rows), refused.en)}));
      for (const core::Text& remark : source.remarks) out_.bullet(say(remark));
    }
    std::string label = say({"参数", "parameters"});
    for (const validators::UsedParameter& parameter : assessment_.parameters) {
      const std::string value = parameter.value ? fmt::format("{}", *parameter.value) : say({"无", "none"});
      const core::Text origin =
          parameter.agreed_in_evidence ? core::Text{"双方约定", "agreed"} : core::Text{"默认值", "default"};
      out_.paragraph(label, fmt::format("{} = {}{}", parameter.info->name, value,
                                        say({fmt::format("（{}）：{}", origin.zh, parameter.info->meaning.zh),
                                             fmt::format(" ({}): {}", origin.en, parameter.info->meaning.en)})));
      label.clear();
    }
    assumptions(provenance.assumptions);
  }

  /// The names of all that a simulated plant assumes, part by part, items of a list once for all.
  void assumptions(const std::vector<core::Assumption>& assumptions) {
    if (assumptions.empty()) return;
    const std::string& directory = assessment_.provenance.directory;
    out_.paragraph(say({"假设", "assumed"}),
                   say({fmt::format("{} 个参数没有出处；取值与理由：plantproof explain {}/scenario.yaml",
                                    assumptions.size(), directory),
                        fmt::format("{} parameters have no source; their values, and why: plantproof explain "
                                    "{}/scenario.yaml",
                                    assumptions.size(), directory)}));
    std::vector<std::pair<std::string, std::vector<std::string>>> parts;
    for (const core::Assumption& assumption : assumptions) {
      const std::string name = of_any_item(assumption.path);
      const std::size_t dot = name.rfind('.');
      const std::string part = dot == std::string::npos ? "" : name.substr(0, dot) + ": ";
      const std::string key = name.substr(dot + 1);
      auto known = std::find_if(parts.begin(), parts.end(), [&](const auto& entry) { return entry.first == part; });
      if (known == parts.end()) known = parts.insert(parts.end(), {part, {}});
      if (std::find(known->second.begin(), known->second.end(), key) == known->second.end())
        known->second.push_back(key);
    }
    for (const auto& [part, keys] : parts) out_.bullet(fmt::format("{}{}", part, fmt::join(keys, ", ")));
  }

  /// "process.stations.3.work_s" as "process.stations.N.work_s".
  static std::string of_any_item(const std::string& path) {
    std::string name;
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find('.', at), path.size());
      const std::string part = path.substr(at, end - at);
      const bool is_number = part.find_first_not_of("0123456789") == std::string::npos;
      name += (at == 0 ? "" : ".") + (is_number ? "N" : part);
      at = end + 1;
    }
    return name;
  }

  void rule() { out_.paragraph(say({"判定规则", "rule"}), say(rule_sentence(assessment_))); }

  const Assessment& assessment_;
  Writer out_;
};

}  // namespace

std::string terminal(const Assessment& assessment, const TerminalStyle& style) {
  return Page(assessment, style).text();
}

std::string terminal_summary(std::span<const Assessment> assessments, const TerminalStyle& style) {
  Writer out(style);
  std::vector<std::vector<Cell>> rows;
  std::set<Verdict> seen;
  for (const Assessment& assessment : assessments) {
    std::string clauses;
    for (const Finding& finding : assessment.findings) {
      clauses += fmt::format("{}{}{}", clauses.empty() ? "" : "  ", sign(finding.verdict), finding.clause->id);
      seen.insert(finding.verdict);
    }
    const bool sealed = assessment.provenance.sealed;
    rows.push_back(
        {{assessment.scenario->id},
         {assessment.provenance.directory},
         {out.say(origin_name(assessment.provenance.origin)) + (sealed ? "" : out.say({"，未封存", ", UNSEALED"})),
          sealed ? Ink::Plain : Ink::Open},
         out.verdict_cell(assessment.verdict),
         {clauses}});
  }
  out.rows({{out.say({"场景", "scenario"})},
            {out.say({"证据", "evidence"})},
            {out.say({"来源", "source"})},
            {out.say({"结论", "verdict"})},
            {out.say({"各条款", "clauses"})}},
           rows);
  std::string legend;
  for (const Verdict verdict : seen) legend += (legend.empty() ? "" : "  ") + out.verdict_cell(verdict).text;
  out.blank();
  out.line(legend, Ink::Faint);
  return out.take();
}

}  // namespace plantproof::report
