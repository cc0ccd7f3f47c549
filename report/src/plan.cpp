#include "report/plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "validators/assess.hpp"
#include "writer.hpp"

namespace plantproof::report {
namespace {

using core::decimal;
using core::grouped;
using core::percent;
using metrics::Design;
using validators::ClausePlan;
using validators::CriterionPlan;
using validators::EvidenceSize;
using validators::Plan;
using validators::ReadingPlan;
using validators::Settles;
using Kind = Design::Kind;

/// A probability, to a tenth of a percent; certainty is only said of what is certain.
std::string chance(double probability) {
  if (probability == 0 || probability == 1) return fmt::format("{} %", 100 * probability);
  if (probability < 0.0005) return "< 0.1 %";
  if (probability >= 0.9995) return "> 99.9 %";
  return fmt::format("{:.1f} %", 100 * probability);
}

/// Three digits of hours, minutes or seconds.
std::string duration(const std::optional<double>& hours) {
  if (!hours) return "-";
  constexpr double kMinutes = 60;
  constexpr double kSeconds = 3600;
  if (*hours == 0) return "0 h";
  if (*hours * kMinutes < 1) return decimal(*hours * kSeconds, 3) + " s";
  if (*hours < 2) return decimal(*hours * kMinutes, 3) + " min";
  return decimal(*hours, 3) + " h";
}

bool has_two_arms(Kind kind) {
  return kind == Kind::Increase || kind == Kind::Decrease || kind == Kind::RelativeReduction ||
         kind == Kind::PointReduction;
}

class PlanPage {
 public:
  PlanPage(const Plan& plan, const TerminalStyle& style) : plan_(plan), out_(style) {}

  std::string text() && {
    heading();
    out_.blank();
    summary();
    for (const ClausePlan& clause : plan_.clauses) {
      out_.blank();
      block(clause);
    }
    return out_.take();
  }

 private:
  [[nodiscard]] const std::string& say(const core::Text& text) const { return out_.say(text); }
  [[nodiscard]] std::string power() const { return percent(plan_.options.power); }
  [[nodiscard]] std::string budget() const { return duration(plan_.options.budget_h); }

  void heading() {
    const core::Text& title = plan_.scenario->title;
    const std::string& id = plan_.scenario->id;
    out_.line(say({fmt::format("取证计划：{}（{}）", title.zh, id), fmt::format("plan: {} ({})", title.en, id)}),
              Ink::Strong);
    const validators::Pack& pack = *plan_.pack;
    out_.paragraph(
        say({"判定规则", "rule"}),
        say({fmt::format("单侧置信度 {}；准则包 {} {}（sha256 {}）", percent(plan_.confidence.level()), pack.id,
                         pack.version, pack.sha256.substr(0, 12)),
             fmt::format("one-sided confidence {}; criteria {} {} (sha256 {})", percent(plan_.confidence.level()),
                         pack.id, pack.version, pack.sha256.substr(0, 12))}));
    out_.paragraph(say({"把握", "power"}),
                   say({fmt::format("{}：真值如所假设时，应有的通过概率", power()),
                        fmt::format("{}: how surely a plant as good as believed is to pass", power())}));
    if (plan_.options.budget_h) out_.paragraph(say({"可用时间", "budget"}), budget());
    assumptions();
  }

  /// Where a number comes from: the user or the scenario.
  [[nodiscard]] std::string origin(const std::string& name) const {
    return plan_.options.given.contains(name) ? say({"（指定）", " (given)"})
                                              : say({"（场景默认）", " (scenario default)"});
  }

  /// "每条流" / "a flow", where the rate is that of one of several.
  [[nodiscard]] core::Text each_of(const std::string& rate) const {
    for (const ClausePlan& clause : plan_.clauses) {
      for (const CriterionPlan& criterion : clause.criteria) {
        for (const ReadingPlan& reading : criterion.readings) {
          const Design& design = reading.reading->design;
          if (design.rate == rate && !design.each.en.empty()) return design.each;
        }
      }
    }
    return {};
  }

