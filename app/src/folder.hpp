#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace plantproof::app {

/// What an evidence directory looks like from outside.
struct Snapshot {
  std::string state;                        ///< differs when a file came, went, or has another size or time
  std::filesystem::file_time_type changed;  ///< when a file was changed last; the least time where there is none
};

/// A folder of evidence directories. It names what lies in it and nothing else: not what is hidden, and not where a
/// link leaves it.
class Folder {
 public:
  /// Throws core::InputFailure when there is no such folder.
  explicit Folder(std::filesystem::path root);

  /// The evidence directories, at most two levels down and in order, relative to the folder: "may/line". One inside
  /// another is not looked for; where the folder is one itself, that is ".".
  [[nodiscard]] std::vector<std::string> evidence() const;
  /// Whether that is one of them, written in the same way.
  [[nodiscard]] bool has(std::string_view evidence) const;
  /// The path of one of them, beginning as the folder was given.
  [[nodiscard]] std::filesystem::path path(std::string_view evidence) const;
  /// Throws core::InputFailure when a link in it leaves the folder.
  [[nodiscard]] Snapshot snapshot(std::string_view evidence) const;

 private:
  void search(const std::string& below, int levels, std::vector<std::string>& found) const;
  [[nodiscard]] bool leaves(const std::filesystem::path& path) const;

  std::filesystem::path root_;
  std::filesystem::path real_root_;
};

}  // namespace plantproof::app
