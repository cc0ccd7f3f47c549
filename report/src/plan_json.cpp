#include "report/plan.hpp"
#include "validators/assess.hpp"
#include "verdict_json.hpp"

namespace plantproof::report {
namespace {

using validators::EvidenceSize;

Json bilingual_or_none(const core::Text& text) {
  return text.en.empty() ? Json() : bilingual(text);
}

template <class Value>
Json known(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json floor(const std::optional<validators::Floor>& floor) {
  if (!floor) return nullptr;
  return {{"length_m", floor->length_m}, {"width_m", floor->width_m}};
}

Json chances(const metrics::Outcome& outcome) {
  return {{"pass", outcome.pass}, {"inconclusive", outcome.inconclusive}, {"fail", outcome.fail}};
}

Json size(const EvidenceSize& size) {
  return {{"n", size.n},
          {"hours", known(size.hours)},
          {"pass_to", known(size.pass_to)},
          {"fail_from", known(size.fail_from)},
          {"expected", known(size.expected)},
          {"variation", known(size.variation)},
          {"n_if_known", known(size.n_if_known)},
          {"chances", chances(size.outcome)}};
}

Json settles(const std::optional<validators::Settles>& settles) {
  if (!settles) return nullptr;
  switch (*settles) {
    case validators::Settles::Yes:
      return "yes";
    case validators::Settles::Perhaps:
      return "perhaps";
    case validators::Settles::No:
      return "no";
  }
  return nullptr;
}

Json reading(const validators::ReadingPlan& plan) {
  Json json = {{"reading", plan.reading->id},
               {"groups", plan.groups},
               {"limit", known(plan.limit)},
               {"accepted", known(plan.accepted)},
               {"truth", known(plan.truth)},
               {"truth_is_given", plan.truth_is_given},
               {"sizes", Json::array()},
               {"enough", plan.enough ? size(*plan.enough) : Json()},
               {"why_not_enough", bilingual_or_none(plan.why_not_enough)},
               {"in_budget", plan.in_budget ? size(*plan.in_budget) : Json()},
               {"settles", settles(plan.settles)},
               {"shown", plan.shown ? size(*plan.shown) : Json()},
               {"characteristic", Json::array()},
               {"notes", bilingual(plan.notes)}};
  for (const EvidenceSize& each : plan.sizes) json["sizes"].push_back(size(each));
  for (const validators::OperatingPoint& point : plan.characteristic)
    json["characteristic"].push_back({{"truth", point.truth}, {"chances", chances(point.outcome)}});
  return json;
}

Json criterion(const validators::CriterionPlan& plan) {
  const validators::Criterion& asked = *plan.criterion;
  Json json = {{"id", asked.id},
               {"kpi", asked.kpi->id},
               {"comparator", core::symbol(asked.requirement.comparator)},
               {"limit", asked.requirement.limit},
               {"unit", metrics::unit_symbol(asked.kpi->unit)},
               {"pass_confidence", plan.confidences.pass.level()},
               {"readings", Json::array()}};
  for (const validators::ReadingPlan& each : plan.readings) json["readings"].push_back(reading(each));
  return json;
}

}  // namespace

std::string json(const validators::Plan& plan) {
  const validators::PlanOptions& options = plan.options;
  Json json = {{"schema", "plantproof-plan/1"},
               {"scenario", plan.scenario->id},
               {"criteria", {{"id", plan.pack->id}, {"version", plan.pack->version}, {"sha256", plan.pack->sha256}}},
               {"confidence", plan.confidence.level()},
               {"power", options.power},
               {"assumptions",
                {{"rows_per_hour", options.rows_per_hour},
                 {"groups", options.groups},
                 {"shift_h", options.shift_h},
                 {"floor", floor(options.floor)},
                 {"design_effect", *options.design_effect},
                 {"runs", options.runs},
                 {"given", options.given}}},
               {"budget_h", known(options.budget_h)},
               {"clauses", Json::array()}};
  for (const validators::ClausePlan& clause : plan.clauses) {
    Json each = {{"id", clause.clause->id}, {"at_least", clause.clause->at_least}, {"criteria", Json::array()}};
    for (const validators::CriterionPlan& member : clause.criteria) each["criteria"].push_back(criterion(member));
    json["clauses"].push_back(std::move(each));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace plantproof::report
