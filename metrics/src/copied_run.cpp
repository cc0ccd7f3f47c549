#include "metrics/copied_run.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <type_traits>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "data/pass.hpp"

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

/// A number that rows alike in every cell and in their order have in common, others by a chance of 1 in 2^64.
template <class Row>
struct Fingerprint {
  std::uint64_t n = 0;
  std::uint64_t sum = 0;
  std::uint64_t by_place = 0;
  std::string line;

  void add(const Row& row) {
    line.clear();
    for (const auto& column : data::table<Row>().columns) {
      column.append(row, line);
      line += ',';
    }
    const std::uint64_t hash = std::hash<std::string>()(line);
    sum += hash;
    by_place += ++n * hash;
  }
  void merge(const Fingerprint& next) {
    by_place += next.by_place + n * next.sum;
    sum += next.sum;
    n += next.n;
  }
  friend bool operator==(const Fingerprint& a, const Fingerprint& b) {
    return a.n == b.n && a.sum == b.sum && a.by_place == b.by_place;
  }
};

/// The rows of a table in the runs of a phase, compared.
template <class Row>
class RowsOfRuns {
 public:
  explicit RowsOfRuns(const std::vector<data::Run>& runs) : runs_(&runs), fingerprints_(runs.size()) {}

  /// Whether there are any, alike in both.
  bool are_alike(std::size_t i, std::size_t j) {
    const data::Tables& a = (*runs_)[i].tables;
    const data::Tables& b = (*runs_)[j].tables;
    if (a.count<Row>() != b.count<Row>() || a.count<Row>() == 0) return false;
    const data::TableOnDisk* file_a = a.on_disk<Row>();
    const data::TableOnDisk* file_b = b.on_disk<Row>();
    if (file_a == nullptr && file_b == nullptr) {
      return std::ranges::equal(*a.rows<Row>(), *b.rows<Row>(),
                                [](const Row& x, const Row& y) { return metrics::are_alike(x, y); });
    }
    const bool last_as_long =
        file_a == nullptr || file_b == nullptr || (file_a->first == file_b->first && file_a->last == file_b->last);
    return last_as_long && fingerprint(i) == fingerprint(j);
  }

 private:
  const Fingerprint<Row>& fingerprint(std::size_t run) {
    auto& known = fingerprints_[run];
    if (!known) known = data::pass<Row>((*runs_)[run].tables, Fingerprint<Row>());
    return *known;
  }

  const std::vector<data::Run>* runs_;
  std::vector<std::optional<Fingerprint<Row>>> fingerprints_;
};

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
      RowsOfRuns<Row> rows(runs);
      for (std::size_t i = 0; i < runs.size(); ++i) {
        for (std::size_t j = i + 1; j < runs.size() && !found; ++j) {
          if (!rows.are_alike(i, j)) continue;
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
