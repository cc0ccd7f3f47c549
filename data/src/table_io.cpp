#include "data/table_io.hpp"

#include <algorithm>
#include <cassert>
#include <deque>
#include <future>
#include <iterator>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "core/nearest_name.hpp"

namespace plantproof::data {
namespace {

std::vector<std::string> column_names(const TableInfo& info) {
  std::vector<std::string> names;
  for (const ColumnInfo& column : info.columns) names.push_back(column.name);
  return names;
}

}  // namespace

std::optional<std::size_t> SeenNumbers::see(std::int64_t number, std::size_t line) {
  const auto next = lines_of_.upper_bound(number);
  const auto known = static_cast<std::uint32_t>(line);
  if (next != lines_of_.begin()) {
    auto& [first, lines] = *std::prev(next);
    const std::uint64_t after = static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first);
    if (after < lines.size()) return lines[after];
    if (after == lines.size()) {
      lines.push_back(known);
      return std::nullopt;
    }
  }
  lines_of_.emplace_hint(next, number, std::vector{known});
  return std::nullopt;
}

RowRules::RowRules(const TableInfo& info, Order order)
    : info_(&info), is_ordered_(order == Order::Required && info.order) {
  for (const std::string& name : info.key) {
    const std::size_t column = info.index_of(name);
    const CellType type = info.columns[column].type;
    key_.push_back(column);
    if (type == CellType::Integer || type == CellType::Time) {
      assert(!key_number_ && !info.columns[column].may_be_empty);
      key_number_ = column;
    } else {
      key_texts_.push_back(column);
    }
  }
  if (info.order) {
    time_ = info.index_of(info.order->time);
    for (const std::string& column : info.order->within) within_.push_back(info.index_of(column));
  }
  for (const TableInfo::Span& span : info.spans) {
    spans_.push_back({info.index_of(span.earlier), info.index_of(span.later)});
  }
}

RowProblem RowRules::ends_early(const Span& span, core::Nanoseconds by) const {
  const std::string& from = info_->columns[span.earlier].name;
  const std::string& to = info_->columns[span.later].name;
  return {core::Refusal::TimeBackwards,
          to,
          {fmt::format("{} 比 {} 早 {} ns", to, from, by.count()),
           fmt::format("{} is {} ns before {}", to, by.count(), from)}};
}

RowProblem RowRules::repeats(const std::string& key, std::size_t first) const {
  return {core::Refusal::DuplicateKey,
          info_->key.front(),
          {fmt::format("键重复（{}），首次出现在第 {} 行", key, first),
           fmt::format("duplicate key ({}), first on line {}", key, first)}};
}

RowProblem RowRules::runs_backwards(core::Nanoseconds by, std::size_t line) const {
  return {core::Refusal::TimeBackwards,
          info_->order->time,
          {fmt::format("时间倒退：比第 {} 行早 {} ns", line, by.count()),
           fmt::format("time runs backwards: {} ns before line {}", by.count(), line)}};
}

core::Text dangling_reference(std::string_view value, const std::string& table, const Names& valid) {
  const std::vector<std::string> names(valid.begin(), valid.end());
  const core::Text hint = core::suggestion(value, names);
  return {fmt::format("表 {} 中没有“{}”；{}", table, value, hint.zh),
          fmt::format("table {} has no “{}”; {}", table, value, hint.en)};
}

bool TableLines::next(core::InputErrors& errors) {
  while (lines_.next()) {
    if (const auto& problem = lines_.problem()) {
      errors.add({header_.file, line(), 0}, *problem);
      continue;
    }
    const std::size_t cells = lines_.cells().size();
    if (cells == header_.cells) return true;
    errors.add({header_.file, line(), lines_.column(std::min(cells, header_.cells))},
               {fmt::format("本行有 {} 个单元格，表头有 {} 个", cells, header_.cells),
                fmt::format("{} cells in this row, {} in the header", cells, header_.cells)});
  }
  return false;
}

core::Position TableLines::position(std::size_t column) const {
  const auto& cell = header_.cell_of_column[column];
  return {header_.file, line(), cell ? lines_.column(*cell) : 0};
}

TableFile::TableFile(const std::filesystem::path& path, std::string name, const TableInfo& info,
                     core::InputErrors& errors, FilePart part, std::size_t block)
    : blocks_(path, part, block), header_{std::move(name), 0, {}} {
  read_header(info, errors);
}

void TableFile::read_header(const TableInfo& info, core::InputErrors& errors) {
  header_.cell_of_column.assign(info.columns.size(), std::nullopt);
  CsvLines lines;
  bool is_there = false;
  while (!is_there && (first_ = blocks_.next())) {
    lines = CsvLines(*first_, {});
    is_there = lines.next();
  }
  if (!is_there) {
    errors.add({header_.file, 0, 0}, {"文件为空，连表头也没有", "the file is empty, there is not even a header"});
    return;
  }
  first_->text = lines.rest();
  first_->lines_before = lines.line();
  if (const auto& problem = lines.problem()) {
    errors.add({header_.file, lines.line(), 0}, *problem);
    return;
  }
  header_.cells = lines.cells().size();
  const std::vector<std::string> valid = column_names(info);
  for (std::size_t i = 0; i < header_.cells; ++i) {
    const std::string_view cell = lines.cells()[i];
    const core::Position here{header_.file, lines.line(), lines.column(i)};
    const std::size_t column = info.index_of(cell);
    if (column == info.columns.size()) {
      const core::Text hint = core::suggestion(cell, valid);
      errors.add(here, {fmt::format("表 {} 没有列“{}”；{}", info.name, cell, hint.zh),
                        fmt::format("table {} has no column “{}”; {}", info.name, cell, hint.en)});
    } else if (header_.cell_of_column[column]) {
      errors.add(here, {fmt::format("列“{}”出现两次", cell), fmt::format("column “{}” is there twice", cell)});
    } else {
      header_.cell_of_column[column] = i;
    }
  }
  for (std::size_t column = 0; column < valid.size(); ++column) {
    if (header_.cell_of_column[column]) continue;
    errors.add({header_.file, lines.line(), 0},
               {fmt::format("缺少列“{}”", valid[column]), fmt::format("column “{}” is missing", valid[column])});
  }
}

std::optional<TextBlock> TableFile::next() {
  auto block = first_ ? std::exchange(first_, std::nullopt) : blocks_.next();
  while (header_.cells == 0 && block) block = blocks_.next();  // for the file's hash
  return block;
}

void read_blocks(TableFile& file, const std::function<std::shared_ptr<void>(const TextBlock&)>& parse,
                 const std::function<void(const std::shared_ptr<void>&)>& take) {
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  std::deque<std::future<std::shared_ptr<void>>> pending;
  auto how = std::launch::deferred;  // the first block is read on this thread: most tables are no longer
  while (auto block = file.next()) {
    pending.push_back(std::async(how, [&parse, block = std::move(*block)] { return parse(block); }));
    how = std::launch::async;
    if (pending.size() < most) continue;
    take(pending.front().get());
    pending.pop_front();
  }
  for (auto& block : pending) take(block.get());
}

}  // namespace plantproof::data
