#include <algorithm>
#include <filesystem>
#include <functional>
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
#include "scenarios/scenario_source.hpp"
#include "validators/assess.hpp"
#include "validators/pack.hpp"

namespace plantproof::app {
namespace {

/// A word of the pages that has no id in a pack.
struct Term {
  std::vector<std::string> ids;
  core::Text title;
  core::Text text;
};

const std::vector<Term>& terms() {
  static const std::vector<Term> kTerms = {
      {{"guard_band"},
       {"保护带", "guard band"},
       {"限值与接受限之间的宽度 w = r U，U 是仪器的扩展不确定度（k = 2），写在准则包的 guard_band 里。\n"
        "simple：不留保护带。guarded：通过须越过接受限（限值向好的一侧移 w），不通过以限值为准。non_binary："
        "通过须越过接受限，不通过须越过拒绝限（限值向坏的一侧移 w），其间为有条件通过或有条件不通过，结论未定。\n"
        "计入保护带后什么也通过不了的准则包不予加载。plan 按接受限计算所需样本。\n来源：ILAC-G8:09/2019，4.2",
        "The width w = r U between a limit and what a pass must clear; U is the expanded uncertainty (k = 2) of the "
        "instrument, as a pack's guard_band has it.\n"
        "simple: none. guarded: a pass clears the limit moved by w to its good side, a fail the limit itself. "
        "non_binary: a pass clears the limit moved by w to its good side, a fail that moved by w to its bad side; what "
        "lies between passes or fails conditionally and is inconclusive.\n"
        "A pack is refused when nothing could pass behind its guard band. plan asks for the samples that clear it.\n"
        "source: ILAC-G8:09/2019, 4.2"}},
      {{"looks", "early_look"},
       {"提前查看", "early looks"},
       {"数据未收齐就作判定，一次 5 % 的检验便有多次出错的机会。表的行数少于约定的 planned_rows 时，以它判定的条款"
        "既不判通过，也不判不通过；用 assess --looks N 约定共查看 N 次，每次以 α/N "
        "判定（Bonferroni）；准则包允许的条款可用 "
        "assess --sequential 随时查看，二者不能同用。",
        "Judging before all is measured gives a 5 % test several chances to be wrong. Where a table has fewer rows "
        "than "
        "its planned_rows, clauses that stand on it neither pass nor fail; with assess --looks N the evidence is "
        "looked "
        "at N times in all, each at alpha / N (Bonferroni); where a pack allows it, assess --sequential may be looked "
        "at any time. The two do not go together."}},
      {{"planned_rows"},
       {"约定的行数", "planned rows"},
       {"evidence.yaml 或 CAMPAIGN.yaml 中测量前约定的、试点某个表应有的行数，如 planned_rows: {inspections: "
        "77535}。行数未到时见 looks。表必须是该场景某条款判定所用的表。需要多少行：plantproof plan。",
        "How many rows a table of the pilot was to have, as agreed in evidence.yaml or CAMPAIGN.yaml before the "
        "measurement: planned_rows: {inspections: 77535}. What follows from fewer is told by looks. The table must be "
        "one that a clause of the scenario is judged by. How many it takes: plantproof plan."}},
      {{"design_effect"},
       {"设计效应", "design effect"},
       {"相依的行多少行抵一个独立样本：均值的方差为独立时的多少倍，取以下几项中最大的：相邻行的相关、批次间的差异（连同"
        "批次之少）或单一批次各十分之一段的差异、按约定的 burst_length 得出的 2B - 1。n 除以它即 "
        "effective_n。\n来源：Kish，Survey "
        "Sampling（1965），8.2",
        "How many dependent rows count for one: by how much the variance of a mean exceeds that of independent rows. "
        "The largest decides of: what neighbouring rows have in common, the spread between runs (and that they are "
        "few) "
        "or between the tenths of a single one, and 2 B - 1 by the agreed burst_length. n over it is effective_n.\n"
        "source: Kish, Survey Sampling (1965), 8.2"}},
      {{"effective_n"},
       {"有效样本量", "effective n"},
       {"n 个相依的行相当于多少个独立样本：n / design_effect，报告中写在 n 后的括号里。置信界按它计算。"
        "由批次间的差异决定时，每批测得更久不会使它增大，需要更多批次。",
        "How many independent samples n dependent rows are worth: n / design_effect, in brackets after n in a report. "
        "The bounds rest on it. Where the spread between runs decides, more rows in each run do not raise it: it takes "
        "more runs."}},
      {{"burst_length"},
       {"突发长度", "burst length"},
       {"一次扰动平均使多少行不合格，由各方约定；样本中不合格太少时看不出，只能照约定：2B - 1 行抵一个。"
        "assess 用准则包或证据中约定的值，plan --burst-length B 可改。",
        "How many rows one disturbance makes bad on average, as the parties agree; a sample with few bad rows cannot "
        "tell it, and 2 B - 1 rows count for one. assess takes what the pack or the evidence agrees on, plan "
        "--burst-length B another one."}},
  };
  return kTerms;
}

/// Everything that has an id, and what there is to say of it. The texts are those the code itself uses.
class Encyclopedia {
 public:
  explicit Encyclopedia(const CommandLine& line) : line_(line) {
    for (const std::string& id : validators::pack_ids()) packs_.push_back(validators::load_pack(id));
    for (const scenarios::Scenario& scenario : scenarios::scenarios())
      add(scenario.id, [&] { return scenario_page(scenario); });
    for (const validators::Pack& pack : packs_) {
      add(pack.id, [&] { return pack_page(pack); });
      for (const validators::ScenarioCriteria& scenario : pack.scenarios) {
        for (const validators::Clause& clause : scenario.clauses) {
          add(clause.id, [&] { return clause_page(clause, scenario, pack); });
          for (const validators::Criterion& criterion : clause.criteria) {
            if (criterion.id != clause.id) add(criterion.id, [&] { return criterion_text(criterion, pack); });
          }
        }
      }
    }
    for (const metrics::Kpi& kpi : metrics::kpis()) {
      add(kpi.id, [&] { return kpi_page(kpi); });
      for (const metrics::Reading& reading : kpi.readings) {
        for (const std::string& id : {kpi.id + "/" + reading.id, reading.id})
          add(id, [&] { return reading_page(kpi, reading); });
      }
    }
    for (const data::TableInfo* table : data::all_tables())
      add(table->name, [this, table] { return data::table_markdown(*table, line_.language); });
    for (const metrics::ParameterInfo& parameter : metrics::parameter_infos())
      add(parameter.name, [&] { return parameter_page(parameter); });
    for (const metrics::MethodInfo& method : metrics::method_infos()) {
      add(method.id, [&] {
        return fmt::format("# {} - {}\n\n{}\n", method.id, say(method.title), say(method.description)) +
               source_line(method.source);
      });
    }
    for (const data::FormatInfo& format : data::format_infos())
      add(format.name, [this, format] { return format_page(format); });
    for (const Term& term : terms()) {
      for (const std::string& id : term.ids)
        add(id, [&] { return fmt::format("# {} - {}\n\n{}\n", id, say(term.title), say(term.text)); });
    }
  }
  Encyclopedia(const Encyclopedia&) = delete;
  Encyclopedia& operator=(const Encyclopedia&) = delete;

