#include "input/yaml.hpp"

#include <algorithm>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "core/nearest_name.hpp"
#include "input/number.hpp"
#include "input/utf8.hpp"

namespace plantproof::input {

enum class Kind { Null, Scalar, Map, List };

struct YamlNode::Item {
  Kind kind = Kind::Null;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t offset = 0;  ///< in the text, in bytes
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
  std::shared_ptr<State> grafted;  ///< the document this was grafted from, if it was
};

struct YamlNode::State {
  std::string file;
  std::string text;
  core::InputErrors* errors = nullptr;

  void reject(std::size_t line, std::size_t column, core::Text what) const {
    errors->add({file, line, column}, std::move(what));
  }
};

// Builds the items from the parser's events, not from its nodes: an alias is an event of its own here, where nodes
// would repeat what it stands for, without end if it stands for what it is in.
class YamlNode::Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, const State& state) : text_(text), state_(state) {}

  [[nodiscard]] const std::shared_ptr<Item>& root() const { return root_; }
  /// Line and column of a mark, both from 1; the parser counts columns in bytes.
  [[nodiscard]] std::pair<std::size_t, std::size_t> place(const YAML::Mark& mark) const {
    // At the end of the text the parser may count a column more than there are bytes.
    const std::size_t end = std::min(static_cast<std::size_t>(mark.pos), text_.size());
    const std::size_t bytes = std::min(static_cast<std::size_t>(mark.column), end);
    return {static_cast<std::size_t>(mark.line + 1), characters(text_.substr(end - bytes, bytes)) + 1};
  }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { add(Kind::Null, mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    const auto [line, column] = place(mark);
    state_.reject(line, column,
                  {"不支持别名（*）：请把值写出来", "aliases (*) are not supported: write the value out"});
    add(Kind::Null, mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    add(Kind::Scalar, mark)->scalar = value;
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    open_.push_back({add(Kind::List, mark), nullptr});
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    open_.push_back({add(Kind::Map, mark), nullptr});
  }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  struct Open {
    std::shared_ptr<Item> item;
    std::shared_ptr<Item> key;  ///< of a map, while its value has not come yet
  };

  std::shared_ptr<Item> add(Kind kind, const YAML::Mark& mark) {
    auto item = std::make_shared<Item>();
    item->kind = kind;
    std::tie(item->line, item->column) = place(mark);
    item->offset = std::min(static_cast<std::size_t>(mark.pos), text_.size());
    if (open_.empty()) {
      root_ = item;
    } else if (Open& parent = open_.back(); parent.item->kind == Kind::List) {
      parent.item->items.push_back(item);
    } else if (parent.key == nullptr) {
      parent.key = item;
    } else {
      add_entry(*parent.item, *std::exchange(parent.key, nullptr), item);
    }
    return item;
  }

  void add_entry(Item& map, const Item& key, std::shared_ptr<Item> value) const {
    const bool repeated =
        std::any_of(map.entries.begin(), map.entries.end(), [&](const auto& e) { return e.key == key.scalar; });
    if (repeated) {
      state_.reject(key.line, key.column,
                    {fmt::format("键“{}”重复", key.scalar), fmt::format("duplicate key “{}”", key.scalar)});
    } else {
      map.entries.push_back({key.scalar, key.line, key.column, std::move(value), false});
    }
  }

  std::string_view text_;
  const State& state_;
  std::shared_ptr<Item> root_;
  std::vector<Open> open_;
};

YamlNode YamlNode::child(const std::shared_ptr<Item>& item) const {
  return {item->grafted ? item->grafted : state_, item};
}

bool YamlNode::exists() const {
  return item_ != nullptr && item_->kind != Kind::Null;
}
bool YamlNode::is_map() const {
  return item_ != nullptr && item_->kind == Kind::Map;
}
bool YamlNode::is_list() const {
  return item_ != nullptr && item_->kind == Kind::List;
}
bool YamlNode::is_scalar() const {
  return item_ != nullptr && item_->kind == Kind::Scalar;
}

core::Position YamlNode::position() const {
  if (item_ == nullptr) return {state_ == nullptr ? std::string() : state_->file, 0, 0};
  return {state_->file, item_->line, item_->column};
}

namespace {

// Past a quoted scalar that opens at `at`, or the end of the line. A quote in it is '' or \".
std::size_t after_quotes(std::string_view line, std::size_t at) {
  const char quote = line[at];
  for (++at; at < line.size(); ++at) {
    const bool is_escaped = quote == '"' ? line[at] == '\\' : line.substr(at, 2) == "''";
    if (is_escaped) {
      ++at;
    } else if (line[at] == quote) {
      return at + 1;
    }
  }
  return at;
}

// The comment in a line that begins with a value: a # after a space, outside quotes.
std::string_view comment_in(std::string_view line) {
  constexpr std::string_view kSpaces = " \t\r";
  for (std::size_t at = 0; at < line.size();) {
    const bool begins_token = at == 0 || std::string_view(" \t[{,:").find(line[at - 1]) != std::string_view::npos;
    if (begins_token && (line[at] == '"' || line[at] == '\'')) {
      at = after_quotes(line, at);
    } else if (begins_token && line[at] == '#' && at > 0 && kSpaces.find(line[at - 1]) != std::string_view::npos) {
      line.remove_prefix(at + 1);
      line.remove_prefix(std::min(line.find_first_not_of(kSpaces), line.size()));
      return line.substr(0, line.find_last_not_of(kSpaces) + 1);
    } else {
      ++at;
    }
  }
  return {};
}

}  // namespace

std::string YamlNode::comment() const {
  if (item_ == nullptr) return {};
  const std::string_view rest = std::string_view(state_->text).substr(item_->offset);
  return std::string(comment_in(rest.substr(0, rest.find('\n'))));
}

void YamlNode::reject(core::Text what) const {
  if (state_ != nullptr && item_ != nullptr) state_->reject(item_->line, item_->column, std::move(what));
}

void YamlNode::accept() const {
  if (item_ == nullptr) return;
  for (Item::Entry& entry : item_->entries) {
    entry.read = true;
    child(entry.value).accept();
  }
  for (const auto& item : item_->items) child(item).accept();
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
    return {};
  }
  return node;
}

