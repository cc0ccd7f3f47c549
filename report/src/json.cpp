#include <cmath>

#include <nlohmann/json.hpp>

#include "metrics/method.hpp"
#include "report/report.hpp"
#include "verdict_json.hpp"
#include "words.hpp"

namespace plantproof::report {

Json bilingual(const core::Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

Json bilingual(const std::vector<core::Text>& texts) {
  Json list = Json::array();
  for (const core::Text& text : texts) list.push_back(bilingual(text));
  return list;
}

Json source(const core::SourceReference& reference) {
  return {{"document", reference.document}, {"clause", bilingual(reference.clause)}};
}

Json number(const std::optional<double>& value, metrics::Unit unit) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: above it a double is no exact count
  if (!value || !std::isfinite(*value)) return nullptr;
  if (unit == metrics::Unit::Count && *value == std::floor(*value) && std::abs(*value) <= kExact)
    return static_cast<std::int64_t>(*value);
  return *value;
}

namespace {

using validators::Clause;
using validators::Criterion;
using validators::CriterionResult;
using validators::Finding;
using validators::ReadingResult;

/// What stands beside the estimate; null where nothing does.
Json companion(const ReadingResult& result, metrics::Unit unit) {
  if (!result.companion_verdict) return nullptr;
  const metrics::Companion& beside = *result.estimate()->companion;
  return {{"estimate", number(beside.value, unit)},
          {"lower", number(beside.lower, unit)},
          {"upper", number(beside.upper, unit)},
          {"method", metrics::method_info(beside.method).id},
          {"verdict", validators::verdict_id(*result.companion_verdict)}};
}

/// The fields of an estimate, null where there is none.
void add_estimate(Json& json, const metrics::Estimate* estimate, metrics::Unit unit) {
  const auto add = [&](const char* field, auto of) {
    json[field] = estimate != nullptr ? Json(of(*estimate)) : Json();
  };
  add("estimate", [&](const auto& found) { return number(found.value, unit); });
  add("lower", [&](const auto& found) { return number(found.lower, unit); });
  add("upper", [&](const auto& found) { return number(found.upper, unit); });
  add("n", [](const auto& found) { return found.n; });
  add("effective_n", [](const auto& found) { return found.effective_n; });
  add("method", [](const auto& found) { return metrics::method_info(found.method).id; });
  add("clock_uncertainty", [&](const auto& found) { return number(found.clock, unit); });
}

struct Name {
  std::string id;
  core::Text title;
};

std::string_view sequential_id(metrics::SequentialDecision decision) {
  switch (decision) {
    case metrics::SequentialDecision::Accept:
      return "accept";
    case metrics::SequentialDecision::Reject:
      return "reject";
    case metrics::SequentialDecision::GoOn:
      return "go_on";
  }
  return "";
}

Json count(const metrics::Count& errors) {
  return {{"n", errors.trials}, {"errors", errors.successes}};
}

Json planned_rows(const core::PlannedRows& rows) {
  return {{"table", rows.table}, {"planned", rows.planned}, {"found", rows.found}};
}

Json guard_band(const Criterion& criterion, const ReadingResult& result) {
  if (!criterion.guard_band) return nullptr;
  const validators::GuardBand& band = *criterion.guard_band;
  return {{"rule", validators::decision_rule_ids()[static_cast<std::size_t>(band.rule)]},
          {"r", band.r},
          {"expanded_uncertainty", band.expanded_uncertainty},
          {"acceptance_limit", band.acceptance(criterion.requirement).limit},
          {"conformance", result.conformance ? Json(validators::conformance_id(*result.conformance)) : Json()},
          {"conformance_probability", result.conformance_probability ? Json(*result.conformance_probability) : Json()}};
}

Json sequential(const ReadingResult& result) {
  if (!result.sequential) return nullptr;
  const metrics::SequentialResult& test = *result.sequential;
  Json json = {{"decision", sequential_id(test.decision)},
               {"acceptable_error_rate", test.plan.acceptable},
               {"rejectable_error_rate", test.plan.rejectable},
               {"wrong_pass", test.plan.wrong_pass},
               {"wrong_fail", test.plan.wrong_fail},
               {"design_effect", test.plan.design_effect},
               {"accept_offset", test.lines.accept_offset},
               {"reject_offset", test.lines.reject_offset},
               {"slope", test.lines.slope},
               {"used", count(test.used)},
               {"unused", count(test.unused)},
               {"boundary", Json::array()}};
  for (const metrics::Count& point : test.path) {
    Json entry = count(point);
    entry["accept_at"] = test.lines.accept_at(point.trials);
    entry["reject_at"] = test.lines.reject_at(point.trials);
    json["boundary"].push_back(std::move(entry));
  }
  return json;
}

/// The fields that a clause, a member and a reading share: what was asked, what was found, what became of it.
Json judged(const Criterion& criterion, const ReadingResult& result, const Name& name, const Clause& clause) {
  const metrics::Unit unit = criterion.kpi->unit;
  const metrics::Estimate* estimate = result.estimate();
  Json json = {{"id", name.id},
               {"title", bilingual(name.title)},
               {"kpi", criterion.kpi->id},
               {"reading", result.reading->id},
               {"comparator", core::symbol(criterion.requirement.comparator)},
               {"limit", number(criterion.requirement.limit, unit)},
               {"unit", metrics::unit_symbol(unit)}};
  add_estimate(json, estimate, unit);
  json["companion"] = companion(result, unit);
  json["clock_share"] = result.clock_share ? Json(*result.clock_share) : Json();
  json["verdict"] = validators::verdict_id(result.verdict);
  json["face_value"] = validators::verdict_id(result.face_value);
  json["needed_n"] = result.needed_n ? Json(*result.needed_n) : Json();
  json["needed_runs"] = result.needed_runs ? Json(*result.needed_runs) : Json();
  json["early_look"] = result.early_look ? planned_rows(*result.early_look) : Json();
  if (result.provisional) json["provisional"] = validators::verdict_id(*result.provisional);
  json["guard_band"] = guard_band(criterion, result);
  json["sequential"] = sequential(result);
  json["sentence"] = bilingual(result.sentence);
  json["source"] = source(clause.source);
  json["notes"] = bilingual(estimate != nullptr ? estimate->notes : std::vector<core::Text>{});
  return json;
}

Json judged(const CriterionResult& result, const Name& name, const Clause& clause) {
  Json json = judged(*result.criterion, result.deciding(), name, clause);
  json["depends_on_reading"] = result.depends_on_reading;
  json["readings"] = Json::array();
  for (const ReadingResult& reading : result.readings) {
    json["readings"].push_back(judged(*result.criterion, reading, {name.id, reading.reading->title}, clause));
  }
  return json;
}

Json judged(const Finding& finding) {
  const Clause& clause = *finding.clause;
  if (finding.criteria.size() == 1) return judged(finding.criteria.front(), {clause.id, clause.title}, clause);
  Json json = {{"id", clause.id}, {"title", bilingual(clause.title)}};
  for (const char* name : {"kpi", "reading", "comparator", "limit", "unit", "estimate", "lower", "upper", "n",
                           "effective_n", "method", "clock_uncertainty", "companion", "clock_share"}) {
    json[name] = nullptr;
  }
  json["verdict"] = validators::verdict_id(finding.verdict);
  json["face_value"] = validators::verdict_id(finding.face_value);
  json["needed_n"] = nullptr;
  json["needed_runs"] = nullptr;
  json["sentence"] = bilingual(finding.sentence);
  json["source"] = source(clause.source);
  json["at_least"] = clause.at_least;
  json["members"] = Json::array();
  for (const CriterionResult& member : finding.criteria)
    json["members"].push_back(judged(member, {member.criterion->id, member.criterion->kpi->title}, clause));
  return json;
}

Json observed(const validators::Observation& observation) {
  const metrics::Unit unit = observation.kpi->unit;
  const metrics::Estimate* estimate = observation.estimate();
  Json json = {{"kpi", observation.kpi->id},
               {"title", bilingual(observation.reading->title)},
               {"reading", observation.reading->id},
               {"unit", metrics::unit_symbol(unit)}};
  add_estimate(json, estimate, unit);
  json["notes"] = bilingual(observation_notes(observation));
  json["outages"] = Json::array();
  if (estimate == nullptr) return json;
  for (const metrics::Outage& outage : estimate->outages) {
    json["outages"].push_back({{"run", outage.run},
                               {"flow", outage.flow},
                               {"start_ns", outage.start.time_since_epoch().count()},
                               {"length_ns", outage.length.count()}});
  }
  return json;
}

Json evidence(const validators::Assessment& assessment) {
  const core::Provenance& provenance = assessment.provenance;
  Json json = {{"directory", provenance.directory},
               {"sealed", provenance.sealed},
               {"tables", Json::array()},
               {"sources", Json::array()},
               {"parameters", Json::array()},
               {"planned_rows", Json::array()},
               {"plant", nullptr},
               {"assumptions", Json::array()}};
  for (const core::TableAccount& table : provenance.tables)
    json["tables"].push_back({{"path", table.path}, {"rows", table.rows}});
  for (const core::SourceAccount& account : provenance.sources) {
    Json refused = Json::object();
    for (const auto& [reason, count] : account.refused) refused[std::string(core::refusal_id(reason))] = count;
    json["sources"].push_back({{"path", account.path},
                               {"sha256", account.sha256},
                               {"format", account.format},
                               {"rows_read", account.rows_read},
                               {"rows_used", account.rows_used},
                               {"refused", refused},
                               {"remarks", bilingual(account.remarks)}});
  }
  for (const validators::UsedParameter& parameter : assessment.parameters) {
    json["parameters"].push_back({{"name", parameter.info->name},
                                  {"value", parameter.value ? Json(*parameter.value) : Json()},
                                  {"agreed", parameter.agreed_in_evidence}});
  }
  for (const core::PlannedRows& rows : provenance.planned) json["planned_rows"].push_back(planned_rows(rows));
  if (const auto& plant = provenance.plant) {
    Json changes = Json::array();
    for (const core::ChangedParameter& change : plant->changes)
      changes.push_back({{"path", change.path}, {"value", bilingual(change.value)}, {"own", bilingual(change.own)}});
    json["plant"] = {{"title", bilingual(plant->title)}, {"seed", plant->seed}, {"changes", std::move(changes)}};
  }
  for (const core::Assumption& assumption : provenance.assumptions) {
    json["assumptions"].push_back(
        {{"path", assumption.path}, {"value", bilingual(assumption.value)}, {"why", bilingual(assumption.why)}});
  }
  return json;
}

}  // namespace

Json verdict_json(const validators::Assessment& assessment) {
  const validators::Pack& pack = *assessment.pack;
  Json json = {{"schema", "plantproof-verdict/1"},
               {"scenario", assessment.scenario->id},
               {"criteria", {{"id", pack.id}, {"version", pack.version}, {"sha256", pack.sha256}}},
               {"source", origin_id(assessment.provenance.origin)},
               {"confidence", assessment.bound_confidence.level()},
               {"looks", assessment.looks},
               {"verdict", validators::verdict_id(assessment.verdict)},
               {"face_value", validators::verdict_id(assessment.face_value)},
               {"clauses", Json::array()},
               {"observations", Json::array()},
               {"evidence", evidence(assessment)}};
  for (const Finding& finding : assessment.findings) json["clauses"].push_back(judged(finding));
  for (const validators::Observation& observation : assessment.observations)
    json["observations"].push_back(observed(observation));
  return json;
}

std::string json(const validators::Assessment& assessment) {
  // Names come from the evidence and need not be UTF-8.
  return verdict_json(assessment).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace plantproof::report
