#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace plantproof::data {

/// Whole lines of a file.
struct TextBlock {
  std::shared_ptr<const char[]> bytes;
  std::string_view text;         ///< of `bytes`
  std::size_t lines_before = 0;  ///< in the file
};

/// The lines of a text file, or of anything else that input::ByteStream reads, in blocks that a cache holds. A byte
/// order mark at the beginning is left out.
///
///     TextBlocks blocks(path);
///     while (const auto block = blocks.next()) use(block->text);
class TextBlocks {
 public:
  static constexpr std::size_t kBlock = std::size_t{1} << 19;

  /// A block has `block` bytes, at least 3, or as many more as its line needs; the lines are the same whatever it is.
  /// Throws core::InputFailure as input::ByteStream does.
  explicit TextBlocks(const std::filesystem::path& path, std::size_t block = kBlock);
  ~TextBlocks();
  TextBlocks(TextBlocks&&) noexcept;
  TextBlocks& operator=(TextBlocks&&) noexcept;

  /// The next lines, each with its line end but perhaps the file's last one; nothing at the end. Throws
  /// core::InputFailure when a line is longer than 16 MiB, when there is a NUL byte (UTF-16), and as input::ByteStream
  /// does.
  std::optional<TextBlock> next();
  /// The SHA-256 of the file as it is stored; to be asked after next() returned nothing.
  [[nodiscard]] std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plantproof::data
