#include "data/text_blocks.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <span>

#include <sys/types.h>

#include "core/input_error.hpp"
#include "input/byte_stream.hpp"

namespace plantproof::data {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 24;
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
  std::vector<FilePart> parts = {whole};
  const auto all = bytes_of(path);
  if (!all) return parts;
  const std::uint64_t bytes = std::min(*all, whole.end);
  for (std::size_t i = 1; i < most; ++i) {
    std::uint64_t at = std::max<std::uint64_t>(bytes / most * i, 1);
    const File file = open_at(path, at - 1);
    int last = 0;
    while ((last = std::getc(file.get())) != '\n' && last != EOF) ++at;
    if (last == EOF || at >= bytes) break;
    if (at <= parts.back().begin) continue;
    parts.back().end = at;
    parts.push_back({at, whole.end});
  }
  return parts;
}

struct TextBlocks::State {
  std::string path;
  std::optional<input::ByteStream> stream;  ///< none of a part that does not begin at the beginning and end at the end
  File file{nullptr, &std::fclose};         ///< of such a part
  std::uint64_t left = 0;                   ///< bytes of the part that were not read yet
  std::size_t block;
  TextBlock begun;  ///< the line that the block before did not hold the end of
  std::size_t lines = 0;
  bool is_first;

  State(const std::filesystem::path& name, FilePart part, std::size_t size)
      : path(name.string()), block(size), is_first(part.begin == 0) {
    if (part.is_whole_file()) {
      stream.emplace(name);
      return;
    }
    file = open_at(name, part.begin);
    left = part.end - part.begin;
  }

  std::size_t read(std::span<char> buffer) {
    if (stream) return stream->read(buffer);
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), left));
    const std::size_t count = std::fread(buffer.data(), 1, wanted, file.get());
    if (std::ferror(file.get()) != 0) fail("", {"无法读取文件", "cannot read the file"});
    left -= count;
    return count;
  }

  [[noreturn]] void fail(std::string_view before, core::Text what) const {
    throw core::InputFailure({path, lines + newlines(before) + 1, 0}, std::move(what));
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
      state.fail(text.substr(0, static_cast<std::size_t>(static_cast<const char*>(nul) - text.data())),
                 {"含有 NUL 字节：不是 UTF-8 文本（也许是 UTF-16）", "a NUL byte: this is not UTF-8 text (UTF-16?)"});
    }
    if (state.is_first && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    state.is_first = false;
    const bool is_last = read < size - kept;
    const std::size_t whole = is_last ? text.size() : text.rfind('\n') + 1;
    const std::string_view rest = text.substr(whole);
    const bool first_is_long = std::min(text.find('\n'), text.size()) > kLongestLine;
    if (first_is_long || rest.size() > kLongestLine) {
      state.fail(first_is_long ? "" : text.substr(0, whole),
                 {"一行超过 16 MiB：这不是文本表", "a line is longer than 16 MiB: this is no text table"});
    }
    state.begun = {bytes, rest, 0};
    if (whole == 0 && !is_last) {
      kept = rest.size();
      continue;
    }
    if (whole == 0) return std::nullopt;
    TextBlock block{bytes, text.substr(0, whole), state.lines};
    state.lines += newlines(block.text);
    return block;
  }
}

std::string TextBlocks::sha256() {
  assert(state_->stream);
  return state_->stream->sha256();
}

}  // namespace plantproof::data