  /// The pages of an id, each after the other; a reading's id may name several.
  [[nodiscard]] std::optional<std::string> page(const std::string& id) const {
    std::optional<std::string> text;
    for (const auto& [known, page] : pages_) {
      if (known == id) text = text ? *text + "\n" + page() : page();
    }
    return text;
  }

  [[nodiscard]] std::string scenario_page(const scenarios::Scenario& scenario) const {
    std::string text = fmt::format("# {} - {}\n\n{}\n\n{}{}\n", scenario.id, say(scenario.title),
                                   say(scenario.situation), label("准则", "criteria"), scenario.criteria);
    for (const validators::Pack& pack : packs_) {
      const validators::ScenarioCriteria* criteria = pack.id == scenario.criteria ? pack.find(scenario.id) : nullptr;
      if (criteria == nullptr) continue;
      for (const validators::Clause& clause : criteria->clauses)
        text += fmt::format("  {:<6}{}\n", clause.id, say(clause.text));
      for (const validators::Observed& observed : criteria->observed)
        text += fmt::format("  {}{} ({})\n", label("另外观测", "also observed"), say(observed.kpi->title),
                            observed.kpi->id);
    }
    return text + variant_lines(scenario.id) + parameter_lines(scenarios::parameters(scenario));
  }

  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> result;
    for (const auto& [id, page] : pages_) result.push_back(id);
    return result;
  }

