#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/provenance.hpp"
#include "core/text.hpp"
#include "validators/assess.hpp"

// What every format says of a verdict in the same words.
namespace plantproof::report {

/// "field", "simulated", "synthetic".
std::string_view origin_id(core::Origin origin);

/// "现场" / "field": what a table has room for.
core::Text origin_name(core::Origin origin);

/// "3 clauses: 1 pass, 2 fail".
core::Text tally(const validators::Assessment& assessment);

/// Where the evidence comes from and whether it is sealed; what made-up evidence cannot say stands in capitals.
core::Text origin_sentence(core::Origin origin);
core::Text seal_sentence(bool sealed);

/// Which plant was simulated: its title, its seed, and the first of what it has otherwise than the scenario.
core::Text plant_sentence(const core::SimulatedPlant& plant);

/// By which confidence, methods, special rules and pack the verdict was reached.
core::Text rule_sentence(const validators::Assessment& assessment);

/// A finding's own sentence and, of a clause with several criteria, theirs.
std::vector<core::Text> sentences(const validators::Finding& finding);

/// What there is to know of the estimate that decides the criterion: what its companion says, and its notes. Nothing
/// where there is no estimate.
std::vector<core::Text> deciding_notes(const validators::CriterionResult& criterion);

/// The notes of an observation's estimate, or why there is none.
std::vector<core::Text> observation_notes(const validators::Observation& observation);

}  // namespace plantproof::report
