#include <optional>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "data/import.hpp"
#include "data/table_docs.hpp"
#include "data/tables.hpp"
#include "metrics/kpi.hpp"
#include "metrics/method.hpp"
#include "metrics/sequential.hpp"
#include "scenarios/scenario.hpp"
#include "validators/assess.hpp"
#include "validators/pack.hpp"

namespace plantproof::app {
namespace {

/// Everything that has an id, and what there is to say of it. The texts are those the code itself uses.
class Encyclopedia {
 public:
  explicit Encyclopedia(const CommandLine& line) : line_(line) {
    for (const std::string& id : validators::pack_ids()) packs_.push_back(validators::load_pack(id));
    for (const scenarios::Scenario& scenario : scenarios::scenarios()) add(scenario.id, scenario_page(scenario));
    for (const validators::Pack& pack : packs_) {
      add(pack.id, pack_page(pack));
      for (const validators::ScenarioCriteria& scenario : pack.scenarios) {
        for (const validators::Clause& clause : scenario.clauses) {
          add(clause.id, clause_page(clause, scenario, pack));
          for (const validators::Criterion& criterion : clause.criteria) {
            if (criterion.id != clause.id) add(criterion.id, criterion_text(criterion, pack));
          }
        }
      }
    }
    for (const metrics::Kpi& kpi : metrics::kpis()) {
      add(kpi.id, kpi_page(kpi));
      for (const metrics::Reading& reading : kpi.readings) {
        add(kpi.id + "/" + reading.id, reading_page(kpi, reading));
        add(reading.id, reading_page(kpi, reading));
      }
    }
    for (const data::TableInfo* table : data::all_tables())
      add(table->name, data::table_markdown(*table, line.language));
    for (const metrics::ParameterInfo& parameter : metrics::parameter_infos())
      add(parameter.name, parameter_page(parameter));
    for (const metrics::MethodInfo& method : metrics::method_infos()) {
      add(method.id, fmt::format("# {} - {}\n\n{}\n", method.id, say(method.title), say(method.description)) +
                         source_line(method.source));
    }
    for (const data::FormatInfo& format : data::format_infos()) add(format.name, format_page(format));
  }

  /// The pages of an id, each after the other; a reading's id may name several.
  [[nodiscard]] std::optional<std::string> page(const std::string& id) const {
    std::optional<std::string> text;
    for (const auto& [known, page] : pages_) {
      if (known == id) text = text ? *text + "\n" + page : page;
    }
    return text;
  }

  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> result;
    for (const auto& [id, page] : pages_) result.push_back(id);
    return result;
  }

 private:
  void add(std::string id, std::string page) { pages_.emplace_back(std::move(id), std::move(page)); }
  [[nodiscard]] std::string say(const core::Text& text) const { return line_.say(text); }
  [[nodiscard]] std::string label(std::string_view zh, std::string_view en) const {
    return line_.language == core::Language::Zh ? fmt::format("{}：", zh) : fmt::format("{}: ", en);
  }

  [[nodiscard]] std::string source_line(const core::SourceReference& source) const {
    if (source.document.empty()) return {};
    return fmt::format("{}{}{}{}\n", label("来源", "source"), source.document,
                       line_.language == core::Language::Zh ? "，" : ", ", say(source.clause));
  }

  [[nodiscard]] std::string scenario_page(const scenarios::Scenario& scenario) const {
    std::string text = fmt::format("# {} - {}\n\n{}\n\n{}{}\n", scenario.id, say(scenario.title),
                                   say(scenario.situation), label("准则", "criteria"), scenario.criteria);
    for (const validators::Pack& pack : packs_) {
      if (pack.id != scenario.criteria) continue;
      const validators::ScenarioCriteria& criteria = *pack.find(scenario.id);
      for (const validators::Clause& clause : criteria.clauses)
        text += fmt::format("  {:<6}{}\n", clause.id, say(clause.text));
      for (const validators::Observed& observed : criteria.observed)
        text += fmt::format("  {}{} ({})\n", label("另外观测", "also observed"), say(observed.kpi->title),
                            observed.kpi->id);
    }
    return text;
  }

