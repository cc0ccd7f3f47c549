// The share of the floor with 5G service, from a walk test.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/quantile_rank.hpp"
#include "families.hpp"
#include "metrics/kriging.hpp"
#include "metrics/proportion.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;
using data::RadioSample;

/// A walk test over the area, with the grid it is judged on.
struct WalkTest {
  data::Area area;
  int columns = 0;
  int rows = 0;
  std::vector<const RadioSample*> samples;  ///< those inside the area, run by run
  std::vector<std::size_t> ends;            ///< of each run, in samples
  std::vector<std::string> runs;            ///< their names
  std::vector<core::Text> notes;
};

std::variant<WalkTest, NoAnswer> walk_test(const data::Evidence& evidence, const Parameters& parameters) {
  const auto table = rows_of<RadioSample>(evidence, Phase::Pilot);
  if (table.runs.empty()) return no_rows<RadioSample>(Phase::Pilot);
  if (!evidence.manifest().area) {
    return no_data({"evidence.yaml 没有写明区域（area）", "evidence.yaml does not name the area"});
  }
  WalkTest test;
  test.area = *evidence.manifest().area;
  // A division that misses a whole number by rounding (8.4 m in cells of 1.2 m) makes no cell more.
  const auto cells_along = [&](double length_m) { return std::ceil(length_m / parameters.coverage_cell_m - 1e-9); };
  constexpr double kMostCells = 1e6;
  if (cells_along(test.area.length_m) * cells_along(test.area.width_m) > kMostCells) {
    return invalid(
        {"区域（area）按约定的栅格划分超过一百万格", "the area makes more than a million cells of the agreed size"});
  }
  test.columns = static_cast<int>(cells_along(test.area.length_m));
  test.rows = static_cast<int>(cells_along(test.area.width_m));
  test.notes = table.notes;
  std::int64_t outside = 0;
  std::int64_t with_rsrp = 0;
  std::int64_t with_sinr = 0;
  for (const auto& run : table.runs) {
    for (const RadioSample& sample : *run.rows) {
      const double x = sample.x_m - test.area.origin_x_m;
      const double y = sample.y_m - test.area.origin_y_m;
      if (x < 0 || y < 0 || x > test.area.length_m || y > test.area.width_m) {
        ++outside;
        continue;
      }
      with_rsrp += sample.ss_rsrp ? 1 : 0;
      with_sinr += sample.ss_sinr ? 1 : 0;
      test.samples.push_back(&sample);
    }
    test.ends.push_back(test.samples.size());
    test.runs.push_back(*run.run);
  }
  if (test.samples.empty()) return no_data({"没有一个采样落在区域内", "no sample lies in the area"});
  if ((with_rsrp > 0) != (with_sinr > 0)) {
    const std::string missing = with_rsrp > 0 ? "SS-SINR" : "SS-RSRP";
    return no_data({fmt::format("没有测 {}：无法判断是否有服务", missing),
                    fmt::format("{} was not measured: whether there is service cannot be judged", missing)});
  }
  if (outside > 0) {
    test.notes.push_back({fmt::format("{} 个采样在区域之外，未计入", outside),
                          fmt::format("{} samples lie outside the area and are left out", outside)});
  }
  return test;
}

/// How far a sample is above what service asks for; none where no signal was found.
std::optional<double> margin_db(const RadioSample& sample, const Parameters& parameters) {
  if (!sample.ss_rsrp || !sample.ss_sinr) return std::nullopt;
  return std::min(sample.ss_rsrp->dbm() - parameters.coverage_min_ss_rsrp_dbm,
                  sample.ss_sinr->db() - parameters.coverage_min_ss_sinr_db);
}

