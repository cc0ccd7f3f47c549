#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace plantproof::data {
class Evidence;
}

namespace plantproof::metrics {

/// Names two runs of a phase that hold the same rows, at least one, in one of `tables` ("pilot/messages"; others are
/// passed over) whose rows carry a time that was read from a clock: measured ones cannot be alike to the nanosecond, so
/// one is a copy, and would count twice. Tables without times, and planned shifts, may well be alike. Nothing where no
/// two are. A simulation without chance repeats itself rightly: whether this is wrong is the caller's to say.
std::optional<core::Text> copied_run(const data::Evidence& evidence, const std::vector<std::string>& tables);

}  // namespace plantproof::metrics
