#include "harness.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "input/utf8.hpp"

namespace plantproof::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "\n@@@@ ";

bool is_name(std::string_view name) {
  constexpr std::size_t kLongest = 40;
  const auto is_plain = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == '/';
  };
  return !name.empty() && name.size() <= kLongest && name.front() != '/' && name.back() != '/' &&
         name.find("..") == std::string_view::npos && name.find("//") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), is_plain);
}

// The whole line, and the place past its end; a file that is not text has no characters to count, but bytes.
void require_place(const core::Position& where, std::string_view text) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const std::string place = fmt::format("{}:{}:{}", where.file, where.line, where.column);
  require(where.line <= lines, "an error is on a line of the file", place);
  require(where.line > 0 || where.column == 0, "an error without a line has no column", place);
  if (where.line == 0) return;
  for (std::size_t line = 1; line < where.line; ++line) text.remove_prefix(text.find('\n') + 1);
  text = text.substr(0, text.find('\n'));
  require(where.column <= text.size() + 1, "an error is at a character of its line", place);
  if (input::is_utf8(text))
    require(where.column <= input::characters(text) + 1, "an error is at a character of its line", place);
}

}  // namespace

void require(bool holds, std::string_view property, std::string_view found) {
  if (holds) return;
  fmt::print(stderr, "does not hold: {}\n{}\n", property, found);
  std::fflush(stderr);
  std::abort();
}

Files files_of(std::string_view input) {
  Files files;
  std::string name;
  while (true) {
    const std::size_t end = input.find(kMark);
    files.emplace(name, input.substr(0, end));
    if (end == std::string_view::npos) return files;
    input.remove_prefix(end + kMark.size());
    const std::size_t line = std::min(input.find('\n'), input.size());
    name = input.substr(0, line);
    input.remove_prefix(std::min(line + 1, input.size()));
  }
}

Folder::Folder() {
  std::string name = "/dev/shm/plantproof-fuzz-XXXXXX";
  require(::mkdtemp(name.data()) != nullptr, "a folder in memory can be made", name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool Folder::write(const std::string& name, std::string_view bytes) const {
  if (!is_name(name)) return false;
  std::error_code error;
  fs::create_directories((path_ / name).parent_path(), error);
  if (error || fs::is_directory(path_ / name, error)) return false;
  std::ofstream(path_ / name, std::ios::binary) << bytes;
  return true;
}

void require_places(const core::InputErrors& errors, const Files& files) {
  require(!errors.empty(), "what is refused has a reason");
  for (const core::InputError& error : errors.kept()) {
    for (const auto language : {core::Language::Zh, core::Language::En}) {
      const std::string& what = error.what.in(language);
      require(!what.empty(), "an error says what is wrong in both languages", error.message(core::Language::En));
      require(input::is_utf8(what), "an error is UTF-8", what);
    }
    const auto file = files.find(error.where.file);
    if (file != files.end()) require_place(error.where, file->second);
  }
}

}  // namespace plantproof::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return plantproof::fuzz::try_input({reinterpret_cast<const char*>(data), size});  // NOLINT: what libFuzzer gives
}
