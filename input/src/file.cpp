#include "input/file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/input_error.hpp"
#include "input/file_stamp.hpp"

namespace plantproof::input {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view zh, std::string_view en) {
  const core::Text reason = system_reason(errno);
  throw core::InputFailure({path.string(), 0, 0},
                           {fmt::format("{}：{}", zh, reason.zh), fmt::format("{}: {}", en, reason.en)});
}

// So that a file's new name outlives a loss of power. A file system that cannot is no reason to fail: the file is
// whole.
void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

core::Text system_reason(int error) {
  const std::string own = std::strerror(error);
  switch (error) {
    case ENOSPC:
      return {"磁盘已满", own};
    case EDQUOT:
      return {"磁盘配额已用完", own};
    case EFBIG:
      return {"文件超过了允许的大小", own};
    default:
      return {own, own};
  }
}

std::string read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    errno = EISDIR;
    fail(path, "无法读取文件", "cannot read the file");
  }
  const FileStamp stamp(path);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "无法打开文件", "cannot open the file");
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) fail(path, "无法读取文件", "cannot read the file");
  stamp.require_unchanged();
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
  const bool closed = ::close(descriptor) == 0;  // where a network's file system first says that it is full
  if (written && !closed) {
    ::unlink(temporary.c_str());
    fail(path, "无法写入文件", "cannot write the file");
  }
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    if (!written) errno = reason;
    const int kept = errno;
    ::unlink(temporary.c_str());
    errno = kept;
    fail(path, "无法写入文件", "cannot write the file");
  }
  sync_folder(path.parent_path());
}

}  // namespace plantproof::input
