#include "data/column.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "input/number.hpp"

namespace plantproof::data::cell {
namespace {

CellProblem not_a(std::string_view cell, std::string_view zh, std::string_view en) {
  return {core::Refusal::WrongType, {fmt::format("“{}”不是{}", cell, zh), fmt::format("“{}” is not {}", cell, en)}};
}

std::optional<CellProblem> check_range(const ColumnInfo& info, std::string_view cell, double value) {
  const bool too_small = info.least && value < *info.least;
  const bool too_large = info.most && value > *info.most;
  if (!too_small && !too_large) return std::nullopt;
  const std::string bound = too_small ? fmt::format(">= {}", *info.least) : fmt::format("<= {}", *info.most);
  return CellProblem{
      core::Refusal::OutOfRange,
      {fmt::format("“{}”超出范围，应 {}", cell, bound), fmt::format("“{}” is out of range, must be {}", cell, bound)}};
}

}  // namespace

CellProblem empty_cell(const ColumnInfo& info) {
  return {core::Refusal::MissingValue,
          {fmt::format("“{}”不可为空", info.name), fmt::format("“{}” may not be empty", info.name)}};
}

std::optional<CellProblem> parse(const ColumnInfo& /*info*/, std::string_view cell, std::string& value) {
  value = cell;
  return std::nullopt;
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, std::int64_t& value) {
  const auto parsed = input::parse_integer(cell);
  if (!parsed) return not_a(cell, "64 位整数", "a 64-bit whole number");
  value = *parsed;
  return check_range(info, cell, static_cast<double>(value));
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, double& value) {
  const auto parsed = input::parse_number(cell);
  if (!parsed) return not_a(cell, "有限的数", "a finite number");
  value = *parsed;
  return check_range(info, cell, value);
}

std::optional<CellProblem> parse(const ColumnInfo& /*info*/, std::string_view cell, bool& value) {
  if (cell != "true" && cell != "false") return not_a(cell, " true 或 false", "true or false");
  value = cell == "true";
  return std::nullopt;
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Dbm& value) {
  double dbm = 0;
  auto problem = parse(info, cell, dbm);
  value = core::Dbm(dbm);
  return problem;
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Decibel& value) {
  double db = 0;
  auto problem = parse(info, cell, db);
  value = core::Decibel(db);
  return problem;
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Nanoseconds& value) {
  std::int64_t count = 0;
  auto problem = parse(info, cell, count);
  value = core::Nanoseconds(count);
  return problem;
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Instant& value) {
  std::int64_t count = 0;
  auto problem = parse(info, cell, count);
  value = core::Instant(core::Nanoseconds(count));
  return problem;
}

std::optional<CellProblem> parse_choice(const ColumnInfo& info, std::string_view cell, std::size_t& index) {
  const auto found = std::find(info.choices.begin(), info.choices.end(), cell);
  if (found == info.choices.end()) {
    const core::Text hint = core::suggestion(cell, info.choices);
    return CellProblem{core::Refusal::WrongType,
                       {fmt::format("不认识“{}”；{}", cell, hint.zh), fmt::format("unknown “{}”; {}", cell, hint.en)}};
  }
  index = static_cast<std::size_t>(found - info.choices.begin());
  return std::nullopt;
}

void append(std::string& line, const std::string& value) {
  const bool quote = value.find_first_of(",\"\n\r") != std::string::npos ||
                     (!value.empty() && (value.front() == ' ' || value.back() == ' '));
  if (!quote) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

void append(std::string& line, std::int64_t value) {
  fmt::format_to(std::back_inserter(line), "{}", value);
}
void append(std::string& line, double value) {
  fmt::format_to(std::back_inserter(line), "{}", value);
}
void append(std::string& line, bool value) {
  line += value ? "true" : "false";
}
void append(std::string& line, core::Dbm value) {
  append(line, value.dbm());
}
void append(std::string& line, core::Decibel value) {
  append(line, value.db());
}
void append(std::string& line, core::Instant value) {
  append(line, value.time_since_epoch().count());
}
void append(std::string& line, core::Nanoseconds value) {
  append(line, value.count());
}

}  // namespace plantproof::data::cell
