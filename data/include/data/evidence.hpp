#pragma once

#include <cassert>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "data/manifest.hpp"
#include "data/tables.hpp"
#include "data/text_blocks.hpp"

namespace plantproof::input {
class FileStamp;
}

namespace plantproof::data {

/// The two halves of a comparison: the plant before 5G, and the plant with it.
enum class Phase { Baseline, Pilot };
std::string_view phase_name(Phase phase);

/// Sees the messages of a run while its evidence is opened, where they are too many to keep: what is asked of them
/// first then needs no look of its own. As of a Look (data/pass.hpp), merge() gives what add() would have given of what
/// the next one saw.
class Onlooker {
 public:
  virtual ~Onlooker() = default;
  /// Another that has seen nothing.
  [[nodiscard]] virtual std::unique_ptr<Onlooker> another() const = 0;
  virtual void add(const Message& message) = 0;
  /// `next` is of the same kind.
  virtual void merge(Onlooker&& next) = 0;
};

/// A table's file that has too many rows to keep: each look at them reads it anew (data/pass.hpp).
struct TableOnDisk {
  std::filesystem::path path;
  std::int64_t rows = 0;
  std::size_t groups = 0;  ///< flows, loops: what the rows' times are in order within
  Instant first;           ///< and last of these times; of no rows neither
  Instant last;
  FilePart part;                                  ///< of the file: what there was of it when it was opened
  std::shared_ptr<const input::FileStamp> stamp;  ///< when it was found to be whole; null where it may grow
  std::shared_ptr<const Onlooker> onlooker;       ///< that saw it being opened; null where none was there
};

/// The tables of one run. A table whose file is not there has no rows() at all; one with a header only has none.
class Tables {
 public:
  /// Not to be asked for a table that is on_disk() (assertion), which pass() goes over wherever its rows are.
  template <class Row>
  [[nodiscard]] const std::vector<Row>* rows() const {
    assert(on_disk<Row>() == nullptr);
    const auto& rows = std::get<Table<Row>>(tables_).rows;
    return rows ? &*rows : nullptr;
  }
  /// The rows of a table to fill; makes the table when it is not there.
  template <class Row>
  std::vector<Row>& emplace() {
    auto& rows = std::get<Table<Row>>(tables_).rows;
    if (!rows) rows.emplace();
    return *rows;
  }

  /// Whether its rows can be too many to keep; of other tables every row is there.
  template <class Row>
  static constexpr bool kMayBeOnDisk =
      std::is_same_v<Row, Message> || std::is_same_v<Row, RadioSample> || std::is_same_v<Row, ProducedUnit> ||
      std::is_same_v<Row, Inspection> || std::is_same_v<Row, ControlCycle> || std::is_same_v<Row, Record> ||
      std::is_same_v<Row, Resolution>;
  /// The file that the rows stay in, or null.
  template <class Row>
  [[nodiscard]] const TableOnDisk* on_disk() const {
    if constexpr (kMayBeOnDisk<Row>) {
      if (const auto& file = std::get<Table<Row>>(tables_).on_disk) return &*file;
    }
    return nullptr;
  }
  template <class Row>
  void leave_on_disk(const TableOnDisk& file) {
    assert(kMayBeOnDisk<Row>);
    std::get<Table<Row>>(tables_).on_disk = file;
  }
  template <class Row>
  [[nodiscard]] bool has() const {
    return on_disk<Row>() != nullptr || rows<Row>() != nullptr;
  }
  /// 0 of a table that is not there.
  template <class Row>
  [[nodiscard]] std::int64_t count() const {
    if (const TableOnDisk* file = on_disk<Row>()) return file->rows;
    const std::vector<Row>* table = rows<Row>();
    return table != nullptr ? static_cast<std::int64_t>(table->size()) : 0;
  }

