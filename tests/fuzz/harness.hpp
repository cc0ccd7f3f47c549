#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/input_error.hpp"

// What the fuzz targets have in common. A target states a property of a reader; require() ends the process where it
// does not hold, which is what libFuzzer calls a crash.
namespace plantproof::fuzz {

/// What a target does with an input; -1: it is of another kind, and not to be kept. Defined once in each target.
int try_input(std::string_view input);

/// Ends the process, saying what was found, unless the property holds.
void require(bool holds, std::string_view property, std::string_view found = "");

/// Files by their names. An input is the text of the first, called "", and then "\n@@@@ NAME\n" and the bytes of each
/// further one.
using Files = std::map<std::string, std::string>;
Files files_of(std::string_view input);

/// A folder in memory, empty before and after each input.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// False where the name leads out of the folder, or is none.
  bool write(const std::string& name, std::string_view bytes) const;  // NOLINT(modernize-use-nodiscard)

 private:
  std::filesystem::path path_;
};

/// What every complaint keeps to: it says something in both languages, in UTF-8, at a place that is there. `files` are
/// by the names that errors call them; one that errors call otherwise has no line.
void require_places(const core::InputErrors& errors, const Files& files);

}  // namespace plantproof::fuzz