 private:
  /// What the scenario may also be asked for as.
  [[nodiscard]] std::string variant_lines(const std::string& scenario) const {
    std::string text;
    for (const std::string& id : scenarios::variant_ids()) {
      if (!id.starts_with(scenario + "/")) continue;
      const scenarios::Scenario variant = scenarios::parse_scenario(scenarios::scenario_source(id));
      text += fmt::format("  {} - {}\n", id, say(variant.title));
    }
    return text.empty() ? text : fmt::format("\n{}\n{}", say({"变体", "variants"}), text);
  }

  void add(std::string id, std::function<std::string()> page) { pages_.emplace_back(std::move(id), std::move(page)); }
  [[nodiscard]] std::string say(const core::Text& text) const { return line_.say(text); }
  [[nodiscard]] std::string label(std::string_view zh, std::string_view en) const {
    return line_.language == core::Language::Zh ? fmt::format("{}：", zh) : fmt::format("{}: ", en);
  }

  [[nodiscard]] std::string source_line(const core::SourceReference& source) const {
    if (source.document.empty()) return {};
    return fmt::format("{}{}{}{}\n", label("来源", "source"), source.document,
                       line_.language == core::Language::Zh ? "，" : ", ", say(source.clause));
  }

  [[nodiscard]] std::string parameter_lines(const std::vector<scenarios::ParameterRow>& rows) const {
    std::string text;
    for (const scenarios::ParameterRow& row : rows) {
      if (row.is_part()) {
        text += row.path.empty() ? fmt::format("\n{}\n", say(row.title))
                                 : fmt::format("\n{} - {}\n", row.path, say(row.title));
        continue;
      }
      text += fmt::format("  - {}{}{}\n      {}{}{}\n", label(row.info->key, row.info->key), say(row.value),
                          row.is_default ? say({"（默认）", " (default)"}) : "", say(row.title), say({"；", "; "}),
                          say(row.origin.text()));
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
  std::vector<std::pair<std::string, std::function<std::string()>>> pages_;  ///< each by its id, written when asked
};

/// A variant, or a file.
bool is_scenario(const std::string& id) {
  const std::vector<std::string> variants = scenarios::variant_ids();
  return std::filesystem::is_regular_file(id) || std::find(variants.begin(), variants.end(), id) != variants.end();
}

}  // namespace

void add_explain(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "explain",
                            {"解释场景（或场景文件）、条款、指标、读法、证据表、参数、方法、格式或术语",
                             "explain a scenario (or its file), clause, KPI, reading, table, parameter, method, format "
                             "or term"});
  const auto id = std::make_shared<std::string>();
  verb->add_option("ID", *id, line.say({"例：9.2、device_latency、messages", "such as 9.2, device_latency, messages"}))
      ->required()
      ->type_name("");
  verb->callback([id, &line] {
    line.run = [id, &line] {
      const Encyclopedia encyclopedia(line);
      auto page = encyclopedia.page(*id);
      if (!page && is_scenario(*id))
        page = encyclopedia.scenario_page(scenarios::parse_scenario(scenarios::scenario_source(*id)));
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
