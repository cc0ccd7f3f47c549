#include "data/evidence.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include <fmt/format.h>

#include "agreement.hpp"
#include "core/nearest_name.hpp"
#include "data/pass.hpp"
#include "data/table_io.hpp"
#include "input/byte_stream.hpp"
#include "input/file.hpp"
#include "input/file_stamp.hpp"
#include "input/sha256.hpp"
#include "rules_look.hpp"

namespace plantproof::data {
namespace {

namespace fs = std::filesystem;

constexpr std::array<Phase, 2> kPhases = {Phase::Baseline, Phase::Pilot};

const std::vector<std::string>& phase_names() {
  static const std::vector<std::string> kNames = {"baseline", "pilot"};
  return kNames;
}

// "day 2" before "day 10": runs of digits compare by value.
bool natural_less(const std::string& a, const std::string& b) {
  std::size_t i = 0;
  std::size_t j = 0;
  const auto digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      const auto number = [&](const std::string& text, std::size_t& at) {
        while (at + 1 < text.size() && text[at] == '0' && digit(text[at + 1])) ++at;
        const std::size_t from = at;
        while (at < text.size() && digit(text[at])) ++at;
        return text.substr(from, at - from);
      };
      const std::string x = number(a, i);
      const std::string y = number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;
}

struct TablePath {
  std::string relative;
  fs::path path;
  std::uintmax_t bytes = 0;
  FilePart part = {};
};

// The run folders of a phase and the table files in them, with everything that looks like a mistake reported.
class Directory {
 public:
  Directory(const fs::path& root, core::InputErrors& errors) : root_(root), errors_(errors) {
    for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
      const std::string name = entry.path().filename().string();
      if (is_table_file(entry) && find_table(table_of(entry)) != nullptr) refuse_outside_a_run(entry, root / "pilot");
      if (!is_folder(entry) || std::find(phase_names().begin(), phase_names().end(), name) != phase_names().end())
        continue;
      if (const auto near = core::nearest_name(name, phase_names())) {
        errors_.add({entry.path().string(), 0, 0}, {fmt::format("这个文件夹是否应叫“{}”？", *near),
                                                    fmt::format("should this folder be called “{}”?", *near)});
      }
    }
  }

  std::vector<std::string> runs(Phase phase) {
    std::vector<std::string> names;
    const fs::path folder = root_ / std::string(phase_name(phase));
    if (!fs::is_directory(folder)) return names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (is_folder(entry)) names.push_back(entry.path().filename().string());
      if (is_table_file(entry)) refuse_outside_a_run(entry, folder);
    }
    std::sort(names.begin(), names.end(), natural_less);
    return names;
  }

