#include "input/file_stamp.hpp"

#include <utility>

#include <sys/stat.h>

#include "core/input_error.hpp"

namespace plantproof::input {

FileStamp::State FileStamp::state_of(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return {true, status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

FileStamp::FileStamp(std::filesystem::path path) : path_(std::move(path)), state_(state_of(path_)) {}

void FileStamp::require_unchanged() const {
  if (state_of(path_) == state_) return;
  throw core::InputFailure({path_.string(), 0, 0},
                           {"读取过程中文件被改动：请等它写完再读",
                            "the file was changed while it was read: read it again when it is complete"});
}

}  // namespace plantproof::input
