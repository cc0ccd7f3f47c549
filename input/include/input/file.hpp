#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/text.hpp"

namespace plantproof::input {

/// What the system says of an error, by its errno: in Chinese too where that is a full disk, else in its own words.
core::Text system_reason(int error);

/// The bytes of a file. Throws core::InputFailure naming the file and the system's reason when it cannot be read,
/// and when it was changed meanwhile.
std::string read_file(const std::filesystem::path& path);

/// Writes a file so that it is there whole or not at all: a temporary file beside it, synced, then renamed. Makes the
/// folders above it. Throws core::InputFailure with the system's reason.
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace plantproof::input
