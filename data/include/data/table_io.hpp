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
#include "data/tables.hpp"

namespace plantproof::data {

/// Why a row does not fit the rows before it.
struct RowProblem {
  core::Refusal reason;
  std::string column;
  core::Text what;
};

/// What a table asks of the rows of one run together: unique keys, times that do not run backwards, ends not before
/// their beginnings. Rows are shown to it in file order.
class RowRules {
 public:
  /// Whether rows must come in time order, or may come in any (they will be sorted later).
  enum class Order { Required, Free };
  explicit RowRules(const TableInfo& info, Order order = Order::Required);
  ~RowRules();
  RowRules(RowRules&&) noexcept;
  RowRules& operator=(RowRules&&) noexcept;

  /// The first rule a row breaks, or nothing. `line` is named when a later row repeats this one's key.
  template <class Row>
  std::optional<RowProblem> check(const Row& row, std::size_t line) {
    const auto& columns = table<Row>().columns;
    return check([&](std::size_t column, std::string& text) { columns[column].append(row, text); },
                 [&](std::size_t column) { return columns[column].instant(row); }, line);
  }

 private:
  using AppendCell = std::function<void(std::size_t column, std::string& text)>;
  using CellInstant = std::function<std::optional<core::Instant>(std::size_t column)>;
  std::optional<RowProblem> check(const AppendCell& append, const CellInstant& instant, std::size_t line);

  struct State;
  std::unique_ptr<State> state_;
};

/// The values a run's tables can be referred to by: table name -> values of its key column. A table that is not there
/// is absent.
using References = std::map<std::string, std::set<std::string>, std::less<>>;

/// The values by which other tables may refer to these rows: the table's key where that is its first column and text,
/// else none.
template <class Row>
std::optional<std::set<std::string>> names_of(const std::vector<Row>& rows) {
  const TableDefinition<Row>& definition = table<Row>();
  const Column<Row>& first = definition.columns.front();
  if (definition.info.key != std::vector{first.info.name} || first.text == nullptr) return std::nullopt;
  std::set<std::string> names;
  for (const Row& row : rows) names.emplace(first.text(row));
  return names;
}

/// The file of a table, its header checked against the definition: every missing, misspelt, unknown and repeated column
/// is added to the errors, and the rows can still be read for the columns that are there. A header that cannot be read
/// at all is one error.
class TableFile {
 public:
  /// `name` is how errors call the file. Throws core::InputFailure when it cannot be opened.
  TableFile(const std::filesystem::path& path, std::string name, const TableInfo& info, core::InputErrors& errors);
  ~TableFile();

  /// Goes to the next row that has as many cells as the header; others are errors. False at the end.
  bool next();
  /// The cell of a column of the definition in this row, or nothing when the file has no such column.
  [[nodiscard]] std::optional<std::string_view> cell(std::size_t column) const;
  [[nodiscard]] core::Position position(std::size_t column) const;
  [[nodiscard]] std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What came out of a table's file.
template <class Row>
struct TableRows {
  std::vector<Row> rows;
  std::string sha256;
};

/// Reads a table. Everything that is wrong is added to `errors`, with file, line, column, value and the nearest valid
/// name; the rows that came out are complete only when nothing was added. Throws core::InputFailure when the file
/// cannot be read.
template <class Row>
TableRows<Row> read_table(const std::filesystem::path& path, const std::string& name, const References& references,
                          core::InputErrors& errors);

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
core::Text dangling_reference(std::string_view value, const std::string& table, const std::set<std::string>& valid);

template <class Row>
TableRows<Row> read_table(const std::filesystem::path& path, const std::string& name, const References& references,
                          core::InputErrors& errors) {
  const TableDefinition<Row>& definition = table<Row>();
  TableFile file(path, name, definition.info, errors);
  RowRules rules(definition.info);
  TableRows<Row> result;
  while (file.next()) {
    Row row;
    bool whole = true;
    for (std::size_t i = 0; i < definition.columns.size(); ++i) {
      const Column<Row>& column = definition.columns[i];
      const auto cell = file.cell(i);
      if (!cell) {
        whole = false;
        continue;
      }
      if (auto problem = column.parse(column.info, *cell, row)) {
        errors.add(file.position(i),
                   {column.info.name + "：" + problem->what.zh, column.info.name + ": " + problem->what.en});
        whole = false;
        continue;
      }
      const auto target = column.info.refers_to.empty() ? references.end() : references.find(column.info.refers_to);
      if (target != references.end() && !target->second.contains(std::string(*cell))) {
        errors.add(file.position(i), dangling_reference(*cell, target->first, target->second));
      }
    }
    if (!whole) continue;
    if (auto problem = rules.check(row, file.position(0).line)) {
      std::size_t column = 0;
      while (definition.columns[column].info.name != problem->column) ++column;
      errors.add(file.position(column), std::move(problem->what));
    }
    result.rows.push_back(std::move(row));
  }
  result.sha256 = file.sha256();
  return result;
}

}  // namespace plantproof::data
