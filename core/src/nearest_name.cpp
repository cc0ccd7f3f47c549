#include "core/nearest_name.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace plantproof::core {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

constexpr std::size_t kLongestName = 200;

}  // namespace

std::optional<std::string> nearest_name(std::string_view misspelt, std::span<const std::string> valid) {
  if (misspelt.size() > kLongestName) return std::nullopt;
  const std::string wanted = lower(misspelt);
  std::optional<std::string> nearest;
  std::size_t least = 0;
  for (const std::string& name : valid) {
    const std::size_t d = distance(wanted, lower(name));
    if (2 * d > std::max(wanted.size(), name.size())) continue;
    if (!nearest || d < least) {
      nearest = name;
      least = d;
    }
  }
  return nearest;
}

Text suggestion(std::string_view misspelt, std::span<const std::string> valid) {
  if (const auto nearest = nearest_name(misspelt, valid)) {
    return {"是否想写“" + *nearest + "”？", "did you mean “" + *nearest + "”?"};
  }
  if (valid.empty()) return {"没有可用名称", "there is no valid name"};
  constexpr std::size_t kShown = 12;
  std::string names;
  for (std::size_t i = 0; i < std::min(kShown, valid.size()); ++i) names += (i == 0 ? "" : ", ") + valid[i];
  if (valid.size() > kShown) names += ", ...";
  return {"可用名称：" + names, "valid names: " + names};
}

}  // namespace plantproof::core
