#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "data/pass.hpp"

namespace plantproof::data {

/// Whole numbers, each of them once: those that follow each other cost nothing.
class NumberSet {
 public:
  /// False when it is there already.
  bool add(std::int64_t number) { return add(number, number); }
  /// False when they have a number in common.
  bool add(const NumberSet& other);

 private:
  bool add(std::int64_t first, std::int64_t last);

  std::map<std::int64_t, std::int64_t> last_of_;  ///< by the first of numbers that follow each other
};

/// Whether rows keep what RowRules asks of them and belong to groups that are there, for a table whose key is one text,
/// the group, and one whole number, and whose times never fall within a group. Where they do not, only read_table()
/// says which and why. Numbers in a group that are no times cost memory where they do not follow each other.
template <class Row>
class RulesLook {
 public:
  RulesLook() {
    const TableInfo& info = table<Row>().info;
    const auto& columns = table<Row>().columns;
    assert(info.order && info.order->within.size() == 1 && info.key.size() == 2 && info.spans.empty());
    const std::string& group = info.order->within.front();
    const std::string& number = info.key.front() == group ? info.key.back() : info.key.front();
    group_ = columns[info.index_of(group)].text;
    time_ = columns[info.index_of(info.order->time)].whole;
    if (number != info.order->time) number_ = columns[info.index_of(number)].whole;
  }

  void add(const Row& row) {
    ++rows_;
    Group& group = groups_[group_(row)];
    const std::int64_t time = time_(row);
    are_kept_ = are_kept_ && may_follow(group, time) && (number_ == nullptr || group.numbers.add(number_(row)));
    if (!group.first) group.first = time;
    group.last = time;
  }

  void merge(RulesLook&& next) {
    rows_ += next.rows_;
    are_kept_ = are_kept_ && next.are_kept_;
    next.groups_.for_each([&](const std::string& name, const Group& later) {
      Group& group = groups_[name];
      are_kept_ = are_kept_ && may_follow(group, *later.first) && group.numbers.add(later.numbers);
      if (!group.first) group.first = later.first;
      group.last = later.last;
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
    if (!are_kept_) return false;
    const TableInfo& info = table<Row>().info;
    const std::string& refers_to = info.find(info.order->within.front())->refers_to;
    const auto names = refers_to.empty() ? references.end() : references.find(refers_to);
    bool are_known = true;
    groups_.for_each([&](const std::string& name, const Group& /*group*/) {
      are_known = are_known && (names == references.end() || names->second.contains(name));
    });
    return are_known;
  }

 private:
  struct Group {
    NumberSet numbers;                  ///< of the keys, where these are no times
    std::optional<std::int64_t> first;  ///< times
    std::int64_t last = 0;
  };

  /// Times that are the key rise, others do not fall.
  [[nodiscard]] bool may_follow(const Group& group, std::int64_t time) const {
    return !group.first || (number_ == nullptr ? group.last < time : group.last <= time);
  }

  std::string_view (*group_)(const Row& row) = nullptr;
  std::int64_t (*time_)(const Row& row) = nullptr;
  std::int64_t (*number_)(const Row& row) = nullptr;  ///< null where the key's number is the time
  ByName<Group> groups_;
  std::int64_t rows_ = 0;
  bool are_kept_ = true;
};

}  // namespace plantproof::data
