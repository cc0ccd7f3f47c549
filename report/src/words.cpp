#include "words.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "metrics/method.hpp"

namespace plantproof::report {

using validators::Verdict;

namespace {

/// "by ranks (Wilcoxon's signed ranks): 21.3 %, lower bound 18 %: pass as well".
core::Text companion_sentence(const validators::Criterion& criterion, const validators::ReadingResult& result) {
  const metrics::Estimate beside = metrics::as_estimate(*result.estimate()->companion);
  const core::Text& method = metrics::method_info(beside.method).title;
  const auto text = [&](double value) {
    return validators::format_value(value, criterion.kpi->unit, criterion.requirement.limit);
  };
  const core::Text value = text(*beside.value);
  const Verdict verdict = *result.companion_verdict;
  const validators::DecidingBound bound = validators::deciding_bound(beside, criterion.requirement, verdict);
  if (!bound.value) {
    return {fmt::format("按秩估计（{}）：{}，单元太少，给不出界", method.zh, value.zh),
            fmt::format("by ranks ({}): {}, too few units for a bound", method.en, value.en)};
  }
  const core::Text limit = text(*bound.value);
  const core::Text& said = validators::verdict_text(verdict);
  const bool agrees = verdict == result.verdict;
  return {fmt::format("按秩估计（{}）：{}，{} {}，{}", method.zh, value.zh, bound.is_lower ? "下界" : "上界", limit.zh,
                      agrees ? "结论相同" : fmt::format("结论会是“{}”，与判定不同，宜查看个别单元", said.zh)),
          fmt::format("by ranks ({}): {}, {} bound {}: {}", method.en, value.en, bound.is_lower ? "lower" : "upper",
                      limit.en,
                      agrees ? std::string("the same verdict")
                             : fmt::format("the verdict would be {}, so look at the single units", said.en))};
}

std::string percent_of(core::Confidence confidence) {
  return core::percent(confidence.level());
}

/// The titles of the interval methods that decided, in the order of the methods.
core::Text methods_of(const validators::Assessment& assessment) {
  std::set<metrics::Method> used;
  for (const validators::Finding& finding : assessment.findings) {
    for (const validators::CriterionResult& criterion : finding.criteria) {
      if (criterion.deciding().estimate() != nullptr) used.insert(criterion.deciding().estimate()->method);
    }
  }
  core::Text text;
  for (const metrics::Method method : used) {
    const core::Text& title = metrics::method_info(method).title;
    text.zh += (text.zh.empty() ? "" : "、") + title.zh;
    text.en += (text.en.empty() ? "" : ", ") + title.en;
  }
  return used.empty() ? core::Text{"无", "none"} : text;
}

/// What the looks make of the agreed confidence.
core::Text looks_of(const validators::Assessment& assessment) {
  if (assessment.looks == 1) return {};
  const std::string agreed = percent_of(assessment.confidence);
  return {fmt::format("（约定 {}，查看 {} 次，Bonferroni 校正）", agreed, assessment.looks),
          fmt::format(" (of {} agreed, shared by {} looks, Bonferroni)", agreed, assessment.looks)};
}

/// The guard bands and sequential tests that decided, each with its criterion.
core::Text special_rules_of(const validators::Assessment& assessment) {
  core::Text text;
  for (const validators::Finding& finding : assessment.findings) {
    for (const validators::CriterionResult& result : finding.criteria) {
      const validators::Criterion& criterion = *result.criterion;
      const auto shown = [&](double value) { return validators::format_value(value, criterion.kpi->unit).en; };
      if (const auto& band = criterion.guard_band) {
        const core::Text& rule = validators::decision_rule_text(band->rule);
        const std::string width =
            fmt::format("U = {}, w = {}", shown(band->expanded_uncertainty), shown(band->width()));
        text.zh += fmt::format("；{} {}（{}）", criterion.id, rule.zh, width);
        text.en += fmt::format("; {} {} ({})", criterion.id, rule.en, width);
      }
      if (result.deciding().sequential) {
        const std::string acceptable = shown(criterion.sequential->acceptable);
        text.zh += fmt::format("；{} 序贯检验（可接受值 {}）", criterion.id, acceptable);
        text.en += fmt::format("; {} in sequence (acceptable {})", criterion.id, acceptable);
      }
    }
  }
  return text;
}

}  // namespace

std::string_view origin_id(core::Origin origin) {
  switch (origin) {
    case core::Origin::Field:
      return "field";
    case core::Origin::Simulated:
      return "simulated";
    case core::Origin::Synthetic:
      return "synthetic";
  }
  return "";
}

core::Text origin_name(core::Origin origin) {
  switch (origin) {
    case core::Origin::Field:
      return {"现场", "field"};
    case core::Origin::Simulated:
      return {"仿真", "simulated"};
    case core::Origin::Synthetic:
      return {"合成", "SYNTHETIC"};
  }
  return {};
}

core::Text tally(const validators::Assessment& assessment) {
  constexpr std::array kVerdicts = {Verdict::Pass, Verdict::Fail, Verdict::Inconclusive, Verdict::NoData,
                                    Verdict::Invalid};
  core::Text counts;
  for (const Verdict verdict : kVerdicts) {
    const auto count = std::count_if(assessment.findings.begin(), assessment.findings.end(),
                                     [&](const validators::Finding& finding) { return finding.verdict == verdict; });
    if (count == 0) continue;
    const core::Text& name = validators::verdict_text(verdict);
    counts.zh += fmt::format("{}{} 条{}", counts.zh.empty() ? "" : "，", count, name.zh);
    counts.en += fmt::format("{}{} {}", counts.en.empty() ? "" : ", ", count, name.en);
  }
  const std::size_t clauses = assessment.findings.size();
  return {fmt::format("共 {} 条：{}", clauses, counts.zh),
          fmt::format("{} clause{}: {}", clauses, clauses == 1 ? "" : "s", counts.en)};
}

core::Text origin_sentence(core::Origin origin) {
  switch (origin) {
    case core::Origin::Field:
      return {"现场测量", "measured in the field"};
    case core::Origin::Simulated:
      return {"仿真结果，不是实测", "simulated, not measured"};
    case core::Origin::Synthetic:
      return {"合成数据（SYNTHETIC）：为演示而编造，不说明任何工厂的情况",
              "SYNTHETIC: made up for a demonstration, says nothing about any plant"};
  }
  return {};
}

core::Text seal_sentence(bool sealed) {
  return sealed ? core::Text{"已封存：每个表文件都与登记的 SHA-256 相符",
                             "sealed: every table file matches its listed SHA-256"}
                : core::Text{"未封存（UNSEALED）：表文件没有登记 SHA-256，事后改动无从发现",
                             "UNSEALED: the table files have no listed SHA-256, so a later change would go unseen"};
}

core::Text plant_sentence(const core::SimulatedPlant& plant) {
  const bool is_own = plant.title.en.empty();
  core::Text sentence = {is_own ? "" : plant.title.zh + "；", is_own ? "" : plant.title.en + "; "};
  const std::size_t changes = plant.changes.size();
  sentence.zh += fmt::format("种子 {}；", plant.seed);
  sentence.en += fmt::format("seed {}, ", plant.seed);
  if (changes == 0) return {sentence.zh + "参数都是场景自己的", sentence.en + "the scenario's own parameters"};
  sentence.zh += fmt::format("{} 个参数与场景不同：", changes);
  sentence.en += fmt::format("{} otherwise than in the scenario: ",
                             core::counted(static_cast<std::int64_t>(changes), "parameter"));
  constexpr std::size_t kMost = 5;
  const core::Text none = {"无", "none"};
  for (std::size_t i = 0; i < std::min(changes, kMost); ++i) {
    const core::ChangedParameter& change = plant.changes[i];
    const auto shown = [&none](const core::Text& value) { return value.en.empty() ? none : value; };
    const core::Text value = shown(change.value);
    const core::Text own = shown(change.own);
    sentence.zh += fmt::format("{}{} 为 {}（场景为 {}）", i == 0 ? "" : "，", change.path, value.zh, own.zh);
    sentence.en += fmt::format("{}{} is {} ({} there)", i == 0 ? "" : ", ", change.path, value.en, own.en);
  }
  if (changes > kMost) {
    sentence.zh += "……";
    sentence.en += ", ...";
  }
  return sentence;
}

core::Text rule_sentence(const validators::Assessment& assessment) {
  const validators::Pack& pack = *assessment.pack;
  const std::string criteria = fmt::format("{} {} (sha256 {})", pack.id, pack.version, pack.sha256.substr(0, 12));
  const std::string level = percent_of(assessment.bound_confidence);
  const core::Text shared = looks_of(assessment);
  const core::Text methods = methods_of(assessment);
  const core::Text special = special_rules_of(assessment);
  return {fmt::format("单侧置信度 {}{}；区间方法：{}{}；彼此相关的行已折算；丢失计为超时；准则包 {}", level, shared.zh,
                      methods.zh, special.zh, criteria),
          fmt::format("one-sided confidence {}{}; intervals: {}{}; dependent rows count for less; lost = late; "
                      "criteria {}",
                      level, shared.en, methods.en, special.en, criteria)};
}

std::vector<core::Text> sentences(const validators::Finding& finding) {
  std::vector<core::Text> result = {finding.sentence};
  if (finding.criteria.size() > 1) {
    for (const validators::CriterionResult& criterion : finding.criteria) {
      const core::Text& sentence = criterion.deciding().sentence;
      const std::string& id = criterion.criterion->id;
      result.push_back({id + " " + sentence.zh, id + " " + sentence.en});
    }
  }
  return result;
}

std::vector<core::Text> deciding_notes(const validators::CriterionResult& criterion) {
  const metrics::Estimate* estimate = criterion.deciding().estimate();
  if (estimate == nullptr) return {};
  std::vector<core::Text> notes;
  if (criterion.deciding().companion_verdict)
    notes.push_back(companion_sentence(*criterion.criterion, criterion.deciding()));
  notes.insert(notes.end(), estimate->notes.begin(), estimate->notes.end());
  return notes;
}

std::vector<core::Text> observation_notes(const validators::Observation& observation) {
  if (const auto* estimate = observation.estimate()) return estimate->notes;
  return {std::get<metrics::NoAnswer>(observation.answer).reason};
}

}  // namespace plantproof::report
