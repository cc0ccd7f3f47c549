#include "data/text_blocks.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <numeric>
#include <span>
#include <utility>

#include <sys/types.h>

#include "core/input_error.hpp"
#include "input/byte_stream.hpp"

namespace plantproof::data {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 24;
constexpr std::size_t kLeastBlocksToGive = 4;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t newlines(std::string_view text) {
  constexpr std::size_t kPiece = 240;  // whose count fits a byte: then many characters are compared at once
  std::size_t count = 0;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, kPiece);
    std::uint8_t in_piece = 0;
    for (const char c : piece) in_piece = static_cast<std::uint8_t>(in_piece + (c == '\n' ? 1 : 0));
    count += in_piece;
    text.remove_prefix(piece.size());
  }
  return count;
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_at(const std::filesystem::path& path, std::uint64_t begin) {
  File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file || ::fseeko(file.get(), static_cast<off_t>(begin), SEEK_SET) != 0) {
    throw core::InputFailure({path.string(), 0, 0}, {"无法打开文件", "cannot open the file"});
  }
  return file;
}

/// Where the first line begins that begins after a byte, or where the file ends.
std::uint64_t line_after(const std::filesystem::path& path, std::uint64_t at) {
  const File file = open_at(path, at);
  int last = 0;
  while ((last = std::getc(file.get())) != EOF) {
    ++at;
    if (last == '\n') break;
  }
  return at;
}

std::size_t newlines_before(const std::filesystem::path& path, std::uint64_t end) {
  const File file = open_at(path, 0);
  std::array<char, std::size_t{1} << 16> buffer{};
  std::size_t count = 0;
  while (end > 0) {
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(end, buffer.size()));
    const std::size_t read = std::fread(buffer.data(), 1, wanted, file.get());
    if (read == 0) break;
    count += newlines({buffer.data(), read});
    end -= read;
  }
  return count;
}

/// Nothing of what cannot be read from its middle.
std::optional<std::uint64_t> bytes_of(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored) || input::uncompressed(path) != path) return std::nullopt;
  return std::filesystem::file_size(path, ignored);
}

}  // namespace

FilePart whole_lines(const std::filesystem::path& path) {
  const auto bytes = bytes_of(path);
  if (!bytes) return {};
  std::uint64_t end = *bytes;
  const File file = open_at(path, 0);
  std::array<char, 4096> buffer{};
  while (end > 0) {
    const std::uint64_t begin = end - std::min<std::uint64_t>(end, buffer.size());
    if (::fseeko(file.get(), static_cast<off_t>(begin), SEEK_SET) != 0) break;
    const std::size_t read = std::fread(buffer.data(), 1, static_cast<std::size_t>(end - begin), file.get());
    const std::size_t newline = std::string_view(buffer.data(), read).rfind('\n');
    if (newline != std::string_view::npos) return {0, begin + newline + 1};
    end = begin;
  }
  return {0, 0};
}

std::vector<FilePart> parts_of(const std::filesystem::path& path, std::size_t most, FilePart whole) {
  const auto all = bytes_of(path);
  if (!all) return {whole};
  const std::uint64_t bytes = std::min(*all, whole.end);
  std::vector<FilePart> parts = {{0, bytes, false}};
  for (std::size_t i = 1; i < most; ++i) {
    const std::uint64_t at = line_after(path, bytes / most * i);
    if (at >= bytes) break;
    if (at <= parts.back().begin) continue;
    parts.back().end = at;
    parts.push_back({at, bytes, false});
  }
  return parts;
}

struct TextBlocks::State {
  std::string path;
  std::optional<input::ByteStream> stream;  ///< none of a part that does not begin at the beginning and end at the end
  File file{nullptr, &std::fclose};         ///< of such a part
  std::mutex taking;                        ///< of its bytes, which are those from `at` to `end` that are left
  std::uint64_t at = 0;
  std::uint64_t end = 0;
  std::size_t block;
  TextBlock begun;  ///< the line that the block before did not hold the end of
  std::size_t lines = 0;
  bool is_numbered;
  bool is_first;

