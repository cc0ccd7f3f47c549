#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "hall_json.hpp"
#include "metrics/method.hpp"
#include "picture_json.hpp"
#include "report/page.hpp"
#include "verdict_json.hpp"
#include "words.hpp"

namespace plantproof::report {
namespace {

using validators::Assessment;
using validators::Verdict;

Json method_json(metrics::Method method) {
  const metrics::MethodInfo& info = metrics::method_info(method);
  return {{"id", info.id},
          {"title", bilingual(info.title)},
          {"description", bilingual(info.description)},
          {"source", source(info.source)}};
}

/// The methods that made a bound in the verdict, in the order of the methods.
Json methods_json(const Assessment& assessment) {
  std::set<metrics::Method> used;
  const auto use = [&](const metrics::Estimate* estimate) {
    if (estimate == nullptr) return;
    used.insert(estimate->method);
    if (estimate->companion) used.insert(estimate->companion->method);
  };
  for (const validators::Finding& finding : assessment.findings) {
    for (const validators::CriterionResult& criterion : finding.criteria) {
      for (const validators::ReadingResult& reading : criterion.readings) use(reading.estimate());
    }
  }
  for (const validators::Observation& observation : assessment.observations) use(observation.estimate());
  Json json = Json::array();
  for (const metrics::Method method : used) json.push_back(method_json(method));
  return json;
}

Json kpi_json(const Illustrated& illustrated) {
  const metrics::Kpi& kpi = *illustrated.kpi;
  Json json = {{"id", kpi.id},
               {"title", bilingual(kpi.title)},
               {"definition", bilingual(kpi.definition)},
               {"formula", kpi.formula},
               {"unit", metrics::unit_symbol(kpi.unit)},
               {"tables", kpi.tables},
               {"source", source(kpi.source)},
               {"readings", Json::array()},
               {"pictures", Json::array()}};
  for (const metrics::Reading& reading : kpi.readings) {
    json["readings"].push_back(
        {{"id", reading.id},
         {"title", bilingual(reading.title)},
         {"definition", bilingual(reading.definition)},
         {"tail_share", reading.design.rank ? Json(reading.design.rank->complement()) : Json()}});
  }
  for (const metrics::Picture& picture : illustrated.pictures) json["pictures"].push_back(picture_json(picture));
  return json;
}

Json clauses_json(const Assessment& assessment) {
  Json json = Json::array();
  for (const validators::Finding& finding : assessment.findings)
    json.push_back({{"id", finding.clause->id}, {"text", bilingual(finding.clause->text)}});
  return json;
}

Json recording_json(const metrics::Recording& recording) {
  const auto instant = [](const std::optional<core::Instant>& time) {
    return time ? Json(time->time_since_epoch().count()) : Json();
  };
  Json json = {{"measured_by", recording.measured_by.empty() ? Json() : Json(recording.measured_by)},
               {"runs", Json::array()},
               {"clocks", Json::array()},
               {"files", Json::array()},
               {"simulation", nullptr}};
  for (const metrics::RecordedRun& run : recording.runs) {
    json["runs"].push_back(
        {{"phase", run.phase}, {"run", run.run}, {"first_ns", instant(run.first)}, {"last_ns", instant(run.last)}});
  }
  for (const metrics::DeclaredClock& clock : recording.clocks) {
    json["clocks"].push_back(
        {{"table", clock.table}, {"clock", clock.clock}, {"uncertainty_ns", clock.uncertainty.count()}});
  }
  for (const auto& file : recording.files) json["files"].push_back({{"path", file.path}, {"sha256", file.sha256}});
  if (const auto& simulation = recording.simulation) {
    json["simulation"] = {{"seed", simulation->seed},
                          {"scenario_sha256", simulation->scenario_sha256},
                          {"tool_version", simulation->tool_version}};
  }
  return json;
}

/// "pilot/1/messages.csv" -> "pilot/messages": as KPIs name the tables they stand on.
std::string table_of(const std::string& path) {
  const std::size_t phase = path.find('/');
  const std::size_t name = path.rfind('/');
  if (phase == std::string::npos || name == phase) return path;
  std::string table = path.substr(0, phase) + path.substr(name);
  return table.substr(0, table.find('.'));  // .csv, .csv.gz
}

/// What a reader might take for evaluated, and is not.
class NotEvaluated {
 public:
  explicit NotEvaluated(const Assessment& assessment) {
    clauses(assessment);
    tables(assessment);
    rows(assessment);
    others(assessment);
  }
  Json take() { return std::move(json_); }

