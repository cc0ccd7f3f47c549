#pragma once

#include <filesystem>
#include <string>

#include "input/file_stamp.hpp"

namespace plantproof::input {

/// A file that may be read several times: the file itself or, of a pipe, a copy of what came out of it, which is gone
/// with this object.
class LocalFile {
 public:
  /// Throws core::InputFailure when it cannot be read, or a copy not be written.
  explicit LocalFile(const std::filesystem::path& path);
  ~LocalFile();
  LocalFile(const LocalFile&) = delete;
  LocalFile& operator=(const LocalFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// The SHA-256 of its bytes.
  [[nodiscard]] const std::string& sha256() const { return sha256_; }
  /// Throws core::InputFailure when the file is no longer the one whose hash that is.
  void require_unchanged() const { stamp_.require_unchanged(); }

 private:
  std::filesystem::path path_;
  FileStamp stamp_;  ///< of before the hash
  std::string sha256_;
  bool is_copy_ = false;
};

}  // namespace plantproof::input
