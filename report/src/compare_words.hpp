#pragma once

#include "core/text.hpp"
#include "metrics/difference.hpp"
#include "validators/compare.hpp"

// What every format says of a comparison in the same words.
namespace plantproof::report {

/// "1 of 3 clauses: 9.2 from fail to pass".
core::Text turned_sentence(const validators::Comparison& comparison);

/// By which criteria and which confidence a difference is claimed.
core::Text comparison_rule(const validators::Comparison& comparison);

/// "higher", "not shown": what a table has room for.
core::Text change_text(metrics::Change change);

/// "+3 pp", "-12.2 ms", "none".
core::Text difference_text(const metrics::Difference& difference, metrics::Unit unit);

}  // namespace plantproof::report
