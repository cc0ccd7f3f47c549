#include "input/local_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include "core/input_error.hpp"
#include "input/byte_stream.hpp"
#include "input/file.hpp"
#include "input/sha256.hpp"

namespace plantproof::input {
namespace {

namespace fs = std::filesystem;

bool is_pipe(const fs::path& path) {
  std::error_code ignored;
  const fs::file_type type = fs::status(path, ignored).type();
  return type == fs::file_type::fifo || type == fs::file_type::character || type == fs::file_type::socket;
}

}  // namespace

LocalFile::LocalFile(const fs::path& path) : path_(path), stamp_(path) {
  if (!is_pipe(path)) {
    sha256_ = sha256_of_file(path);
    return;
  }
  std::string name = (fs::temp_directory_path() / "plantproof-XXXXXX").string();
  const int descriptor = ::mkstemp(name.data());
  is_copy_ = descriptor >= 0;
  path_ = name;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> copy(is_copy_ ? ::fdopen(descriptor, "wb") : nullptr,
                                                             &std::fclose);
  bool written = copy != nullptr;
  try {
    ByteStream stream(path);
    std::array<char, std::size_t{1} << 16> block{};
    while (const std::size_t count = written ? stream.read(block) : 0)
      written = std::fwrite(block.data(), 1, count, copy.get()) == count;
    written = written && std::fflush(copy.get()) == 0;
    if (!written) {
      const core::Text reason = system_reason(errno);
      throw core::InputFailure({name, 0, 0}, {fmt::format("无法写入 {} 的副本：{}", path.string(), reason.zh),
                                              fmt::format("cannot write a copy of {}: {}", path.string(), reason.en)});
    }
    sha256_ = stream.sha256();
  } catch (...) {
    if (is_copy_) ::unlink(path_.c_str());
    throw;
  }
}

LocalFile::~LocalFile() {
  if (is_copy_) ::unlink(path_.c_str());
}

}  // namespace plantproof::input
