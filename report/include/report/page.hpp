#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "metrics/picture.hpp"
#include "metrics/recording.hpp"
#include "validators/assess.hpp"

// The report that people look at: a verdict with pictures of its evidence.
namespace plantproof::report {

/// A KPI and what its evidence looks like.
struct Illustrated {
  const metrics::Kpi* kpi = nullptr;
  std::vector<metrics::Picture> pictures;
};

/// Everything that a report draws.
struct ReportContent {
  const validators::Assessment* assessment = nullptr;
  std::vector<Illustrated> kpis;  ///< those that the scenario's clauses and observations speak of, each once
  metrics::Recording recording;
  std::string tool_version;
  std::string command;  ///< that makes the same report from the same evidence
};

/// The KPIs that a verdict speaks of, in its order, each once.
std::vector<const metrics::Kpi*> kpis_of(const validators::Assessment& assessment);

/// The content as JSON, schema plantproof-report/1 (docs/schema/report.schema.json), on one line with a line end. Its
/// size is bounded whatever the size of the evidence: lists and texts beyond a fixed length are cut, and `left_out`
/// says where and by how much. Equal contents give equal bytes.
std::string report_json(const ReportContent& content);

/// The page with a report's JSON in it: one HTML file that needs nothing else. Nothing in the JSON can end the element
/// it stands in.
std::string html(std::string_view report_json, core::Language language);

/// The page as it is to be printed: with contents, where each heading stands with the page that `pages` gives for its
/// id, "part-1" and so on in their order; without a number where it gives none.
std::string with_contents(std::string page, const std::map<std::string, int>& pages);

}  // namespace plantproof::report