  std::map<std::string, TablePath> tables(Phase phase, const std::string& run) {
    std::map<std::string, TablePath> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(root_ / std::string(phase_name(phase)) / run)) {
      if (is_folder(entry)) {
        errors_.add({entry.path().string(), 0, 0},
                    {"批次的文件夹里只放表，不放文件夹", "the folder of a run holds tables, no folders"});
      }
      if (is_misnamed_table(entry)) {
        errors_.add({entry.path().string(), 0, 0},
                    {"表的扩展名须写作 .csv", "a table's extension must be written .csv"});
      }
      if (!is_table_file(entry)) continue;
      const std::string name = table_of(entry);
      if (find_table(name) == nullptr) {
        const core::Text hint = core::suggestion(name, table_names());
        errors_.add({entry.path().string(), 0, 0}, {fmt::format("没有表“{}”；{}", name, hint.zh),
                                                    fmt::format("there is no table “{}”; {}", name, hint.en)});
        continue;
      }
      const std::string file = entry.path().filename().string();
      const auto [other, is_only] = found.try_emplace(
          name, TablePath{fmt::format("{}/{}/{}", phase_name(phase), run, file), entry.path(), size_of(entry), {}});
      if (!is_only) {
        const std::string known = other->second.path.filename().string();
        const auto [first, second] = std::minmax(file, known);
        errors_.add({entry.path().parent_path().string(), 0, 0},
                    {fmt::format("同一张表有两个文件：{} 和 {}", first, second),
                     fmt::format("two files of one table: {} and {}", first, second)});
      }
    }
    return found;
  }

 private:
  // What an operating system or an editor leaves behind (.DS_Store, .ipynb_checkpoints) is no evidence; nor is a link
  // to nowhere.
  static bool is_hidden(const fs::directory_entry& entry) { return entry.path().filename().string().starts_with('.'); }
  static bool is_folder(const fs::directory_entry& entry) {
    std::error_code ignored;
    return !is_hidden(entry) && entry.is_directory(ignored);
  }
  static bool is_table_file(const fs::directory_entry& entry) {
    std::error_code ignored;
    return !is_hidden(entry) && input::uncompressed(entry.path()).extension() == ".csv" &&
           (entry.is_regular_file(ignored) || entry.is_fifo(ignored));
  }
  static std::string table_of(const fs::directory_entry& entry) {
    return input::uncompressed(entry.path()).stem().string();
  }
  /// 0 of a pipe.
  static std::uintmax_t size_of(const fs::directory_entry& entry) {
    std::error_code ignored;
    return entry.is_regular_file(ignored) ? entry.file_size() : 0;
  }

  static bool is_misnamed_table(const fs::directory_entry& entry) {
    const fs::path written = input::uncompressed(entry.path()).extension();
    std::string extension = written.string();
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return !is_hidden(entry) && extension == ".csv" && written != ".csv";
  }

  void refuse_outside_a_run(const fs::directory_entry& entry, const fs::path& phase) {
    errors_.add({entry.path().string(), 0, 0},
                {fmt::format("表必须放在测量批次的文件夹里，如 {}/1/", phase.string()),
                 fmt::format("a table belongs into the folder of a run, such as {}/1/", phase.string())});
  }

  fs::path root_;
  core::InputErrors& errors_;
};

}  // namespace

std::string_view phase_name(Phase phase) {
  return phase_names()[static_cast<std::size_t>(phase)];
}

/// Takes of each table the lines that are whole now, and none of a table without any. What a row refers to is written
/// before it: the last table is looked at first.
void take_whole_lines(std::map<std::string, TablePath>& tables) {
  std::vector<std::string> last_first = table_names();
  std::ranges::reverse(last_first);
  for (const std::string& name : last_first) {
    const auto found = tables.find(name);
    if (found == tables.end()) continue;
    found->second.part = whole_lines(found->second.path);
    if (found->second.part.end == 0) tables.erase(found);
  }
}

Evidence::Evidence(Manifest manifest, std::vector<Run> baseline, std::vector<Run> pilot)
    : manifest_(std::move(manifest)), baseline_(std::move(baseline)), pilot_(std::move(pilot)) {}

core::Nanoseconds Evidence::clock_uncertainty(std::string_view table) const {
  const auto found = manifest_.clock_uncertainty.find(std::string(table));
  return found == manifest_.clock_uncertainty.end() ? core::Nanoseconds(0)
                                                    : found->second.of_difference.value_or(core::Nanoseconds(0));
}

std::optional<core::Nanoseconds> Evidence::clock_uncertainty(const Flow& flow) const {
  const auto found = manifest_.clock_uncertainty.find("messages");
  if (found == manifest_.clock_uncertainty.end()) return std::nullopt;
  const ClockUncertainty& declared = found->second;
  if (declared.of_difference) return declared.of_difference;
  core::Nanoseconds sum(0);
  for (const std::string& end : {flow.source, flow.destination}) {
    const auto clock = declared.of_clock.find(end);
    const auto own =
        clock == declared.of_clock.end() ? declared.of_other_clocks : std::optional(clock->second.uncertainty);
    if (!own) return std::nullopt;
    sum += *own;
  }
  return sum;
}

