#pragma once

#include <string>
#include <vector>

#include "data/manifest.hpp"
#include "input/yaml.hpp"

namespace plantproof::data {

/// Reads what a campaign and the evidence made of it have in common: `scenario`, `area` and `parameters`.
void read_agreement(const input::YamlNode& root, Manifest& manifest);

/// The words for core::Origin, in its order.
const std::vector<std::string>& origin_names();

}  // namespace plantproof::data
