#pragma once

#include "validators/assess.hpp"

namespace plantproof::validators {

/// The sentence of a reading's result, from comparator, limit, estimate, bounds and verdict; `confidence` is that of
/// the bounds.
core::Text sentence_of(const ReadingResult& result, const Criterion& criterion, core::Confidence confidence);

/// The mean length of bursts that a verdict counts on.
struct BurstLength {
  double rows = 1;
  bool is_agreed = false;  ///< by the parties; else it is the pack's default
};

/// What there is to know of a sequential test besides its decision: its lines and risks, by how much dependence moves
/// them apart, the running count beside the running boundary, and what came after the crossing. The answer is still the
/// estimate from all rows.
std::vector<core::Text> sequential_notes(const ReadingResult& result, const Criterion& criterion,
                                         const BurstLength& burst_length);

/// The sentence of a clause with several criteria, from how many were met.
core::Text sentence_of(const Finding& finding);

}  // namespace plantproof::validators