void check_clocks(const Evidence& evidence, core::InputErrors& errors) {
  const auto declared = evidence.manifest().clock_uncertainty.find("messages");
  if (declared == evidence.manifest().clock_uncertainty.end()) return;
  std::set<std::string> ends;
  for (const Phase phase : kPhases) {
    for (const Run& run : evidence.runs(phase)) {
      const auto* flows = run.tables.rows<Flow>();
      if (flows == nullptr) continue;
      for (const Flow& flow : *flows) ends.insert({flow.source, flow.destination});
    }
  }
  const std::vector<std::string> names(ends.begin(), ends.end());
  for (const auto& [clock, of] : declared->second.of_clock) {
    if (ends.contains(clock)) continue;
    const core::Text hint = core::suggestion(clock, names);
    errors.add(of.where, {fmt::format("没有流以“{}”为发送或接收设备；{}", clock, hint.zh),
                          fmt::format("no flow has “{}” as its source or destination; {}", clock, hint.en)});
  }
}

/// A table's rows, or how many stayed in its file, and the file's hash.
template <class Row>
struct Found {
  TableRows<Row> table;
  std::optional<TableOnDisk> on_disk;

  [[nodiscard]] std::int64_t rows() const {
    return on_disk ? on_disk->rows : static_cast<std::int64_t>(table.rows.size());
  }
};

/// Whether rows keep their table's rules, and whoever looks on.
template <class Row>
struct OpeningLook {
  RulesLook<Row> rules;
  std::unique_ptr<Onlooker> onlooker;

  explicit OpeningLook(std::unique_ptr<Onlooker> first) : onlooker(std::move(first)) {}
  OpeningLook(const OpeningLook& empty) : onlooker(empty.onlooker ? empty.onlooker->another() : nullptr) {}
  OpeningLook(OpeningLook&&) noexcept = default;
  OpeningLook& operator=(const OpeningLook&) = delete;
  OpeningLook& operator=(OpeningLook&&) = delete;
  ~OpeningLook() = default;

  void add(const Row& row) {
    rules.add(row);
    if constexpr (std::is_same_v<Row, Message>) {
      if (onlooker) onlooker->add(row);
    }
  }
  void merge(OpeningLook&& next) {
    rules.merge(std::move(next.rules));
    if (onlooker) onlooker->merge(std::move(*next.onlooker));
  }
};

/// Looks at the rows of a file without keeping them; nothing where something is wrong.
template <class Row>
std::optional<Found<Row>> look_at(const TablePath& file, const References& references,
                                  std::unique_ptr<Onlooker> onlooker) {
  std::shared_ptr<const input::FileStamp> stamp;
  std::string hash;
  std::function<void()> find_hash;
  if (file.part.is_whole_file()) {
    stamp = std::make_shared<const input::FileStamp>(file.path);
    find_hash = [&] { hash = input::sha256_of_file(file.path); };
  }
  auto look = pass_over<Row>(file.path, OpeningLook<Row>(std::move(onlooker)), file.part, find_hash);
  if (!look || !look->rules.are_kept(references)) return std::nullopt;
  TableOnDisk on_disk = look->rules.seen();
  on_disk.path = file.path;
  on_disk.part = file.part;
  on_disk.stamp = stamp;
  on_disk.onlooker = std::move(look->onlooker);
  return Found<Row>{{{}, std::move(hash)}, std::move(on_disk)};
}

/// Such a table is never on disk.
bool is_referred_to(const std::string& name) {
  return std::ranges::any_of(all_tables(), [&](const TableInfo* other) {
    return std::ranges::find(other->columns, name, &ColumnInfo::refers_to) != other->columns.end();
  });
}

void require_unchanged(const TableOnDisk& file, bool is_readable) {
  if (file.stamp) file.stamp->require_unchanged();
  if (is_readable) return;
  throw core::InputFailure({file.path.string(), 0, 0},
                           {"再次读取时内容不同", "reads otherwise than when it was opened"});
}