  [[nodiscard]] std::string pack_page(const validators::Pack& pack) const {
    std::string text = fmt::format("# {} {} - {}\n\n{}{}\nSHA-256: {}\n{}{:.4g} %\n\n", pack.id, pack.version,
                                   say(pack.title), label("文件", "document"), pack.document, pack.sha256,
                                   label("单侧置信度", "one-sided confidence"), pack.confidence.level() * 100);
    for (const validators::ScenarioCriteria& scenario : pack.scenarios)
      text += fmt::format("  {:<20}{}\n", scenario.id, say(scenario.title));
    return text;
  }

  [[nodiscard]] std::string clause_page(const validators::Clause& clause, const validators::ScenarioCriteria& scenario,
                                        const validators::Pack& pack) const {
    std::string text = fmt::format("# {} {}\n\n{}\n{}{}\n", clause.id, say(clause.title), say(clause.text),
                                   label("场景", "scenario"), scenario.id);
    text += source_line(clause.source);
    if (clause.criteria.size() > 1) {
      text += say({fmt::format("以下 {} 项至少满足 {} 项：\n", clause.criteria.size(), clause.at_least),
                   fmt::format("at least {} of these {}:\n", clause.at_least, clause.criteria.size())});
    }
    for (const validators::Criterion& criterion : clause.criteria) text += "\n" + criterion_text(criterion, pack);
    return text;
  }

  [[nodiscard]] std::string criterion_text(const validators::Criterion& criterion, const validators::Pack& pack) const {
    const metrics::Kpi& kpi = *criterion.kpi;
    std::string text = fmt::format("{}  {} {} ({})\n", criterion.id, say(kpi.title),
                                   validators::format_requirement(criterion.requirement, kpi.unit), kpi.id);
    text += fmt::format("  {}\n  {}{}\n", say(kpi.definition), label("公式", "formula"), kpi.formula);
    for (const std::string& name : kpi.parameters) {
      text +=
          fmt::format("  {}{} - {}\n", label("参数", "parameter"), name, say(metrics::find_parameter(name)->meaning));
    }
    if (const auto& band = criterion.guard_band) {
      text += fmt::format("  {}{} (r = {}, U = {})\n", label("判定规则", "decision rule"),
                          say(validators::decision_rule_text(band->rule)), band->r,
                          say(validators::format_value(band->expanded_uncertainty, kpi.unit)));
    }
    if (criterion.sequential) text += sequential_text(criterion, pack);
    for (const metrics::Reading* reading : criterion.readings) {
      text += fmt::format("  - {} {}{}\n      {}\n", reading->id, say(reading->title),
                          reading == criterion.readings.front() ? say({"（默认）", " (default)"}) : "",
                          say(reading->definition));
    }
    return text;
  }

  [[nodiscard]] std::string sequential_text(const validators::Criterion& criterion,
                                            const validators::Pack& pack) const {
    const metrics::SequentialPlan plan =
        validators::sequential_plan(criterion, pack.confidence, pack.parameters.burst_length);
    const metrics::SequentialProspect good = metrics::prospect(plan, plan.acceptable);
    const metrics::SequentialProspect bad = metrics::prospect(plan, plan.rejectable);
    const std::string acceptable = say(validators::format_value(criterion.sequential->acceptable, criterion.kpi->unit));
    const std::string limit = say(validators::format_value(criterion.requirement.limit, criterion.kpi->unit));
    const std::int64_t earliest = metrics::fewest_to_accept(metrics::decision_lines(plan), 0);
    return say({fmt::format("  可作序贯检验（assess --sequential）：可接受值 {}；无不合格时最早 {} 个接受\n"
                            "    实际为 {} 时，通过概率 {:.4g} %，平均 {:.0f} 个定论\n"
                            "    实际为 {} 时，通过概率 {:.4g} %，平均 {:.0f} 个定论\n",
                            acceptable, earliest, acceptable, good.pass * 100, good.mean_trials, limit, bad.pass * 100,
                            bad.mean_trials),
                fmt::format("  may be tested in sequence (assess --sequential): acceptable {}; {} without an error are "
                            "accepted at the earliest\n"
                            "    where it is {}: passes in {:.4g} % of cases, settled by {:.0f} on average\n"
                            "    where it is {}: passes in {:.4g} % of cases, settled by {:.0f} on average\n",
                            acceptable, earliest, acceptable, good.pass * 100, good.mean_trials, limit, bad.pass * 100,
                            bad.mean_trials)});
  }

