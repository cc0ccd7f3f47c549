#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/input_error.hpp"
#include "validators/assess.hpp"

// The page that leads to several reports.
namespace plantproof::report {

/// A verdict and where its report stands.
struct IndexEntry {
  const validators::Assessment* assessment = nullptr;
  std::string folder;     ///< of its evidence, as the reader knows it
  std::string href;       ///< of the report, as a page refers to it
  std::size_t bytes = 0;  ///< of the report
};

/// Evidence that cannot be judged.
struct RefusedEntry {
  std::string folder;
  std::string href;  ///< of the whole list of errors
  core::InputErrors errors;
};

/// Everything that an index page draws.
struct IndexContent {
  std::vector<IndexEntry> entries;
  std::vector<RefusedEntry> refused;
  std::string tool_version;
  std::string command;  ///< that makes the same reports
  std::string
      compare;  ///< the page that compares the folders of two entries, given as ?a=...&b=...; empty: there is none
};

/// The verdicts at a glance as JSON, schema plantproof-index/1 (docs/schema/index.schema.json), on one line with a line
/// end; `html` makes a page of it. Equal contents give equal bytes.
std::string index_json(const IndexContent& content);

}  // namespace plantproof::report