YamlNode YamlNode::optional(std::string_view key) const {
  if (!is_map()) return {};
  if (std::find(item_->asked.begin(), item_->asked.end(), key) == item_->asked.end()) item_->asked.emplace_back(key);
  for (Item::Entry& entry : item_->entries) {
    if (entry.key == key) {
      entry.read = true;
      return child(entry.value);
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
    result.emplace_back(entry.key, child(entry.value));
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
  for (const auto& item : item_->items) result.push_back(child(item));
  return result;
}

void YamlNode::graft(std::string_view path, const YamlNode& value) const {
  if (item_ == nullptr || value.item_ == nullptr) return;
  const std::size_t dot = path.find('.');
  const std::string key(path.substr(0, dot));
  std::shared_ptr<Item>* place = nullptr;
  if (item_->kind == Kind::List) {
    const auto index = parse_integer(key);
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= item_->items.size()) {
      value.reject({fmt::format("“{}”应是列表中一项的序号：0 到 {}", key, static_cast<int>(item_->items.size()) - 1),
                    fmt::format("“{}” should be the number of an item of a list, 0 to {}", key,
                                static_cast<int>(item_->items.size()) - 1)});
      return;
    }
    place = &item_->items[static_cast<std::size_t>(*index)];
  } else {
    if (item_->kind == Kind::Scalar) {
      value.reject({fmt::format("“{}”的上一级是一个值，其下没有参数", key),
                    fmt::format("what “{}” is looked for in is a value, with no parameters in it", key)});
      return;
    }
    item_->kind = Kind::Map;
    auto entry = std::find_if(item_->entries.begin(), item_->entries.end(),
                              [&](const Item::Entry& candidate) { return candidate.key == key; });
    if (entry == item_->entries.end()) {
      auto made = std::make_shared<Item>();
      made->line = value.item_->line;
      made->column = value.item_->column;
      made->offset = value.item_->offset;
      made->grafted = value.state_;
      item_->entries.push_back({key, made->line, made->column, made, false});
      entry = std::prev(item_->entries.end());
    }
    place = &entry->value;
  }
  if (dot != std::string_view::npos) {
    child(*place).graft(path.substr(dot + 1), value);
    return;
  }
  *place = std::make_shared<Item>(std::move(*value.item_));
  (*place)->grafted = value.state_;
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

double YamlNode::number(double least, double most) const {
  if (item_ == nullptr) return least;
  const auto value = is_scalar() ? parse_number(item_->scalar) : std::nullopt;
  if (!value || *value < least || *value > most) {
    reject({fmt::format("“{}”不是 {} 到 {} 之间的数", item_->scalar, least, most),
            fmt::format("“{}” is not a number from {} to {}", item_->scalar, least, most)});
    return least;
  }
  return *value;
}

bool YamlNode::boolean() const {
  if (item_ == nullptr) return false;
  if (!is_scalar() || (item_->scalar != "true" && item_->scalar != "false")) {
    reject({fmt::format("“{}”应为 true 或 false", item_->scalar),
            fmt::format("“{}” must be true or false", item_->scalar)});
    return false;
  }
  return item_->scalar == "true";
}

std::size_t YamlNode::choice(std::span<const std::string> names) const {
  if (item_ == nullptr) return 0;
  const auto found = std::find(names.begin(), names.end(), item_->scalar);
  if (is_scalar() && found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const core::Text hint = core::suggestion(item_->scalar, names);
  reject(
      {fmt::format("不认识“{}”；{}", item_->scalar, hint.zh), fmt::format("unknown “{}”; {}", item_->scalar, hint.en)});
  return 0;
}

core::Text YamlNode::bilingual() const {
  core::Text text{required("zh").text(), required("en").text()};
  if (exists() && is_map() && (text.zh.empty() || text.en.empty())) {
    reject({"zh 与 en 都不可为空", "neither zh nor en may be empty"});
  }
  return text;
}

namespace {

// What no YAML file may hold, or the end of the text. The parser takes 0x04 for the end of the file, and says nothing.
std::size_t first_control_character(std::string_view text) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  };
  return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_control) - text.begin());
}

}  // namespace

