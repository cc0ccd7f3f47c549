#include "data/table_io.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "data/csv.hpp"

namespace plantproof::data {
namespace {

std::vector<std::string> column_names(const TableInfo& info) {
  std::vector<std::string> names;
  for (const ColumnInfo& column : info.columns) names.push_back(column.name);
  return names;
}

std::size_t index_of(const TableInfo& info, std::string_view column) {
  const auto found =
      std::find_if(info.columns.begin(), info.columns.end(), [&](const ColumnInfo& c) { return c.name == column; });
  return static_cast<std::size_t>(found - info.columns.begin());
}

}  // namespace

struct RowRules::State {
  struct Span {
    std::size_t earlier;
    std::size_t later;
  };
  const TableInfo* info = nullptr;
  bool is_ordered = false;
  std::vector<std::size_t> key;
  std::size_t time = 0;
  std::vector<std::size_t> within;
  std::vector<Span> spans;

  std::unordered_map<std::string, std::size_t> line_of_key;
  struct Last {
    core::Instant time;
    std::size_t line = 0;
  };
  std::unordered_map<std::string, Last> last_of_group;
  std::string text;
};

RowRules::RowRules(const TableInfo& info, Order order) : state_(std::make_unique<State>()) {
  state_->info = &info;
  state_->is_ordered = order == Order::Required && info.order;
  for (const std::string& column : info.key) state_->key.push_back(index_of(info, column));
  if (info.order) {
    state_->time = index_of(info, info.order->time);
    for (const std::string& column : info.order->within) state_->within.push_back(index_of(info, column));
  }
  for (const TableInfo::Span& span : info.spans) {
    state_->spans.push_back({index_of(info, span.earlier), index_of(info, span.later)});
  }
}
RowRules::~RowRules() = default;
RowRules::RowRules(RowRules&&) noexcept = default;
RowRules& RowRules::operator=(RowRules&&) noexcept = default;

std::optional<RowProblem> RowRules::check(const AppendCell& append, const CellInstant& instant, std::size_t line) {
  State& state = *state_;
  const TableInfo& info = *state.info;
  for (const State::Span& span : state.spans) {
    const auto earlier = instant(span.earlier);
    const auto later = instant(span.later);
    if (earlier && later && *later < *earlier) {
      const std::string& from = info.columns[span.earlier].name;
      const std::string& to = info.columns[span.later].name;
      const auto by = (*earlier - *later).count();
      return RowProblem{
          core::Refusal::TimeBackwards,
          to,
          {fmt::format("{} 比 {} 早 {} ns", to, from, by), fmt::format("{} is {} ns before {}", to, by, from)}};
    }
  }
  const auto text_of = [&](const std::vector<std::size_t>& columns) -> const std::string& {
    state.text.clear();
    for (const std::size_t column : columns) {
      append(column, state.text);
      state.text += '\x1f';
    }
    return state.text;
  };
  if (!state.key.empty()) {
    const auto [entry, is_new] = state.line_of_key.emplace(text_of(state.key), line);
    if (!is_new) {
      std::string key;
      for (const std::size_t column : state.key) {
        key += (key.empty() ? "" : ", ") + info.columns[column].name + " = ";
        append(column, key);
      }
      return RowProblem{core::Refusal::DuplicateKey,
                        info.key.front(),
                        {fmt::format("键重复（{}），首次出现在第 {} 行", key, entry->second),
                         fmt::format("duplicate key ({}), first on line {}", key, entry->second)}};
    }
  }
  if (state.is_ordered) {
    const auto now = instant(state.time);
    const auto [last, is_first] = state.last_of_group.emplace(text_of(state.within), State::Last{*now, line});
    if (!is_first && *now < last->second.time) {
      const auto by = (last->second.time - *now).count();
      return RowProblem{core::Refusal::TimeBackwards,
                        info.order->time,
                        {fmt::format("时间倒退：比第 {} 行早 {} ns", last->second.line, by),
                         fmt::format("time runs backwards: {} ns before line {}", by, last->second.line)}};
    }
    last->second = {*now, line};
  }
  return std::nullopt;
}

core::Text dangling_reference(std::string_view value, const std::string& table, const std::set<std::string>& valid) {
  const std::vector<std::string> names(valid.begin(), valid.end());
  const core::Text hint = core::suggestion(value, names);
  return {fmt::format("表 {} 中没有“{}”；{}", table, value, hint.zh),
          fmt::format("table {} has no “{}”; {}", table, value, hint.en)};
}

struct TableFile::State {
  std::string name;
  const TableInfo* info;
  core::InputErrors* errors;
  CsvReader reader;
  std::size_t header_cells = 0;
  std::vector<std::optional<std::size_t>> cell_of_column;  ///< parallel to info->columns