 private:
  void add(const core::Text& what, const core::Text& why) {
    json_.push_back({{"what", bilingual(what)}, {"why", bilingual(why)}});
  }

  void clauses(const Assessment& assessment) {
    for (const validators::Finding& finding : assessment.findings) {
      if (finding.verdict != Verdict::NoData && finding.verdict != Verdict::Invalid) continue;
      const validators::Clause& clause = *finding.clause;
      add({fmt::format("条款 {} {}", clause.id, clause.title.zh),
           fmt::format("clause {}: {}", clause.id, clause.title.en)},
          finding.sentence);
    }
    for (const validators::Observation& observation : assessment.observations) {
      if (observation.estimate() != nullptr) continue;
      const auto& [kpi, reading, answer] = observation;
      add({fmt::format("观测指标：{}（{}）", kpi->title.zh, reading->title.zh),
           fmt::format("observed KPI: {} ({})", kpi->title.en, reading->title.en)},
          std::get<metrics::NoAnswer>(answer).reason);
    }
  }

  void tables(const Assessment& assessment) {
    std::set<std::string> read;
    for (const metrics::Kpi* kpi : kpis_of(assessment)) read.insert(kpi->tables.begin(), kpi->tables.end());
    std::set<std::string> unread;
    for (const core::TableAccount& table : assessment.provenance.tables) {
      if (!read.contains(table_of(table.path))) unread.insert(table_of(table.path));
    }
    for (const std::string& table : unread) {
      add({fmt::format("证据表 {}", table), fmt::format("evidence table {}", table)},
          {"本场景没有条款以它为依据", "no clause of this scenario stands on it"});
    }
  }

  void rows(const Assessment& assessment) {
    std::int64_t refused = 0;
    for (const core::SourceAccount& account : assessment.provenance.sources)
      refused += account.rows_read - account.rows_used;
    if (refused > 0) {
      add({fmt::format("来源文件中的 {} 行", refused), fmt::format("{} rows of the source files", refused)},
          {"导入时被拒绝，原因见“来源”", "refused on import, for the reasons under “sources”"});
    }
    for (const core::PlannedRows& rows : assessment.provenance.planned) {
      if (rows.found >= rows.planned) continue;
      add({fmt::format("表 {} 尚缺的 {} 行", rows.table, rows.planned - rows.found),
           fmt::format("{} planned rows of table {}", rows.planned - rows.found, rows.table)},
          {"约定要测，尚未测到", "agreed on, and not measured yet"});
    }
  }

  void others(const Assessment& assessment) {
    const std::size_t all = assessment.pack->scenarios.size();
    if (all > 1) {
      add({fmt::format("准则包中的其余 {} 个场景", all - 1),
           fmt::format("the other {} scenarios of the pack", all - 1)},
          {"证据只声明了本场景", "the evidence names this scenario only"});
    }
    add({"准则包条款之外的一切", "anything beyond the clauses of the pack"},
        {"例如功能安全、网络安全、电磁兼容与施工质量：本报告不作任何判断",
         "functional safety, cybersecurity, electromagnetic compatibility or workmanship, for instance: this report "
         "says nothing of them"});
  }

  Json json_ = Json::array();
};

/// Cuts what is too long, in depth, and keeps account of it.
class Cutter {
 public:
  void cut(Json& json, const std::string& path, std::size_t most_bytes) {
    if (json.is_string()) {
      cut_text(json, path, most_bytes);
    } else if (json.is_array()) {
      if (json.size() > kMostElements) {
        left_out_.push_back({{"path", path}, {"left_out", json.size() - kMostElements}});
        json.erase(json.begin() + kMostElements, json.end());
      }
      for (std::size_t i = 0; i < json.size(); ++i) cut(json[i], path + "/" + std::to_string(i), most_bytes);
    } else if (json.is_object()) {
      for (auto& [key, value] : json.items())
        cut(value, path + "/" + key, kListed.contains(key) ? kMostBytesOfListed : most_bytes);
    }
  }
  Json take() { return std::move(left_out_); }

 private:
  // Pictures are bounded as they are made: the largest list of one is that of a floor's cells.
  static constexpr std::size_t kMostElements = 4000;
  static constexpr std::size_t kMostBytesOfListed = 400;
  /// What has an entry for every file, run or outage.
  static inline const std::set<std::string> kListed = {"pictures",  "outages", "tables", "sources",
                                                       "recording", "hall",    "motion", "stops"};

