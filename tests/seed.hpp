#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>

// What tests read becomes the seeds of the fuzz targets (fuzz/), where the environment names a folder for these.
namespace plantproof::tests {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void keep_as_seed(const std::string& target, const std::string& input) {
  const char* const folder = std::getenv("PLANTPROOF_SEEDS");  // NOLINT(concurrency-mt-unsafe)
  constexpr std::size_t kLargest = std::size_t{1} << 16;
  if (folder == nullptr || input.size() > kLargest) return;
  const auto place = std::filesystem::path(folder) / target;
  std::filesystem::create_directories(place);
  std::ofstream(place / std::to_string(std::hash<std::string>()(input)), std::ios::binary) << input;
}

/// An input of a fuzz target, and one file more.
inline std::string with_file(const std::string& text, const std::string& name, const std::filesystem::path& path) {
  return text + "\n@@@@ " + name + "\n" + bytes_of(path);
}

/// A campaign of one source, with its options ("flow: f\nstart: ...") and every file that they name.
inline void keep_import_as_seed(const std::string& format, std::string_view options,
                                const std::filesystem::path& path) {
  if (std::getenv("PLANTPROOF_SEEDS") == nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  std::string seed = "schema: plantproof-campaign/1\nscenario: line-coordination\ntimezone: +08:00\nsources:\n";
  seed += "  - format: " + format + "\n    phase: pilot\n    path: source\n";
  if (options != "{}") {
    for (std::size_t at = 0; at < options.size();) {
      const std::size_t end = std::min(options.find('\n', at), options.size());
      seed += "    " + std::string(options.substr(at, end - at)) + "\n";
      at = end + 1;
    }
  }
  seed = with_file(seed, "source", path);
  for (const auto& other : std::filesystem::directory_iterator(path.parent_path())) {
    const std::string name = other.path().filename().string();
    if (other.is_regular_file() && options.find(": " + name) != std::string_view::npos)
      seed = with_file(seed, name, other.path());
  }
  keep_as_seed(format, seed);
}

/// A campaign, and all the files that are in its folder.
inline void keep_campaign_as_seed(const std::filesystem::path& campaign) {
  if (std::getenv("PLANTPROOF_SEEDS") == nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  const std::string text = bytes_of(campaign);
  std::string seed = text;
  for (const auto& other : std::filesystem::directory_iterator(campaign.parent_path())) {
    if (other.is_regular_file() && other.path() != campaign)
      seed = with_file(seed, other.path().filename().string(), other.path());
  }
  keep_as_seed("campaign", seed);
  for (const char* const format : {"csv", "inline"}) {
    if (text.find(std::string("format: ") + format) != std::string::npos) keep_as_seed(format, seed);
  }
}

}  // namespace plantproof::tests
