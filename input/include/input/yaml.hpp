#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/input_error.hpp"

namespace plantproof::input {

/// A YAML document read strictly: one document of UTF-8 text without aliases, so that no file can be larger in memory
/// than it looks. Nothing throws while it is walked: whatever is wrong (a missing key, a wrong type, a key that nobody
/// asked for, a duplicate key) is added to the errors with its line and column, and a harmless value comes back, so
/// that one walk reports everything. Call `report_unread()` at the end, then `errors.throw_if_any()`.
///
///     YamlDocument document("plant.yaml", text, errors);
///     const YamlNode root = document.root();
///     const std::string scenario = root.required("scenario").text();
///     document.report_unread();
class YamlNode {
 public:
  /// A node that is not there: `exists()` is false, every reading of it gives a harmless value without an error.
  YamlNode() = default;

  [[nodiscard]] bool exists() const;
  [[nodiscard]] bool is_map() const;
  [[nodiscard]] bool is_list() const;
  [[nodiscard]] bool is_scalar() const;
  /// Where the value stands; for a map or a list, its first line.
  [[nodiscard]] core::Position position() const;
  /// What the comment at the end of the line says on which this value begins, without its # and the spaces around it;
  /// the values of one line share it. Empty where there is none.
  [[nodiscard]] std::string comment() const;

  /// The value of a key of this map; an error when the key is missing or this is not a map.
  [[nodiscard]] YamlNode required(std::string_view key) const;
  /// The value of a key of this map, or a node that does not exist.
  [[nodiscard]] YamlNode optional(std::string_view key) const;
  /// All entries of this map, in file order, each counted as read. An error when this exists and is not a map.
  [[nodiscard]] std::vector<std::pair<std::string, YamlNode>> entries() const;
  /// All items of this list; a scalar is no list. An error when this exists and is not a list.
  [[nodiscard]] std::vector<YamlNode> items() const;

  /// The scalar as text; "" after an error.
  [[nodiscard]] std::string text() const;
  /// The scalar as a whole number within [least, most]; `least` after an error.
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  /// The scalar as a finite number; 0 after an error.
  [[nodiscard]] double number() const;
  /// The scalar as a finite number within [least, most]; `least` after an error.
  [[nodiscard]] double number(double least, double most) const;
  /// `true` or `false`; false after an error.
  [[nodiscard]] bool boolean() const;
  /// The scalar, which must be one of the names (the nearest is suggested); its index, 0 after an error.
  [[nodiscard]] std::size_t choice(std::span<const std::string> names) const;
  /// A map with `zh` and `en`, both not empty.
  [[nodiscard]] core::Text bilingual() const;

  /// Puts a value, of this document or another one, at a dotted path below this map: keys, and items of a list by their
  /// number from 0. What was there is replaced; maps that are not there are made. The value keeps its place and its
  /// comment, and is no longer where it was. An error at the value when the path leads through a scalar, or past a
  /// list's end.
  void graft(std::string_view path, const YamlNode& value) const;

  /// Adds an error at this node.
  void reject(core::Text what) const;
  /// Counts every key at and below this node as read: what stood there could not be looked at, for another reason.
  void accept() const;

 private:
  friend class YamlDocument;
  struct Item;
  struct State;
  class Builder;
  YamlNode(std::shared_ptr<State> state, std::shared_ptr<Item> item)
      : state_(std::move(state)), item_(std::move(item)) {}
  [[nodiscard]] YamlNode child(const std::shared_ptr<Item>& item) const;
  std::shared_ptr<State> state_;
  std::shared_ptr<Item> item_;
};

class YamlDocument {
 public:
  /// Parses `text`; a syntax error is added to `errors`, and the root then does not exist. `errors` must outlive the
  /// document and its nodes.
  YamlDocument(std::string file, std::string_view text, core::InputErrors& errors);

  [[nodiscard]] YamlNode root() const { return root_; }
  /// Adds an error for every key that was never asked for, with the nearest of those that were.
  void report_unread() const;

 private:
  YamlNode root_;
};

}  // namespace plantproof::input
