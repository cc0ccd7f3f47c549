#include "compare_words.hpp"
#include "report/compare.hpp"
#include "verdict_json.hpp"

namespace plantproof::report {
namespace {

using metrics::Change;
using metrics::Unit;
using validators::ComparedReading;

std::string_view change_id(Change change) {
  switch (change) {
    case Change::Same:
      return "same";
    case Change::Higher:
      return "higher";
    case Change::Lower:
      return "lower";
    case Change::NotShown:
      return "not_shown";
    case Change::Unknown:
      return "unknown";
  }
  return "";
}

Json difference(const metrics::Difference& of, Unit unit) {
  return {{"value", number(of.value, unit)},          {"lower", number(of.lower, unit)},
          {"upper", number(of.upper, unit)},          {"confidence", of.confidence},
          {"change", change_id(of.change)},           {"shown", bilingual(difference_text(of, unit))},
          {"told", bilingual(change_text(of.change))}};
}

Json verdicts(validators::Verdict before, validators::Verdict after) {
  return {{"before", validators::verdict_id(before)},
          {"after", validators::verdict_id(after)},
          {"turned", before != after}};
}

Json criterion_json(const validators::ComparedCriterion& compared) {
  const validators::Criterion& criterion = *compared.criterion;
  const Unit unit = criterion.kpi->unit;
  Json json = {{"id", criterion.id}, {"title", bilingual(criterion.kpi->title)}, {"unit", metrics::unit_symbol(unit)}};
  json["sentence"] = bilingual(compared.sentence);
  json["readings"] = Json::array();
  for (const ComparedReading& reading : compared.readings) {
    Json entry = {{"reading", reading.before->reading->id}, {"title", bilingual(reading.before->reading->title)}};
    entry.update(verdicts(reading.before->verdict, reading.after->verdict));
    entry["difference"] = difference(reading.difference, unit);
    json["readings"].push_back(std::move(entry));
  }
  return json;
}

Json clause_json(const validators::ComparedFinding& compared) {
  Json json = {{"id", compared.before->clause->id}, {"title", bilingual(compared.before->clause->title)}};
  json.update(verdicts(compared.before->verdict, compared.after->verdict));
  json["criteria"] = Json::array();
  for (const validators::ComparedCriterion& criterion : compared.criteria)
    json["criteria"].push_back(criterion_json(criterion));
  return json;
}

Json observation_json(const validators::ComparedObservation& compared) {
  const Unit unit = compared.before->kpi->unit;
  return {{"kpi", compared.before->kpi->id},
          {"reading", compared.before->reading->id},
          {"title", bilingual(compared.before->reading->title)},
          {"unit", metrics::unit_symbol(unit)},
          {"difference", difference(compared.difference, unit)},
          {"sentence", bilingual(compared.sentence)}};
}

/// One of the two reports, without what only a report by itself draws.
Json report_of(ReportContent content) {
  content.motion.reset();
  content.stops.reset();
  return report_document(content);
}

}  // namespace

std::string comparison_json(const ComparisonContent& content) {
  const validators::Comparison& comparison = *content.comparison;
  Json json = {{"schema", "plantproof-compare/1"},
               {"tool", {{"version", content.tool_version}, {"command", content.command}}},
               {"title", bilingual(comparison.before->scenario->title)},
               {"turned", comparison.turned()},
               {"sentence", bilingual(turned_sentence(comparison))},
               {"rule", bilingual(comparison_rule(comparison))},
               {"cautions", bilingual(cautions(content))},
               {"clauses", Json::array()},
               {"observations", Json::array()},
               {"contrasts", Json::array()}};
  for (const validators::ComparedFinding& finding : comparison.findings)
    json["clauses"].push_back(clause_json(finding));
  for (const validators::ComparedObservation& observation : comparison.observations)
    json["observations"].push_back(observation_json(observation));
  for (const Contrast& contrast : contrasts(content)) {
    json["contrasts"].push_back({{"what", bilingual(contrast.what)},
                                 {"before", bilingual(contrast.before)},
                                 {"after", bilingual(contrast.after)}});
  }
  Json left_out = Json::array();
  cut(json, left_out);
  json["before"] = report_of(content.before);
  json["after"] = report_of(content.after);
  json["left_out"] = std::move(left_out);
  return one_line(json);
}

}  // namespace plantproof::report
