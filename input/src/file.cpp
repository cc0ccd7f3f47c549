#include "input/file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/input_error.hpp"

namespace plantproof::input {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view zh, std::string_view en) {
  const std::string reason = std::strerror(errno);
  throw core::InputFailure({path.string(), 0, 0},
                           {fmt::format("{}：{}", zh, reason), fmt::format("{}: {}", en, reason)});
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    errno = EISDIR;
    fail(path, "无法读取文件", "cannot read the file");
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "无法打开文件", "cannot open the file");
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) fail(path, "无法读取文件", "cannot read the file");
  return bytes;
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  const std::string temporary = path.string() + ".part";
  errno = error ? error.value() : 0;
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) fail(path, "无法写入文件", "cannot write the file");
  bool written = true;
  while (written && !bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    written = count >= 0;
    if (written) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  written = written && ::fsync(descriptor) == 0;
  const int reason = errno;
  ::close(descriptor);
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    if (!written) errno = reason;
    const int kept = errno;
    ::unlink(temporary.c_str());
    errno = kept;
    fail(path, "无法写入文件", "cannot write the file");
  }
}

}  // namespace plantproof::input
