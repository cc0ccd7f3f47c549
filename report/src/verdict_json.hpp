#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "core/source_reference.hpp"
#include "core/text.hpp"
#include "validators/assess.hpp"

// What the JSON of a verdict and that of a report have in common.
namespace plantproof::report {

using Json = nlohmann::ordered_json;

Json bilingual(const core::Text& text);
Json bilingual(const std::vector<core::Text>& texts);
Json source(const core::SourceReference& reference);

/// The verdict, schema plantproof-verdict/1.
Json verdict_json(const validators::Assessment& assessment);

}  // namespace plantproof::report