  [[nodiscard]] std::string kpi_page(const metrics::Kpi& kpi) const {
    std::string text =
        fmt::format("# {} - {}\n\n{}\n{}{}\n{}{}\n", kpi.id, say(kpi.title), say(kpi.definition),
                    label("公式", "formula"), kpi.formula, label("单位", "unit"), metrics::unit_symbol(kpi.unit));
    text += label("证据表", "tables") + fmt::format("{}\n", fmt::join(kpi.tables, ", "));
    if (!kpi.parameters.empty())
      text += label("参数", "parameters") + fmt::format("{}\n", fmt::join(kpi.parameters, ", "));
    text += source_line(kpi.source) + "\n";
    for (const metrics::Reading& reading : kpi.readings)
      text += fmt::format("- {} {}\n    {}\n", reading.id, say(reading.title), say(reading.definition));
    text += "\n";
    for (const validators::Pack& pack : packs_) {
      for (const validators::ScenarioCriteria& scenario : pack.scenarios) {
        for (const validators::Clause& clause : scenario.clauses) {
          for (const validators::Criterion& criterion : clause.criteria) {
            if (criterion.kpi != &kpi) continue;
            text += fmt::format("{} {} {}: {}\n", pack.id, scenario.id, criterion.id,
                                validators::format_requirement(criterion.requirement, kpi.unit));
          }
        }
        for (const validators::Observed& observed : scenario.observed) {
          if (observed.kpi == &kpi)
            text += fmt::format("{} {}: {}\n", pack.id, scenario.id, say({"观测，不判定", "observed, not judged"}));
        }
      }
    }
    return text;
  }

  [[nodiscard]] std::string reading_page(const metrics::Kpi& kpi, const metrics::Reading& reading) const {
    return fmt::format("# {}/{} - {}: {}\n\n{}\n", kpi.id, reading.id, say(kpi.title), say(reading.title),
                       say(reading.definition));
  }

  [[nodiscard]] std::string parameter_page(const metrics::ParameterInfo& parameter) const {
    std::string text = fmt::format("# {}\n\n{}\n{}{} .. {}\n", parameter.name, say(parameter.meaning),
                                   label("范围", "range"), parameter.least, parameter.most);
    for (const validators::Pack& pack : packs_) {
      const auto value = parameter.value(pack.parameters);
      text += fmt::format("{}{}: {}\n", label("默认", "default"), pack.id,
                          value ? fmt::format("{}", *value) : say({"未约定", "not agreed"}));
    }
    return text;
  }

  [[nodiscard]] std::string format_page(const data::FormatInfo& format) const {
    std::string text = fmt::format("# {}\n\n{}\n\n", format.name, say(format.what));
    for (const data::FormatInfo::Option& option : format.options)
      text += fmt::format("- {}\n    {}\n", option.key, say(option.meaning));
    return text;
  }

  const CommandLine& line_;
  std::vector<validators::Pack> packs_;
  std::vector<std::pair<std::string, std::string>> pages_;
};

}  // namespace

void add_explain(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "explain",
                            {"解释场景、条款、指标、读法、证据表、参数、方法或格式",
                             "explain a scenario, clause, KPI, reading, table, parameter, method or format"});
  const auto id = std::make_shared<std::string>();
  verb->add_option("ID", *id, line.say({"例：9.2、device_latency、messages", "such as 9.2, device_latency, messages"}))
      ->required()
      ->type_name("");
  verb->callback([id, &line] {
    line.run = [id, &line] {
      const Encyclopedia encyclopedia(line);
      const auto page = encyclopedia.page(*id);
      if (!page) {
        const core::Text hint = core::suggestion(*id, encyclopedia.ids());
        throw core::InputFailure(
            {}, {fmt::format("不认识“{}”；{}", *id, hint.zh), fmt::format("unknown “{}”; {}", *id, hint.en)});
      }
      print(wrapped(*page));
      return static_cast<int>(kEveryClausePasses);
    };
  });
}

}  // namespace plantproof::app