Answer covered_samples(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto found = walk_test(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& test = std::get<WalkTest>(found);
  std::vector<Series> served;
  std::size_t i = 0;
  for (const std::size_t end : test.ends) {
    Observations seen;
    for (; i < end; ++i) {
      const RadioSample& sample = *test.samples[i];
      seen.add(sample.time, sample.device, margin_db(sample, parameters).value_or(-1) >= 0 ? 1 : 0);
    }
    served.push_back(seen.in_order_of_time());
  }
  Estimate estimate = proportion(served, parameters.burst_length, confidence);
  estimate.notes.insert(estimate.notes.end(), test.notes.begin(), test.notes.end());
  return estimate;
}

/// The median margin of a cell's samples by nearest rank; no signal is lower than anything.
double median_margin_db(const std::vector<const RadioSample*>& samples, const Parameters& parameters) {
  std::vector<double> margins;
  for (const RadioSample* sample : samples) {
    margins.push_back(margin_db(*sample, parameters).value_or(-std::numeric_limits<double>::infinity()));
  }
  const auto rank =
      static_cast<std::ptrdiff_t>(core::QuantileRank(1, 2).nearest_rank(static_cast<std::int64_t>(margins.size())) - 1);
  std::nth_element(margins.begin(), margins.begin() + rank, margins.end());
  return margins[static_cast<std::size_t>(rank)];
}

/// The samples of a walk test by the cell they were taken in: column and row.
using Cells = std::map<std::pair<int, int>, std::vector<const RadioSample*>>;

Cells cells_of(const WalkTest& test, double cell_m, int columns, int rows) {
  Cells cells;
  const auto index = [&](double offset, int count) { return std::min(static_cast<int>(offset / cell_m), count - 1); };
  for (const RadioSample* sample : test.samples) {
    cells[{index(sample->x_m - test.area.origin_x_m, columns), index(sample->y_m - test.area.origin_y_m, rows)}]
        .push_back(sample);
  }
  return cells;
}

Answer covered_area(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto found = walk_test(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& test = std::get<WalkTest>(found);
  const Cells cells = cells_of(test, parameters.coverage_cell_m, test.columns, test.rows);
  Count covered{0, static_cast<std::int64_t>(test.columns) * test.rows};
  for (const auto& [cell, samples] : cells) {
    if (median_margin_db(samples, parameters) >= 0) ++covered.successes;
  }
  Estimate estimate = proportion(covered, confidence);
  estimate.notes = test.notes;
  if (const auto unmeasured = covered.trials - static_cast<std::int64_t>(cells.size()); unmeasured > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 个栅格中 {} 个没有采样，计为未覆盖", covered.trials, unmeasured),
         fmt::format("{} of {} cells have no sample and count as not covered", unmeasured, covered.trials)});
  }
  return estimate;
}

Answer covered_kriged(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  constexpr std::uint64_t kSeed =
      1;  // the draws only integrate a known distribution: any seed gives the same answer to print
  const auto found = walk_test(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& test = std::get<WalkTest>(found);
  double least = 0;
  for (const RadioSample* sample : test.samples) least = std::min(least, margin_db(*sample, parameters).value_or(0));
  std::vector<FieldSample> field;
  std::int64_t silent = 0;
  for (const RadioSample* sample : test.samples) {
    const auto margin = margin_db(*sample, parameters);
    silent += margin ? 0 : 1;
    field.push_back({sample->x_m, sample->y_m, margin.value_or(std::min(least, -10.0))});
  }
  Estimate estimate = covered_share(
      field, {test.area.origin_x_m, test.area.origin_y_m, parameters.coverage_cell_m, test.columns, test.rows},
      confidence, kSeed);
  estimate.notes.insert(estimate.notes.end(), test.notes.begin(), test.notes.end());
  if (silent > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 个采样没有信号，按测到的最低余量（至多 -10 dB）计", silent),
         fmt::format("{} samples found no signal and are taken at the lowest margin measured (at most -10 dB)",
                     silent)});
  }
  return estimate;
}

