#include "field.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace plantproof::scenarios {
namespace {

std::string after(std::string_view text, std::size_t at) {
  text.remove_prefix(at);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::string(text);
}

/// What follows "assumption" and its colon in one language's half of a comment; nothing where it names a source.
std::optional<std::string> reason_of_assumption(std::string_view half) {
  for (const std::string_view word : {"assumption", "假设"}) {
    if (!half.starts_with(word)) continue;
    half.remove_prefix(word.size());
    for (const std::string_view colon : {":", "："}) {
      if (half.starts_with(colon)) return after(half, colon.size());
    }
    if (half.empty()) return std::string();
  }
  return std::nullopt;
}

}  // namespace

core::Text Origin::text() const {
  if (!is_assumption) return why;
  return {why.zh.empty() ? "假设" : "假设：" + why.zh, why.en.empty() ? "assumption" : "assumption: " + why.en};
}

core::Text ParameterInfo::unit() const {
  // Of two that fit the first counts.
  static constexpr std::pair<std::string_view, std::string_view> kUnits[] = {{"_cny_per_h", "CNY/h"},
                                                                             {"_cny_per_kwh", "CNY/kWh"},
                                                                             {"_cny", "CNY"},
                                                                             {"_per_h", "1/h"},
                                                                             {"_per_s", "1/s"},
                                                                             {"_kwh", "kWh"},
                                                                             {"_kw", "kW"},
                                                                             {"_kn", "kN"},
                                                                             {"_n", "N"},
                                                                             {"_mps2", "m/s²"},
                                                                             {"_mps", "m/s"},
                                                                             {"_mmps", "mm/s"},
                                                                             {"_ghz", "GHz"},
                                                                             {"_mhz", "MHz"},
                                                                             {"_khz", "kHz"},
                                                                             {"_dbm", "dBm"},
                                                                             {"_dbi", "dBi"},
                                                                             {"_db", "dB"},
                                                                             {"_deg", "°"},
                                                                             {"_us", "μs"},
                                                                             {"_ms", "ms"},
                                                                             {"_mbps", "Mbit/s"},
                                                                             {"_min", "min"},
                                                                             {"_mm", "mm"},
                                                                             {"_px", "px"},
                                                                             {"_m", "m"},
                                                                             {"_s", "s"},
                                                                             {"_h", "h"},
                                                                             {"_ppm", "ppm"},
                                                                             {"bytes", "B"}};
  if (key.ends_with("_slots")) return {"个时隙", "slots"};
  for (const auto& [suffix, symbol] : kUnits) {
    if (key.ends_with(suffix)) return core::same_in_both(symbol);
  }
  return {};
}

core::Text ParameterInfo::with_unit(const std::string& value) const {
  const core::Text symbol = unit();
  const std::string space = symbol.en.empty() || symbol.en == "°" ? "" : " ";
  return {value + space + symbol.zh, value + space + symbol.en};
}

std::string ParameterRow::pattern() const {
  std::string pattern;
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view step = rest.substr(0, rest.find('.'));
    const bool is_index = step.find_first_not_of("0123456789") == std::string_view::npos;
    if (!pattern.empty()) pattern += '.';
    pattern += is_index ? "N" : step;
    rest.remove_prefix(std::min(step.size() + 1, rest.size()));
  }
  return pattern;
}

Origin from(const std::string& document, const core::Text& clause) {
  return {false, {document + "，" + clause.zh, document + ", " + clause.en}};
}

Origin assumption(core::Text why) {
  return {true, std::move(why)};
}

std::optional<Origin> origin_of_comment(const std::string& comment) {
  if (comment.empty()) return std::nullopt;
  constexpr std::string_view kBar = " | ";
  const std::size_t bar = comment.find(kBar);
  core::Text why = bar == std::string::npos ? core::same_in_both(comment)
                                            : core::Text{comment.substr(0, bar), after(comment, bar + kBar.size())};
  const auto zh = reason_of_assumption(why.zh);
  const auto en = reason_of_assumption(why.en);
  if (!zh && !en) return Origin{false, std::move(why)};
  return Origin{true, {zh.value_or(why.zh), en.value_or(why.en)}};
}

namespace field {
void read_value(const ParameterInfo& info, const input::YamlNode& node, double& value) {
  value = node.number(info.least.value(), info.most.value());
}

void read_value(const ParameterInfo& info, const input::YamlNode& node, std::int64_t& value) {
  value = node.integer(static_cast<std::int64_t>(info.least.value()), static_cast<std::int64_t>(info.most.value()));
}

void read_value(const ParameterInfo& /*info*/, const input::YamlNode& node, bool& value) {
  value = node.boolean();
}

void read_value(const ParameterInfo& /*info*/, const input::YamlNode& node, std::string& value) {
  value = node.text();
}

std::string written(double value) {
  return fmt::format("{}", value);
}
std::string written(std::int64_t value) {
  return std::to_string(value);
}
std::string written(bool value) {
  return value ? "true" : "false";
}
std::string written(const std::string& value) {
  return value;
}

input::YamlNode value_in(const Source& source, const ParameterInfo& info) {
  if (source.map.exists() && !source.map.is_map()) return {};
  const bool may_be_missing = info.otherwise || !source.is_whole;
  return may_be_missing ? source.map.optional(info.key) : source.map.required(info.key);
}

void expect_map(const input::YamlNode& node) {
  if (node.exists() && !node.is_map()) node.reject({"这里应是映射（键: 值）", "expected a map (key: value) here"});
}

Origin origin_in(const input::YamlNode& node, bool is_the_default, const ParameterInfo& info) {
  if (auto origin = origin_of_comment(node.comment())) return std::move(*origin);
  if (is_the_default) return *info.otherwise;
  return {true, {"文件未注明来源", "the file names no source"}};
}

ParameterRow parameter_row(const ParameterInfo& info, const std::string& path, const std::string& value,
                           const std::optional<Origin>& origin) {
  ParameterRow row;
  row.path = path;
  row.title = info.title;
  row.info = &info;
  row.value = {"无", "none"};
  row.is_default = !origin;
  if (!value.empty()) row.value = info.with_unit(value);
  if (origin || info.otherwise) row.origin = origin ? *origin : *info.otherwise;
  return row;
}

ParameterRow part_row(const core::Text& title, const std::string& path) {
  ParameterRow row;
  row.path = path;
  row.title = title;
  return row;
}

}  // namespace field
}  // namespace plantproof::scenarios
