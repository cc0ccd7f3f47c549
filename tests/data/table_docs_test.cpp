#include "data/table_docs.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "data/tables.hpp"

namespace plantproof::data {
namespace {

using testing::HasSubstr;

TEST(TablesMarkdown, SaysOfAColumnWhatItsDefinitionSays) {
  const std::string page = tables_markdown(core::Language::En);
  EXPECT_THAT(page, HasSubstr("\n## messages\n\nA row is a message sent.\n"));
  EXPECT_THAT(page, HasSubstr("\n| `ss_rsrp_dbm` | number | dBm | -200 … 50 | yes | SS-RSRP (TS 38.215 5.1.1); empty = "
                              "no signal found, or not 5G |\n"));
  EXPECT_THAT(
      page,
      HasSubstr(
          "\n| `flow` | text |  |  |  | the flow it belongs to; must be in table `flows`, where that is there |\n"));
  EXPECT_THAT(page, HasSubstr("\n| `kind` | `training`, `maintenance` |  |  |  | training or remote maintenance |\n"));
  EXPECT_THAT(page, HasSubstr("\n- The values of `flow` + `sequence` are unique within a run.\n"
                              "- `sent_ns` never falls among the rows alike in `flow`.\n"));
  EXPECT_THAT(page, HasSubstr("\n- `start_ns` never falls from row to row.\n- `end_ns` is not before `start_ns`.\n"));
}

TEST(TablesMarkdown, IsTheSamePageInChinese) {
  const std::string page = tables_markdown(core::Language::Zh);
  EXPECT_THAT(page, HasSubstr("\n## shifts\n\n每行是一个生产时段（班次）。\n"));
  EXPECT_THAT(page, HasSubstr("\n| `labour_hours` | 数 | h | ≥ 0 | 是 | 投入工时 |\n"));
  EXPECT_THAT(page, HasSubstr("\n- `station` 相同的行中，`time_ns` 逐行不减。\n"));
  const std::string english = tables_markdown(core::Language::En);
  const auto table_lines = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("\n|"); at != std::string::npos; at = text.find("\n|", at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(table_lines(page), table_lines(english));
}

TEST(TablesMarkdown, NamesAUnitForEveryColumnWhoseNameCarriesOne) {
  std::size_t columns_with_a_unit = 0;
  for (const TableInfo* table : all_tables()) {
    for (const ColumnInfo& column : table->columns) {
      const bool is_time = column.type == CellType::Time || column.type == CellType::Duration;
      EXPECT_EQ(column.name.ends_with("_ns"), is_time) << table->name << "." << column.name;
      if (column.name.ends_with("_ns")) ++columns_with_a_unit;
    }
  }
  const std::string page = tables_markdown(core::Language::En);
  std::size_t nanoseconds = 0;
  for (std::size_t at = page.find(" | ns | "); at != std::string::npos; at = page.find(" | ns | ", at + 1))
    ++nanoseconds;
  EXPECT_EQ(nanoseconds, columns_with_a_unit);
}

TEST(TablesJsonSchema, DescribesARowOfEveryTable) {
  const auto schema = nlohmann::json::parse(tables_json_schema());
  EXPECT_EQ(schema["$defs"].size(), 18U) << "the manifest and 17 tables";
  const auto& radio = schema["$defs"]["radio"];
  EXPECT_EQ(radio["required"].size(), 7U) << "a row has every column; a cell without a value is null";
  EXPECT_EQ(radio["properties"]["ss_sinr_db"]["type"], (nlohmann::json{"number", "null"}));
  EXPECT_EQ(radio["properties"]["ss_sinr_db"]["minimum"], -100);
  EXPECT_EQ(radio["properties"]["ss_sinr_db"]["maximum"], 100);
  EXPECT_EQ(radio["properties"]["device"]["type"], "string");
  EXPECT_EQ(schema["$defs"]["devices"]["properties"]["access"]["enum"],
            (nlohmann::json{"nr", "lte", "wifi", "wired", "none", nullptr}));
  EXPECT_EQ(schema["$defs"]["messages"]["properties"]["sent_ns"]["minimum"], -4'000'000'000'000'000'000);
}

}  // namespace
}  // namespace plantproof::data