  State(const std::filesystem::path& name, FilePart part, std::size_t size)
      : path(name.string()), block(size), is_numbered(part.is_numbered), is_first(part.begin == 0) {
    if (part.is_whole_file()) {
      stream.emplace(name);
      is_numbered = true;
      return;
    }
    file = open_at(name, part.begin);
    at = part.begin;
    end = part.end;
  }

  std::size_t read(std::span<char> buffer) {
    if (stream) return stream->read(buffer);
    const std::size_t count = std::fread(buffer.data(), 1, take(buffer.size()), file.get());
    if (std::ferror(file.get()) != 0) throw core::InputFailure({path, 0, 0}, {"无法读取文件", "cannot read the file"});
    return count;
  }

  std::size_t take(std::size_t most) {
    const std::lock_guard lock(taking);
    const std::uint64_t taken = std::min<std::uint64_t>(most, end - at);
    at += taken;
    return static_cast<std::size_t>(taken);
  }

  /// What is wrong at so many bytes before those that are still to be read, whose beginning is `before`.
  [[noreturn]] void fail(std::size_t unread, std::string_view before, core::Text what) const {
    const std::size_t lines_before = is_numbered ? lines : newlines_before(path, at - unread);
    throw core::InputFailure({path, lines_before + newlines(before) + 1, 0}, std::move(what));
  }
};

TextBlocks::TextBlocks(const std::filesystem::path& path, FilePart part, std::size_t block)
    : state_(std::make_unique<State>(path, part, block)) {}
TextBlocks::~TextBlocks() = default;
TextBlocks::TextBlocks(TextBlocks&&) noexcept = default;
TextBlocks& TextBlocks::operator=(TextBlocks&&) noexcept = default;

std::optional<TextBlock> TextBlocks::next() {
  State& state = *state_;
  std::size_t kept = state.begun.text.size();
  for (std::size_t size = state.block;; size *= 2) {  // until a line ends in it
    while (size < 2 * kept) size *= 2;
    const std::shared_ptr<char[]> bytes(new char[size]);
    std::copy(state.begun.text.begin(), state.begun.text.end(), bytes.get());
    const std::size_t read = state.read({bytes.get() + kept, size - kept});
    std::string_view text(bytes.get(), kept + read);
    if (const void* nul = std::memchr(bytes.get() + kept, '\0', read)) {
      state.fail(kept + read, text.substr(0, static_cast<std::size_t>(static_cast<const char*>(nul) - text.data())),
                 {"含有 NUL 字节：不是 UTF-8 文本（也许是 UTF-16）", "a NUL byte: this is not UTF-8 text (UTF-16?)"});
    }
    if (state.is_first && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    state.is_first = false;
    const bool is_last = read < size - kept;
    const std::size_t whole = is_last ? text.size() : text.rfind('\n') + 1;
    const std::string_view rest = text.substr(whole);
    const bool first_is_long = std::min(text.find('\n'), text.size()) > kLongestLine;
    if (first_is_long || rest.size() > kLongestLine) {
      state.fail(kept + read, first_is_long ? "" : text.substr(0, whole),
                 {"一行超过 16 MiB：这不是文本表", "a line is longer than 16 MiB: this is no text table"});
    }
    state.begun = {bytes, rest, 0};
    if (whole == 0 && !is_last) {
      kept = rest.size();
      continue;
    }
    if (whole == 0) return std::nullopt;
    TextBlock block{bytes, text.substr(0, whole), state.lines};
    if (state.is_numbered) state.lines += newlines(block.text);
    return block;
  }
}

std::optional<FilePart> TextBlocks::give_half() {
  State& state = *state_;
  if (state.stream) return std::nullopt;
  const std::lock_guard lock(state.taking);
  if (state.end - state.at < kLeastBlocksToGive * state.block) return std::nullopt;
  const std::uint64_t middle = line_after(state.path, std::midpoint(state.at, state.end));
  if (middle >= state.end) return std::nullopt;
  return FilePart{middle, std::exchange(state.end, middle), state.is_numbered};
}

std::string TextBlocks::sha256() {
  assert(state_->stream);
  return state_->stream->sha256();
}

}  // namespace plantproof::data
