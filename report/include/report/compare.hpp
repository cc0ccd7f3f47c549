#pragma once

#include <string>
#include <vector>

#include "core/text.hpp"
#include "report/page.hpp"
#include "report/report.hpp"
#include "validators/compare.hpp"

// Two verdicts on one scenario side by side, what differs first. The first is called A, the second B.
namespace plantproof::report {

/// Everything that a comparison draws. The two contents are those of the assessments that were compared.
struct ComparisonContent {
  const validators::Comparison* comparison = nullptr;
  ReportContent before;
  ReportContent after;
  std::string tool_version;
  std::string command;  ///< that makes the same comparison of the same evidence
};

/// Something other than a finding that the two verdicts do not have in common; "none" where one has no such thing.
struct Contrast {
  core::Text what;
  core::Text before;
  core::Text after;
};

/// Where the evidence comes from, its seal, plants, agreed parameters, clocks, runs, sources and plans, as far as they
/// differ, in this order.
std::vector<Contrast> contrasts(const ComparisonContent& content);

/// What a reader must bear in mind: the differences of the estimates are not of the plant alone, or the two are not
/// independent of each other.
std::vector<core::Text> cautions(const ComparisonContent& content);

/// The comparison as a page of at most 100 columns: what turned, a row a clause with those that turned first, a
/// sentence for each estimate, readings that turned, what else differs, and how the differences were judged.
std::string terminal(const ComparisonContent& content, const TerminalStyle& style);

/// The same as JSON with both reports in it, but for the hall in motion and the stops of vehicles, which nobody
/// compares: schema plantproof-compare/1 (docs/schema/compare.schema.json), on one line with a line end. `html` makes a
/// page of it. Bounded in size as they are; equal contents give equal bytes.
std::string comparison_json(const ComparisonContent& content);

}  // namespace plantproof::report
