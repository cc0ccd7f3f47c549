#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/source_reference.hpp"
#include "core/text.hpp"
#include "report/page.hpp"
#include "validators/assess.hpp"

// What the JSON documents have in common.
namespace plantproof::report {

using Json = nlohmann::ordered_json;

Json bilingual(const core::Text& text);
Json bilingual(const std::vector<core::Text>& texts);
Json source(const core::SourceReference& reference);

/// A number in the KPI's unit; null where there is none. JSON has no infinity: what is infinite is null, and the
/// sentence says which.
Json number(const std::optional<double>& value, metrics::Unit unit);

/// The verdict, schema plantproof-verdict/1.
Json verdict_json(const validators::Assessment& assessment);

/// The report, schema plantproof-report/1, cut to its size.
Json report_document(const ReportContent& content);

/// Cuts lists and texts that are too long, in depth, and adds to `left_out` where and by how much.
void cut(Json& json, Json& left_out);

/// On one line with a line end. Names come from the evidence and need not be UTF-8.
std::string one_line(const Json& json);

}  // namespace plantproof::report
