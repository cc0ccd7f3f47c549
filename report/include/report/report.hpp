#pragma once

#include <span>
#include <string>

#include "core/text.hpp"
#include "validators/assess.hpp"

namespace plantproof::report {

/// How a terminal is written to.
struct TerminalStyle {
  core::Language language = core::Language::Zh;
  bool colour = false;  ///< ANSI colours; a verdict is never told by colour alone
};

/// The verdict on one piece of evidence as a table of at most 100 columns (a Chinese character counts two), followed by
/// the sentences of what did not pass, the readings that disagree, what the evidence is (synthetic, unsealed, refused
/// rows), the parameters and the decision rule.
std::string terminal(const validators::Assessment& assessment, const TerminalStyle& style);

/// One line a piece of evidence: scenario, directory, overall verdict, and each clause's verdict.
std::string terminal_summary(std::span<const validators::Assessment> assessments, const TerminalStyle& style);

/// The verdict as JSON, schema plantproof-verdict/1 (docs/schema/verdict.schema.json). Ends with a newline; equal
/// assessments give equal bytes. Infinity and absent values are null.
std::string json(const validators::Assessment& assessment);

/// JUnit XML: a test suite an assessment, a test case a clause. A failing clause is a failure; one that is
/// inconclusive, without data or invalid is an error, so that no server shows it green.
std::string junit(std::span<const validators::Assessment> assessments, core::Language language);

}  // namespace plantproof::report
