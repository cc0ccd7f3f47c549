#pragma once

#include "data/manifest.hpp"
#include "input/yaml.hpp"

namespace plantproof::data {

/// Reads what a campaign and the evidence made of it have in common: `scenario`, `area`, `parameters` and
/// `planned_rows`.
void read_agreement(const input::YamlNode& root, Manifest& manifest);

}  // namespace plantproof::data
