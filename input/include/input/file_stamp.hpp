#pragma once

#include <cstdint>
#include <filesystem>

namespace plantproof::input {

/// What tells whether a file is still the one, with the content, that it was: which file it is, its size, and when it
/// was last changed. Of a pipe there is none, and it never changes.
///
///     const FileStamp stamp(path);
///     ...
///     stamp.require_unchanged();
class FileStamp {
 public:
  /// A file that is not there has a stamp of its own.
  explicit FileStamp(std::filesystem::path path);
  /// Throws core::InputFailure, naming the file, when it was changed, replaced or removed since.
  void require_unchanged() const;

 private:
  struct State {
    bool is_file = false;
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::int64_t bytes = 0;
    std::int64_t changed_s = 0;
    std::int64_t changed_ns = 0;
    friend bool operator==(const State&, const State&) = default;
  };
  static State state_of(const std::filesystem::path& path);

  std::filesystem::path path_;
  State state_;
};

}  // namespace plantproof::input
