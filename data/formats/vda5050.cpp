#include "vda5050.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "core/nearest_name.hpp"

namespace plantproof::data::vda5050 {
namespace {

using nlohmann::json;

const json& field(const json& object, std::string_view key) {
  static const json kNone;
  const auto found = object.find(key);
  return found == object.end() ? kNone : *found;
}

[[noreturn]] void reject(std::string_view key, const json& value, const core::Text& expected) {
  const std::string found = value.is_structured() ? value.type_name() : value.dump();
  throw FieldProblem{core::Refusal::WrongType,
                     {fmt::format("字段“{}”应为{}，实为 {}", key, expected.zh, found),
                      fmt::format("the field “{}” should be {}, it is {}", key, expected.en, found)}};
}

[[noreturn]] void miss(std::string_view key) {
  throw FieldProblem{core::Refusal::MissingValue,
                     {fmt::format("缺少字段“{}”", key), fmt::format("the field “{}” is missing", key)}};
}

bool boolean(const json& object, std::string_view key) {
  const json& value = field(object, key);
  if (value.is_null()) return false;
  if (!value.is_boolean()) reject(key, value, {"布尔值", "true or false"});
  return value.get<bool>();
}

std::int64_t integer(const json& object, std::string_view key) {
  const json& value = field(object, key);
  if (value.is_null()) return 0;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > kMost))
    reject(key, value, {"64 位整数", "a 64-bit whole number"});
  return value.get<std::int64_t>();
}

// A map inside the message; an empty one where it is missing or null.
const json& map(const json& object, std::string_view key) {
  static const json kEmpty = json::object();
  const json& value = field(object, key);
  if (value.is_null()) return kEmpty;
  if (!value.is_object()) reject(key, value, {"对象", "an object"});
  return value;
}

std::string first_text(const json& object, std::string_view standard, std::string_view dialect) {
  const auto value = text(object, standard);
  return value ? *value : text(object, dialect).value_or("");
}

void add_actions(const json& element, std::vector<std::string>& ids) {
  const json& released = field(element, "released");
  if (released.is_boolean() && !released.get<bool>()) return;
  const auto add = [&](const json& action) {
    if (std::string id = first_text(action, "actionId", "id"); !id.empty()) ids.push_back(std::move(id));
  };
  for (const json& action : list(element, "actions")) add(action);
  add(map(element, "action"));
}

ActionStatus parse_status(std::string_view status) {
  if (status == "FINISHED") return ActionStatus::Finished;
  if (status == "FAILED") return ActionStatus::Failed;
  if (status == "INITIALIZING" || status == "RUNNING" || status == "PAUSED") return ActionStatus::Underway;
  return ActionStatus::Waiting;
}

bool hinders(const json& error) {
  const std::string level = text(error, "errorLevel").value_or("");
  return level != "WARNING" && level != "URGENT";
}

bool is_ready(const json& message) {
  const std::string mode = text(message, "operatingMode").value_or("AUTOMATIC");
  const std::string stop = text(map(message, "safetyState"), "eStop").value_or("NONE");
  const json& errors = list(message, "errors");
  return !boolean(message, "paused") && !boolean(map(message, "batteryState"), "charging") &&
         !boolean(map(message, "powerSupply"), "charging") && stop == "NONE" &&
         (mode == "AUTOMATIC" || mode == "SEMIAUTOMATIC") && std::none_of(errors.begin(), errors.end(), hinders);
}

}  // namespace

std::optional<std::string> text(const json& object, std::string_view key) {
  const json& value = field(object, key);
  if (value.is_null()) return std::nullopt;
  if (!value.is_string()) reject(key, value, {"文本", "a text"});
  return value.get<std::string>();
}

const json& list(const json& object, std::string_view key) {
  static const json kEmpty = json::array();
  const json& value = field(object, key);
  if (value.is_null()) return kEmpty;
  if (!value.is_array() ||
      !std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_object(); })) {
    reject(key, value, {"对象列表", "a list of objects"});
  }
  return value;
}

void expect_object(const json& message) {
  if (!message.is_object()) {
    throw FieldProblem{core::Refusal::WrongType, {"payload 不是 JSON 对象", "the payload is not a JSON object"}};
  }
}

bool is_online(const json& message) {
  static const std::vector<std::string> kStates = {"ONLINE", "OFFLINE", "CONNECTIONBROKEN"};
  expect_object(message);
  const auto state = text(message, "connectionState");
  if (!state) miss("connectionState");
  if (std::find(kStates.begin(), kStates.end(), *state) == kStates.end()) {
    const core::Text hint = core::suggestion(*state, kStates);
    throw FieldProblem{core::Refusal::OutOfRange,
                       {fmt::format("不认识的 connectionState“{}”；{}", *state, hint.zh),
                        fmt::format("unknown connectionState “{}”; {}", *state, hint.en)}};
  }
  return *state == "ONLINE";
}

std::optional<Order> parse_order(const json& message) {
  expect_object(message);
  const json& nodes = list(message, "nodes");
  if (nodes.empty()) return std::nullopt;
  const auto id = text(message, "orderId");
  if (!id || id->empty()) miss("orderId");
  Order order{*id, integer(message, "orderUpdateId"), first_text(nodes.back(), "nodeId", "id"), {}};
  for (const json& node : nodes) add_actions(node, order.actions);
  for (const json& edge : list(message, "edges")) add_actions(edge, order.actions);
  return order;
}

State parse_state(const json& message) {
  expect_object(message);
  State state;
  state.order = text(message, "orderId").value_or("");
  state.update = integer(message, "orderUpdateId");
  state.last_node = text(message, "lastNodeId").value_or("");
  state.path_is_left = !list(message, "nodeStates").empty() || !list(message, "edgeStates").empty();
  state.is_vehicle = field(message, "driving").is_boolean();
  state.is_ready = is_ready(message);
  const auto add = [&](const json& action) {
    std::string id = first_text(action, "actionId", "id");
    if (id.empty()) return;
    state.actions.push_back({std::move(id), first_text(action, "actionType", "command"),
                             parse_status(first_text(action, "actionStatus", "state")),
                             first_text(action, "resultDescription", "result"),
                             text(map(action, "metadata"), "workpieceId").value_or("")});
  };
  for (const json& action : list(message, "actionStates")) add(action);
  add(map(message, "actionState"));
  return state;
}

}  // namespace plantproof::data::vda5050
