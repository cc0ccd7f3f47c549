#pragma once

#include <string>
#include <string_view>

namespace plantproof::core {

/// The languages every text of the product exists in. Chinese comes first: most users read it first.
enum class Language { Zh, En };

/// One text a user sees, in both languages. Neither half may be empty when it is shown.
struct Text {
  std::string zh;
  std::string en;

  [[nodiscard]] const std::string& in(Language language) const { return language == Language::Zh ? zh : en; }
  friend bool operator==(const Text&, const Text&) = default;
};

/// A text that reads the same in both languages: a name, a number, a path.
inline Text same_in_both(std::string_view text) {
  return {std::string(text), std::string(text)};
}

}  // namespace plantproof::core