 private:
  template <class Row>
  struct Table {
    std::optional<std::vector<Row>> rows;
    std::optional<TableOnDisk> on_disk;
  };
  template <class>
  struct TablesOf;
  template <class... Row>
  struct TablesOf<std::tuple<Row...>> {
    using Type = std::tuple<Table<Row>...>;
  };
  TablesOf<RowTypes>::Type tables_;
};

/// An independent unit of evidence: a day or a shift in the field, a replication of a simulation. Runs of the two
/// phases that have the same name are pairs.
struct Run {
  std::string name;
  Tables tables;
};

/// Writes the tables of a run, in files of their names below `directory`, and returns the hash of each by its path
/// relative to there: "pilot/1/messages.csv". Throws core::InputFailure when something cannot be written, or a text
/// holds what a table's file cannot (a line end, NUL).
std::map<std::string, std::string> write_run(const std::filesystem::path& directory, Phase phase, const Run& run);

/// The names of the runs of a phase that an evidence directory has, whole or not, numbers in names by value: 2 before
/// 10. Empty where there is no such directory.
std::vector<std::string> run_names(const std::filesystem::path& directory, Phase phase);

/// Hashes every table file that is in an evidence directory into the manifest and writes it: what Evidence::write()
/// does last, for tables that others have written. Throws as it does.
void seal(const std::filesystem::path& directory, Manifest manifest);

/// The folder, in an evidence directory, of what is being written. It remains where that was cut off.
inline constexpr std::string_view kUnfinished = ".unfinished";

class Evidence;

/// How an evidence directory is opened.
struct Opening {
  static constexpr std::uintmax_t kMostKept = std::uintmax_t{1} << 25;

  std::function<void(double)> progress = {};  ///< called with the share of bytes read
  /// Where the files of one table, such as control_cycles, are together longer in all runs, in bytes, its rows stay on
  /// disk if they may (Tables::kMayBeOnDisk); a pipe's never do.
  std::uintmax_t most_kept = kMostKept;
  /// Whether files may grow meanwhile: of each, what is read are the lines that are whole now, and nothing is hashed.
  bool grows = false;
  /// Makes who looks on while the messages of a run are gone over, or null. Of the evidence there are the manifest and
  /// the runs before this one, of the run the tables that messages refer to.
  std::function<std::unique_ptr<Onlooker>(const Evidence& evidence, Phase phase, const Run& run)> onlooker = {};
};

/// The one waist: what a plant did, whoever recorded it.
class Evidence {
 public:
  Evidence() = default;
  Evidence(Manifest manifest, std::vector<Run> baseline, std::vector<Run> pilot);

  /// Reads an evidence directory: evidence.yaml and every table of every run. Throws core::InputFailure with all errors
  /// at once: what is wrong in any file, files that do not match their hash, listed files that are missing, table files
  /// that are not listed although others are, and names that are nearly those of tables or phases. Hidden files, files
  /// of other kinds and links to nowhere are passed over.
  static Evidence open(const std::filesystem::path& directory, const Opening& opening = {});

  /// Writes the tables and the manifest with their hashes into kUnfinished, then moves them to their places, the
  /// manifest last, so that a directory with an evidence.yaml is whole. Throws as write_run() does; what was there
  /// before is then as it was.
  void write(const std::filesystem::path& directory);

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  /// In the order of their names, numbers in names by value: 2 before 10.
  [[nodiscard]] const std::vector<Run>& runs(Phase phase) const { return phase == Phase::Pilot ? pilot_ : baseline_; }
  /// How far two clocks of a table may differ, as declared; zero where nothing is.
  [[nodiscard]] core::Nanoseconds clock_uncertainty(std::string_view table) const;
  /// How far the clocks of a flow's ends may differ, as declared for the table messages: for the difference, or the sum
  /// of both ends' own. None where that is not declared, or for one of the ends only.
  [[nodiscard]] std::optional<core::Nanoseconds> clock_uncertainty(const Flow& flow) const;

  /// What `make(*this)` returned when it was first asked for under this name, kept as long as the evidence: several
  /// questions begin with the same work. A name stands for one type. Not to be asked by several threads at once.
  template <class Make>
  const auto& once(const std::string& name, Make make) const {
    using Value = decltype(make(*this));
    std::shared_ptr<const void>& kept = (*kept_)[name];
    if (!kept) kept = std::make_shared<const Value>(make(*this));
    return *static_cast<const Value*>(kept.get());
  }

 private:
  Manifest manifest_;
  std::vector<Run> baseline_;
  std::vector<Run> pilot_;
  std::shared_ptr<std::map<std::string, std::shared_ptr<const void>>> kept_ =
      std::make_shared<std::map<std::string, std::shared_ptr<const void>>>();
};

}  // namespace plantproof::data