  void assumptions() {
    const validators::PlanOptions& options = plan_.options;
    std::string label = say({"假设", "assumed"});
    const auto assume = [&](const std::string& text) {
      out_.paragraph(label, text);
      label.clear();
    };
    for (const auto& [name, rate] : options.rows_per_hour) {
      const core::Text each = each_of(name);
      assume(say({fmt::format("{} {}每小时 {} 行", name, each.zh, decimal(rate, 6)),
                  fmt::format("{} {} rows an hour{}{}", name, decimal(rate, 6), each.en.empty() ? "" : " ", each.en)}) +
             origin(name));
    }
    for (const auto& [name, count] : options.groups) assume(fmt::format("{} {}", name, grouped(count)) + origin(name));
    if (options.floor) {
      const std::string length = decimal(options.floor->length_m, 6);
      const std::string width = decimal(options.floor->width_m, 6);
      assume(say({fmt::format("场地 {} m x {} m", length, width), fmt::format("floor {} m x {} m", length, width)}) +
             origin("floor"));
    }
    const std::string shift = decimal(options.shift_h, 4);
    assume(say({fmt::format("班次 {} h", shift), fmt::format("shift of {} h", shift)}) + origin("shift"));
    assume(runs());
    const std::string effect = decimal(*options.design_effect, 4);
    assume(*options.design_effect == 1 ? say({"各行相互独立（不合格若成串出现，用 --burst-length）",
                                              "rows independent (where bad ones come in bursts, see --burst-length)"})
                                       : say({fmt::format("各行相关：{} 行抵 1 个独立样本", effect),
                                              fmt::format("rows dependent: {} of them count for one", effect)}));
  }

  [[nodiscard]] std::string runs() const {
    const int runs = plan_.options.runs;
    if (runs == 1) {
      return say({"各行出自一个批次，按其各十分之一段的差异判定（若有多个，以批次为单位，用 --runs）",
                  "rows in one run, judged by how its tenths differ (of several the runs are the units, see --runs)"}) +
             (plan_.options.given.contains("runs") ? origin("runs") : "");
    }
    return say({fmt::format("各行出自 {} 个批次，各批一样多，以批次为单位判定；批次之间只有偶然的差异", runs),
                fmt::format("rows in {} runs, as many in each, judged as units; they differ by chance only", runs)}) +
           origin("runs");
  }

  // --- the row of each clause ---

  /// "3719 messages a flow", "27 shifts per arm", "1 item".
  [[nodiscard]] std::string amount(std::int64_t n, const Design& design) const {
    if (design.units.en.empty()) return say({"全数清点", "counted"});
    const std::string zh = fmt::format("{} {}", grouped(n), design.units.zh);
    const std::string en =
        fmt::format("{} {}", grouped(n), design.units.en.substr(0, design.units.en.size() - (n == 1 ? 1 : 0)));
    if (!design.each.en.empty()) return say({design.each.zh + " " + zh, en + " " + design.each.en});
    if (has_two_arms(design.kind)) return say({"两阶段各 " + zh, en + " per arm"});
    return say({zh, en});
  }

  [[nodiscard]] std::string fewest(const ReadingPlan& reading) const {
    const Design& design = reading.reading->design;
    if (design.kind == Kind::Increase || design.kind == Kind::Decrease) return amount(2, design);
    if (has_two_arms(design.kind) || reading.sizes.empty()) return "-";
    return amount(reading.sizes.front().n, design);
  }

  [[nodiscard]] std::string enough(const ReadingPlan& reading) const {
    if (reading.enough) return amount(reading.enough->n, reading.reading->design);
    return reading.truth ? say({"达不到", "never"}) : "-";
  }

  [[nodiscard]] Cell settles_cell(const std::optional<Settles>& settles) const {
    if (!settles) return {"-"};
    switch (*settles) {
      case Settles::Yes:
        return {say({"能", "yes"}), Ink::Good};
      case Settles::Perhaps:
        return {say({"未必", "perhaps"}), Ink::Open};
      case Settles::No:
        return {say({"不能", "no"}), Ink::Bad};
    }
    return {};
  }

