#include "mapping.hpp"

namespace plantproof::data {

const TableInfo* mapped_table(const Source& source) {
  const input::YamlNode table = source.options.required("table");
  if (!table.exists()) return nullptr;
  const std::size_t index = table.choice(table_names());
  if (find_table(table.text()) != nullptr) return all_tables()[index];
  source.options.accept();
  return nullptr;
}

}  // namespace plantproof::data
