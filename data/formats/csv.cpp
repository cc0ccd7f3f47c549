// Delimited text of any make, mapped column by column onto one evidence table; two files may be joined on a key, as a
// sender's log and a receiver's are.
#include "data/csv.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "cell_text.hpp"
#include "core/nearest_name.hpp"
#include "format.hpp"
#include "mapping.hpp"

namespace plantproof::data {
namespace {

struct Dialect {
  CsvDialect csv;
  char decimal = '.';
  bool header = true;
  bool ignore_extra_cells = false;
};

Dialect parse_dialect(const input::YamlNode& node) {
  Dialect dialect;
  if (const auto delimiter = node.optional("delimiter"); delimiter.exists()) {
    const std::string text = delimiter.text();
    if (text == "blank") {
      dialect.csv = {' ', false, true};
    } else if (text == "tab" || text == "\t") {
      dialect.csv.delimiter = '\t';
    } else if (text.size() == 1 && text[0] > 0 && text[0] != '"' && text[0] != '\n' && text[0] != '\r') {
      dialect.csv.delimiter = text[0];
    } else {
      delimiter.reject(
          {fmt::format("分隔符“{}”应为一个 ASCII 字符、tab 或 blank（一个或多个空格）", text),
           fmt::format("delimiter “{}” must be one ASCII character, tab, or blank (one or more spaces)", text)});
    }
  }
  if (const auto decimal = node.optional("decimal"); decimal.exists()) {
    const std::vector<std::string> signs = {".", ","};
    dialect.decimal = signs[decimal.choice(signs)][0];
  }
  if (const auto header = node.optional("header"); header.exists()) dialect.header = header.boolean();
  if (const auto extra = node.optional("extra_cells"); extra.exists()) {
    const std::vector<std::string> choices = {"refuse", "ignore"};
    dialect.ignore_extra_cells = extra.choice(choices) == 1;
  }
  return dialect;
}

/// A file whose cells are found by the header's names, or by numbers from 1 where it has none.
class MappedFile {
 public:
  MappedFile(const std::filesystem::path& path, const Dialect& dialect)
      : dialect_(dialect), reader_(path, dialect.csv) {
    if (!dialect.header) return;
    if (!reader_.next()) {
      throw core::InputFailure({path.string(), 0, 0},
                               {"文件为空，连表头也没有", "the file is empty, there is not even a header"});
    }
    if (reader_.problem()) throw core::InputFailure({path.string(), reader_.line(), 0}, *reader_.problem());
    for (const std::string_view name : reader_.cells()) {
      const std::size_t first = name.find_first_not_of(" \t");
      names_.emplace_back(first == std::string_view::npos
                              ? std::string_view()
                              : name.substr(first, name.find_last_not_of(" \t") - first + 1));
    }
  }

  /// The index of the column a campaign names; an error at the node when there is none.
  std::size_t find(const input::YamlNode& node) const {
    if (!dialect_.header) return static_cast<std::size_t>(node.integer(1, 10000) - 1);
    const std::string name = node.text();
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) {
      const core::Text hint = core::suggestion(name, names_);
      node.reject({fmt::format("文件没有列“{}”；{}", name, hint.zh),
                   fmt::format("the file has no column “{}”; {}", name, hint.en)});
      return 0;
    }
    if (std::find(found + 1, names_.end(), name) != names_.end()) {
      node.reject(
          {fmt::format("文件有不止一列“{}”", name), fmt::format("the file has more than one column “{}”", name)});
    }
    return static_cast<std::size_t>(found - names_.begin());
  }

  bool next() { return reader_.next(); }
  [[nodiscard]] const CsvReader& line() const { return reader_; }

  /// Why the present line cannot be used at all.
  [[nodiscard]] std::optional<CellProblem> problem() const {
    if (reader_.problem()) return CellProblem{core::Refusal::Malformed, *reader_.problem()};
    const std::size_t cells = reader_.cells().size();
    if (!dialect_.header || cells == names_.size() || (dialect_.ignore_extra_cells && cells > names_.size()))
      return std::nullopt;
    return CellProblem{core::Refusal::CellCount,
                       {fmt::format("本行有 {} 个单元格，表头有 {} 个", cells, names_.size()),
                        fmt::format("{} cells in this row, {} in the header", cells, names_.size())}};
  }