  /// Of alternatives, as many as the clause asks for must be settled.
  static std::optional<Settles> settles(const ClausePlan& clause) {
    std::vector<Settles> members;
    for (const CriterionPlan& criterion : clause.criteria) {
      if (criterion.readings.front().settles) members.push_back(*criterion.readings.front().settles);
    }
    if (members.size() < clause.clause->at_least) return std::nullopt;
    std::sort(members.begin(), members.end());
    return members[clause.clause->at_least - 1];
  }

  std::vector<Cell> summary_row(const std::string& id, const std::string& title, const CriterionPlan& planned) const {
    const ReadingPlan& reading = planned.readings.front();
    const validators::Criterion& criterion = *planned.criterion;
    return {{id},
            {title},
            {validators::format_requirement(criterion.requirement, criterion.kpi->unit)},
            {fewest(reading)},
            {enough(reading)},
            {reading.enough ? duration(reading.enough->hours) : "-"}};
  }

  void summary() {
    std::vector<Column> columns = {{say({"条款", "clause"})},
                                   {say({"内容", "title"})},
                                   {say({"要求", "asked"})},
                                   {say({"至少", "at least"})},
                                   {say({power() + " 把握", "for " + power()})},
                                   {say({"用时", "time"}), true}};
    if (plan_.options.budget_h) columns.push_back({say({budget() + " 内定论", "settled in " + budget()})});
    std::vector<std::vector<Cell>> rows;
    const auto add = [&](std::vector<Cell> row, const std::optional<Settles>& settled) {
      if (plan_.options.budget_h) row.push_back(settles_cell(settled));
      rows.push_back(std::move(row));
    };
    for (const ClausePlan& planned : plan_.clauses) {
      const validators::Clause& clause = *planned.clause;
      if (planned.criteria.size() == 1) {
        add(summary_row(clause.id, say(clause.title), planned.criteria.front()), settles(planned));
        continue;
      }
      const std::size_t of = clause.criteria.size();
      add({{clause.id},
           {say(clause.title)},
           {say({fmt::format("{} 项中 ≥ {} 项", of, clause.at_least), fmt::format("≥ {} of {}", clause.at_least, of)})},
           {},
           {},
           {}},
          settles(planned));
      for (const CriterionPlan& member : planned.criteria) {
        add(summary_row("  " + member.criterion->id, "  " + say(member.criterion->kpi->title), member),
            member.readings.front().settles);
      }
    }
    out_.rows(columns, rows);
    out_.blank();
    out_.line(say({"各条款同时取证，用时以最长者为准；对比类条款的用时为基线与试点之和。用时只是凑够数量的时间：须"
                   "分散到各班次、各种工况，才能代表工厂。",
                   "Clauses are measured side by side, the longest decides; a comparison's time is that of both arms. "
                   "It is the time to gather the numbers: spread them over shifts and conditions, or they speak of one "
                   "moment only."}),
              Ink::Faint);
  }

  // --- the block of each clause ---

  void block(const ClausePlan& planned) {
    const validators::Clause& clause = *planned.clause;
    if (planned.criteria.size() == 1) {
      criterion_block(clause.id, planned.criteria.front());
      return;
    }
    const std::string level = percent(planned.criteria.front().confidences.pass.level());
    out_.paragraph(clause.id,
                   say({fmt::format("{}：{} 项中至少 {} 项；按 Holm，每项须以 {} 置信度通过", clause.title.zh,
                                    clause.criteria.size(), clause.at_least, level),
                        fmt::format("{}: at least {} of {}; by Holm each passes at {} confidence", clause.title.en,
                                    clause.at_least, clause.criteria.size(), level)}),
                   Ink::Strong);
    for (const CriterionPlan& member : planned.criteria) {
      out_.blank();
      criterion_block("  " + member.criterion->id, member);
    }
  }

  void criterion_block(const std::string& id, const CriterionPlan& planned) {
    const validators::Criterion& criterion = *planned.criterion;
    const ReadingPlan& reading = planned.readings.front();
    const std::string asked = validators::format_requirement(criterion.requirement, criterion.kpi->unit);
    out_.paragraph(id,
                   say({fmt::format("{} {}（{}）", criterion.kpi->title.zh, asked, reading.reading->title.zh),
                        fmt::format("{} {} ({})", criterion.kpi->title.en, asked, reading.reading->title.en)}),
                   Ink::Strong);
    believed(criterion, reading);
    sizes(reading);
    in_budget(reading);
    characteristic(reading);
    other_readings(planned);
    for (const core::Text& note : reading.notes) out_.bullet(say(note));
  }

