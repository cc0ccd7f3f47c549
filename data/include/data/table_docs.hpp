#pragma once

#include <string>

#include "core/text.hpp"
#include "data/tables.hpp"

namespace plantproof::data {

/// What there is to know of one table, as a section of Markdown: what a row is, its columns with type, unit, range,
/// whether a cell may be empty and what it refers to, its key and its order.
std::string table_markdown(const TableInfo& table, core::Language language);

/// A page of Markdown: the layout of an evidence directory, then the section of each table. The same bytes every time.
std::string tables_markdown(core::Language language);

/// A JSON Schema (draft 2020-12) that describes an evidence.yaml, with `$defs` of the `manifest` and of a row of each
/// table as an object: a property a column, null for an empty cell. What holds between rows (keys, order, references)
/// is in `$comment`s, since a schema cannot check it. The same bytes every time.
std::string tables_json_schema();

}  // namespace plantproof::data
