#include "data/table_docs.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "data/evidence.hpp"

namespace plantproof::data {
namespace {

using core::Language;
using core::Text;
using Json = nlohmann::ordered_json;

std::string code(std::string_view name) {
  return fmt::format("`{}`", name);
}

std::string code_list(const std::vector<std::string>& names, std::string_view separator) {
  std::vector<std::string> coded;
  for (const std::string& name : names) coded.push_back(code(name));
  return fmt::format("{}", fmt::join(coded, separator));
}

Text type_text(const ColumnInfo& column) {
  switch (column.type) {
    case CellType::Text:
      return {"文本", "text"};
    case CellType::Integer:
      return {"整数", "whole number"};
    case CellType::Number:
      return {"数", "number"};
    case CellType::Boolean:
      return {"`true` 或 `false`", "`true` or `false`"};
    case CellType::Time:
      return {"时刻（整数）", "point in time (whole number)"};
    case CellType::Duration:
      return {"时长（整数）", "length of time (whole number)"};
    case CellType::Choice:
      return {code_list(column.choices, "、"), code_list(column.choices, ", ")};
  }
  return {};
}

std::string_view unit(std::string_view column) {
  struct Suffix {
    std::string_view ends;
    std::string_view unit;
  };
  static constexpr Suffix kSuffixes[] = {{"_ns", "ns"},   {"_m", "m"},     {"_dbm", "dBm"},  {"_db", "dB"},
                                         {"_cny", "CNY"}, {"_hours", "h"}, {"bytes", "byte"}};
  for (const Suffix& suffix : kSuffixes) {
    if (column.ends_with(suffix.ends)) return suffix.unit;
  }
  return "";
}

std::string range(const ColumnInfo& column) {
  if (column.least && column.most) return fmt::format("{} … {}", *column.least, *column.most);
  if (column.least) return fmt::format("≥ {}", *column.least);
  if (column.most) return fmt::format("≤ {}", *column.most);
  return "";
}

Text meaning(const ColumnInfo& column) {
  if (column.refers_to.empty()) return column.meaning;
  return {fmt::format("{}；须在表 `{}` 中（如有该表）", column.meaning.zh, column.refers_to),
          fmt::format("{}; must be in table `{}`, where that is there", column.meaning.en, column.refers_to)};
}

/// What a table asks of its rows together, a sentence each.
std::vector<Text> rules(const TableInfo& table) {
  std::vector<Text> rules;
  if (!table.key.empty()) {
    rules.push_back({fmt::format("同一批次内，{} 的值不可重复。", code_list(table.key, " + ")),
                     fmt::format("The values of {} are unique within a run.", code_list(table.key, " + "))});
  }
  if (table.order) {
    const std::string time = code(table.order->time);
    const std::vector<std::string>& within = table.order->within;
    rules.push_back(
        within.empty()
            ? Text{fmt::format("{} 逐行不减。", time), fmt::format("{} never falls from row to row.", time)}
            : Text{fmt::format("{} 相同的行中，{} 逐行不减。", code_list(within, "、"), time),
                   fmt::format("{} never falls among the rows alike in {}.", time, code_list(within, ", "))});
  }
  for (const TableInfo::Span& span : table.spans) {
    rules.push_back({fmt::format("`{}` 不早于 `{}`。", span.later, span.earlier),
                     fmt::format("`{}` is not before `{}`.", span.later, span.earlier)});
  }
  return rules;
}

constexpr std::string_view kIntroductionZh = R"(# 证据的表

本页由程序从表的定义生成，请勿手工修改。机器可读的同一内容见 [evidence.schema.json](schema/evidence.schema.json)。

