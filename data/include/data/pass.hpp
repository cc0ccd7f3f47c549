#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "data/by_name.hpp"
#include "data/evidence.hpp"
#include "data/plain_messages.hpp"
#include "data/table_io.hpp"

// Going over the rows of a table without keeping them. What is wanted of the rows is a Look:
//
//     struct Lost {
//       std::int64_t count = 0;
//       void add(const Message& message) { count += message.received ? 0 : 1; }
//       void merge(Lost&& next) { count += next.count; }  // what the stretch after this one's held
//     };
//     const std::int64_t lost = pass<Message>(run.tables, Lost()).count;
//
// A Look of a table's file is made by as many threads as there are cores, each of one stretch of it, so merge() must
// give what add() of all the rows in file order would have given.
namespace plantproof::data {

/// Shows every row of a block, in a Row that is overwritten by the next; false, at once, when a line is no row.
template <class Row, class Visit>
bool visit_rows(const TextBlock& block, const TableHeader& header, Visit&& visit) {
  const std::vector<Column<Row>>& columns = table<Row>().columns;
  core::InputErrors errors;
  TableLines lines(block, header);
  Row row;
  while (lines.next(errors)) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto cell = lines.cell(i);
      if (!cell || columns[i].parse(columns[i].info, *cell, row)) return false;
    }
    visit(std::as_const(row));
  }
  return errors.empty();
}

/// The same of messages, the short way where their lines allow it. `plain` is that of the blocks before it.
template <class Visit>
bool visit_messages(const TextBlock& block, const TableHeader& header, PlainMessages& plain, Visit&& visit) {
  for (std::string_view rest = block.text; !rest.empty();) {
    if (const Message* row = plain.next(block.text, rest)) {
      visit(*row);
      continue;
    }
    const std::string_view line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
    if (!visit_rows<Message>({block.bytes, line, 0}, header, visit)) return false;
    rest.remove_prefix(line.size());
  }
  return true;
}

/// What `look` saw of a table's file, or nothing where a line of it is no row. `whole` is as of parts_of(). `beside` is
/// done at the same time, by a thread that looks at rows, too, as soon as it is free. Throws core::InputFailure when
/// the file cannot be read, and what `beside` throws.
template <class Row, class Look>
std::optional<Look> pass_over(const std::filesystem::path& path, const Look& empty, FilePart whole = {},
                              const std::function<void()>& beside = {}) {
  const TableInfo& info = table<Row>().info;
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  const std::vector<FilePart> parts = parts_of(path, beside && threads > 1 ? threads - 1 : threads, whole);
  core::InputErrors errors;
  TableFile first(path, path.string(), info, errors, parts.front());
  if (!errors.empty()) return std::nullopt;
  const auto look_at = [&](auto& blocks) -> std::optional<Look> {
    Look look = empty;
    const auto add = [&](const Row& row) { look.add(row); };
    if constexpr (std::is_same_v<Row, Message>) {
      PlainMessages plain(first.header());
      while (const auto block = blocks.next()) {
        if (!visit_messages(*block, first.header(), plain, add)) return std::nullopt;
      }
    } else {
      while (const auto block = blocks.next()) {
        if (!visit_rows<Row>(*block, first.header(), add)) return std::nullopt;
      }
    }
    return look;
  };
  const auto look_at_part = [&](FilePart part) {
    TextBlocks blocks(path, part);
    return look_at(blocks);
  };
  std::vector<std::future<std::optional<Look>>> others;  // of what follows the first part, in the order of the file
  if (beside) {
    others.push_back(std::async(std::launch::async, [&] {
      beside();
      const auto part = threads > 1 ? first.give_half() : std::nullopt;
      return part ? look_at_part(*part) : empty;
    }));
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    others.push_back(std::async(std::launch::async, look_at_part, parts[i]));
  }
  std::optional<Look> all = look_at(first);
  for (auto& other : others) {
    std::optional<Look> look = other.get();
    if (all && look) all->merge(std::move(*look));
    if (!look) all.reset();
  }
  return all;
}

/// Throws core::InputFailure when the table's file is not what it was when the evidence was opened.
void require_unchanged(const TableOnDisk& file, bool is_readable);

/// What `look` saw of the table's rows, wherever they are; `empty` where the table is not there. Throws
/// core::InputFailure when its file cannot be read any more, or was changed.
template <class Row, class Look>
Look pass(const Tables& tables, const Look& empty) {
  if (const TableOnDisk* file = tables.on_disk<Row>()) {
    std::optional<Look> look = pass_over<Row>(file->path, empty, file->part);
    require_unchanged(*file, look.has_value());
    return std::move(*look);
  }
  Look look = empty;
  if (const std::vector<Row>* rows = tables.rows<Row>()) {
    for (const Row& row : *rows) look.add(row);
  }
  return look;
}

/// Shows every row of the table to `visit`, in the order of its file and on this thread, for what follows a row to
/// build on what came before it: no two such looks can be merged. Other threads read ahead. Nothing where the table is
/// not there. Throws as pass() does.
template <class Row, class Visit>
void visit_in_order(const Tables& tables, const Visit& visit) {
  const TableOnDisk* on_disk = tables.on_disk<Row>();
  if (on_disk == nullptr) {
    if (const std::vector<Row>* rows = tables.rows<Row>()) {
      for (const Row& row : *rows) visit(row);
    }
    return;
  }
  core::InputErrors errors;
  TableFile file(on_disk->path, on_disk->path.string(), table<Row>().info, errors, on_disk->part);
  bool is_readable = errors.empty();
  const auto parse = [&file](const TextBlock& block) -> std::shared_ptr<void> {
    auto rows = std::make_shared<std::vector<Row>>();
    if (!visit_rows<Row>(block, file.header(), [&](const Row& row) { rows->push_back(row); })) return nullptr;
    return rows;
  };
  const auto take = [&](const std::shared_ptr<void>& rows) {
    is_readable = is_readable && rows;
    if (!is_readable) return;
    for (const Row& row : *std::static_pointer_cast<std::vector<Row>>(rows)) visit(row);
  };
  if (is_readable) read_blocks(file, parse, take);
  require_unchanged(*on_disk, is_readable);
}

}  // namespace plantproof::data
