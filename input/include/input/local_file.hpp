#pragma once

#include <filesystem>
#include <string>

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

 private:
  std::filesystem::path path_;
  std::string sha256_;
  bool is_copy_ = false;
};

}  // namespace plantproof::input