YamlDocument::YamlDocument(std::string file, std::string_view text, core::InputErrors& errors) {
  auto state = std::make_shared<YamlNode::State>();
  state->file = std::move(file);
  state->errors = &errors;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const std::size_t at = first_control_character(text); at != text.size()) {
    const auto line =
        static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
    state->reject(
        line, 0,
        {"含有控制字符：不是 UTF-8 文本（也许是 UTF-16）", "a control character: this is not UTF-8 text (UTF-16?)"});
    return;
  }
  if (!is_utf8(text)) {
    state->reject(0, 0,
                  {"不是 UTF-8 文本（也许是 GBK）：请另存为 UTF-8", "this is not UTF-8 text (GBK?): save it as UTF-8"});
    return;
  }
  state->text = text;
  YamlNode::Builder builder(text, *state);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    auto item = builder.root();
    if (item == nullptr || item->kind == Kind::Null) {
      state->reject(0, 0, {"文件为空", "the file is empty"});
      return;
    }
    YamlNode::Builder second(text, *state);
    if (parser.HandleNextDocument(second) && second.root() != nullptr) {
      state->reject(second.root()->line, 0, {"只能有一个 YAML 文档", "there may be only one YAML document"});
    }
    root_ = YamlNode(std::move(state), std::move(item));
  } catch (const YAML::Exception& error) {
    const auto [line, column] =
        error.mark.is_null() ? std::pair<std::size_t, std::size_t>() : builder.place(error.mark);
    state->reject(line, column,
                  {fmt::format("YAML 语法错误：{}", error.msg), fmt::format("not valid YAML: {}", error.msg)});
  }
}

void YamlDocument::report_unread() const {
  if (root_.item_ == nullptr) return;
  std::vector<YamlNode> waiting = {root_};
  while (!waiting.empty()) {
    const YamlNode node = waiting.back();
    waiting.pop_back();
    for (const auto& entry : node.item_->entries) {
      const YamlNode value = node.child(entry.value);
      if (entry.read) {
        waiting.push_back(value);
      } else {
        const core::Text hint = core::suggestion(entry.key, node.item_->asked);
        value.state_->reject(entry.line, entry.column,
                             {fmt::format("不认识的键“{}”；{}", entry.key, hint.zh),
                              fmt::format("unknown key “{}”; {}", entry.key, hint.en)});
      }
    }
    for (const auto& item : node.item_->items) waiting.push_back(node.child(item));
  }
}

}  // namespace plantproof::input
