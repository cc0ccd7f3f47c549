#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/text.hpp"

namespace plantproof::core {

/// The valid name that a misspelt one was most likely meant to be: the least Damerau-Levenshtein distance (optimal
/// string alignment, letter case ignored), the first of equals. None when even the nearest differs in more than half of
/// its letters, or when `valid` is empty.
std::optional<std::string> nearest_name(std::string_view misspelt, std::span<const std::string> valid);

/// "did you mean “received_ns”?" or, where nothing is near, the list of valid names (at most 12 of them), or that
/// there is none.
Text suggestion(std::string_view misspelt, std::span<const std::string> valid);

}  // namespace plantproof::core
