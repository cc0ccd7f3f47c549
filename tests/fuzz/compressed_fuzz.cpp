// A compressed file. However large the pieces it is read in, it has the same content or is refused; its hash is that of
// the file as it is stored.
#include <optional>
#include <vector>

#include "core/input_error.hpp"
#include "harness.hpp"
#include "input/byte_stream.hpp"
#include "input/sha256.hpp"

namespace plantproof::fuzz {
namespace {

constexpr std::size_t kMostContent = std::size_t{1} << 22;  // a few bytes may stand for gigabytes

struct Content {
  std::string bytes;
  std::optional<std::string> sha256;  ///< none: there is more than is looked at
};

std::optional<Content> read(const std::filesystem::path& path, std::size_t piece) {
  Content content;
  try {
    input::ByteStream stream(path);
    std::vector<char> buffer(piece);
    while (const std::size_t count = stream.read(buffer)) {
      require(count <= buffer.size(), "no more is read than was asked for");
      content.bytes.append(buffer.data(), count);
      if (content.bytes.size() >= kMostContent) {
        content.bytes.resize(kMostContent);
        return content;
      }
    }
    content.sha256 = stream.sha256();
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(), {});
    return std::nullopt;
  }
  return content;
}

}  // namespace

int try_input(std::string_view bytes) {
  const Folder folder;
  for (const char* const name : {"content.gz", "content.zst"}) {
    folder.write(name, bytes);
    const auto path = folder.path() / name;
    const auto by_blocks = read(path, std::size_t{1} << 16);
    const auto by_few = read(path, 7);
    if (by_blocks && !by_blocks->sha256) continue;
    require(by_blocks.has_value() == by_few.has_value(), "a file is refused whatever the pieces it is read in", name);
    if (!by_blocks) continue;
    require(by_blocks->bytes == by_few->bytes, "a file has the same content whatever the pieces it is read in", name);
    require(by_blocks->sha256 == input::sha256(bytes), "the hash is that of the stored file", name);
  }
  return 0;
}

}  // namespace plantproof::fuzz
