#include "metrics/copied_run.hpp"

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

#include "data/evidence.hpp"

namespace plantproof::metrics {
namespace {

template <class Row>
bool are_alike(const Row& a, const Row& b) {
  std::string cell_a;
  std::string cell_b;
  return std::ranges::all_of(data::table<Row>().columns, [&](const auto& column) {
    cell_a.clear();
    cell_b.clear();
    column.append(a, cell_a);
    column.append(b, cell_b);
    return cell_a == cell_b;
  });
}

template <class Row>
bool are_alike(const std::vector<Row>* a, const std::vector<Row>* b) {
  return a != nullptr && b != nullptr && !a->empty() &&
         std::ranges::equal(*a, *b, [](const Row& x, const Row& y) { return are_alike(x, y); });
}

template <class Row>
bool is_measured() {
  if (std::is_same_v<Row, data::Shift>) return false;
  return std::ranges::any_of(data::table<Row>().columns, [](const auto& column) { return column.instant != nullptr; });
}

}  // namespace

std::optional<core::Text> copied_run(const data::Evidence& evidence, const std::vector<std::string>& tables) {
  std::optional<core::Text> found;
  data::for_each_table([&]<class Row>(const data::TableDefinition<Row>& definition) {
    if (!is_measured<Row>()) return;
    for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot}) {
      const std::string name = fmt::format("{}/{}", data::phase_name(phase), definition.info.name);
      if (std::ranges::find(tables, name) == tables.end()) continue;
      const std::vector<data::Run>& runs = evidence.runs(phase);
      for (std::size_t i = 0; i < runs.size(); ++i) {
        for (std::size_t j = i + 1; j < runs.size() && !found; ++j) {
          if (!are_alike(runs[i].tables.rows<Row>(), runs[j].tables.rows<Row>())) continue;
          found = core::Text{
              fmt::format("批次 {} 与 {} 的 {} 逐行相同，其中一个是复制品", runs[i].name, runs[j].name, name),
              fmt::format("runs {} and {} hold the same rows of {}: one is a copy of the other", runs[i].name,
                          runs[j].name, name)};
        }
      }
    }
  });
  return found;
}

}  // namespace plantproof::metrics
