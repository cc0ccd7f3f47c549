#pragma once

#include <filesystem>

#include "data/evidence.hpp"

namespace plantproof::fuzz {

/// Writes the evidence into a folder and reads it from there: it must be taken, and be the same tables and manifest.
void require_same_when_read_again(data::Evidence& evidence, const std::filesystem::path& directory);

}  // namespace plantproof::fuzz
