#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "validators/assess.hpp"

// The page that leads to several reports.
namespace plantproof::report {

/// A verdict and where its report stands.
struct IndexEntry {
  const validators::Assessment* assessment = nullptr;
  std::string href;       ///< of the report, relative to the index page: names of folders and files that need no escape
  std::size_t bytes = 0;  ///< of the report
};

/// Everything that an index page draws.
struct IndexContent {
  std::vector<IndexEntry> entries;
  std::string tool_version;
  std::string command;  ///< that makes the same reports
};

/// The verdicts at a glance as JSON, schema plantproof-index/1 (docs/schema/index.schema.json), on one line with a line
/// end; `html` makes a page of it. Equal contents give equal bytes.
std::string index_json(const IndexContent& content);

}  // namespace plantproof::report
