#include "report/sensitivity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/decimal.hpp"
#include "core/input_error.hpp"
#include "verdict_json.hpp"
#include "writer.hpp"

namespace plantproof::report {
namespace {

using validators::Criterion;
using validators::Verdict;

constexpr std::array kVerdicts = {Verdict::Pass, Verdict::Fail, Verdict::Inconclusive, Verdict::NoData,
                                  Verdict::Invalid};

void add_outcomes(const Json& judged, const std::string& file, Outcomes& outcomes) {
  if (judged.contains("members")) {
    for (const Json& member : judged["members"]) add_outcomes(member, file, outcomes);
    return;
  }
  const auto& id = judged.at("verdict").get_ref<const std::string&>();
  const auto verdict = std::find_if(kVerdicts.begin(), kVerdicts.end(),
                                    [&](Verdict candidate) { return validators::verdict_id(candidate) == id; });
  if (verdict == kVerdicts.end()) {
    throw core::InputFailure({file, 0, 0},
                             {fmt::format("没有“{}”这种结论", id), fmt::format("no verdict is called “{}”", id)});
  }
  Outcome& outcome = outcomes[judged.at("id").get<std::string>()];
  outcome.verdict = *verdict;
  if (const Json& estimate = judged.at("estimate"); estimate.is_number()) outcome.estimate = estimate.get<double>();
}

Outcome outcome_of(const validators::ReadingResult& result) {
  const metrics::Estimate* estimate = result.estimate();
  const bool is_finite = estimate != nullptr && estimate->value && std::isfinite(*estimate->value);
  return {is_finite ? estimate->value : std::nullopt, result.verdict};
}

/// Of a criterion, an outcome beside that of the plant as it is.
struct Effect {
  const Criterion* criterion = nullptr;
  Outcome base;

  /// How far the estimate moved: without an end where the plant fails and has none, not at all where there is only too
  /// little evidence for one.
  [[nodiscard]] double of(const Outcomes& outcomes) const {
    const Outcome& other = outcomes.at(criterion->id);
    if (other.estimate && base.estimate) return std::abs(*other.estimate - *base.estimate);
    return other.verdict == Verdict::Fail && base.verdict != Verdict::Fail ? std::numeric_limits<double>::infinity()
                                                                           : 0;
  }
  [[nodiscard]] double of(const std::optional<Alternative>& alternative) const {
    return alternative && alternative->outcomes ? of(*alternative->outcomes) : 0;
  }
  [[nodiscard]] double of(const VariedParameter& parameter) const {
    return std::max(of(parameter.lower), of(parameter.higher));
  }
};

/// A line of a criterion's table.
struct Line {
  std::string parameter;
  std::string value;
  Cell lower;
  Cell higher;
  double effect = 0;
};

/// What is said of each criterion, whatever it is written with.
class Tables {
 public:
  Tables(const Sensitivity& sensitivity, std::size_t rows, core::Language language)
      : sensitivity_(sensitivity), rows_(rows), language_(language) {}

  [[nodiscard]] std::string say(const core::Text& text) const { return text.in(language_); }
  [[nodiscard]] std::string share() const { return core::percent(sensitivity_.share); }

  [[nodiscard]] static Effect effect_on(const validators::CriterionResult& result) {
    return {result.criterion, outcome_of(result.deciding())};
  }

  [[nodiscard]] std::string shown(const Outcome& outcome, const Effect& effect) const {
    std::string value =
        outcome.estimate ? say(validators::format_value(*outcome.estimate, effect.criterion->kpi->unit)) : "-";
    if (outcome.verdict == effect.base.verdict) return value;
    return fmt::format("{} {}", value, say(validators::verdict_text(outcome.verdict)));
  }

  /// The lines of a criterion, the greatest effect first; those without any are left out, and so is chance.
  [[nodiscard]] std::vector<Line> lines(const Effect& effect) const {
    std::vector<Line> lines;
    for (const VariedParameter& parameter : sensitivity_.parameters) {
      const double size = effect.of(parameter);
      if (size == 0) continue;
      const std::string mark = parameter.is_assumption ? " *" : "";
      lines.push_back({parameter.path + mark, say(parameter.value), cell(parameter.lower, effect),
                       cell(parameter.higher, effect), size});
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& one, const Line& other) { return one.effect > other.effect; });
    lines.resize(std::min(lines.size(), rows_));
    if (Line line = chance(effect); line.effect > 0) insert(std::move(line), lines);
    return lines;
  }

