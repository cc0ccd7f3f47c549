// The share of the floor with 5G service, from a walk test.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <string_view>

#include "data/pass.hpp"
#include "families.hpp"
#include "metrics/measured_field.hpp"
#include "metrics/middle.hpp"
#include "metrics/proportion.hpp"
#include "share_tally.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;
using data::RadioSample;

/// The floor that is judged, in cells, and what service asks for.
struct Floor {
  data::Area area;
  double cell_m = 0;
  int columns = 0;
  int rows = 0;
  double min_rsrp_dbm = 0;
  double min_sinr_db = 0;

  [[nodiscard]] Grid grid() const { return {area.origin_x_m, area.origin_y_m, cell_m, columns, rows}; }
  [[nodiscard]] bool holds(const RadioSample& sample) const {
    const double x = sample.x_m - area.origin_x_m;
    const double y = sample.y_m - area.origin_y_m;
    return x >= 0 && y >= 0 && x <= area.length_m && y <= area.width_m;
  }
  /// How far a sample is above what service asks for; none where no signal was found.
  [[nodiscard]] std::optional<double> margin_db(const RadioSample& sample) const {
    if (!sample.ss_rsrp || !sample.ss_sinr) return std::nullopt;
    return std::min(sample.ss_rsrp->dbm() - min_rsrp_dbm, sample.ss_sinr->db() - min_sinr_db);
  }
  [[nodiscard]] bool serves(const RadioSample& sample) const { return margin_db(sample).value_or(-1) >= 0; }
};

std::variant<Floor, NoAnswer> floor_of(const data::Evidence& evidence, const Parameters& parameters) {
  if (rows_of<RadioSample>(evidence, Phase::Pilot).runs.empty()) return no_rows<RadioSample>(Phase::Pilot);
  if (!evidence.manifest().area) {
    return no_data({"evidence.yaml 没有写明区域（area）", "evidence.yaml does not name the area"});
  }
  const data::Area area = *evidence.manifest().area;
  // A division that misses a whole number by rounding (8.4 m in cells of 1.2 m) makes no cell more.
  const auto cells_along = [&](double length_m) { return std::ceil(length_m / parameters.coverage_cell_m - 1e-9); };
  constexpr double kMostCells = 1e6;
  if (cells_along(area.length_m) * cells_along(area.width_m) > kMostCells) {
    return invalid(
        {"区域（area）按约定的栅格划分超过一百万格", "the area makes more than a million cells of the agreed size"});
  }
  return Floor{area,
               parameters.coverage_cell_m,
               static_cast<int>(cells_along(area.length_m)),
               static_cast<int>(cells_along(area.width_m)),
               parameters.coverage_min_ss_rsrp_dbm,
               parameters.coverage_min_ss_sinr_db};
}

/// Cells are counted row by row.
std::size_t number_of(int column, int row, const Grid& grid) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) + static_cast<std::size_t>(column);
}
std::size_t cells_in(const Grid& grid) {
  return number_of(0, grid.rows, grid);
}

/// The cell of a grid over the floor that a sample inside it was taken in.
std::size_t cell_of(const RadioSample& sample, const Grid& grid) {
  const auto index = [&](double offset, int count) {
    return std::min(static_cast<int>(offset / grid.cell_m), count - 1);
  };
  return number_of(index(sample.x_m - grid.origin_x_m, grid.columns), index(sample.y_m - grid.origin_y_m, grid.rows),
                   grid);
}

/// By nearest rank, the median of so many outcomes is 1.
bool is_covered(const Count& served) {
  return served.successes > served.trials / 2;
}

/// A sample inside the area, as ShareLook takes it for a row.
struct Served {
  core::Instant at;
  const std::string* device = nullptr;
  bool is_served = false;
};
core::Instant observed_at(const Served& sample) {
  return sample.at;
}
const std::string& stream_of(const Served& sample) {
  return *sample.device;
}
bool is_served(const Served& sample) {
  return sample.is_served;
}

