#pragma once

#include "validators/assess.hpp"

namespace plantproof::validators {

/// The sentence of a reading's result, from comparator, limit, estimate, bounds and verdict; `confidence` is that of
/// the bounds.
core::Text sentence_of(const ReadingResult& result, const Criterion& criterion, core::Confidence confidence);

/// What there is to know of a sequential test besides its decision: its lines and risks, the running count beside the
/// running boundary, and what came after the crossing.
std::vector<core::Text> sequential_notes(const metrics::SequentialResult& test);

/// The sentence of a clause with several criteria, from how many were met.
core::Text sentence_of(const Finding& finding);

}  // namespace plantproof::validators