Evidence Evidence::open(const fs::path& directory, const Opening& opening) {
  const fs::path manifest_path = directory / kManifestName;
  if (!fs::is_directory(directory)) {
    throw core::InputFailure({directory.string(), 0, 0}, {"没有这个证据文件夹", "there is no such evidence folder"});
  }
  core::InputErrors errors;
  Evidence evidence;
  evidence.manifest_ = parse_manifest(manifest_path.string(), input::read_file(manifest_path), errors);
  Manifest& manifest = evidence.manifest_;
  manifest.provenance.directory = directory.string();

  struct Pending {
    Phase phase;
    Run* run;
    std::map<std::string, TablePath> tables;
  };
  Directory files(directory, errors);
  std::vector<Pending> pending;
  double bytes_to_read = 0;
  std::map<std::string, std::uintmax_t> bytes_of;  // the tables of a name
  for (const Phase phase : kPhases) {
    std::vector<Run>& runs = phase == Phase::Pilot ? evidence.pilot_ : evidence.baseline_;
    const std::vector<std::string> names = files.runs(phase);
    runs.reserve(names.size());
    for (const std::string& name : names) {
      pending.push_back({phase, &runs.emplace_back(Run{name, {}}), files.tables(phase, name)});
      for (const auto& [name_of, path] : pending.back().tables) {
        bytes_to_read += static_cast<double>(path.bytes);
        bytes_of[name_of] += path.bytes;
      }
    }
  }
  if (opening.grows && manifest.files.empty()) {
    for (Pending& job : pending) take_whole_lines(job.tables);
  }

  std::map<std::string, std::string> unmatched = manifest.files;
  double bytes_read = 0;
  for (Pending& job : pending) {
    References references;
    for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
      const auto found = job.tables.find(definition.info.name);
      if (found == job.tables.end()) return;
      const TablePath& file = found->second;
      const std::size_t errors_before = errors.count();
      const bool is_pipe = file.bytes == 0;  // or empty; a pipe cannot be read again
      const bool keep = is_pipe || bytes_of[definition.info.name] <= opening.most_kept;
      Found<Row> found_rows;
      try {
        std::optional<Found<Row>> looked_at;
        if constexpr (Tables::kMayBeOnDisk<Row>) {
          if (!keep) {
            const bool is_seen = opening.onlooker && std::is_same_v<Row, Message>;
            looked_at =
                look_at<Row>(file, references, is_seen ? opening.onlooker(evidence, job.phase, *job.run) : nullptr);
          }
        }
        if (looked_at) {
          found_rows = std::move(*looked_at);
        } else {
          found_rows.table =
              read_table<Row>(file.path, file.path.string(), references, errors, TextBlocks::kBlock, file.part);
        }
      } catch (const core::InputFailure& failure) {
        errors.add(failure.errors());
        unmatched.erase(file.relative);
        return;
      }
      TableRows<Row>& table = found_rows.table;
      // A table with errors lacks rows, and every reference to one of those would be one more, false, error.
      if (is_referred_to(definition.info.name) && errors.count() == errors_before)
        references[definition.info.name] = *names_of(table.rows);
      const std::int64_t row_count = found_rows.rows();
      manifest.provenance.tables.push_back({file.relative, row_count});
      for (core::PlannedRows& rows : manifest.provenance.planned) {
        if (job.phase == Phase::Pilot && rows.table == definition.info.name) rows.found += row_count;
      }
      if (!manifest.files.empty()) {
        const auto listed = unmatched.find(file.relative);
        if (listed == unmatched.end()) {
          errors.add({file.path.string(), 0, 0},
                     {"evidence.yaml 的 files 未列出此文件", "evidence.yaml does not list this file under files"});
        } else if (listed->second != table.sha256) {
          errors.add({file.path.string(), 0, 0},
                     {fmt::format("内容与 evidence.yaml 不符：SHA-256 为 {}，应为 {}", table.sha256, listed->second),
                      fmt::format("does not match evidence.yaml: its SHA-256 is {}, listed is {}", table.sha256,
                                  listed->second)});
        }
        unmatched.erase(file.relative);
      }
      if (found_rows.on_disk) {
        job.run->tables.leave_on_disk<Row>(*found_rows.on_disk);
      } else {
        job.run->tables.emplace<Row>() = std::move(table.rows);
      }
      bytes_read += static_cast<double>(file.bytes);
      if (opening.progress && bytes_to_read > 0) opening.progress(bytes_read / bytes_to_read);
    });
  }
  for (const auto& [path, hash] : unmatched) {
    std::error_code ignored;
    const core::Text what =
        fs::exists(directory / path, ignored)
            ? core::Text{"evidence.yaml 列出了此文件，但它不是某一批次的表",
                         "listed in evidence.yaml, but it is no table of a run"}
            : core::Text{"evidence.yaml 列出了此文件，但它不存在", "listed in evidence.yaml, but not there"};
    errors.add({(directory / path).string(), 0, 0}, what);
  }
  if (errors.empty()) check_clocks(evidence, errors);
  errors.throw_if_any();
  manifest.provenance.sealed = !manifest.files.empty();
  return evidence;
}