  void believed(const validators::Criterion& criterion, const ReadingPlan& reading) {
    if (!reading.truth) return;
    const core::Text truth = validators::format_truth(*reading.truth, *reading.reading, reading.limit);
    const core::Text limit = validators::format_truth(*reading.limit, *reading.reading);
    const core::Text source = reading.truth_is_given
                                  ? core::Text{"指定", "given"}
                                  : core::Text{fmt::format("默认，可用 --assume {}= 改", criterion.kpi->id),
                                               fmt::format("default; --assume {}= changes it", criterion.kpi->id)};
    core::Text band;
    if (*reading.accepted != *reading.limit) {
      const core::Text accepted = validators::format_truth(*reading.accepted, *reading.reading, reading.limit);
      band = {fmt::format("，计入保护带为 {}", accepted.zh), fmt::format(", {} with its guard band", accepted.en)};
    }
    out_.paragraph("",
                   say({fmt::format("假设真值 {}（{}），界限 {}{}", truth.zh, source.zh, limit.zh, band.zh),
                        fmt::format("believed truth {} ({}), limit {}{}", truth.en, source.en, limit.en, band.en)}));
    if (!reading.enough) out_.paragraph("", say(reading.why_not_enough), Ink::Open);
  }

  /// How far runs, or tenths of a single one, lie apart decides as well as their bad rows.
  [[nodiscard]] static bool is_judged_by_units(const Design& design) { return design.kind != Kind::Cells; }

  [[nodiscard]] std::string allowed(const Design& design) const {
    return is_judged_by_units(design) ? say({"通常允许的不合格数", "bad ones usually allowed"})
                                      : say({"允许不合格数", "bad ones allowed"});
  }

  void sizes(const ReadingPlan& reading) {
    const Design& design = reading.reading->design;
    if (reading.sizes.empty() || !reading.truth) return;
    const EvidenceSize& first = reading.sizes.front();
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows(reading.sizes.size());
    const auto column = [&](const std::string& header, auto cell) {
      columns.push_back({header, true});
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back({cell(reading.sizes[i])});
    };
    if (first.variation) {
      column(say({"变异系数", "spread (cv)"}), [](const EvidenceSize& size) { return percent(*size.variation); });
    }
    if (first.expected) {
      column(allowed(design), [&](const EvidenceSize& size) {
        return size.pass_to ? grouped(*size.pass_to) : say({"不可能通过", "cannot pass"});
      });
    }
    column(say({"样本量", "evidence"}), [&](const EvidenceSize& size) { return amount(size.n, design); });
    if (first.n_if_known) {
      column(say({"离散已知时", "if spread is known"}),
             [](const EvidenceSize& size) { return grouped(*size.n_if_known); });
    }
    column(say({"用时", "time"}), [](const EvidenceSize& size) { return duration(size.hours); });
    if (first.expected) {
      column(say({"预期不合格数", "bad ones expected"}),
             [](const EvidenceSize& size) { return decimal(*size.expected, 3); });
    }
    column(say({"通过概率", "passes"}), [](const EvidenceSize& size) { return chance(size.outcome.pass); });
    out_.blank();
    out_.rows_at_margin(columns, rows);
  }

