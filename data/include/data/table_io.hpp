#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/input_error.hpp"
#include "data/csv.hpp"
#include "data/tables.hpp"
#include "data/text_blocks.hpp"

namespace plantproof::data {

/// Why a row does not fit the rows before it.
struct RowProblem {
  core::Refusal reason;
  std::string column;
  core::Text what;
};

/// Names, found by any text without making a string of it.
using Names = std::set<std::string, std::less<>>;

/// Whole numbers that were seen, and where. Those that follow each other cost four bytes each.
class SeenNumbers {
 public:
  /// Where the number was seen before, or nothing: then it has been seen from now on.
  std::optional<std::size_t> see(std::int64_t number, std::size_t line);

 private:
  std::map<std::int64_t, std::vector<std::uint32_t>> lines_of_;  ///< by the first of numbers that follow each other
};

/// What a table asks of the rows of one run together: unique keys, times that do not run backwards, ends not before
/// their beginnings. Rows are shown to it in file order.
class RowRules {
 public:
  /// Whether rows must come in time order, or may come in any (they will be sorted later).
  enum class Order { Required, Free };
  explicit RowRules(const TableInfo& info, Order order = Order::Required);

  /// The first rule a row breaks, or nothing. `line` is named when a later row repeats this one's key.
  template <class Row>
  std::optional<RowProblem> check(const Row& row, std::size_t line) {
    const auto& columns = table<Row>().columns;
    for (const Span& span : spans_) {
      const auto earlier = columns[span.earlier].instant(row);
      const auto later = columns[span.later].instant(row);
      if (earlier && later && *later < *earlier) return ends_early(span, *earlier - *later);
    }
    if (!key_.empty()) {
      Group& group = group_of(row, key_texts_);
      const auto first = key_number_ ? group.numbers.see(columns[*key_number_].whole(row), line) : group.see(line);
      if (first) {
        std::string key;
        for (const std::size_t column : key_) {
          key += (key.empty() ? "" : ", ") + columns[column].info.name + " = ";
          columns[column].append(row, key);
        }
        return repeats(key, *first);
      }
    }
    if (!is_ordered_) return std::nullopt;
    Group& group = group_of(row, within_);
    const core::Instant now = *columns[time_].instant(row);
    if (group.last && now < group.last->time) return runs_backwards(group.last->time - now, group.last->line);
    group.last = {now, line};
    return std::nullopt;
  }

 private:
  struct Span {
    std::size_t earlier;
    std::size_t later;
  };
  struct Last {
    core::Instant time;
    std::size_t line = 0;
  };
  /// Rows that are alike in some text columns.
  struct Group {
    SeenNumbers numbers;              ///< of the key, where one of its columns is a number
    std::optional<std::size_t> line;  ///< of the only row, where none is
    std::optional<Last> last;

    std::optional<std::size_t> see(std::size_t at) {
      if (line) return line;
      line = at;
      return std::nullopt;
    }
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Groups = std::unordered_map<std::string, Group, Hash, std::equal_to<>>;

  /// The group that a row's values in these text columns name.
  template <class Row>
  Group& group_of(const Row& row, const std::vector<std::size_t>& texts) {
    const std::string_view name = name_of(row, texts);
    if (last_group_ == nullptr || last_group_->first != name) {
      const auto found = groups_.find(name);
      last_group_ = found != groups_.end() ? &*found : &*groups_.emplace(name, Group()).first;
    }
    return last_group_->second;
  }

  template <class Row>
  std::string_view name_of(const Row& row, const std::vector<std::size_t>& texts) {
    const auto& columns = table<Row>().columns;
    if (texts.size() == 1 && columns[texts.front()].text != nullptr) return columns[texts.front()].text(row);
    text_.clear();
    for (const std::size_t column : texts) {
      columns[column].append(row, text_);
      text_ += '\x1f';
    }
    return text_;
  }

  [[nodiscard]] RowProblem ends_early(const Span& span, core::Nanoseconds by) const;
  [[nodiscard]] RowProblem repeats(const std::string& key, std::size_t first) const;
  [[nodiscard]] RowProblem runs_backwards(core::Nanoseconds by, std::size_t line) const;