/// What all readings ask of a walk test first, as of data::pass().
struct WalkLook {
  Floor floor;
  std::int64_t inside = 0;
  std::int64_t outside = 0;
  std::int64_t with_rsrp = 0;
  std::int64_t with_sinr = 0;
  std::int64_t silent = 0;   ///< no signal was found
  double least_db = 0;       ///< the least margin, or 0
  std::vector<Count> cells;  ///< samples with service, by cell
  Squares squares;
  std::optional<ShareLook<Served>> served;  ///< of one run, of samples too many to keep

  explicit WalkLook(const Floor& of) : floor(of), cells(cells_in(of.grid())), squares(of.grid()) {}

  void add(const RadioSample& sample) {
    if (!floor.holds(sample)) {
      ++outside;
      return;
    }
    ++inside;
    with_rsrp += sample.ss_rsrp ? 1 : 0;
    with_sinr += sample.ss_sinr ? 1 : 0;
    const auto margin_db = floor.margin_db(sample);
    silent += margin_db ? 0 : 1;
    least_db = std::min(least_db, margin_db.value_or(0));
    Count& cell = cells[cell_of(sample, floor.grid())];
    cell.successes += floor.serves(sample) ? 1 : 0;
    ++cell.trials;
    squares.add(sample.x_m, sample.y_m);
    if (served) served->add({sample.time, &sample.device, floor.serves(sample)});
  }
  void merge(WalkLook&& next) {
    inside += next.inside;
    outside += next.outside;
    with_rsrp += next.with_rsrp;
    with_sinr += next.with_sinr;
    silent += next.silent;
    least_db = std::min(least_db, next.least_db);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i].successes += next.cells[i].successes;
      cells[i].trials += next.cells[i].trials;
    }
    squares.merge(next.squares);
    if (next.served) served->merge(std::move(*next.served));
  }
};

/// A walk test over the area, with the grid it is judged on.
struct WalkTest {
  WalkLook seen;                                 ///< of all runs, but for what is of one
  std::optional<std::vector<RunShares>> served;  ///< of samples too many to keep
  std::vector<core::Text> notes;
};
using FoundWalkTest = std::variant<WalkTest, NoAnswer>;

FoundWalkTest look_at_walk_test(const data::Evidence& evidence, const Parameters& parameters) {
  const auto floor = floor_of(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&floor)) return *none;
  const auto table = rows_of<RadioSample>(evidence, Phase::Pilot);
  WalkLook nothing(std::get<Floor>(floor));
  WalkTest test{nothing, {}, table.notes};
  if (are_many(table)) {
    const auto every = [](const Served&) { return true; };
    nothing.served.emplace(ShareLook<Served>{{every, &is_served}, most_stretches_of(streams_on_disk(table)), {}});
    test.served.emplace();
  }
  for (const auto& run : table.runs) {
    WalkLook look = data::pass<RadioSample>(*run.tables, nothing);
    if (test.served) test.served->push_back(look.served->shares());
    look.served.reset();
    test.seen.merge(std::move(look));
  }
  const WalkLook& seen = test.seen;
  if (seen.inside == 0) return no_data({"没有一个采样落在区域内", "no sample lies in the area"});
  if ((seen.with_rsrp > 0) != (seen.with_sinr > 0)) {
    const std::string missing = seen.with_rsrp > 0 ? "SS-SINR" : "SS-RSRP";
    return no_data({fmt::format("没有测 {}：无法判断是否有服务", missing),
                    fmt::format("{} was not measured: whether there is service cannot be judged", missing)});
  }
  if (seen.outside > 0) {
    test.notes.push_back({fmt::format("{} 个采样在区域之外，未计入", seen.outside),
                          fmt::format("{} samples lie outside the area and are left out", seen.outside)});
  }
  return test;
}

/// What `make(evidence)` finds of a walk test under these parameters, once. `what` says it of no other finding.
template <class Make>
const auto& once(const data::Evidence& evidence, std::string_view what, const Parameters& parameters, Make make) {
  const std::string name = fmt::format("{} in cells of {} m at {} dBm, {} dB", what, parameters.coverage_cell_m,
                                       parameters.coverage_min_ss_rsrp_dbm, parameters.coverage_min_ss_sinr_db);
  return evidence.once(name, make);
}