std::map<std::string, std::string> write_run(const fs::path& directory, Phase phase, const Run& run) {
  std::map<std::string, std::string> hashes;
  for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
    const std::string folder = fmt::format("{}/{}", phase_name(phase), run.name);
    if (const TableOnDisk* file = run.tables.on_disk<Row>()) {
      const std::string relative = fmt::format("{}/{}", folder, file->path.filename().string());
      std::error_code failed;
      fs::create_directories((directory / relative).parent_path(), failed);
      if (!failed) fs::copy_file(file->path, directory / relative, fs::copy_options::overwrite_existing, failed);
      if (failed) {
        throw core::InputFailure({(directory / relative).string(), 0, 0},
                                 {fmt::format("无法写入文件：{}", failed.message()),
                                  fmt::format("cannot write the file: {}", failed.message())});
      }
      hashes[relative] = input::sha256_of_file(directory / relative);
      return;
    }
    const std::string relative = fmt::format("{}/{}.csv", folder, definition.info.name);
    const std::vector<Row>* rows = run.tables.rows<Row>();
    if (rows == nullptr) return;
    const std::string text = write_table(*rows);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (lines != rows->size() + 1 || text.find('\0') != std::string::npos) {
      throw core::InputFailure(
          {(directory / relative).string(), 0, 0},
          {"某个文本含有换行或 NUL 字节，无法存入表", "a text holds a line end or a NUL byte: a table cannot hold it"});
    }
    input::write_file(directory / relative, text);
    hashes[relative] = input::sha256(text);
  });
  return hashes;
}

void Evidence::write(const fs::path& directory) {
  const fs::path unfinished = directory / kUnfinished;
  std::error_code ignored;
  const bool was_there = fs::exists(directory, ignored);
  fs::remove_all(unfinished, ignored);
  manifest_.files.clear();
  try {
    for (const Phase phase : kPhases) {
      for (const Run& run : runs(phase)) manifest_.files.merge(write_run(unfinished, phase, run));
    }
    input::write_file(unfinished / kManifestName, write_manifest(manifest_));
    fs::remove(directory / kManifestName);  // of the evidence that is replaced, which is not whole from here on
    for (const auto& [file, hash] : manifest_.files) {
      fs::create_directories((directory / file).parent_path());
      fs::rename(unfinished / file, directory / file);
    }
    fs::rename(unfinished / kManifestName, directory / kManifestName);
  } catch (...) {
    fs::remove_all(unfinished, ignored);
    if (!was_there) fs::remove_all(directory, ignored);
    throw;
  }
  fs::remove_all(unfinished, ignored);
}

std::vector<std::string> run_names(const fs::path& directory, Phase phase) {
  if (!fs::is_directory(directory)) return {};
  core::InputErrors ignored;
  return Directory(directory, ignored).runs(phase);
}

void seal(const fs::path& directory, Manifest manifest) {
  core::InputErrors errors;
  Directory files(directory, errors);
  manifest.files.clear();
  for (const Phase phase : kPhases) {
    for (const std::string& run : files.runs(phase)) {
      for (const auto& [name, table] : files.tables(phase, run))
        manifest.files[table.relative] = input::sha256_of_file(table.path);
    }
  }
  errors.throw_if_any();
  input::write_file(directory / kManifestName, write_manifest(manifest));
}

}  // namespace plantproof::data
