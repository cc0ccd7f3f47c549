#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace plantproof::input {

/// The content of a file, or of a pipe, from its beginning. Of a file whose name ends in .gz (RFC 1952) or .zst
/// (RFC 8878) that is what was compressed.
///
///     ByteStream stream(path);
///     while (const std::size_t count = stream.read(buffer)) use(buffer.first(count));
class ByteStream {
 public:
  /// Throws core::InputFailure when it cannot be opened.
  explicit ByteStream(const std::filesystem::path& path);
  ~ByteStream();
  ByteStream(ByteStream&&) noexcept;
  ByteStream& operator=(ByteStream&&) noexcept;

  /// Fills the buffer, as far as there is content: 0 at its end. Throws core::InputFailure when the file cannot be read
  /// on, when what was compressed is damaged or not all there, and at the end when the file was changed meanwhile.
  std::size_t read(std::span<char> buffer);
  /// The SHA-256 of the file as it is stored; to be asked after read() returned 0.
  [[nodiscard]] std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The path without the .gz or .zst at its end; any other as it is.
std::filesystem::path uncompressed(const std::filesystem::path& path);

/// All of a ByteStream.
std::string read_content(const std::filesystem::path& path);

}  // namespace plantproof::input
