#pragma once

#include <string>

#include "core/text.hpp"

namespace plantproof::scenarios {

/// The page of docs/ on the parameters of a scenario file: every parameter with its range, default and the
/// default's source, made from their definition.
std::string parameters_markdown(core::Language language);

}  // namespace plantproof::scenarios