 private:
  Dialect dialect_;
  CsvReader reader_;
  std::vector<std::string> names_;
};

/// The second file of a join, its rows by key.
struct Joined {
  std::unordered_map<std::string, std::vector<std::string>> rows;
  std::unordered_map<std::string, std::size_t> unused;  ///< key -> line
};

/// Where a table's column comes from.
struct ColumnSource {
  enum class From { Nothing, File, JoinedFile, Constant, RowNumber } from = From::Nothing;
  std::size_t cell = 0;
  std::string constant;
  CellRule rule;
};

ColumnSource parse_column(const input::YamlNode& node, const ColumnInfo& column, const MappedFile& file,
                          const MappedFile* joined, char decimal) {
  using From = ColumnSource::From;
  ColumnSource source;
  source.rule.decimal = decimal;
  if (node.is_scalar()) {
    source.from = From::File;
    source.cell = file.find(node);
    return source;
  }
  source.rule = parse_cell_rule(node, column, decimal);
  const auto constant = node.optional("constant");
  const auto number = node.optional("row_number");
  const auto other = node.optional("joined");
  const auto own = node.optional("column");
  if (constant.exists()) {
    source.from = From::Constant;
    source.constant = constant.text();
  } else if (number.exists()) {
    source.from = number.boolean() ? From::RowNumber : From::Nothing;
  } else if (other.exists()) {
    source.from = From::JoinedFile;
    if (joined == nullptr) {
      other.reject({"没有 join，就没有 joined 列", "there is no join to take this column from"});
    } else {
      source.cell = joined->find(other);
    }
  } else if (own.exists()) {
    source.from = From::File;
    source.cell = file.find(own);
  } else {
    node.reject(
        {"写明 column、joined、constant 或 row_number 之一", "name one of column, joined, constant or row_number"});
  }
  return source;
}

/// Reads every row of the second file; a key that is there twice is refused from the second on.
Joined read_joined(MappedFile& file, std::size_t key, const std::string& path, Sink& sink) {
  Joined joined;
  while (file.next()) {
    const std::size_t line = file.line().line();
    if (const auto problem = file.problem()) {
      sink.refuse(problem->reason, {path, line, 0}, problem->what);
      continue;
    }
    const auto cells = file.line().cells();
    if (key >= cells.size()) {
      sink.refuse(core::Refusal::CellCount, {path, line, 0}, {"本行没有键", "this row has no key"});
      continue;
    }
    const std::string text(cells[key]);
    if (!joined.rows.emplace(text, std::vector<std::string>(cells.begin(), cells.end())).second) {
      sink.refuse(core::Refusal::DuplicateKey, {path, line, 0},
                  {fmt::format("键“{}”重复", text), fmt::format("duplicate key “{}”", text)});
    } else {
      joined.unused[text] = line;
    }
  }
  return joined;
}

template <class Row>
void read_rows(const TableDefinition<Row>& definition, const Source& source, Sink& sink) {
  const input::YamlNode& options = source.options;
  const Dialect dialect = parse_dialect(options);
  MappedFile file(source.path, dialect);
  std::optional<MappedFile> second;
  Joined joined;
  std::size_t key = 0;
  std::filesystem::path second_path;
  const input::YamlNode join = options.optional("join");
  std::optional<std::size_t> second_key;
  if (join.exists()) {
    second_path = source.campaign_folder / join.required("path").text();
    second.emplace(second_path, dialect);
    const input::YamlNode on = join.required("on");
    key = file.find(on.is_map() ? on.required("this") : on);
    second_key = second->find(on.is_map() ? on.required("other") : on);
  }

  std::vector<ColumnSource> sources(definition.columns.size());
  const input::YamlNode columns = options.required("columns");
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const ColumnInfo& info = definition.info.columns[i];
    const input::YamlNode node = columns.optional(info.name);
    if (node.exists()) {
      sources[i] = parse_column(node, info, file, second ? &*second : nullptr, dialect.decimal);
    } else if (columns.exists() && !info.may_be_empty) {
      columns.reject({fmt::format("表 {} 的列“{}”没有来源", definition.info.name, info.name),
                      fmt::format("column “{}” of table {} has no source", info.name, definition.info.name)});
    }
  }
  if (sink.has_failed()) return;
  if (second) joined = read_joined(*second, *second_key, second_path.string(), sink);

