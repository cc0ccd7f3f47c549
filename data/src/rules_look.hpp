#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/pass.hpp"

namespace plantproof::data {

/// Whole numbers, none negative: whether each is there once. Those that follow each other cost nothing, others 16 bytes
/// each.
class NumberSet {
 public:
  void add(std::int64_t number) {
    if (!ranges_.empty() && ranges_.back().last == number - 1) {
      ranges_.back().last = number;
    } else {
      add(Range{number, number});
    }
  }
  void add(const NumberSet& other);
  [[nodiscard]] bool are_distinct() const;

 private:
  struct Range {
    std::int64_t first;
    std::int64_t last;
  };
  void add(const Range& range);
  /// Puts ranges in order and joins those that follow each other; of numbers that are there twice, both.
  static std::vector<Range> joined(std::vector<Range> ranges);

  std::vector<Range> ranges_;
  std::size_t join_at_ = 64;
};

/// A whole number for a text: equal texts have the same, texts that count on, such as "A-07" and "A-08", numbers that
/// follow each other, others by a chance of 1 in 2^62.
std::int64_t number_of(std::string_view text);

/// Whether rows keep what RowRules asks of them and belong to groups that are there, for a table whose key has one
/// column besides the one its rows are grouped by. Where they do not, only read_table() says which and why; a look that
/// takes two keys for one (number_of()) asks for it in vain. The memory is that of the keys' NumberSet.
template <class Row>
class RulesLook {
 public:
  RulesLook() {
    const TableInfo& info = table<Row>().info;
    const auto& columns = table<Row>().columns;
    std::vector<std::string> key = info.key;
    if (info.order && !info.order->within.empty()) {
      const std::string& group = info.order->within.front();
      assert(info.order->within.size() == 1);
      group_ = columns[info.index_of(group)].text;
      is_key_of_group_ = std::erase(key, group) > 0;
    }
    for (const TableInfo::Span& span : info.spans)
      spans_.push_back({columns[info.index_of(span.earlier)].instant, columns[info.index_of(span.later)].instant});
    const auto first_time = std::ranges::find(info.columns, CellType::Time, &ColumnInfo::type);
    const std::string& time = info.order ? info.order->time : first_time->name;
    is_ordered_ = info.order.has_value();
    time_ = columns[info.index_of(time)].whole;
    assert(key.size() == 1 && time_ != nullptr);
    is_time_key_ = key.front() == time && is_key_of_group_ && is_ordered_;
    key_number_ = columns[info.index_of(key.front())].whole;
    key_text_ = columns[info.index_of(key.front())].text;
  }

  void add(const Row& row) {
    ++rows_;
    Group& group = groups_[group_ != nullptr ? group_(row) : std::string_view()];
    const std::int64_t time = time_(row);
    are_kept_ = are_kept_ && may_follow(group, time) && std::ranges::all_of(spans_, [&](const Span& span) {
                  const auto earlier = span.earlier(row);
                  const auto later = span.later(row);
                  return !earlier || !later || *earlier <= *later;
                });
    if (!is_time_key_)
      (is_key_of_group_ ? group.keys : keys_)
          .add(key_number_ != nullptr ? key_number_(row) : number_of(key_text_(row)));
    group.take(time, time);
  }

  void merge(RulesLook&& next) {
    rows_ += next.rows_;
    are_kept_ = are_kept_ && next.are_kept_;
    keys_.add(next.keys_);
    next.groups_.for_each([&](const std::string& name, const Group& later) {
      Group& group = groups_[name];
      are_kept_ = are_kept_ && may_follow(group, *later.first);
      group.keys.add(later.keys);
      group.take(*later.first, later.last);
    });
  }

  /// What there is to know of the table but its file.
  [[nodiscard]] TableOnDisk seen() const {
    TableOnDisk seen;
    seen.rows = rows_;
    groups_.for_each([&](const std::string& /*name*/, const Group& group) {
      const Instant first{Nanoseconds(*group.first)};
      const Instant last{Nanoseconds(group.last)};
      seen.first = seen.groups == 0 ? first : std::min(seen.first, first);
      seen.last = seen.groups == 0 ? last : std::max(seen.last, last);
      ++seen.groups;
    });
    return seen;
  }
  [[nodiscard]] bool are_kept(const References& references) const {
    if (!are_kept_ || !keys_.are_distinct()) return false;
    const TableInfo& info = table<Row>().info;
    const std::string& refers_to = group_ != nullptr ? info.find(info.order->within.front())->refers_to : std::string();
    const auto names = refers_to.empty() ? references.end() : references.find(refers_to);
    bool are_kept = true;
    groups_.for_each([&](const std::string& name, const Group& group) {
      are_kept = are_kept && group.keys.are_distinct() && (names == references.end() || names->second.contains(name));
    });
    return are_kept;
  }

 private:
  struct Span {
    std::optional<Instant> (*earlier)(const Row& row);
    std::optional<Instant> (*later)(const Row& row);
  };
  struct Group {
    NumberSet keys;                     ///< where they are of the group and no times that rise
    std::optional<std::int64_t> first;  ///< times: the least
    std::int64_t last = 0;              ///< and the greatest

    void take(std::int64_t from, std::int64_t to) {
      last = first ? std::max(last, to) : to;
      first = first ? std::min(*first, from) : from;
    }
  };

  /// Times that are the key rise, others do not fall where the table has an order.
  [[nodiscard]] bool may_follow(const Group& group, std::int64_t time) const {
    return !is_ordered_ || !group.first || (is_time_key_ ? group.last < time : group.last <= time);
  }

  std::string_view (*group_)(const Row& row) = nullptr;  ///< null: all rows are one
  std::int64_t (*time_)(const Row& row) = nullptr;
  std::int64_t (*key_number_)(const Row& row) = nullptr;    ///< what besides the group is the key,
  std::string_view (*key_text_)(const Row& row) = nullptr;  ///< or this
  std::vector<Span> spans_;
  bool is_ordered_ = false;
  bool is_key_of_group_ = false;  ///< or of the whole table
  bool is_time_key_ = false;
  ByName<Group> groups_;
  NumberSet keys_;  ///< where they are not of a group
  std::int64_t rows_ = 0;
  bool are_kept_ = true;
};

}  // namespace plantproof::data