    evidence.yaml                说明：只有 schema、scenario、source 三个键必填
    baseline/<批次>/<表>.csv     5G 之前的工厂（仅对比类条款需要）
    pilot/<批次>/<表>.csv        有 5G 的工厂

文件为 UTF-8 编码的 CSV：首行为表头，列的顺序任意，但每一列都必须有；含逗号或引号的单元格加双引号，其中的引号写两遍；
单元格内不可换行。空单元格表示“没有”，绝不表示 0。时刻是自某一固定起点（现场数据为 Unix 时间，仿真为运行开始）起的整纳秒数。
文件可以压缩为 `messages.csv.gz` 或 `.csv.zst`，也可以是管道；`files` 中的哈希是所存文件的哈希。

一个时刻由某台设备的时钟读出。`evidence.yaml` 的 `clock_uncertainty_ns` 按表声明两个时钟可能相差多少纳秒，如 `{messages: 1000}`；对 `messages` 也可按时钟声明，如
`{messages: {default: 1000, plc-1: 500}}`，名称是流的发送或接收设备，一条流取两端之和。详见 [delays.zh.md](delays.zh.md)。

evidence.yaml 的 `planned_rows: {inspections: 77535}` 写明试点中某个表测量前约定的行数。行数未到时，该表上的条款既不判通过也不判
不通过（提前查看会放大误判概率），除非用 `assess --sequential`（准则包允许序贯检验的条款）或 `assess --looks N`（按查看次数校正）。

报告的平面图还可以画出 gNB、区域与遮挡物，写在 evidence.yaml（或导入时的 CAMPAIGN.yaml）中；区域各有一行覆盖率，判定只看整个 `area`。
遮挡物（设备、货架等，即 TR 38.901 所说的 clutter）为矩形，或由各角依次给出的多边形，单位 m：

    gnbs:  [{name: gNB1, x_m: 30, y_m: 20, azimuth_deg: 90}]     azimuth_deg 为天线朝向，自 x 轴转向 y 轴，可不写
    zones: [{name: 装配区, length_m: 40, width_m: 25, origin_x_m: 0, origin_y_m: 0}]
    obstacles:
      - {name: 立体货架, length_m: 20, width_m: 2, origin_x_m: 10, origin_y_m: 30}
      - {name: 压机, corners_m: [[60, 10], [72, 10], [72, 14], [64, 14]]}

谁测的，写在同样的地方，报告首页与打印的封面会照录；一行文字，单位在前、姓名在后：

    measured_by: 某某工程有限公司，张三
)";

constexpr std::string_view kIntroductionEn = R"(# The tables of evidence

This page is made by a program from the definition of the tables; do not edit it. The same for machines:
[evidence.schema.json](schema/evidence.schema.json).

    evidence.yaml                what the tables cannot say of themselves: only schema, scenario and source are required
    baseline/<run>/<table>.csv   the plant before 5G (only where a clause compares)
    pilot/<run>/<table>.csv      the plant with 5G

A file is CSV in UTF-8: a header first, the columns in any order, but each of them there; a cell with a comma or a quote stands in
double quotes, a quote in it is written twice; no cell holds a line end. An empty cell is "none", never 0. A point in time is whole
nanoseconds since one epoch (Unix time for field data, the start of the run for a simulation). A file may be compressed, as `messages.csv.gz` or
`.csv.zst`, or be a pipe; a hash under `files` is that of the file as it is stored.

A point in time is read from some device's clock. `clock_uncertainty_ns` of `evidence.yaml` says by table how many nanoseconds two clocks may be apart, such
as `{messages: 1000}`; for `messages` also clock by clock, `{messages: {default: 1000, plc-1: 500}}`, the names being ends of flows, and a flow's being the sum of
both ends'. More in [delays.md](delays.md).

In evidence.yaml, `planned_rows: {inspections: 77535}` says how many rows a table of the pilot was to have, agreed on before the
measurement. With fewer, no clause on that table passes or fails (looking early makes wrong verdicts likelier), unless by
`assess --sequential` (a clause whose pack allows a sequential test) or `assess --looks N` (corrected for the number of looks).

The floor of a report can show gNBs, zones and obstacles too, which evidence.yaml (or the CAMPAIGN.yaml of an import) names; each zone has its own line of
coverage, and the verdict looks at the whole `area` only. An obstacle (a machine, a rack: the clutter of TR 38.901) is a rectangle, or a polygon by its corners
along the edge, in metres:

    gnbs:  [{name: gNB1, x_m: 30, y_m: 20, azimuth_deg: 90}]     azimuth_deg: where its antennas point, from x towards y; may be left out
    zones: [{name: assembly, length_m: 40, width_m: 25, origin_x_m: 0, origin_y_m: 0}]
    obstacles:
      - {name: storage rack, length_m: 20, width_m: 2, origin_x_m: 10, origin_y_m: 30}
      - {name: presses, corners_m: [[60, 10], [72, 10], [72, 14], [64, 14]]}

Who measured is written there too, for the first screen of a report and its printed cover: one line of text, the organisation and the name:

