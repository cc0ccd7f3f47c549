#include "input/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "core/nearest_name.hpp"
#include "input/number.hpp"

namespace plantproof::input {

enum class Kind { Null, Scalar, Map, List };

struct YamlNode::Item {
  Kind kind = Kind::Null;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string scalar;
  struct Entry {
    std::string key;
    std::size_t line = 0;
    std::size_t column = 0;
    std::shared_ptr<Item> value;
    bool read = false;
  };
  std::vector<Entry> entries;
  std::vector<std::shared_ptr<Item>> items;
  std::vector<std::string> asked;  ///< the keys somebody asked this map for

  static std::shared_ptr<Item> from(const YAML::Node& node, State& state);
};

struct YamlNode::State {
  std::string file;
  core::InputErrors* errors = nullptr;

  void reject(std::size_t line, std::size_t column, core::Text what) const {
    errors->add({file, line, column}, std::move(what));
  }
};

std::shared_ptr<YamlNode::Item> YamlNode::Item::from(const YAML::Node& node, State& state) {
  auto item = std::make_shared<Item>();
  item->line = static_cast<std::size_t>(node.Mark().line + 1);
  item->column = static_cast<std::size_t>(node.Mark().column + 1);
  if (node.IsScalar()) {
    item->kind = Kind::Scalar;
    item->scalar = node.Scalar();
  } else if (node.IsSequence()) {
    item->kind = Kind::List;
    for (const auto& child : node) item->items.push_back(from(child, state));
  } else if (node.IsMap()) {
    item->kind = Kind::Map;
    std::set<std::string> seen;
    for (const auto& pair : node) {
      const auto line = static_cast<std::size_t>(pair.first.Mark().line + 1);
      const auto column = static_cast<std::size_t>(pair.first.Mark().column + 1);
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
      if (!seen.insert(key).second) {
        state.reject(line, column, {fmt::format("键“{}”重复", key), fmt::format("duplicate key “{}”", key)});
        continue;
      }
      item->entries.push_back({key, line, column, from(pair.second, state), false});
    }
  }
  return item;
}

bool YamlNode::exists() const { return item_ != nullptr && item_->kind != Kind::Null; }
bool YamlNode::is_map() const { return item_ != nullptr && item_->kind == Kind::Map; }
bool YamlNode::is_list() const { return item_ != nullptr && item_->kind == Kind::List; }
bool YamlNode::is_scalar() const { return item_ != nullptr && item_->kind == Kind::Scalar; }

core::Position YamlNode::position() const {
  if (item_ == nullptr) return {state_ == nullptr ? std::string() : state_->file, 0, 0};
  return {state_->file, item_->line, item_->column};
}

void YamlNode::reject(core::Text what) const {
  if (state_ != nullptr && item_ != nullptr) state_->reject(item_->line, item_->column, std::move(what));
}

YamlNode YamlNode::required(std::string_view key) const {
  if (item_ == nullptr) return {};
  if (!is_map()) {
    reject({fmt::format("这里应是含有“{}”的映射", key), fmt::format("expected a map with the key “{}” here", key)});
    return {};
  }
  YamlNode node = optional(key);
  if (!node.exists()) {
    reject({fmt::format("缺少键“{}”", key), fmt::format("the key “{}” is missing", key)});
  }
  return node;
}

YamlNode YamlNode::optional(std::string_view key) const {
  if (!is_map()) return {};
  if (std::find(item_->asked.begin(), item_->asked.end(), key) == item_->asked.end()) item_->asked.emplace_back(key);
  for (Item::Entry& entry : item_->entries) {
    if (entry.key == key) {
      entry.read = true;
      return {state_, entry.value};
    }
  }
  return {};
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  std::vector<std::pair<std::string, YamlNode>> result;
  if (!exists()) return result;
  if (!is_map()) {
    reject({"这里应是映射（键: 值）", "expected a map (key: value) here"});
    return result;
  }
  for (Item::Entry& entry : item_->entries) {
    entry.read = true;
    result.emplace_back(entry.key, YamlNode(state_, entry.value));
  }
  return result;
}

std::vector<YamlNode> YamlNode::items() const {
  std::vector<YamlNode> result;
  if (!exists()) return result;
  if (!is_list()) {
    reject({"这里应是列表（- 项）", "expected a list (- item) here"});
    return result;
  }
  for (const auto& item : item_->items) result.push_back(YamlNode(state_, item));
  return result;
}

std::string YamlNode::text() const {
  if (item_ == nullptr) return {};
  if (!is_scalar()) {
    reject({"这里应是文本", "expected a text here"});
    return {};
  }
  return item_->scalar;
}

std::int64_t YamlNode::integer(std::int64_t least, std::int64_t most) const {
  if (item_ == nullptr) return least;
  const auto value = is_scalar() ? parse_integer(item_->scalar) : std::nullopt;
  if (!value || *value < least || *value > most) {
    reject({fmt::format("“{}”不是 {} 到 {} 之间的整数", item_->scalar, least, most),
            fmt::format("“{}” is not a whole number from {} to {}", item_->scalar, least, most)});
    return least;
  }
  return *value;
}

double YamlNode::number() const {
  if (item_ == nullptr) return 0;
  const auto value = is_scalar() ? parse_number(item_->scalar) : std::nullopt;
  if (!value) {
    reject({fmt::format("“{}”不是数", item_->scalar), fmt::format("“{}” is not a number", item_->scalar)});
    return 0;
  }
  return *value;
}

bool YamlNode::boolean() const {
  if (item_ == nullptr) return false;
  if (!is_scalar() || (item_->scalar != "true" && item_->scalar != "false")) {
    reject({fmt::format("“{}”应为 true 或 false", item_->scalar), fmt::format("“{}” must be true or false", item_->scalar)});
    return false;
  }
  return item_->scalar == "true";
}

std::size_t YamlNode::choice(std::span<const std::string> names) const {
  if (item_ == nullptr) return 0;
  const auto found = std::find(names.begin(), names.end(), item_->scalar);
  if (is_scalar() && found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const core::Text hint = core::suggestion(item_->scalar, names);
  reject({fmt::format("不认识“{}”；{}", item_->scalar, hint.zh), fmt::format("unknown “{}”; {}", item_->scalar, hint.en)});
  return 0;
}

core::Text YamlNode::bilingual() const {
  core::Text text{required("zh").text(), required("en").text()};
  if (exists() && is_map() && (text.zh.empty() || text.en.empty())) {
    reject({"zh 与 en 都不可为空", "neither zh nor en may be empty"});
  }
  return text;
}

YamlDocument::YamlDocument(std::string file, std::string_view text, core::InputErrors& errors) {
  auto state = std::make_shared<YamlNode::State>();
  state->file = std::move(file);
  state->errors = &errors;
  try {
    const YAML::Node node = YAML::Load(std::string(text));
    auto item = YamlNode::Item::from(node, *state);
    if (item->kind == Kind::Null) {
      state->reject(0, 0, {"文件为空", "the file is empty"});
      return;
    }
    root_ = YamlNode(std::move(state), std::move(item));
  } catch (const YAML::Exception& error) {
    const bool placed = !error.mark.is_null();
    state->reject(placed ? static_cast<std::size_t>(error.mark.line + 1) : 0,
                  placed ? static_cast<std::size_t>(error.mark.column + 1) : 0,
                  {fmt::format("YAML 语法错误：{}", error.msg), fmt::format("not valid YAML: {}", error.msg)});
  }
}

void YamlDocument::report_unread() const {
  if (root_.item_ == nullptr) return;
  std::vector<std::shared_ptr<YamlNode::Item>> waiting = {root_.item_};
  while (!waiting.empty()) {
    const auto item = waiting.back();
    waiting.pop_back();
    for (const auto& entry : item->entries) {
      if (entry.read) {
        waiting.push_back(entry.value);
      } else {
        const core::Text hint = core::suggestion(entry.key, item->asked);
        root_.state_->reject(entry.line, entry.column,
                             {fmt::format("不认识的键“{}”；{}", entry.key, hint.zh),
                              fmt::format("unknown key “{}”; {}", entry.key, hint.en)});
      }
    }
    for (const auto& child : item->items) waiting.push_back(child);
  }
}

}  // namespace plantproof::input
