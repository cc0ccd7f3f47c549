#pragma once

#include "validators/assess.hpp"

namespace plantproof::validators {

/// The sentence of a reading's result, from comparator, limit, estimate, bounds and verdict.
core::Text sentence_of(const ReadingResult& result, const Criterion& criterion, core::Confidence confidence);

/// The sentence of a clause with several criteria, from how many were met.
core::Text sentence_of(const Finding& finding);

}  // namespace plantproof::validators