    measured_by: Example Engineering Ltd., J. Smith
)";

// 0 rather than 0.0: a bound of a whole number is shown as one.
Json bound(double value) {
  if (value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

Json column_schema(const ColumnInfo& column) {
  using Limits = std::numeric_limits<std::int64_t>;
  Json schema;
  schema["description"] = meaning(column).en;
  const auto of_type = [&](const char* type) {
    schema["type"] = column.may_be_empty ? Json{type, "null"} : Json(type);
  };
  switch (column.type) {
    case CellType::Text:
      of_type("string");
      schema["minLength"] = 1;
      break;
    case CellType::Number:
      of_type("number");
      break;
    case CellType::Boolean:
      of_type("boolean");
      break;
    case CellType::Choice:
      schema["enum"] = column.choices;
      if (column.may_be_empty) schema["enum"].push_back(nullptr);
      break;
    case CellType::Integer:
    case CellType::Time:
    case CellType::Duration:
      of_type("integer");
      schema["minimum"] = Limits::min();
      schema["maximum"] = Limits::max();
      break;
  }
  if (column.least) schema["minimum"] = bound(*column.least);
  if (column.most) schema["maximum"] = bound(*column.most);
  return schema;
}

Json object(Json properties, std::vector<std::string> required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Json row_schema(const TableInfo& table) {
  Json properties;
  std::vector<std::string> columns;
  for (const ColumnInfo& column : table.columns) {
    properties[column.name] = column_schema(column);
    columns.push_back(column.name);
  }
  Json schema = {{"description", "A row is " + table.row_is.en + "."}};
  std::string comment;
  for (const Text& rule : rules(table)) comment += (comment.empty() ? "" : " ") + rule.en;
  if (!comment.empty()) schema["$comment"] = comment;
  schema.update(object(std::move(properties), std::move(columns)));
  return schema;
}

Json map_of(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

Json clock_uncertainty(const Json& length) {
  Json by_table = map_of(length);
  by_table["propertyNames"] = {{"enum", table_names()}};
  by_table["properties"] = {
      {"messages",
       {{"description",
         "of a delay; or of each clock, by the end of a flow that reads it, `default` being that of the others: a "
         "flow's is the sum of both ends'"},
        {"oneOf", {length, map_of(length)}}}}};
  return by_table;
}

Json manifest_schema() {
  const Json name = {{"type", "string"}};
  const Json sentence = {{"type", "string"}, {"minLength", 1}};
  const Json hash = {{"description", "SHA-256"}, {"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}};
  const Json count = {{"type", "integer"}, {"minimum", 0}, {"maximum", std::numeric_limits<std::int64_t>::max()}};
  const Json number = {{"type", "number"}};
  const Json length = {{"type", "number"}, {"exclusiveMinimum", 0}};
  const auto counts_of = [&](const std::vector<std::string>& names) {
    Json counts = map_of(count);
    counts["propertyNames"] = {{"enum", names}};
    return counts;
  };
  Json planned = counts_of(table_names());
  planned["additionalProperties"]["minimum"] = 1;
  const auto described = [](std::string_view description, const Json& schema) {
    Json result = {{"description", description}};
    result.update(schema);
    return result;
  };
  const Json corner = {{"type", "array"}, {"items", number}, {"minItems", 2}, {"maxItems", 2}};
  const Json polygon = object(
      {{"name", name},
       {"corners_m", described("x and y of each, along the polygon's edge",
                               {{"type", "array"}, {"items", corner}, {"minItems", 3}, {"maxItems", kMostCorners}})}},
      {"name", "corners_m"});
  const Json rectangle = object(
      {{"name", name}, {"length_m", length}, {"width_m", length}, {"origin_x_m", number}, {"origin_y_m", number}},
      {"name", "length_m", "width_m"});
  const Json source =
      object({{"path", name},
              {"sha256", hash},
              {"format", name},
              {"rows_read", described("rows_used and everything refused", count)},
              {"rows_used", count},
              {"refused", described("rows that did not become evidence, by reason", counts_of(core::refusal_ids()))},
              {"remarks", {{"type", "array"}, {"items", object({{"zh", sentence}, {"en", sentence}}, {"zh", "en"})}}}},
             {"path", "sha256", "format", "rows_read", "rows_used"});
  return described(
      "evidence.yaml: what the tables cannot say of themselves.",
      object(
          {{"schema", {{"const", kManifestSchema}}},
           {"scenario", described("the scenario whose clauses the evidence is judged by", name)},
           {"source", {{"enum", origin_names()}}},
           {"measured_by",
            described("who measured, by organisation and name: one line of text",
                      {{"type", "string"}, {"pattern", "^[^\\x00-\\x1f]*[^\\x00-\\x20][^\\x00-\\x1f]*$"}})},
           {"area",
            described(
                "the floor that coverage is judged over; its origin is at the least x and y",
                object({{"length_m", length}, {"width_m", length}, {"origin_x_m", number}, {"origin_y_m", number}},
                       {"length_m", "width_m"}))},
           {"gnbs", described("where the gNBs are: drawn on the floor, nothing is judged by it",
                              {{"type", "array"},
                               {"maxItems", kMostSites},
                               {"items", object({{"name", described("as column cell of radio has it", name)},
                                                 {"x_m", number},
                                                 {"y_m", number},
                                                 {"azimuth_deg", described("that its antennas point to, from +x "
                                                                           "towards +y; none: all around",
                                                                           number)}},
                                                {"name", "x_m", "y_m"})}})},
           {"zones", described("parts of the area that have a share of coverage of their own",
                               {{"type", "array"}, {"maxItems", kMostSites}, {"items", rectangle}})},
           {"obstacles",
            described("what stands on the floor in the way of radio: drawn on it, nothing is judged by it",
                      {{"type", "array"}, {"maxItems", kMostSites}, {"items", {{"oneOf", {polygon, rectangle}}}}})},
           {"parameters", described("what the parties agreed on, over the defaults of the criteria", map_of(number))},
           {"planned_rows",
            described("rows that each table of the pilot was to have, agreed on before the measurement: with fewer, "
                      "nothing on that table passes or fails but by a sequential test or with corrected looks",
                      planned)},
           {"clock_uncertainty_ns",
            described("how far two clocks of a table may differ, by table", clock_uncertainty(count))},
           {"files",
            described("the hash of every table file by its path; without it the evidence is unsealed", map_of(hash))},
           {"sources",
            described("the files that the evidence was imported from", {{"type", "array"}, {"items", source}})},
           {"simulation", described("what a simulation writes about itself",
                                    object({{"seed", count}, {"scenario_sha256", hash}, {"tool_version", name}},
                                           {"seed", "scenario_sha256", "tool_version"}))}},
          {"schema", "scenario", "source"}));
}

}  // namespace

std::string table_markdown(const TableInfo& table, Language language) {
  const Text heading = {"\n| 列 | 类型 | 单位 | 范围 | 可空 | 含义 |\n|---|---|---|---|---|---|\n",
                        "\n| column | type | unit | range | may be empty | meaning |\n|---|---|---|---|---|---|\n"};
  const Text yes = {"是", "yes"};
  const Text row_is = {fmt::format("每行是{}。", table.row_is.zh), fmt::format("A row is {}.", table.row_is.en)};
  std::string section = fmt::format("## {}\n\n{}\n{}", table.name, row_is.in(language), heading.in(language));
  for (const ColumnInfo& column : table.columns) {
    section += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", column.name, type_text(column).in(language),
                           unit(column.name), range(column), column.may_be_empty ? yes.in(language) : "",
                           meaning(column).in(language));
  }
  const std::vector<Text> sentences = rules(table);
  if (!sentences.empty()) section += "\n";
  for (const Text& sentence : sentences) section += "- " + sentence.in(language) + "\n";
  return section;
}

std::string tables_markdown(Language language) {
  std::string page(language == Language::Zh ? kIntroductionZh : kIntroductionEn);
  for (const TableInfo* table : all_tables()) page += "\n" + table_markdown(*table, language);
  return page;
}

std::string tables_json_schema() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"$id", "urn:plantproof:evidence:1"},
                 {"title", "plantproof evidence"},
                 {"$ref", "#/$defs/manifest"},
                 {"$defs", {{"manifest", manifest_schema()}}}};
  for (const TableInfo* table : all_tables()) schema["$defs"][table->name] = row_schema(*table);
  return schema.dump(2) + "\n";
}

}  // namespace plantproof::data
