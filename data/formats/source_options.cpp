#include "source_options.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "input/number.hpp"

namespace plantproof::data {
namespace {

std::string name_option(const input::YamlNode& node, std::string otherwise) {
  if (!node.exists()) return otherwise;
  std::string name = node.text();
  if (node.is_scalar() && name.empty()) node.reject({"名称不可为空", "a name may not be empty"});
  return name;
}

std::optional<core::Nanoseconds> parse_duration(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view unit = text.substr(end);
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  const auto& units = time_unit_names();
  const auto found = std::find(units.begin(), units.end(), unit);
  if (found == units.end()) return std::nullopt;
  const auto count =
      input::parse_scaled(text.substr(0, end), nanosecond_power(static_cast<std::size_t>(found - units.begin())));
  return count ? std::optional(core::Nanoseconds(*count)) : std::nullopt;
}

}  // namespace

Flow flow_option(const input::YamlNode& options, FlowKind kind, std::string source, std::string destination) {
  Flow flow;
  flow.flow = name_option(options.required("flow"), {});
  flow.source = name_option(options.optional("source"), std::move(source));
  flow.destination = name_option(options.optional("destination"), std::move(destination));
  flow.kind = kind;
  return flow;
}

std::vector<Format::Option> with_flow_options(std::vector<Format::Option> further) {
  std::vector<Format::Option> options = {
      {"flow", {"流的名称，必填", "name of the flow; required"}},
      {"source", {"发送设备的名称；缺省取自文件", "name of the sending device; from the file unless given"}},
      {"destination", {"接收设备的名称；缺省取自文件", "name of the receiving device; from the file unless given"}}};
  std::move(further.begin(), further.end(), std::back_inserter(options));
  return options;
}

core::Nanoseconds duration_option(const input::YamlNode& node, core::Nanoseconds otherwise, core::Nanoseconds most) {
  if (!node.exists()) return otherwise;
  const std::string text = node.text();
  if (!node.is_scalar()) return otherwise;
  const auto duration = parse_duration(text);
  if (duration && *duration <= most) return *duration;
  const auto most_s = std::chrono::duration_cast<std::chrono::seconds>(most).count();
  node.reject({fmt::format("“{}”不是 0 到 {} s 之间带单位的时长，例如 1s、200ms", text, most_s),
               fmt::format("“{}” is not a duration from 0 to {} s with its unit, such as 1s or 200ms", text, most_s)});
  return otherwise;
}

core::Instant instant_option(const input::YamlNode& node, const Zone* zone) {
  if (!node.exists()) return {};
  const std::string text = node.text();
  if (!node.is_scalar()) return {};
  const auto time = parse_iso8601(text, zone);
  const auto* instant = std::get_if<core::Instant>(&time);
  if (instant != nullptr && std::chrono::abs(instant->time_since_epoch()) <= kFarthestTime) return *instant;
  node.reject(instant == nullptr ? std::get<core::Text>(time)
                                 : core::Text{fmt::format("“{}”离 1970 年超过 126 年", text),
                                              fmt::format("“{}” is more than 126 years from 1970", text)});
  return {};
}

}  // namespace plantproof::data
