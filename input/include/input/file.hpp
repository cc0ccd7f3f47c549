#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace plantproof::input {

/// The bytes of a file. Throws core::InputFailure naming the file and the system's reason when it cannot be read,
/// and when it was changed meanwhile.
std::string read_file(const std::filesystem::path& path);

/// Writes a file so that it is there whole or not at all: a temporary file beside it, synced, then renamed. Makes the
/// folders above it. Throws core::InputFailure with the system's reason.
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace plantproof::input
