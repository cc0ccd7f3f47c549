#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

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

/// The same of messages, the short way where their lines allow it.
template <class Visit>
bool visit_messages(const TextBlock& block, const TableHeader& header, const PlainMessages& plain, Visit&& visit) {
  Message row;
  for (std::string_view rest = block.text; !rest.empty();) {
    const std::size_t newline = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, newline);
    const std::string_view whole = rest.substr(0, newline + 1);
    rest.remove_prefix(whole.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (plain.read(line, row)) {
      visit(std::as_const(row));
    } else if (!visit_rows<Message>({block.bytes, whole, 0}, header, visit)) {
      return false;
    }
  }
  return true;
}

/// What `look` saw of a table's file, or nothing where a line of it is no row. `whole` is as of parts_of(). Throws
/// core::InputFailure when the file cannot be read.
template <class Row, class Look>
std::optional<Look> pass_over(const std::filesystem::path& path, const Look& empty, FilePart whole = {}) {
  const TableInfo& info = table<Row>().info;
  const std::vector<FilePart> parts = parts_of(path, std::max(1U, std::thread::hardware_concurrency()), whole);
  core::InputErrors errors;
  TableFile first(path, path.string(), info, errors, parts.front());
  if (!errors.empty()) return std::nullopt;
  const auto visit = [&](const TextBlock& block, Look& look) {
    const auto add = [&](const Row& row) { look.add(row); };
    if constexpr (std::is_same_v<Row, Message>) {
      return visit_messages(block, first.header(), PlainMessages(first.header()), add);
    } else {
      return visit_rows<Row>(block, first.header(), add);
    }
  };
  const auto look_at = [&](auto& blocks) -> std::optional<Look> {
    Look look = empty;
    while (const auto block = blocks.next()) {
      if (!visit(*block, look)) return std::nullopt;
    }
    return look;
  };
  std::vector<std::future<std::optional<Look>>> others;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    others.push_back(std::async(std::launch::async, [&, part = parts[i]] {
      TextBlocks blocks(path, part);
      return look_at(blocks);
    }));
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

/// Finds things by their names, at once the one that followed the last one the time before: devices take turns, or are
/// listed one after the other.
template <class Value>
class ByName {
 public:
  Value& operator[](std::string_view name) {
    if (last_ != nullptr && last_->second.next != nullptr && last_->second.next->first == name) {
      last_ = last_->second.next;
      return last_->second.value;
    }
    const auto found = values_.find(name);
    Entry* const entry = found != values_.end() ? &*found : &*values_.emplace(name, Slot()).first;
    if (last_ != nullptr) last_->second.next = entry;
    last_ = entry;
    return entry->second.value;
  }
  ByName() = default;
  ByName(const ByName& other) : values_(other.values_) {
    for (auto& [name, slot] : values_) slot.next = nullptr;
  }
  ByName(ByName&& other) noexcept : values_(std::move(other.values_)) {}
  ByName& operator=(const ByName&) = delete;
  ByName& operator=(ByName&&) = delete;
  ~ByName() = default;

  /// use(name, value) with each, in no order.
  template <class Use>
  void for_each(Use&& use) const {
    for (const auto& [name, slot] : values_) use(name, slot.value);
  }

 private:
  struct Slot;
  using Entry = std::pair<const std::string, Slot>;
  struct Slot {
    Value value{};
    Entry* next = nullptr;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::unordered_map<std::string, Slot, Hash, std::equal_to<>> values_;
  Entry* last_ = nullptr;
};

}  // namespace plantproof::data