/// Every reading begins here.
const FoundWalkTest& walk_test(const data::Evidence& evidence, const Parameters& parameters) {
  return once(evidence, "walk test", parameters,
              [&](const data::Evidence& of) { return look_at_walk_test(of, parameters); });
}

/// Of samples that are kept, those inside the area, a series a run.
std::vector<Series> served_in_time(const data::Evidence& evidence, const Floor& floor) {
  std::vector<Series> served;
  for (const auto& run : rows_of<RadioSample>(evidence, Phase::Pilot).runs) {
    Observations seen;
    for (const RadioSample& sample : *run.rows) {
      if (floor.holds(sample)) seen.add(sample.time, sample.device, floor.serves(sample) ? 1 : 0);
    }
    served.push_back(seen.in_order_of_time());
  }
  return served;
}

Answer covered_samples(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const FoundWalkTest& found = walk_test(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& test = std::get<WalkTest>(found);
  Estimate estimate = test.served
                          ? proportion(sums_of(*test.served), parameters.burst_length, confidence)
                          : proportion(served_in_time(evidence, test.seen.floor), parameters.burst_length, confidence);
  estimate.notes.insert(estimate.notes.end(), test.notes.begin(), test.notes.end());
  return estimate;
}

Answer covered_area(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const FoundWalkTest& found = walk_test(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& test = std::get<WalkTest>(found);
  const std::vector<Count>& cells = test.seen.cells;
  const Count covered{std::ranges::count_if(cells, &is_covered), std::ssize(cells)};
  Estimate estimate = proportion(covered, confidence);
  estimate.notes = test.notes;
  if (const auto unmeasured = std::ranges::count(cells, 0, &Count::trials); unmeasured > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 个栅格中 {} 个没有采样，计为未覆盖", covered.trials, unmeasured),
         fmt::format("{} of {} cells have no sample and count as not covered", unmeasured, covered.trials)});
  }
  return estimate;
}

/// The margins at the places that kriging goes by, as of data::pass().
struct FieldLook {
  Floor floor;
  double silent_db = 0;  ///< what samples without signal are taken at
  MeasuredPlaces places;

  void add(const RadioSample& sample) {
    if (floor.holds(sample)) places.add({sample.x_m, sample.y_m, floor.margin_db(sample).value_or(silent_db)});
  }
  void merge(const FieldLook& next) { places.merge(next.places); }
};

MeasuredField field_of(const data::Evidence& evidence, const WalkLook& seen, double silent_db, std::uint64_t seed) {
  FieldLook look{seen.floor, silent_db, MeasuredPlaces(seen.squares, seed)};
  do {
    const FieldLook nothing = look;
    for (const auto& run : rows_of<RadioSample>(evidence, Phase::Pilot).runs)
      look.merge(data::pass<RadioSample>(*run.tables, nothing));
  } while (look.places.again());
  return look.places.field();
}

