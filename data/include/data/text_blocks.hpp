#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plantproof::data {

/// Whole lines of a file.
struct TextBlock {
  std::shared_ptr<const char[]> bytes;
  std::string_view text;         ///< of `bytes`
  std::size_t lines_before = 0;  ///< in the file
};

/// Whole lines of a file, by the bytes they begin and end at.
struct FilePart {
  std::uint64_t begin = 0;
  std::uint64_t end = std::numeric_limits<std::uint64_t>::max();
  bool is_numbered = true;  ///< whether its blocks know how many lines are before them, counted from `begin`

  [[nodiscard]] bool is_whole_file() const { return begin == 0 && end == FilePart().end; }
};

/// A part that begins with the file in at most so many parts of about the same length, in its order, to be read at the
/// same time; their lines are not numbered. What cannot be read from its middle, a pipe or what is compressed, stays as
/// it is. Throws core::InputFailure when the file cannot be opened.
std::vector<FilePart> parts_of(const std::filesystem::path& path, std::size_t most, FilePart whole = {});

/// The lines of a file that are whole now, while others may write on: all of what cannot be read from its middle.
/// Throws core::InputFailure when it cannot be opened.
FilePart whole_lines(const std::filesystem::path& path);

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
  /// Of a part alone it is its lines, and there is no hash.
  explicit TextBlocks(const std::filesystem::path& path, FilePart part = {}, std::size_t block = kBlock);
  ~TextBlocks();
  TextBlocks(TextBlocks&&) noexcept;
  TextBlocks& operator=(TextBlocks&&) noexcept;

  /// The next lines, each with its line end but perhaps the file's last one; nothing at the end. Throws
  /// core::InputFailure when a line is longer than 16 MiB, when there is a NUL byte (UTF-16), and as input::ByteStream
  /// does.
  std::optional<TextBlock> next();
  /// The later half of what next() has still to read of a part, which is then no longer this one's; nothing where that
  /// is not worth it. Other threads may call it at any time, also during next(). Throws as next() does.
  std::optional<FilePart> give_half();
  /// The SHA-256 of the file as it is stored; to be asked after next() returned nothing.
  [[nodiscard]] std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plantproof::data