  [[nodiscard]] std::vector<std::string> refused() const {
    std::vector<std::string> paths;
    for (const VariedParameter& parameter : sensitivity_.parameters) {
      for (const auto& alternative : {parameter.lower, parameter.higher}) {
        if (alternative && !alternative->outcomes)
          paths.push_back(fmt::format("{} = {}", parameter.path, say(alternative->value)));
      }
    }
    return paths;
  }

  [[nodiscard]] std::string nothing(const Effect& effect) const {
    if (!effect.base.estimate)
      return say({"证据太少，没有估计值：请仿真得更久", "too little evidence for an estimate: simulate for longer"});
    return say({"这些参数都不使它改变，换种子也不", "none of these parameters changes it, nor does another seed"});
  }

  [[nodiscard]] std::vector<std::string> headers() const {
    return {say({"参数（* 为假设）", "parameter (* assumption)"}), say({"原值", "value"}), "-" + share(),
            "+" + share()};
  }

 private:
  [[nodiscard]] Cell cell(const std::optional<Alternative>& alternative, const Effect& effect) const {
    if (!alternative) return {"-"};
    if (!alternative->outcomes) return {say({"不允许", "refused"}), Ink::Faint};
    const Outcome& outcome = alternative->outcomes->at(effect.criterion->id);
    return {shown(outcome, effect), outcome.verdict == effect.base.verdict ? Ink::Plain : ink_of(outcome.verdict)};
  }

  [[nodiscard]] Line chance(const Effect& effect) const {
    Line line{say({"（换种子）", "(another seed)"}), "", {}, {}, 0};
    if (sensitivity_.other_seeds.empty()) return line;
    std::vector<Outcome> outcomes;
    for (const Outcomes& other : sensitivity_.other_seeds) {
      outcomes.push_back(other.at(effect.criterion->id));
      line.effect = std::max(line.effect, effect.of(other));
    }
    const auto is_less = [](const Outcome& one, const Outcome& other) { return one.estimate < other.estimate; };
    const auto [least, most] = std::minmax_element(outcomes.begin(), outcomes.end(), is_less);
    line.value = fmt::format("{} … {}", shown(*least, effect), shown(*most, effect));
    return line;
  }

  static void insert(Line line, std::vector<Line>& lines) {
    const auto below =
        std::find_if(lines.begin(), lines.end(), [&](const Line& other) { return other.effect < line.effect; });
    lines.insert(below, std::move(line));
  }

  const Sensitivity& sensitivity_;
  std::size_t rows_;
  core::Language language_;
};

Json outcomes_json(const Outcomes& outcomes) {
  Json json = Json::object();
  for (const auto& [id, outcome] : outcomes) {
    json[id] = {{"estimate", outcome.estimate ? Json(*outcome.estimate) : Json()},
                {"verdict", validators::verdict_id(outcome.verdict)}};
  }
  return json;
}

Json alternative_json(const std::optional<Alternative>& alternative) {
  if (!alternative) return nullptr;
  return {{"value", bilingual(alternative->value)},
          {"criteria", alternative->outcomes ? outcomes_json(*alternative->outcomes) : Json()}};
}

}  // namespace

Outcomes outcomes_of(const std::string& file, std::string_view verdict_json) {
  Outcomes outcomes;
  try {
    const Json json = Json::parse(verdict_json);
    for (const Json& clause : json.at("clauses")) add_outcomes(clause, file, outcomes);
  } catch (const Json::parse_error& error) {
    throw core::InputFailure({file, 0, 0}, {fmt::format("从第 {} 个字节起不是合法的 JSON", error.byte),
                                            fmt::format("is not valid JSON from byte {} on", error.byte)});
  } catch (const Json::exception&) {
    throw core::InputFailure({file, 0, 0}, {"不是判定结论的 JSON", "is not the JSON of a verdict"});
  }
  return outcomes;
}