  void read_header() {
    cell_of_column.assign(info->columns.size(), std::nullopt);
    if (!reader.next()) {
      errors->add({name, 0, 0}, {"文件为空，连表头也没有", "the file is empty, there is not even a header"});
      return;
    }
    if (const auto& problem = reader.problem()) {
      errors->add({name, reader.line(), 0}, *problem);
      return;
    }
    header_cells = reader.cells().size();
    const std::vector<std::string> valid = column_names(*info);
    for (std::size_t i = 0; i < header_cells; ++i) {
      const std::string_view cell = reader.cells()[i];
      const core::Position here{name, reader.line(), reader.column(i)};
      const std::size_t column = index_of(*info, cell);
      if (column == info->columns.size()) {
        const core::Text hint = core::suggestion(cell, valid);
        errors->add(here, {fmt::format("表 {} 没有列“{}”；{}", info->name, cell, hint.zh),
                           fmt::format("table {} has no column “{}”; {}", info->name, cell, hint.en)});
      } else if (cell_of_column[column]) {
        errors->add(here, {fmt::format("列“{}”出现两次", cell), fmt::format("column “{}” is there twice", cell)});
      } else {
        cell_of_column[column] = i;
      }
    }
    for (std::size_t column = 0; column < valid.size(); ++column) {
      if (cell_of_column[column]) continue;
      errors->add({name, reader.line(), 0},
                  {fmt::format("缺少列“{}”", valid[column]), fmt::format("column “{}” is missing", valid[column])});
    }
  }
};

TableFile::TableFile(const std::filesystem::path& path, std::string name, const TableInfo& info,
                     core::InputErrors& errors)
    : state_(new State{std::move(name), &info, &errors, CsvReader(path, {}), 0, {}}) {
  state_->read_header();
}
TableFile::~TableFile() = default;

bool TableFile::next() {
  State& state = *state_;
  while (state.reader.next()) {
    if (state.header_cells == 0) continue;
    if (const auto& problem = state.reader.problem()) {
      state.errors->add({state.name, state.reader.line(), 0}, *problem);
      continue;
    }
    const std::size_t cells = state.reader.cells().size();
    if (cells != state.header_cells) {
      state.errors->add({state.name, state.reader.line(), state.reader.column(std::min(cells, state.header_cells))},
                        {fmt::format("本行有 {} 个单元格，表头有 {} 个", cells, state.header_cells),
                         fmt::format("{} cells in this row, {} in the header", cells, state.header_cells)});
      continue;
    }
    return true;
  }
  return false;
}

std::optional<std::string_view> TableFile::cell(std::size_t column) const {
  const auto& cell = state_->cell_of_column[column];
  if (!cell) return std::nullopt;
  return state_->reader.cells()[*cell];
}

core::Position TableFile::position(std::size_t column) const {
  const auto& cell = state_->cell_of_column[column];
  return {state_->name, state_->reader.line(), cell ? state_->reader.column(*cell) : 0};
}

std::string TableFile::sha256() {
  return state_->reader.sha256();
}

}  // namespace plantproof::data
