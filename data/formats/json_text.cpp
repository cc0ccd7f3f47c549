#include "json_text.hpp"

#include <algorithm>
#include <limits>

#include "input/utf8.hpp"

namespace plantproof::data {
namespace {

void fail_at(std::string_view text, std::size_t byte, Sink& sink) {
  const bool at_end = byte >= text.size();
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t column = input::characters(before.substr(before.rfind('\n') + 1)) + 1;
  sink.fail(line, column,
            at_end ? core::Text{"JSON 到此突然结束：文件被截断", "the JSON ends too early: the file is cut short"}
                   : core::Text{"从这里起不是合法的 JSON", "not valid JSON from here on"});
}

}  // namespace

std::optional<nlohmann::json> parse_json(std::string_view text, Sink& sink) {
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    fail_at(text, error.byte == 0 ? 0 : error.byte - 1, sink);
  } catch (const nlohmann::json::exception&) {
    sink.fail(0, 0, {"JSON 中的某个数超出范围", "a number in the JSON is out of range"});
  }
  return std::nullopt;
}

const nlohmann::json* find_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json::json_pointer path(pointer);
  return json.contains(path) ? &json.at(path) : nullptr;
}

std::optional<std::int64_t> integer_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json* value = find_at(json, pointer);
  if (value == nullptr || !value->is_number_integer()) return std::nullopt;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > kMost) return std::nullopt;
  return value->get<std::int64_t>();
}

std::optional<double> number_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json* value = find_at(json, pointer);
  return value != nullptr && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

std::optional<std::string> text_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json* value = find_at(json, pointer);
  return value != nullptr && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

}  // namespace plantproof::data
