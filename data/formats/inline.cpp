// Rows written in the campaign itself: a handful of shifts, flows or cost items that no file holds.
#include "format.hpp"
#include "mapping.hpp"

namespace plantproof::data {
namespace {

void read(const Source& source, Sink& sink) {
  const TableInfo* info = mapped_table(source);
  const input::YamlNode rows = source.options.required("rows");
  if (info == nullptr) return;
  for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
    if (&definition.info != info) return;
    RowRules rules(definition.info, RowRules::Order::Free);
    for (const input::YamlNode& row : rows.items()) {
      const auto cell = [&](std::size_t i) { return row.optional(definition.info.columns[i].name); };
      // Whole nanoseconds or ISO 8601, told apart by the look of the text.
      const auto rule = [&](std::size_t i) {
        CellRule result;
        const ColumnInfo& column = definition.info.columns[i];
        if (column.type == CellType::Time && cell(i).exists() && cell(i).text().find(':') != std::string::npos) {
          result.unit = unit_names(column).size() - 1;
        }
        return result;
      };
      add_mapped_row(
          definition, [&](std::size_t i) { return std::optional(cell(i).exists() ? cell(i).text() : std::string()); },
          [&](std::size_t i) { return cell(i).exists() ? cell(i).position().column : 0; }, rule, source.zone,
          row.position().line, rules, sink);
    }
  });
}

}  // namespace

const Format& inline_format() {
  static const Format kFormat = {"inline",
                                 {"直接写在 campaign 里的少量行（班次、流、成本等）",
                                  "a few rows written in the campaign itself (shifts, flows, costs)"},
                                 {{"table", {"目标证据表", "the evidence table"}},
                                  {"rows",
                                   {"行的列表，每行为 列: 值；时间为整数纳秒或 ISO 8601",
                                    "list of rows, each column: value; a time is whole nanoseconds or ISO 8601"}}},
                                 &read};
  return kFormat;
}

}  // namespace plantproof::data