std::string terminal(const Sensitivity& sensitivity, std::size_t rows, const TerminalStyle& style) {
  const Tables tables(sensitivity, rows, style.language);
  Writer out(style);
  const core::Text& title = sensitivity.base->scenario->title;
  const std::string& id = sensitivity.base->scenario->id;
  out.line(out.say({fmt::format("敏感性：{}（{}）", title.zh, id), fmt::format("sensitivity: {} ({})", title.en, id)}),
           Ink::Strong);
  out.paragraph(out.say({"方法", "method"}),
                out.say({fmt::format("{} 个参数逐一减、增 {}，其余不变，随机数相同；“换种子”是只有偶然时的变化",
                                     sensitivity.parameters.size(), tables.share()),
                         fmt::format("{} parameters, one at a time, {} less and more, the same random numbers; another "
                                     "seed shows what chance alone does",
                                     sensitivity.parameters.size(), tables.share())}));
  const std::vector<std::string> headers = tables.headers();
  for (const validators::Finding& finding : sensitivity.base->findings) {
    for (const validators::CriterionResult& result : finding.criteria) {
      const Effect effect = Tables::effect_on(result);
      out.blank();
      out.line(fmt::format("{}  {}  {} {}", result.criterion->id, out.say(result.criterion->kpi->title),
                           tables.shown(effect.base, effect), out.say(validators::verdict_text(effect.base.verdict))),
               Ink::Strong);
      std::vector<std::vector<Cell>> cells;
      for (const Line& line : tables.lines(effect))
        cells.push_back({{line.parameter}, {line.value}, line.lower, line.higher});
      if (cells.empty()) {
        out.bullet(tables.nothing(effect));
        continue;
      }
      out.rows({{headers[0]}, {headers[1], true}, {headers[2], true}, {headers[3], true}}, cells);
    }
  }
  const std::vector<std::string> refused = tables.refused();
  if (!refused.empty() || !sensitivity.left_as_they_are.empty()) out.blank();
  if (!refused.empty())
    out.paragraph(out.say({"不允许的值", "refused"}), fmt::format("{}", fmt::join(refused, ", ")), Ink::Faint);
  if (!sensitivity.left_as_they_are.empty()) {
    out.paragraph(out.say({"未变的参数", "not varied"}),
                  fmt::format("{}", fmt::join(sensitivity.left_as_they_are, ", ")) +
                      out.say({"（值为 0，或不是数）", " (they are 0, or no numbers)"}),
                  Ink::Faint);
  }
  return out.take();
}

std::string markdown(const Sensitivity& sensitivity, std::size_t rows, core::Language language) {
  const Tables tables(sensitivity, rows, language);
  std::string page;
  const std::vector<std::string> headers = tables.headers();
  for (const validators::Finding& finding : sensitivity.base->findings) {
    for (const validators::CriterionResult& result : finding.criteria) {
      const Effect effect = Tables::effect_on(result);
      if (!page.empty()) page += '\n';
      page += fmt::format("**{} {}** {} {}\n\n", result.criterion->id, tables.say(result.criterion->kpi->title),
                          tables.shown(effect.base, effect), tables.say(validators::verdict_text(effect.base.verdict)));
      const std::vector<Line> lines = tables.lines(effect);
      if (lines.empty()) {
        page += tables.nothing(effect) + '\n';
        continue;
      }
      page += fmt::format("| {} |\n|---|---|---|---|\n", fmt::join(headers, " | "));
      for (const Line& line : lines)
        page += fmt::format("| {} | {} | {} | {} |\n", line.parameter, line.value, line.lower.text, line.higher.text);
    }
  }
  return page;
}

std::string json(const Sensitivity& sensitivity) {
  Json base = Json::object();
  for (const validators::Finding& finding : sensitivity.base->findings) {
    for (const validators::CriterionResult& result : finding.criteria) {
      const Outcome found = outcome_of(result.deciding());
      base[result.criterion->id] = {{"kpi", result.criterion->kpi->id},
                                    {"unit", metrics::unit_symbol(result.criterion->kpi->unit)},
                                    {"estimate", found.estimate ? Json(*found.estimate) : Json()},
                                    {"verdict", validators::verdict_id(found.verdict)}};
    }
  }
  Json json = {{"schema", "plantproof-sensitivity/1"},
               {"scenario", sensitivity.base->scenario->id},
               {"share", sensitivity.share},
               {"criteria", base},
               {"other_seeds", Json::array()},
               {"parameters", Json::array()},
               {"not_varied", sensitivity.left_as_they_are}};
  for (const Outcomes& other : sensitivity.other_seeds) json["other_seeds"].push_back(outcomes_json(other));
  for (const VariedParameter& parameter : sensitivity.parameters) {
    json["parameters"].push_back({{"path", parameter.path},
                                  {"title", bilingual(parameter.title)},
                                  {"value", bilingual(parameter.value)},
                                  {"assumption", parameter.is_assumption},
                                  {"lower", alternative_json(parameter.lower)},
                                  {"higher", alternative_json(parameter.higher)}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace plantproof::report
