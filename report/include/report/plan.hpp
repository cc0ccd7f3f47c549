#pragma once

#include <string>

#include "report/report.hpp"
#include "validators/plan.hpp"

namespace plantproof::report {

/// A plan as a page of at most 100 columns: what it rests on, a row a clause, then for each clause how much evidence
/// goes with how many errors, the chances of the three verdicts as a function of the truth (table and bars), its other
/// readings and notes.
std::string terminal(const validators::Plan& plan, const TerminalStyle& style);

/// The plan as JSON, schema plantproof-plan/1 (docs/schema/plan.schema.json). Ends with a newline; equal plans give
/// equal bytes. What is not known is null.
std::string json(const validators::Plan& plan);

}  // namespace plantproof::report