Answer covered_kriged(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  constexpr std::uint64_t kSeed =
      1;  // the draws only integrate a known distribution: any seed gives the same answer to print
  const FoundWalkTest& found = walk_test(evidence, parameters);
  if (const auto* none = std::get_if<NoAnswer>(&found)) return *none;
  const auto& test = std::get<WalkTest>(found);
  const MeasuredField& field = once(evidence, "measured field", parameters, [&](const data::Evidence& of) {
    return field_of(of, test.seen, std::min(test.seen.least_db, -10.0), kSeed);
  });
  Estimate estimate = covered_share(field, test.seen.floor.grid(), confidence, kSeed);
  estimate.notes.insert(estimate.notes.end(), test.notes.begin(), test.notes.end());
  if (const std::int64_t silent = test.seen.silent; silent > 0) {
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

ZoneCoverage zone_coverage(const data::FloorZone& zone, const WalkLook& seen) {
  ZoneCoverage coverage{zone.name, 0, 0, 0};
  const auto is_within = [](double at, double from, double length) { return from <= at && at < from + length; };
  const Floor& floor = seen.floor;
  for (int row = 0; row < floor.rows; ++row) {
    if (!is_within(floor.area.origin_y_m + (row + 0.5) * floor.cell_m, zone.area.origin_y_m, zone.area.width_m))
      continue;
    for (int column = 0; column < floor.columns; ++column) {
      if (!is_within(floor.area.origin_x_m + (column + 0.5) * floor.cell_m, zone.area.origin_x_m, zone.area.length_m))
        continue;
      const Count& served = seen.cells[number_of(column, row, floor.grid())];
      ++coverage.cells;
      coverage.measured += served.trials > 0 ? 1 : 0;
      coverage.covered += is_covered(served) ? 1 : 0;
    }
  }
  return coverage;
}

/// The median margin of every cell, and the way that was walked, in as many passes as that takes.
void draw_samples(const data::Evidence& evidence, const Floor& floor, FloorPicture& picture) {
  const std::size_t cells = cells_in(picture.grid);
  std::vector<Middle> margins_db(cells, Middle(most_classes_of(cells)));
  WalkLines lines(picture.grid.cell_m);
  for (bool is_open = true; is_open;) {
    for (const auto& run : rows_of<RadioSample>(evidence, Phase::Pilot).runs) {
      data::ByName<std::optional<std::size_t>> walks;
      data::visit_in_order<RadioSample>(*run.tables, [&](const RadioSample& sample) {
        if (!floor.holds(sample)) return;
        constexpr double kNoSignal = -std::numeric_limits<double>::infinity();  // lower than anything
        margins_db[cell_of(sample, picture.grid)].add(floor.margin_db(sample).value_or(kNoSignal));
        auto& walk = walks[sample.device];
        if (!walk) walk = lines.walk(*run.run, sample.device);
        lines.add(*walk, sample.time, {sample.x_m, sample.y_m});
      });
    }
    is_open = lines.again();
    for (Middle& margin_db : margins_db) is_open = margin_db.again() || is_open;
  }
  for (int column = 0; column < picture.grid.columns; ++column) {
    for (int row = 0; row < picture.grid.rows; ++row) {
      const Middle& margin_db = margins_db[number_of(column, row, picture.grid)];
      const auto median = margin_db.numbers();
      if (!median) continue;
      picture.measured.push_back(
          {column, row, margin_db.n(), std::isfinite(median->lower) ? std::optional(median->lower) : std::nullopt});
    }
  }
  picture.walk = lines.paths();
}

std::vector<Picture> floor_picture(const data::Evidence& evidence, const Parameters& parameters,
                                   core::Confidence /*confidence*/) {
  const FoundWalkTest& found = walk_test(evidence, parameters);
  const auto* test = std::get_if<WalkTest>(&found);
  if (test == nullptr) return {};
  const Floor& floor = test->seen.floor;
  FloorPicture picture;
  const auto joined = [&](int cells) {
    return static_cast<int>((cells + picture.cells_joined - 1) / picture.cells_joined);
  };
  while (static_cast<std::int64_t>(joined(floor.columns)) * joined(floor.rows) > kMostCells) ++picture.cells_joined;
  picture.grid = {floor.area.origin_x_m, floor.area.origin_y_m,
                  floor.cell_m * static_cast<double>(picture.cells_joined), joined(floor.columns), joined(floor.rows)};
  picture.length_m = floor.area.length_m;
  picture.width_m = floor.area.width_m;
  picture.min_rsrp_dbm = floor.min_rsrp_dbm;
  picture.min_sinr_db = floor.min_sinr_db;
  draw_samples(evidence, floor, picture);
  picture.interpolated_db = interpolated(picture);
  for (const data::FloorZone& zone : evidence.manifest().zones)
    picture.zones.push_back(zone_coverage(zone, test->seen));
  return {{{"平面图上的服务余量", "service margin on the floor"}, std::move(picture)}};
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