  const TableInfo* info_;
  std::vector<Span> spans_;
  std::vector<std::size_t> key_;
  std::vector<std::size_t> key_texts_;     ///< of them
  std::optional<std::size_t> key_number_;  ///< the other one of them
  bool is_ordered_ = false;
  std::size_t time_ = 0;
  std::vector<std::size_t> within_;
  Groups groups_;
  Groups::value_type* last_group_ = nullptr;
  std::string text_;
};

/// The values a run's tables can be referred to by: table name -> values of its key column. A table that is not there
/// is absent.
using References = std::map<std::string, Names, std::less<>>;

/// The values by which other tables may refer to these rows: the table's key where that is its first column and text,
/// else none.
template <class Row>
std::optional<Names> names_of(const std::vector<Row>& rows) {
  const TableDefinition<Row>& definition = table<Row>();
  const Column<Row>& first = definition.columns.front();
  if (definition.info.key != std::vector{first.info.name} || first.text == nullptr) return std::nullopt;
  Names names;
  for (const Row& row : rows) names.emplace(first.text(row));
  return names;
}

/// Which cell of a line each column of a table's definition is.
struct TableHeader {
  std::string file;  ///< how errors call it
  std::size_t cells = 0;
  std::vector<std::optional<std::size_t>> cell_of_column;  ///< none: the file has no such column
};

/// The rows of a block of a table's file.
class TableLines {
 public:
  /// Both must live as long as this.
  TableLines(const TextBlock& block, const TableHeader& header) : lines_(block, {}), header_(header) {}

  /// Goes to the next row that has as many cells as the header; others are errors. False at the end.
  bool next(core::InputErrors& errors);
  /// The cell of a column of the definition in this row, or nothing when the file has no such column.
  [[nodiscard]] std::optional<std::string_view> cell(std::size_t column) const {
    const auto& cell = header_.cell_of_column[column];
    return cell ? std::optional(lines_.cells()[*cell]) : std::nullopt;
  }
  [[nodiscard]] std::size_t line() const { return lines_.line(); }
  [[nodiscard]] core::Position position(std::size_t column) const;

 private:
  CsvLines lines_;
  const TableHeader& header_;
};

/// The file of a table, its header checked against the definition: every missing, misspelt, unknown and repeated column
/// is added to the errors, and the rows can still be read for the columns that are there. A header that cannot be read
/// at all is one error.
class TableFile {
 public:
  /// `name` is how errors call the file, `part` and `block` as of TextBlocks. Throws core::InputFailure when it cannot
  /// be opened or read.
  TableFile(const std::filesystem::path& path, std::string name, const TableInfo& info, core::InputErrors& errors,
            FilePart part = {}, std::size_t block = TextBlocks::kBlock);

  [[nodiscard]] const TableHeader& header() const { return header_; }
  /// The next lines after the header; nothing at the end, or where there is no header. Throws as TextBlocks does.
  std::optional<TextBlock> next();
  /// As of TextBlocks.
  std::optional<FilePart> give_half() { return blocks_.give_half(); }
  [[nodiscard]] std::string sha256() { return blocks_.sha256(); }

 private:
  void read_header(const TableInfo& info, core::InputErrors& errors);

