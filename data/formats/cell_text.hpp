#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "data/column.hpp"
#include "input/yaml.hpp"
#include "time_text.hpp"

namespace plantproof::data {

/// How a cell of a foreign file becomes a cell of an evidence table: its unit, its own words for values, its decimal
/// sign.
struct CellRule {
  std::size_t unit = 0;  ///< into unit_names() of the column
  char decimal = '.';
  std::vector<std::string> empty;             ///< texts that mean "none", besides the empty one
  std::map<std::string, std::string> values;  ///< the file's word -> the table's
};

/// The units a column's values may be written in: for a time "ns", "us", "ms", "s", "iso8601"; for a length "m", "km",
/// ...; the first is the evidence's own. A column without a unit has one unnamed entry.
const std::vector<std::string>& unit_names(const ColumnInfo& column);

/// Reads `unit`, `empty` and `values` of a column's map in a campaign.
CellRule parse_cell_rule(const input::YamlNode& node, const ColumnInfo& column, char decimal);

/// The cell as the evidence table writes it, or why it cannot be. Times and durations stay exact: they never pass
/// through a double.
std::variant<std::string, CellProblem> convert_cell(std::string_view cell, const ColumnInfo& column,
                                                    const CellRule& rule, const Zone* zone);

}  // namespace plantproof::data
