#include "cell_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "input/number.hpp"

namespace plantproof::data {
namespace {

/// A unit and how many powers of ten, or what factor, makes the evidence's own unit of it.
struct UnitOf {
  std::string name;
  int power = 0;      ///< of exact units
  double factor = 1;  ///< of measured quantities
};

struct Dimension {
  std::string suffix;  ///< of the column's name
  std::vector<UnitOf> units;
};

const std::vector<Dimension>& dimensions() {
  static const std::vector<Dimension> kDimensions = {
      {"_m", {{"m", 0, 1}, {"km", 0, 1000}, {"cm", 0, 0.01}, {"mm", 0, 0.001}}},
      {"_dbm", {{"dBm", 0, 1}}},
      {"_db", {{"dB", 0, 1}}},
      {"_cny", {{"CNY", 0, 1}, {"万元", 0, 10000}}},
      {"_hours", {{"h", 0, 1}, {"min", 0, 1.0 / 60}, {"s", 0, 1.0 / 3600}}},
      {"bytes", {{"B", 0, 1}, {"kB", 3, 1}, {"MB", 6, 1}}},
  };
  return kDimensions;
}

const std::vector<UnitOf>& units_of(const ColumnInfo& column) {
  static const std::vector<UnitOf> kTime = {{"ns", 0, 1}, {"us", 3, 1}, {"ms", 6, 1}, {"s", 9, 1}, {"iso8601", 0, 1}};
  static const std::vector<UnitOf> kDuration = {{"ns", 0, 1}, {"us", 3, 1}, {"ms", 6, 1}, {"s", 9, 1}};
  static const std::vector<UnitOf> kNone = {{"count", 0, 1}};
  if (column.type == CellType::Time) return kTime;
  if (column.type == CellType::Duration) return kDuration;
  for (const Dimension& dimension : dimensions()) {
    if (column.name.ends_with(dimension.suffix)) return dimension.units;
  }
  return kNone;
}

}  // namespace

const std::vector<std::string>& unit_names(const ColumnInfo& column) {
  static std::map<const std::vector<UnitOf>*, std::vector<std::string>> names;
  std::vector<std::string>& result = names[&units_of(column)];
  if (result.empty()) {
    for (const UnitOf& unit : units_of(column)) result.push_back(unit.name);
  }
  return result;
}

CellRule parse_cell_rule(const input::YamlNode& node, const ColumnInfo& column, char decimal) {
  CellRule rule;
  rule.decimal = decimal;
  if (const auto unit = node.optional("unit"); unit.exists()) rule.unit = unit.choice(unit_names(column));
  for (const input::YamlNode& text : node.optional("empty").items()) rule.empty.push_back(text.text());
  for (const auto& [word, value] : node.optional("values").entries()) {
    rule.values[word] = value.text();
    if (column.type == CellType::Choice) static_cast<void>(value.choice(column.choices));
    if (column.type == CellType::Boolean) static_cast<void>(value.boolean());
  }
  return rule;
}

std::variant<std::string, CellProblem> convert_cell(std::string_view cell, const ColumnInfo& column,
                                                    const CellRule& rule, const Zone* zone) {
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
  if (std::find(rule.empty.begin(), rule.empty.end(), cell) != rule.empty.end()) return std::string();
  std::string text(cell);
  if (const auto word = rule.values.find(text); word != rule.values.end()) return word->second;
  if (text.empty()) return text;
  if (!rule.values.empty()) {
    std::vector<std::string> words;
    for (const auto& [known, value] : rule.values) words.push_back(known);
    const core::Text hint = core::suggestion(text, words);
    return CellProblem{core::Refusal::WrongType,
                       {fmt::format("“{}”不在 values 中；{}", text, hint.zh),
                        fmt::format("“{}” is not among the values; {}", text, hint.en)}};
  }
  const UnitOf& unit = units_of(column)[rule.unit];
  if (unit.name == "iso8601") {
    const auto time = parse_iso8601(text, zone);
    if (const auto* why = std::get_if<core::Text>(&time)) return CellProblem{core::Refusal::WrongType, *why};
    return fmt::format("{}", std::get<core::Instant>(time).time_since_epoch().count());
  }
  if (column.type == CellType::Text || column.type == CellType::Boolean || column.type == CellType::Choice) return text;
  if (rule.decimal != '.' && text.find('.') != std::string::npos) {
    return CellProblem{core::Refusal::WrongType,
                       {fmt::format("“{}”含有“.”，而小数点约定为“{}”", cell, rule.decimal),
                        fmt::format("“{}” has a “.”, but the decimal sign is “{}”", cell, rule.decimal)}};
  }
  if (rule.decimal != '.') std::replace(text.begin(), text.end(), rule.decimal, '.');
  const auto refuse = [&](std::string_view zh, std::string_view en) {
    return CellProblem{core::Refusal::WrongType,
                       {fmt::format("“{}”不是{}", cell, zh), fmt::format("“{}” is not {}", cell, en)}};
  };
  if (column.type == CellType::Number) {
    if (unit.factor == 1) return text;
    const auto number = input::parse_number(text);
    if (!number) return refuse("数", "a number");
    return fmt::format("{}", *number * unit.factor);
  }
  const auto scaled = input::parse_scaled(text, unit.power);
  if (!scaled) {
    return refuse(fmt::format("以 {} 为单位、可精确换算的数", unit.name),
                  fmt::format("a number in {} that converts exactly", unit.name));
  }
  return fmt::format("{}", *scaled);
}

}  // namespace plantproof::data
