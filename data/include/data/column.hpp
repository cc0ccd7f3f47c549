#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/decibel.hpp"
#include "core/provenance.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

namespace plantproof::data {

/// What a cell may hold. `Time` is whole nanoseconds since the evidence's epoch, `Duration` whole nanoseconds and never
/// negative.
enum class CellType { Text, Integer, Number, Boolean, Time, Duration, Choice };

/// Everything there is to know of a column without its row type: enough to document it, to make a schema of it and to
/// word an error.
struct ColumnInfo {
  std::string name;  ///< carries the unit: _ns, _m, _dbm, _db, _cny, _hours; `bytes` is one
  core::Text meaning;
  CellType type = CellType::Text;
  bool may_be_empty = false;  ///< an empty cell is "none", never 0
  std::optional<double> least;
  std::optional<double> most;
  std::vector<std::string> choices;  ///< of a Choice, in the order of the enumeration
  std::string refers_to;  ///< the table whose same-named column must have the value, where that table is there
};

/// Why a cell was not taken.
struct CellProblem {
  core::Refusal reason;
  core::Text what;
};

/// The names of an enumeration's values in files, in its order; specialised beside each enumeration of tables.hpp.
template <class Enum>
const std::vector<std::string>& choice_names();

/// A column of a table of `Row`s: what it is, and how a cell becomes a member of the row and back.
template <class Row>
struct Column {
  ColumnInfo info;
  std::optional<CellProblem> (*parse)(const ColumnInfo& info, std::string_view cell, Row& row) = nullptr;
  void (*append)(const Row& row, std::string& line) = nullptr;
  std::optional<core::Instant> (*instant)(const Row& row) = nullptr;  ///< the value of a Time column; null for others
  std::string_view (*text)(const Row& row) =
      nullptr;  ///< the value of a Text column that is never empty; null for others
  std::int64_t (*whole)(const Row& row) =
      nullptr;  ///< the value of an Integer or Time column that is never empty; null for others

  Column at_least(double least) && {
    info.least = least;
    return std::move(*this);
  }
  Column between(double least, double most) && {
    info.least = least;
    info.most = most;
    return std::move(*this);
  }
  Column refers_to(std::string table) && {
    info.refers_to = std::move(table);
    return std::move(*this);
  }
};

namespace cell {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
  using Value = T;
};

template <class T>
constexpr CellType type_of() {
  if constexpr (std::is_enum_v<T>) return CellType::Choice;
  if constexpr (std::is_same_v<T, std::string>) return CellType::Text;
  if constexpr (std::is_same_v<T, std::int64_t>) return CellType::Integer;
  if constexpr (std::is_same_v<T, double>) return CellType::Number;
  if constexpr (std::is_same_v<T, core::Dbm>) return CellType::Number;
  if constexpr (std::is_same_v<T, core::Decibel>) return CellType::Number;
  if constexpr (std::is_same_v<T, bool>) return CellType::Boolean;
  if constexpr (std::is_same_v<T, core::Instant>) return CellType::Time;
  if constexpr (std::is_same_v<T, core::Nanoseconds>) return CellType::Duration;
}

std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, std::string& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, std::int64_t& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, double& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, bool& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Dbm& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Decibel& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Instant& value);
std::optional<CellProblem> parse(const ColumnInfo& info, std::string_view cell, core::Nanoseconds& value);
std::optional<CellProblem> parse_choice(const ColumnInfo& info, std::string_view cell, std::size_t& index);
CellProblem empty_cell(const ColumnInfo& info);

void append(std::string& line, const std::string& value);
void append(std::string& line, std::int64_t value);
void append(std::string& line, double value);
void append(std::string& line, bool value);
void append(std::string& line, core::Dbm value);
void append(std::string& line, core::Decibel value);
void append(std::string& line, core::Instant value);
void append(std::string& line, core::Nanoseconds value);

template <class T>
std::optional<CellProblem> parse_value(const ColumnInfo& info, std::string_view cell, T& value) {
  if constexpr (std::is_enum_v<T>) {
    std::size_t index = 0;
    if (auto problem = parse_choice(info, cell, index)) return problem;
    value = static_cast<T>(index);
    return std::nullopt;
  } else {
    return parse(info, cell, value);
  }
}

template <class T>
void append_value(std::string& line, const T& value) {
  if constexpr (std::is_enum_v<T>) {
    line += choice_names<T>()[static_cast<std::size_t>(value)];
  } else {
    append(line, value);
  }
}

template <class Member>
struct MemberOf;
template <class R, class T>
struct MemberOf<T R::*> {
  using Row = R;
  using Type = T;
};

}  // namespace cell

/// How far from its epoch a time may be, and how long a duration, in nanoseconds: 126 years, so that the difference of
/// any two times is exact in 64 bits.
inline constexpr double kFarthestNs = 4e18;

/// The column that a member of a row is stored in. An optional member makes a column that may be empty.
template <auto kMember>
auto column(const std::string& name, const core::Text& meaning) {
  using Row = typename cell::MemberOf<decltype(kMember)>::Row;
  using Type = typename cell::MemberOf<decltype(kMember)>::Type;
  Column<Row> column;
  column.info.name = name;
  column.info.meaning = meaning;
  if constexpr (cell::IsOptional<Type>::value) {
    using Value = typename cell::IsOptional<Type>::Value;
    column.info.type = cell::type_of<Value>();
    column.info.may_be_empty = true;
    if constexpr (std::is_enum_v<Value>) column.info.choices = choice_names<Value>();
    column.parse = [](const ColumnInfo& info, std::string_view text, Row& row) -> std::optional<CellProblem> {
      (row.*kMember).reset();
      if (text.empty()) return std::nullopt;
      return cell::parse_value(info, text, (row.*kMember).emplace());
    };
    column.append = [](const Row& row, std::string& line) {
      if (row.*kMember) cell::append_value(line, *(row.*kMember));
    };
  } else {
    column.info.type = cell::type_of<Type>();
    if constexpr (std::is_enum_v<Type>) column.info.choices = choice_names<Type>();
    column.parse = [](const ColumnInfo& info, std::string_view text, Row& row) -> std::optional<CellProblem> {
      if (text.empty()) return cell::empty_cell(info);
      return cell::parse_value(info, text, row.*kMember);
    };
    column.append = [](const Row& row, std::string& line) { cell::append_value(line, row.*kMember); };
  }
  if constexpr (std::is_same_v<Type, core::Instant> || std::is_same_v<Type, std::optional<core::Instant>>) {
    column.instant = [](const Row& row) { return std::optional<core::Instant>(row.*kMember); };
    column.info.least = -kFarthestNs;
    column.info.most = kFarthestNs;
  }
  if constexpr (std::is_same_v<Type, std::string>) {
    column.text = [](const Row& row) { return std::string_view(row.*kMember); };
  }
  if constexpr (std::is_same_v<Type, std::int64_t>) {
    column.whole = [](const Row& row) { return row.*kMember; };
  }
  if constexpr (std::is_same_v<Type, core::Instant>) {
    column.whole = [](const Row& row) { return std::int64_t{(row.*kMember).time_since_epoch().count()}; };
  }
  if (column.info.type == CellType::Duration) {
    column.info.least = 0;
    column.info.most = kFarthestNs;
  }
  return column;
}

}  // namespace plantproof::data