  void cut_text(Json& json, const std::string& path, std::size_t most_bytes) {
    const auto& text = json.get_ref<const std::string&>();
    if (text.size() <= most_bytes) return;
    std::size_t end = most_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
    left_out_.push_back({{"path", path}, {"left_out", text.size() - end}});
    json = text.substr(0, end) + "…";
  }

  Json left_out_ = Json::array();
};

/// Lists of the evidence that have an entry a file, a run or an outage.
void shorten(Json& list, std::size_t most, const std::string& path, Json& left_out) {
  if (list.size() <= most) return;
  left_out.push_back({{"path", path}, {"left_out", list.size() - most}});
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(most), list.end());
}

}  // namespace

std::vector<const metrics::Kpi*> kpis_of(const Assessment& assessment) {
  std::vector<const metrics::Kpi*> kpis;
  const auto add = [&](const metrics::Kpi* kpi) {
    if (std::ranges::find(kpis, kpi) == kpis.end()) kpis.push_back(kpi);
  };
  for (const validators::Finding& finding : assessment.findings) {
    for (const validators::CriterionResult& criterion : finding.criteria) add(criterion.criterion->kpi);
  }
  for (const validators::Observation& observation : assessment.observations) add(observation.kpi);
  return kpis;
}

Json report_document(const ReportContent& content) {
  const Assessment& assessment = *content.assessment;
  const core::Provenance& provenance = assessment.provenance;
  Json parameters = Json::array();
  for (const validators::UsedParameter& parameter : assessment.parameters)
    parameters.push_back({{"name", parameter.info->name}, {"meaning", bilingual(parameter.info->meaning)}});
  Json refusals = Json::object();
  for (const std::string& id : core::refusal_ids())
    refusals[id] = bilingual(core::refusal_text(*core::refusal_from_id(id)));
  Json kpis = Json::array();
  for (const Illustrated& kpi : content.kpis) kpis.push_back(kpi_json(kpi));

  Json json = {{"schema", "plantproof-report/1"},
               {"tool", {{"version", content.tool_version}, {"command", content.command}}},
               {"title", bilingual(assessment.scenario->title)},
               {"criteria", {{"title", bilingual(assessment.pack->title)}, {"document", assessment.pack->document}}},
               {"tally", bilingual(tally(assessment))},
               {"origin", bilingual(origin_sentence(provenance.origin))},
               {"seal", bilingual(seal_sentence(provenance.sealed))},
               {"rule", bilingual(rule_sentence(assessment))},
               {"verdict", verdict_json(assessment)},
               {"clauses", clauses_json(assessment)},
               {"kpis", std::move(kpis)},
               {"methods", methods_json(assessment)},
               {"parameters", std::move(parameters)},
               {"refusals", std::move(refusals)},
               {"recording", recording_json(content.recording)},
               {"not_evaluated", NotEvaluated(assessment).take()}};
  json["hall"] = hall_json(content.hall);
  add_motion_json(content.motion, json);
  json["stops"] = stops_json(content.stops);
  constexpr std::size_t kMostFiles = 500;
  Json left_out = Json::array();
  shorten(json["verdict"]["evidence"]["tables"], kMostFiles, "/verdict/evidence/tables", left_out);
  shorten(json["verdict"]["evidence"]["sources"], kMostFiles, "/verdict/evidence/sources", left_out);
  shorten(json["recording"]["files"], kMostFiles, "/recording/files", left_out);
  shorten(json["recording"]["runs"], kMostFiles, "/recording/runs", left_out);
  for (std::size_t i = 0; i < json["verdict"]["observations"].size(); ++i) {
    shorten(json["verdict"]["observations"][i]["outages"], metrics::kMostMarks,
            fmt::format("/verdict/observations/{}/outages", i), left_out);
  }
  cut(json, left_out);
  add_image_json(content.hall, json["hall"]);  // which is whole or not there
  json["left_out"] = std::move(left_out);
  return json;
}

void cut(Json& json, Json& left_out) {
  constexpr std::size_t kMostBytes = 2000;
  Cutter cutter;
  cutter.cut(json, "", kMostBytes);
  for (Json& entry : cutter.take()) left_out.push_back(std::move(entry));
}

std::string one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string report_json(const ReportContent& content) {
  return one_line(report_document(content));
}

}  // namespace plantproof::report
