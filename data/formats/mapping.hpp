#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "cell_text.hpp"
#include "core/nearest_name.hpp"
#include "format.hpp"

namespace plantproof::data {

/// The table a mapped source is for; an error at its `table` key, and null, when there is none of that name.
const TableInfo* mapped_table(const Source& source);

/// Makes a row of a table from raw cells, column by column, and puts it into the sink, or refuses it for the first
/// thing that is wrong. `raw(i)` is the text for column i (nothing: the file's row has no such cell), `place(i)` its
/// character in the line, `rule(i)` how it is to be read.
template <class Row, class Raw, class Place, class Rule>
void add_mapped_row(const TableDefinition<Row>& definition, Raw raw, Place place, Rule rule, const Zone* zone,
                    std::size_t line, RowRules& rules, Sink& sink) {
  Row row;
  for (std::size_t i = 0; i < definition.columns.size(); ++i) {
    const Column<Row>& column = definition.columns[i];
    const std::optional<std::string> text = raw(i);
    std::optional<CellProblem> problem;
    if (!text) {
      problem = CellProblem{core::Refusal::CellCount, {"本行没有这一格", "this row has no such cell"}};
    } else {
      auto converted = convert_cell(*text, column.info, rule(i), zone);
      if (auto* why = std::get_if<CellProblem>(&converted)) {
        problem = std::move(*why);
      } else {
        problem = column.parse(column.info, std::get<std::string>(converted), row);
      }
    }
    if (problem) {
      sink.refuse(problem->reason, line, place(i),
                  {fmt::format("{}：{}", column.info.name, problem->what.zh),
                   fmt::format("{}: {}", column.info.name, problem->what.en)});
      return;
    }
  }
  if (auto problem = rules.check(row, line)) {
    sink.refuse(problem->reason, line, 0, std::move(problem->what));
    return;
  }
  sink.use();
  sink.add(std::move(row));
}

}  // namespace plantproof::data