  void in_budget(const ReadingPlan& reading) {
    if (!reading.in_budget || !reading.settles) return;
    const EvidenceSize& size = *reading.in_budget;
    const Design& design = reading.reading->design;
    core::Text text{fmt::format("{} 内：", budget()), fmt::format("in {}: ", budget())};
    if (design.units.en.empty()) {
      const std::string needed = duration(size.hours ? size.hours : 0);
      text.zh += *reading.settles == Settles::Yes ? "能查清" : fmt::format("不够，须 {}", needed);
      text.en += *reading.settles == Settles::Yes ? "can be counted" : fmt::format("not enough, it takes {}", needed);
    } else {
      const std::string has = amount(size.n, design);
      text.zh += has;
      text.en += has;
      if (design.kind != Kind::Counted) {
        text.zh += fmt::format("；通过 {}，未定 {}，不通过 {}", chance(size.outcome.pass),
                               chance(size.outcome.inconclusive), chance(size.outcome.fail));
        text.en += fmt::format("; pass {}, open {}, fail {}", chance(size.outcome.pass),
                               chance(size.outcome.inconclusive), chance(size.outcome.fail));
      }
      if (reading.enough && reading.enough->n > size.n && *reading.settles != Settles::Yes) {
        const std::string missing = amount(reading.enough->n - size.n, design);
        text.zh += fmt::format("；缺口：{}", missing);
        text.en += fmt::format("; {} short", missing);
      }
    }
    out_.blank();
    out_.paragraph("", say(text), settles_cell(reading.settles).ink);
  }

  /// Chances as a bar: what passes, stays open, fails.
  static std::string bar(const metrics::Outcome& outcome) {
    constexpr double kColumns = 40;
    const auto columns = [&](double share) { return static_cast<std::size_t>(std::lround(share * kColumns)); };
    const std::size_t pass = columns(outcome.pass);
    const std::size_t fail = std::min(columns(outcome.fail), columns(1) - pass);
    return std::string(pass, '#') + std::string(columns(1) - pass - fail, '.') + std::string(fail, 'x');
  }

  void characteristic(const ReadingPlan& reading) {
    if (!reading.shown) return;
    const Design& design = reading.reading->design;
    const EvidenceSize& shown = *reading.shown;
    core::Text numbers;
    if (shown.pass_to && shown.fail_from) {
      const bool usually = is_judged_by_units(design);
      const std::string to = grouped(*shown.pass_to);
      const std::string from = grouped(*shown.fail_from);
      numbers = {fmt::format("（{}不合格至多 {} 个通过，{} 个起不通过）", usually ? "通常" : "", to, from),
                 fmt::format(" ({}pass to {} bad ones, fail from {})", usually ? "usually " : "", to, from)};
    }
    const std::string has = amount(shown.n, design);
    out_.blank();
    out_.paragraph("", say({fmt::format("{}{}，真值不同时（* 为所假设）：", has, numbers.zh),
                            fmt::format("{}{}, by what is true (* believed):", has, numbers.en)}));
    std::vector<std::vector<Cell>> rows;
    for (const validators::OperatingPoint& point : reading.characteristic) {
      rows.push_back({{say(validators::format_truth(point.truth, *reading.reading, reading.limit)) +
                       (point.truth == *reading.truth ? " *" : "  ")},
                      {chance(point.outcome.pass)},
                      {chance(point.outcome.inconclusive)},
                      {chance(point.outcome.fail)},
                      {bar(point.outcome)}});
    }
    out_.rows_at_margin({{say({"真值", "truth"}), true},
                         {say({"通过", "pass"}), true},
                         {say({"未定", "open"}), true},
                         {say({"不通过", "fail"}), true},
                         {say({"# 通过  . 未定  x 不通过", "# pass  . open  x fail"})}},
                        rows);
  }

  void other_readings(const CriterionPlan& planned) {
    if (planned.readings.size() < 2 || planned.readings.front().reading->design.kind == Kind::Counted) return;
    std::vector<std::vector<Cell>> rows;
    for (std::size_t i = 1; i < planned.readings.size(); ++i) {
      const ReadingPlan& reading = planned.readings[i];
      rows.push_back({{say(reading.reading->title)},
                      {fewest(reading)},
                      {enough(reading)},
                      {reading.enough ? duration(reading.enough->hours) : "-"}});
    }
    out_.blank();
    out_.rows_at_margin({{say({"其他读法", "other readings"})},
                         {say({"至少", "at least"})},
                         {say({power() + " 把握", "for " + power()})},
                         {say({"用时", "time"}), true}},
                        rows);
  }

  const Plan& plan_;
  Writer out_;
};

}  // namespace

std::string terminal(const Plan& plan, const TerminalStyle& style) {
  return PlanPage(plan, style).text();
}

}  // namespace plantproof::report