/// Ordinary kriging of a place by the measured cells nearest to it: those further away are screened by them.
double interpolated(const std::vector<FieldSample>& field, const Variogram& variogram, double x_m, double y_m) {
  constexpr std::size_t kNeighbours = 24;
  std::vector<FieldSample> nearest = field;
  const auto squared = [&](const FieldSample& sample) {
    return (sample.x_m - x_m) * (sample.x_m - x_m) + (sample.y_m - y_m) * (sample.y_m - y_m);
  };
  if (nearest.size() > kNeighbours) {
    std::ranges::nth_element(nearest, nearest.begin() + kNeighbours, {}, squared);
    nearest.resize(kNeighbours);
  }
  return krige(nearest, variogram, x_m, y_m).mean_db;
}

std::vector<double> interpolated(const FloorPicture& floor) {
  constexpr double kNoSignal = -10;  // as the reading `kriged` takes it
  std::vector<FieldSample> field;
  std::set<std::pair<int, int>> measured;
  double least = kNoSignal;
  for (const MeasuredCell& cell : floor.measured) least = std::min(least, cell.margin_db.value_or(least));
  const auto centre = [&](int column, int row) {
    return std::pair(floor.grid.origin_x_m + (column + 0.5) * floor.grid.cell_m,
                     floor.grid.origin_y_m + (row + 0.5) * floor.grid.cell_m);
  };
  for (const MeasuredCell& cell : floor.measured) {
    const auto [x_m, y_m] = centre(cell.column, cell.row);
    field.push_back({x_m, y_m, cell.margin_db.value_or(least)});
    measured.insert({cell.column, cell.row});
  }
  std::vector<FieldSample> fitted;  // the fit's cost grows with their square
  constexpr std::size_t kMostFitted = 400;
  const std::size_t step = (field.size() + kMostFitted - 1) / kMostFitted;
  for (std::size_t i = 0; i < field.size(); i += step) fitted.push_back(field[i]);
  const auto variogram = fit_variogram(fitted);
  if (!variogram) return {};
  std::vector<double> result;
  for (int row = 0; row < floor.grid.rows; ++row) {
    for (int column = 0; column < floor.grid.columns; ++column) {
      if (measured.contains({column, row})) continue;
      const auto [x_m, y_m] = centre(column, row);
      result.push_back(interpolated(field, *variogram, x_m, y_m));
    }
  }
  return result;
}

/// `cells` are those of the grid that is judged.
ZoneCoverage zone_coverage(const data::FloorZone& zone, const WalkTest& test, const Cells& cells,
                           const Parameters& parameters) {
  ZoneCoverage coverage{zone.name, 0, 0, 0};
  const auto is_within = [](double at, double from, double length) { return from <= at && at < from + length; };
  const double cell_m = parameters.coverage_cell_m;
  for (int row = 0; row < test.rows; ++row) {
    if (!is_within(test.area.origin_y_m + (row + 0.5) * cell_m, zone.area.origin_y_m, zone.area.width_m)) continue;
    for (int column = 0; column < test.columns; ++column) {
      if (!is_within(test.area.origin_x_m + (column + 0.5) * cell_m, zone.area.origin_x_m, zone.area.length_m))
        continue;
      ++coverage.cells;
      const auto samples = cells.find({column, row});
      if (samples == cells.end()) continue;
      ++coverage.measured;
      if (median_margin_db(samples->second, parameters) >= 0) ++coverage.covered;
    }
  }
  return coverage;
}

/// Where each device was in each run, run by run.
std::vector<Walk> walks_of(const WalkTest& test) {
  std::vector<Walk> walks;
  std::size_t i = 0;
  for (std::size_t run = 0; run < test.runs.size(); ++run) {
    std::map<std::string_view, std::vector<Walk::Sample>> by_device;
    for (; i < test.ends[run]; ++i) {
      const RadioSample& sample = *test.samples[i];
      by_device[sample.device].push_back({sample.time, {sample.x_m, sample.y_m}});
    }
    for (auto& [device, samples] : by_device)
      walks.push_back({test.runs[run], std::string(device), std::move(samples)});
  }
  return walks;
}

