#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.hpp"
#include "core/provenance.hpp"
#include "data/evidence.hpp"
#include "data/table_io.hpp"
#include "data/tables.hpp"
#include "input/yaml.hpp"

// The one interface behind which every field format stands. A format is one source file in this folder that defines
// `const Format& NAME_format()`, and one name in the list of data/CMakeLists.txt; nothing else changes.
namespace plantproof::data {

class Zone;

/// A source of a campaign as a format sees it.
struct Source {
  std::filesystem::path path;             ///< where to open it
  std::string name;                       ///< as the campaign wrote it: what errors call the file
  input::YamlNode options;                ///< the source's own map in the campaign: a format reads its keys from it
  const Zone* zone = nullptr;             ///< for times without a zone; null when the campaign names none
  std::filesystem::path campaign_folder;  ///< what further paths in the options are relative to
};

/// Where a format puts what it reads. Every record of a source is either used or refused, so that rows_read = rows_used
/// + refused.
class Sink {
 public:
  /// `tables` belong to the run the source is for; several sources may fill the same run.
  Sink(std::string name, Tables& tables, core::SourceAccount& account, core::InputErrors& errors,
       core::InputErrors& refusals);

  /// A record of the source was used.
  void use(std::int64_t records = 1);
  /// A record was refused, and why. `line` and `column` are 0 where the format has none.
  void refuse(core::Refusal reason, std::size_t line, std::size_t column, core::Text what);
  /// The same of a record in another file that the source has.
  void refuse(core::Refusal reason, core::Position where, core::Text what);
  /// Records of another kind than is asked for were refused: they are counted, not complained of.
  void pass_over(std::int64_t records);
  /// A row for a table of the run. Rows may come in any order; the import sorts them by the table's rule, and checks
  /// keys then.
  template <class Row>
  void add(Row row) {
    tables_->emplace<Row>().push_back(std::move(row));
  }
  /// How many more rows are about to come, so that their memory is taken at once.
  template <class Row>
  void expect(std::size_t rows) {
    std::vector<Row>& table = tables_->emplace<Row>();
    table.reserve(table.size() + rows);
  }
  /// The rows come as they are found, not as the file has them: so nothing is said of those that run backwards in time.
  void add_in_any_order() { in_any_order_ = true; }
  [[nodiscard]] bool is_in_any_order() const { return in_any_order_; }
  /// Declares a flow unless the run has it already.
  void add_flow(const Flow& flow);
  /// What a judge should know of this source; it is kept in the evidence and printed with every verdict.
  void remark(core::Text text);
  /// Whether an input error was found since this source was begun, in its options or its file.
  [[nodiscard]] bool has_failed() const { return errors_->count() > errors_before_; }
  /// The source cannot be used: an input error of the whole import. Reading may go on to find more.
  void fail(std::size_t line, std::size_t column, core::Text what);

 private:
  std::string name_;
  Tables* tables_;
  core::SourceAccount* account_;
  core::InputErrors* errors_;
  std::size_t errors_before_;
  core::InputErrors* refusals_;
  bool in_any_order_ = false;
};

/// A field format: its name in a campaign, what it reads, and how.
struct Format {
  std::string name;
  core::Text what;  ///< one sentence for `list` and the documentation
  struct Option {
    std::string key;
    core::Text meaning;
  };
  std::vector<Option> options;  ///< the keys of a source it understands besides path, format, phase and run
  /// Reads the source into the sink. Throws core::InputFailure only when the file cannot be opened.
  void (*read)(const Source& source, Sink& sink);
};

/// All formats, in the order of data/CMakeLists.txt (the list generates this function).
const std::vector<const Format*>& all_formats();

}  // namespace plantproof::data