  RowRules rules(definition.info, RowRules::Order::Free);
  std::int64_t row_number = 0;
  while (file.next()) {
    const std::size_t line = file.line().line();
    ++row_number;
    if (const auto problem = file.problem()) {
      sink.refuse(problem->reason, line, 0, problem->what);
      continue;
    }
    const auto cells = file.line().cells();
    const std::vector<std::string>* partner = nullptr;
    if (second && key < cells.size()) {
      const auto found = joined.rows.find(std::string(cells[key]));
      if (found != joined.rows.end()) {
        partner = &found->second;
        joined.unused.erase(found->first);
      }
    }
    const auto raw = [&](std::size_t i) -> std::optional<std::string> {
      using From = ColumnSource::From;
      const ColumnSource& from = sources[i];
      switch (from.from) {
        case From::Nothing:
          return std::string();
        case From::Constant:
          return from.constant;
        case From::RowNumber:
          return std::to_string(row_number);
        case From::File:
          if (from.cell >= cells.size()) return std::nullopt;
          return std::string(cells[from.cell]);
        case From::JoinedFile:
          if (partner == nullptr) return std::string();
          if (from.cell >= partner->size()) return std::nullopt;
          return (*partner)[from.cell];
      }
      return std::nullopt;
    };
    const auto place = [&](std::size_t i) {
      return sources[i].from == ColumnSource::From::File ? file.line().column(sources[i].cell) : std::size_t{0};
    };
    add_mapped_row(
        definition, raw, place, [&](std::size_t i) -> const CellRule& { return sources[i].rule; }, source.zone, line,
        rules, sink);
  }
  for (const auto& [text, line] : joined.unused) {
    sink.refuse(core::Refusal::Unmatched, {second_path.string(), line, 0},
                {fmt::format("键“{}”在 {} 中没有对应行", text, source.name),
                 fmt::format("key “{}” has no row in {}", text, source.name)});
  }
}

void read(const Source& source, Sink& sink) {
  const TableInfo* info = mapped_table(source);
  if (info == nullptr) return;
  for_each_table([&](const auto& definition) {
    if (&definition.info == info) read_rows(definition, source, sink);
  });
}

}  // namespace

const Format& csv_format() {
  static const Format kFormat = {
      "csv",
      {"任意分隔文本，逐列映射到一张证据表；可与另一文件按键连接",
       "delimited text of any make, mapped column by column onto one table; may be joined with another file on a key"},
      {{"table", {"目标证据表", "the evidence table"}},
       {"columns",
        {"表列 → 来源：列名（无表头时为序号），或 {column | joined | constant | row_number, unit, values, empty}",
         "table column -> source: a column name (a number without header), or {column | joined | constant | "
         "row_number, unit, values, empty}"}},
       {"delimiter", {"分隔符：一个 ASCII 字符、tab 或 blank；默认 ,", "one ASCII character, tab or blank; default ,"}},
       {"decimal", {"小数点 . 或 ,", "decimal sign, . or ,"}},
       {"header", {"是否有表头；默认 true", "whether there is a header; default true"}},
       {"extra_cells",
        {"行比表头多出单元格时 refuse（默认）或 ignore", "refuse (default) or ignore cells beyond the header"}},
       {"join",
        {"{path, on}：按键连接第二个文件；无对应行者其列为空（丢失）",
         "{path, on}: a second file joined on a key; where it has no row its columns are empty (lost)"}}},
      &read};
  return kFormat;
}

}  // namespace plantproof::data
