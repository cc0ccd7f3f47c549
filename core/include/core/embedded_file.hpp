#pragma once

#include <span>
#include <string_view>

namespace plantproof::core {

/// A text file that was compiled into the program: a criteria pack, a scenario.
struct EmbeddedFile {
  std::string_view name;  ///< its path in the source tree, relative to the module that embeds it
  std::string_view text;
};

}  // namespace plantproof::core