std::vector<Picture> floor_picture(const data::Evidence& evidence, const Parameters& parameters,
                                   core::Confidence /*confidence*/) {
  const auto found = walk_test(evidence, parameters);
  const auto* test = std::get_if<WalkTest>(&found);
  if (test == nullptr) return {};
  FloorPicture floor;
  const auto joined = [&](int cells) {
    return static_cast<int>((cells + floor.cells_joined - 1) / floor.cells_joined);
  };
  while (static_cast<std::int64_t>(joined(test->columns)) * joined(test->rows) > kMostCells) ++floor.cells_joined;
  floor.grid = {test->area.origin_x_m, test->area.origin_y_m,
                parameters.coverage_cell_m * static_cast<double>(floor.cells_joined), joined(test->columns),
                joined(test->rows)};
  floor.length_m = test->area.length_m;
  floor.width_m = test->area.width_m;
  floor.min_rsrp_dbm = parameters.coverage_min_ss_rsrp_dbm;
  floor.min_sinr_db = parameters.coverage_min_ss_sinr_db;
  for (const auto& [cell, samples] : cells_of(*test, floor.grid.cell_m, floor.grid.columns, floor.grid.rows)) {
    const double margin = median_margin_db(samples, parameters);
    floor.measured.push_back(
        {cell.first, cell.second, std::ssize(samples), std::isfinite(margin) ? std::optional(margin) : std::nullopt});
  }
  floor.interpolated_db = interpolated(floor);
  const Cells judged = cells_of(*test, parameters.coverage_cell_m, test->columns, test->rows);
  for (const data::FloorZone& zone : evidence.manifest().zones)
    floor.zones.push_back(zone_coverage(zone, *test, judged, parameters));
  floor.walk = walk_paths(walks_of(*test), floor.grid.cell_m);
  return {{{"平面图上的服务余量", "service margin on the floor"}, std::move(floor)}};
}

}  // namespace

std::vector<Kpi> coverage_kpis() {
  return {
      {.id = "coverage_ratio",
       .title = {"5G 网络覆盖率", "5G coverage"},
       .definition = {"车间、工厂或指定区域中有 5G 服务的面积比例。",
                      "The share of the floor of the workshop, plant or named area with 5G service."},
       .formula = "covered cells / cells",
       .unit = Unit::Ratio,
       .tables = {"pilot/radio"},
       .parameters = {"coverage_min_ss_rsrp_dbm", "coverage_min_ss_sinr_db", "coverage_cell_m", "burst_length"},
       .source = {"3GPP TS 38.215", {"5.1.1 SS-RSRP，5.1.5 SS-SINR", "5.1.1 SS-RSRP, 5.1.5 SS-SINR"}},
       .pictures = &floor_picture,
       .readings = {{"area",
                     {"面积（栅格）", "area (grid cells)"},
                     {"按栅格计；栅格内采样的中位数有服务则为覆盖，没有采样则为未覆盖。",
                      "Grid cells: a cell is covered when the median of its samples has service; a cell without a "
                      "sample is not."},
                     &covered_area,
                     {.kind = Design::Kind::Cells, .units = {"个栅格", "grid cells"}, .rate = "radio"}},
                    {"samples",
                     {"采样点", "samples"},
                     {"有服务的走测点占区域内全部走测点的比例。",
                      "Walk-test points with service among all points in the area."},
                     &covered_samples,
                     {.kind = Design::Kind::RightOrWrong, .units = {"个走测点", "walk-test points"}, .rate = "radio"}},
                    {"kriged",
                     {"面积（克里金插值）", "area (kriged)"},
                     {"服务余量以普通克里金插值到全部栅格，条件模拟给出区间。",
                      "The service margin is kriged to every cell; conditional simulation gives the interval."},
                     &covered_kriged,
                     {.remark = {"区间取决于信号场的相关距离，测过才知道；点应布满全区",
                                 "the interval depends on how far the field is correlated, which the walk test tells; "
                                 "spread the points over the whole floor"}}}}},
  };
}

}  // namespace plantproof::metrics