  TextBlocks blocks_;
  TableHeader header_;
  std::optional<TextBlock> first_;  ///< what the header's block holds after it
};

/// What came out of a table's file.
template <class Row>
struct TableRows {
  std::vector<Row> rows;
  std::string sha256;
};

/// Reads a table, on as many cores as there are. Everything that is wrong is added to `errors`, with file, line,
/// column, value and the nearest valid name; the rows that came out are complete only when nothing was added. Throws
/// core::InputFailure when the file cannot be read. `block_bytes` is as of TextBlocks: what comes out is the same;
/// of a part of the file there is no hash.
template <class Row>
TableRows<Row> read_table(const std::filesystem::path& path, const std::string& name, const References& references,
                          core::InputErrors& errors, std::size_t block_bytes = TextBlocks::kBlock, FilePart part = {});

/// The text of a table's file: the header, then a line a row. read_table() of it gives the same rows, unless a text
/// holds a line end or a NUL byte, or a column that may not be empty an empty text: the rows of a table never do.
template <class Row>
std::string write_table(const std::vector<Row>& rows) {
  const auto& columns = table<Row>().columns;
  std::string text;
  for (const Column<Row>& column : columns) {
    if (!text.empty()) text += ',';
    text += column.info.name;
  }
  text += '\n';
  for (const Row& row : rows) {
    bool first = true;
    for (const Column<Row>& column : columns) {
      if (!first) text += ',';
      first = false;
      column.append(row, text);
    }
    text += '\n';
  }
  return text;
}

/// The error of a value that another table should have and does not.
core::Text dangling_reference(std::string_view value, const std::string& table, const Names& valid);

/// What came out of a block of a table's file, by itself.
template <class Row>
struct BlockRows {
  TextBlock block;
  std::vector<Row> rows;
  std::vector<std::size_t> lines;  ///< of the rows
  core::InputErrors errors;
};

/// Calls `parse` for every block of the file, on as many threads as there are cores, and `take` with each result, in
/// the order of the file and on this thread.
void read_blocks(TableFile& file, const std::function<std::shared_ptr<void>(const TextBlock&)>& parse,
                 const std::function<void(const std::shared_ptr<void>&)>& take);

template <class Row>
BlockRows<Row> read_block(const TextBlock& block, const TableHeader& header, const References& references) {
  const std::vector<Column<Row>>& columns = table<Row>().columns;
  std::vector<const std::pair<const std::string, Names>*> targets;  // beside the columns
  for (const Column<Row>& column : columns) {
    const auto target = column.info.refers_to.empty() ? references.end() : references.find(column.info.refers_to);
    targets.push_back(target == references.end() ? nullptr : &*target);
  }
  BlockRows<Row> result;
  result.block = block;
  TableLines lines(result.block, header);
  while (lines.next(result.errors)) {
    Row row;
    bool whole = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Column<Row>& column = columns[i];
      const auto cell = lines.cell(i);
      if (!cell) {
        whole = false;
        continue;
      }
      if (auto problem = column.parse(column.info, *cell, row)) {
        result.errors.add(lines.position(i),
                          {column.info.name + "：" + problem->what.zh, column.info.name + ": " + problem->what.en});
        whole = false;
        continue;
      }
      if (targets[i] != nullptr && !targets[i]->second.contains(*cell)) {
        result.errors.add(lines.position(i), dangling_reference(*cell, targets[i]->first, targets[i]->second));
      }
    }
    if (!whole) continue;
    result.rows.push_back(std::move(row));
    result.lines.push_back(lines.line());
  }
  return result;
}

template <class Row>
TableRows<Row> read_table(const std::filesystem::path& path, const std::string& name, const References& references,
                          core::InputErrors& errors, std::size_t block_bytes, FilePart part) {
  const TableInfo& info = table<Row>().info;
  TableFile file(path, name, info, errors, part, block_bytes);
  RowRules rules(info);
  TableRows<Row> result;
  const auto take = [&](BlockRows<Row>& block) {
    errors.add(block.errors);
    TableLines lines(block.block, file.header());  // once more, up to rows that break a rule
    core::InputErrors known;
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
      if (auto problem = rules.check(block.rows[i], block.lines[i])) {
        while (lines.line() < block.lines[i] && lines.next(known)) {
        }
        errors.add(lines.position(info.index_of(problem->column)), std::move(problem->what));
      }
      result.rows.push_back(std::move(block.rows[i]));
    }
  };
  read_blocks(
      file,
      [&](const TextBlock& block) {
        return std::make_shared<BlockRows<Row>>(read_block<Row>(block, file.header(), references));
      },
      [&](const std::shared_ptr<void>& rows) { take(*std::static_pointer_cast<BlockRows<Row>>(rows)); });
  if (part.is_whole_file()) result.sha256 = file.sha256();
  return result;
}

}  // namespace plantproof::data
