#include "folder.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "data/manifest.hpp"
#include "input/sha256.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;

constexpr int kLevels = 2;
constexpr const char* kItself = ".";

}  // namespace

Folder::Folder(fs::path root) : root_(std::move(root)) {
  std::error_code error;
  real_root_ = fs::canonical(root_, error);
  if (error || !fs::is_directory(real_root_, error))
    throw core::InputFailure({root_.string(), 0, 0}, {"没有这个文件夹", "there is no such folder"});
}

std::vector<std::string> Folder::evidence() const {
  std::vector<std::string> found;
  search(kItself, kLevels, found);
  std::ranges::sort(found);
  return found;
}

bool Folder::has(std::string_view evidence) const {
  return std::ranges::count(this->evidence(), evidence) != 0;
}

fs::path Folder::path(std::string_view evidence) const {
  return evidence == kItself ? root_ : root_ / evidence;
}

void Folder::search(const std::string& below, int levels, std::vector<std::string>& found) const {
  std::error_code error;
  if (fs::is_regular_file(path(below) / data::kManifestName, error)) {
    found.push_back(below);
    return;
  }
  if (levels == 0) return;
  for (fs::directory_iterator each(path(below), error); each != fs::directory_iterator(); each.increment(error)) {
    const std::string name = each->path().filename().string();
    if (name.starts_with('.') || !each->is_directory(error) || leaves(each->path())) continue;
    search(below == kItself ? name : below + "/" + name, levels - 1, found);
  }
}

Snapshot Folder::snapshot(std::string_view evidence) const {
  constexpr int kDepth = 2;  // of a table: phase, run, file
  Snapshot snapshot{{}, fs::file_time_type::min()};
  std::set<std::string> files;
  core::InputErrors errors;
  std::error_code error;
  const auto options = fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  fs::recursive_directory_iterator each(path(evidence), options, error);
  for (; each != fs::recursive_directory_iterator(); each.increment(error)) {
    if (each.depth() == kDepth) each.disable_recursion_pending();
    if (!each->exists(error)) continue;  // a link to nowhere, or gone meanwhile
    if (each->is_symlink(error) && leaves(each->path())) {
      each.disable_recursion_pending();
      errors.add({each->path().string(), 0, 0},
                 {"是通往所提供文件夹之外的链接", "is a link that leaves the folder that is served"});
    }
    if (each->is_fifo(error)) {
      errors.add({each->path().string(), 0, 0},
                 {"是管道：读它会一直等待", "is a pipe: reading it would wait for ever"});
    }
    if (!each->is_regular_file(error)) continue;
    const auto bytes = each->file_size(error);
    const fs::file_time_type changed = each->last_write_time(error);
    if (error) continue;
    snapshot.changed = std::max(snapshot.changed, changed);
    files.insert(fmt::format("{}\n{} {}\n", each->path().string(), bytes, changed.time_since_epoch().count()));
  }
  errors.throw_if_any();
  input::Sha256 hash;
  for (const std::string& file : files) hash.add(file);
  snapshot.state = hash.digest();
  return snapshot;
}

bool Folder::leaves(const fs::path& path) const {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  return error || std::ranges::mismatch(real_root_, real).in1 != real_root_.end();
}

}  // namespace plantproof::app
