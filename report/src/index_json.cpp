#include "report/index.hpp"
#include "verdict_json.hpp"
#include "words.hpp"

namespace plantproof::report {
namespace {

Json only(const Json& whole, const std::vector<const char*>& keys) {
  Json part = Json::object();
  for (const char* key : keys) part[key] = whole.at(key);
  return part;
}

/// What a line of the index draws of a criterion: its limit, interval and verdict.
Json criterion_json(const Json& judged) {
  return only(judged, {"id", "title", "comparator", "limit", "unit", "estimate", "lower", "upper", "n", "verdict",
                       "face_value"});
}

Json clause_json(const Json& judged) {
  Json json = only(judged, {"id", "title", "verdict", "face_value"});
  json["criteria"] = Json::array();
  if (!judged.contains("members")) {
    json["criteria"].push_back(criterion_json(judged));
    return json;
  }
  for (const Json& member : judged["members"]) json["criteria"].push_back(criterion_json(member));
  return json;
}

Json entry_json(const IndexEntry& entry) {
  const validators::Assessment& assessment = *entry.assessment;
  const core::Provenance& provenance = assessment.provenance;
  const Json verdict = verdict_json(assessment);
  Json json = {{"folder", entry.folder},
               {"href", entry.href},
               {"bytes", entry.bytes},
               {"scenario", assessment.scenario->id},
               {"title", bilingual(assessment.scenario->title)},
               {"tally", bilingual(tally(assessment))},
               {"source", verdict["source"]},
               {"origin", bilingual(origin_sentence(provenance.origin))},
               {"plant", provenance.plant ? bilingual(plant_sentence(*provenance.plant)) : Json()},
               {"verdict", verdict["verdict"]},
               {"face_value", verdict["face_value"]},
               {"clauses", Json::array()}};
  for (const Json& clause : verdict["clauses"]) json["clauses"].push_back(clause_json(clause));
  return json;
}

Json refused_json(const RefusedEntry& entry) {
  const core::InputErrors& errors = entry.errors;
  const core::InputError& first = errors.kept().front();
  return {{"folder", entry.folder},
          {"href", entry.href},
          {"error", bilingual({first.message(core::Language::Zh), first.message(core::Language::En)})},
          {"more", errors.count() - 1}};
}

}  // namespace

std::string index_json(const IndexContent& content) {
  Json json = {{"schema", "plantproof-index/1"},
               {"tool", {{"version", content.tool_version}, {"command", content.command}}},
               {"compare", content.compare.empty() ? Json() : Json(content.compare)},
               {"reports", Json::array()},
               {"refused", Json::array()}};
  for (const IndexEntry& entry : content.entries) json["reports"].push_back(entry_json(entry));
  for (const RefusedEntry& entry : content.refused) json["refused"].push_back(refused_json(entry));
  return one_line(json);
}

}  // namespace plantproof::report
